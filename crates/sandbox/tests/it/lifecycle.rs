//! Deactivating, activating, deleting, and taking a deletion back.

use http::{Method, Request};
use rollcall_sandbox::{Account, Life, Lock};
use serde_json::json;

use crate::client::{Answer, Client};

const DAY_MS: i64 = 86_400_000;

fn life(client: &Client, account: &Account) -> Life {
    client.organization.account(&account.id).unwrap().life
}

/// The code of a 409, with the shape looked at.
fn conflict(answer: &Answer, account: &Account) -> String {
    assert_eq!((answer.status, answer.key()), (409, "conflict.lifecycleErrors"));
    let context = &answer.body["context"];
    assert_eq!(context["accountId"], account.id);
    assert!(context["message"].is_string());
    let errors = context["errorCodes"].as_array().unwrap();
    assert_eq!(errors.len(), 1);
    errors[0]["code"].as_str().unwrap().to_owned()
}

#[test]
fn disable_204_and_enable_204_there_and_back() {
    let mut client = Client::new();
    let account = client.first();
    let status = |client: &mut Client| {
        let found = client.search(&json!({ "accountIds": [account.id] })).body;
        found["data"][0]["status"].as_str().unwrap().to_owned()
    };
    let answer = client.manage("deactivate-account", &account.id);
    assert_eq!((answer.status, answer.response.body().len()), (204, 0));
    assert_eq!(status(&mut client), "deactivated");
    let answer = client.manage("activate-account", &account.id);
    assert_eq!((answer.status, answer.response.body().len()), (204, 0));
    assert_eq!(status(&mut client), "active");

    let deeds = client.organization.deeds();
    assert!(
        deeds
            .iter()
            .all(|deed| deed.effective && deed.account == account.id)
    );
    assert_eq!(deeds[0].endpoint, "deactivate-account");
    assert_eq!(deeds[0].body, br#"{"message":"On 6-month suspension"}"#);
}

#[test]
fn disable_204_without_a_message_and_400_without_a_body() {
    let mut client = Client::new();
    let account = client.first();
    let path = format!("/users/{}/manage/lifecycle/disable", account.id);
    for body in [
        json!([]),
        json!({ "message": 7 }),
        json!({ "message": null }),
        json!({ "reason": "x" }),
    ] {
        let answer = client.send(Method::POST, &path, Some(&body));
        assert_eq!(
            answer.parts(),
            (400, json!({ "key": "bodyParseFailure" })),
            "{body}"
        );
    }
    assert_eq!(client.send(Method::POST, &path, None).status, 400);
    let undeclared = Request::post(&path)
        .header("Authorization", client.authorization.clone().unwrap())
        .body(b"{}".to_vec())
        .unwrap();
    assert_eq!(client.raw(&undeclared).status, 400);
    assert_eq!(life(&client, &account), Life::Active);
    assert_eq!(client.send(Method::POST, &path, Some(&json!({}))).status, 204);
}

#[test]
fn conflict_409_when_it_is_so_already() {
    let mut client = Client::new();
    let active = client.first();
    assert_eq!(
        conflict(&client.manage("activate-account", &active.id), &active),
        "accountActive"
    );
    let inactive = client.in_life(Life::Deactivated);
    assert_eq!(
        conflict(&client.manage("deactivate-account", &inactive.id), &inactive),
        "accountInactive"
    );
    let leaving = client.in_life(Life::ForDeletion);
    for call in ["deactivate-account", "activate-account", "delete-account"] {
        assert_eq!(
            conflict(&client.manage(call, &leaving.id), &leaving),
            "deletionScheduled",
            "{call}"
        );
    }
    assert_eq!(client.effective(), [false; 5]);
}

#[test]
fn conflict_409_for_the_billing_contact_with_a_link() {
    let mut client = Client::new();
    let account = client.find(|account| account.billing_contact);
    for call in ["deactivate-account", "delete-account"] {
        let answer = client.manage(call, &account.id);
        assert_eq!(conflict(&answer, &account), "billingContact");
        assert!(answer.body["context"]["errorCodes"][0]["link"].is_string());
    }
    assert_eq!(life(&client, &account), Life::Active);
}

#[test]
fn action_403_google_may_be_deleted_and_neither_deactivated_nor_activated() {
    let mut client = Client::new();
    let account = client.locked(Lock::Google);
    for call in ["deactivate-account", "activate-account"] {
        let answer = client.manage(call, &account.id);
        assert_eq!((answer.status, answer.key()), (403, "forbidden.action"));
        assert_eq!(
            answer.body["context"]["reason"]["key"],
            "externalDirectory.google"
        );
    }
    assert_eq!(client.manage("delete-account", &account.id).status, 200);
}

#[test]
fn action_403_what_the_export_control_has_blocked_stays_blocked() {
    let mut client = Client::new();
    let account = client.locked(Lock::ExportControl);
    let answer = client.manage("activate-account", &account.id);
    assert_eq!(answer.status, 403);
    assert_eq!(answer.body["context"]["reason"]["key"], "blocked.exportControl");
}

#[test]
fn scim_and_saml_accounts_can_be_deactivated() {
    let mut client = Client::new();
    for lock in [Lock::Scim, Lock::Saml] {
        let account = client.locked(lock);
        assert_eq!(
            client.manage("deactivate-account", &account.id).status,
            204,
            "{lock:?}"
        );
    }
}

#[test]
fn nobody_does_it_to_themselves() {
    let mut client = Client::new();
    let account = client.first();
    client.organization.set_lock(&account.id, Some(Lock::NotMyself));
    for call in [
        "deactivate-account",
        "activate-account",
        "delete-account",
        "cancel-deletion",
    ] {
        let answer = client.manage(call, &account.id);
        assert_eq!(answer.status, 403, "{call}");
        assert_eq!(
            answer.body["context"]["reason"]["key"],
            "administrative.notMyself"
        );
    }
}

#[test]
fn delete_200_holds_the_address_and_shows_as_deactivated_for_fourteen_days() {
    let mut client = Client::new();
    let [account, other] = client.first_two();
    let answer = client.manage("delete-account", &account.id);
    assert_eq!(answer.parts(), (200, json!({ "message": "Success" })));
    client.now += 14 * DAY_MS - 1;

    let found = client.search(&json!({ "emails": [account.address] })).body;
    assert_eq!(found["data"][0]["status"], "for_deletion");
    assert_eq!(found["data"][0]["accountStatus"], "inactive");
    let profile = client.get(&format!("/users/{}/manage/profile", account.id));
    assert_eq!(profile.body["account"]["account_status"], "inactive");
    assert!(client.set_email(&other.id, &account.address).says_taken());
    assert_eq!(
        client.set_email(&account.id, "out.of.the.way@example.org").status,
        403
    );
}

#[test]
fn delete_200_is_final_after_fourteen_days() {
    let mut client = Client::new();
    let [account, other] = client.first_two();
    client.manage("delete-account", &account.id);
    client.now += 14 * DAY_MS;

    for call in [
        "get-profile",
        "cancel-deletion",
        "activate-account",
        "delete-account",
    ] {
        let answer = client.manage(call, &account.id);
        assert_eq!(answer.parts(), (404, json!({ "key": "notFound" })), "{call}");
    }
    let found = client.search(&json!({ "accountIds": [account.id] })).body;
    assert_eq!(found["data"][0]["accountStatus"], "closed");
    assert!(found["data"][0]["email"].is_null());
    let found = client.search(&json!({ "emails": [account.address] })).body;
    assert_eq!(found["data"], json!([]));
    assert_eq!(client.set_email(&other.id, &account.address).status, 204);
}

#[test]
fn cancel_delete_200_restores_and_activates_whatever_it_was() {
    let mut client = Client::new();
    let account = client.in_life(Life::Deactivated);
    assert_eq!(client.manage("delete-account", &account.id).status, 200);
    client.now += 14 * DAY_MS - 1;
    let answer = client.manage("cancel-deletion", &account.id);
    assert_eq!(answer.parts(), (200, json!({ "message": "Success" })));
    assert_eq!(life(&client, &account), Life::Active);
    client.now += 20 * DAY_MS;
    assert_eq!(client.get("/").status, 404);
    assert_eq!(life(&client, &account), Life::Active);
    assert_eq!(client.set_email(&account.id, "back@example.org").status, 204);
}

#[test]
fn cancel_delete_404_not_found_where_there_is_no_deletion() {
    let mut client = Client::new();
    for account in [client.first(), client.in_life(Life::Deactivated)] {
        let answer = client.manage("cancel-deletion", &account.id);
        assert_eq!(answer.parts(), (404, json!({ "key": "notFound" })));
    }
}

/// The way that Atlassian's article names to free an address before the fourteen days are over.
#[test]
fn an_address_is_freed_by_cancelling_renaming_and_deleting_again() {
    let mut client = Client::new();
    let leaving = client.in_life(Life::ForDeletion);
    let other = client.first();
    assert!(client.set_email(&other.id, &leaving.address).says_taken());
    assert_eq!(client.manage("cancel-deletion", &leaving.id).status, 200);
    assert_eq!(client.set_email(&leaving.id, "nobody@example.org").status, 204);
    assert_eq!(client.manage("delete-account", &leaving.id).status, 200);
    assert_eq!(client.set_email(&other.id, &leaving.address).status, 204);
}

#[test]
fn accounts_that_were_generated_for_deletion_end_fourteen_days_after_the_first_request() {
    let mut client = Client::new();
    let account = client.in_life(Life::ForDeletion);
    client.get("/");
    client.now += 14 * DAY_MS - 1;
    client.get("/");
    assert_eq!(life(&client, &account), Life::ForDeletion);
    client.now += 1;
    client.get("/");
    assert_eq!(life(&client, &account), Life::Closed);
}
