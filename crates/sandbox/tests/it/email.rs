//! A change of address.

use std::collections::BTreeSet;

use http::Request;
use rollcall_sandbox::{Life, Lock};
use serde_json::{Value, json};

use crate::client::{Answer, Client};

#[test]
fn email_204_has_no_body_and_changes_the_address() {
    let mut client = Client::new();
    let id = client.first().id;
    let answer = client.set_email(&id, "Somebody.New@example.org");
    assert_eq!(answer.status, 204);
    assert!(answer.response.body().is_empty());
    let account = client.organization.account(&id).unwrap();
    assert_eq!(account.address, "Somebody.New@example.org");
    assert_eq!(client.organization.effective_changes(&id), 1);
}

#[test]
fn email_204_for_the_same_address_is_no_effective_change() {
    let mut client = Client::new();
    let account = client.first();
    assert_eq!(client.set_email(&account.id, &account.address).status, 204);
    assert_eq!(client.organization.effective_changes(&account.id), 0);
    let writes = client.organization.writes();
    assert_eq!((writes.len(), writes[0].effective), (1, false));
}

#[test]
fn email_204_for_a_change_of_case_alone() {
    let mut client = Client::new();
    let account = client.first();
    let upper = account.address.to_uppercase();
    assert_eq!(client.set_email(&account.id, &upper).status, 204);
    assert_eq!(client.organization.account(&account.id).unwrap().address, upper);
    assert_eq!(client.organization.effective_changes(&account.id), 1);
}

#[test]
fn email_204_for_a_deactivated_account() {
    let mut client = Client::new();
    let account = client.in_life(Life::Deactivated);
    assert_eq!(client.set_email(&account.id, "gone@example.org").status, 204);
}

#[test]
fn email_204_for_an_id_that_is_encoded_in_the_path() {
    let mut client = Client::new();
    let id = client.find(|account| account.id.contains(':')).id;
    let answer = client.set_email(&id.replace(':', "%3A"), "somebody.new@example.org");
    assert_eq!(answer.status, 204);
}

fn put(client: &mut Client, content_type: Option<&str>, body: &[u8]) -> Answer {
    let id = client.first().id;
    let mut request = Request::put(format!("/users/{id}/manage/email"))
        .header("Authorization", client.authorization.clone().unwrap());
    if let Some(content_type) = content_type {
        request = request.header("Content-Type", content_type);
    }
    client.raw(&request.body(body.to_vec()).unwrap())
}

#[test]
fn email_400_body_parse_failure() {
    let expected = (400, json!({ "key": "bodyParseFailure" }));
    let json = Some("application/json");
    let mut client = Client::new();
    for body in [
        &b""[..],
        b"{",
        b"[]",
        b"{}",
        b"\"ada@example.com\"",
        br#"["ada@example.com"]"#,
        br#"{"email":null}"#,
        br#"{"email":["ada@example.com"]}"#,
        br#"{"email":"ada@example.com","notify":false}"#,
        b"{\"email\":\"ada\xff@example.com\"}",
        b"{\"email\":\"ada\r\n@example.com\"}",
    ] {
        assert_eq!(put(&mut client, json, body).parts(), expected);
    }
    assert!(client.organization.writes().is_empty());
}

#[test]
fn email_400_body_parse_failure_without_a_content_type_of_json() {
    let body = br#"{"email":"ada.new@example.com"}"#;
    let mut client = Client::new();
    for content_type in [
        None,
        Some("text/plain"),
        Some("application/x-www-form-urlencoded"),
    ] {
        let answer = put(&mut client, content_type, body);
        assert_eq!(answer.parts(), (400, json!({ "key": "bodyParseFailure" })));
    }
    assert_eq!(
        put(&mut client, Some("application/json; charset=utf-8"), body).status,
        204
    );
}

#[test]
fn email_400_body_parse_failure_above_a_megabyte() {
    let mut body = br#"{"email":"ada.new@example.com"}"#.to_vec();
    body.resize((1 << 20) + 1, b' ');
    let answer = put(&mut Client::new(), Some("application/json"), &body);
    assert_eq!(answer.parts(), (400, json!({ "key": "bodyParseFailure" })));
}

fn violated(address: &str) -> Value {
    let mut client = Client::new();
    let id = client.first().id;
    let answer = client.set_email(&id, address);
    assert_eq!(answer.status, 400, "{address:?}");
    assert_eq!(answer.body["key"], "fieldConstraintsViolated");
    let violation = &answer.body["context"]["fieldViolations"][0];
    assert_eq!(violation["field"], "email");
    violation["violations"].clone()
}

#[test]
fn email_400_part_max_length() {
    let long = "a".repeat(256);
    for address in [format!("{long}@example.com"), format!("ada@{long}.example.com")] {
        assert_eq!(violated(&address), json!([{ "key": "partMaxLength" }]));
    }
}

#[test]
fn email_400_valid_characters() {
    for address in [
        "ada\u{0}@example.com",
        "ada@example.com\n",
        " ada@example.com",
        "ada\u{a0}@example.com",
    ] {
        assert_eq!(violated(address), json!([{ "key": "validCharacters" }]));
    }
}

#[test]
fn email_400_format() {
    for address in [
        "",
        "ada",
        "ada@example",
        "mailto:ada@example.com",
        "ada@b@example.com",
        "<ada@example.com>",
    ] {
        assert_eq!(violated(address), json!([{ "key": "format" }]));
    }
}

#[test]
fn email_403_action_scim() {
    let mut client = Client::new();
    let id = client.locked(Lock::Scim).id;
    let context = json!({ "allowed": false, "reason": { "key": "externalDirectory.scim" } });
    let body = json!({ "key": "forbidden.action", "context": context });
    assert_eq!(client.set_email(&id, "ada.new@example.com").parts(), (403, body));
}

#[test]
fn email_403_action_google_in_both_namings() {
    let mut client = Client::new();
    let id = client.locked(Lock::Google).id;
    let detail = json!({ "allowed": false, "reason": { "key": "externalDirectory.google" } });
    let body = json!({
        "key": "forbidden.action", "context": detail,
        "errorKey": "forbidden.action", "errorDetail": detail,
    });
    assert_eq!(client.set_email(&id, "ada.new@example.com").parts(), (403, body));
}

#[test]
fn email_403_action_saml_in_the_new_naming_alone() {
    let mut client = Client::new();
    let id = client.locked(Lock::Saml).id;
    let detail = json!({ "allowed": false, "reason": { "key": "authPolicy.saml" } });
    let body = json!({ "errorKey": "forbidden.action", "errorDetail": detail });
    assert_eq!(client.set_email(&id, "ada.new@example.com").parts(), (403, body));
}

#[test]
fn email_403_action_for_every_other_reason() {
    for (lock, reason) in [
        (Lock::Administrative, "administrative"),
        (Lock::NotMyself, "administrative.notMyself"),
        (Lock::ExportControl, "blocked.exportControl"),
        (Lock::MyselfOnly, "myselfOnly"),
        (Lock::ManagedAccount, "managedAccount"),
        (Lock::Unlisted, "retention.hold"),
    ] {
        let mut client = Client::new();
        let id = client.first().id;
        assert!(client.organization.set_lock(&id, Some(lock)));
        let context = json!({ "allowed": false, "reason": { "key": reason } });
        let body = json!({ "key": "forbidden.action", "context": context });
        assert_eq!(client.set_email(&id, "ada.new@example.com").parts(), (403, body));
        assert!(client.organization.set_lock(&id, None));
        assert_eq!(client.set_email(&id, "ada.new@example.com").status, 204);
    }
}

#[test]
fn email_403_action_administrative_for_an_account_to_be_deleted() {
    let mut client = Client::new();
    let id = client.in_life(Life::ForDeletion).id;
    let answer = client.set_email(&id, "ada.new@example.com");
    assert_eq!(answer.status, 403);
    assert_eq!(answer.body["context"]["reason"]["key"], "administrative");
}

#[test]
fn email_403_unclaimed_domain_names_the_new_one() {
    let mut client = Client::new();
    let id = client.first().id;
    for domain in ["example.net", "elsewhere.example", "sub.example.com"] {
        let answer = client.set_email(&id, &format!("ada.new@{}", domain.to_uppercase()));
        let body = json!({ "key": "forbidden.unclaimedDomain", "context": { "domain": domain } });
        assert_eq!(answer.parts(), (403, body));
    }
}

#[test]
fn email_403_unclaimed_domain_of_the_present_address_comes_without_a_context() {
    let mut client = Client::new();
    let id = client
        .find(|account| account.address.ends_with("@legacy.example"))
        .id;
    let answer = client.set_email(&id, "ada.new@example.com");
    assert_eq!(
        answer.parts(),
        (403, json!({ "key": "forbidden.unclaimedDomain" }))
    );
}

#[test]
fn email_taken_is_refused_in_a_shape_of_the_seeds_choice() {
    let mut shapes = BTreeSet::new();
    for seed in 0..10 {
        let mut client = Client::of(100, seed);
        let [first, second] = client.first_two();
        let answer = client.set_email(&first.id, &second.address.to_uppercase());
        assert!(answer.says_taken(), "{answer:?}");
        assert_eq!(
            client.organization.account(&first.id).unwrap().address,
            first.address
        );
        let fields: Vec<String> = answer.body.as_object().unwrap().keys().cloned().collect();
        shapes.insert((answer.status, fields));
    }
    assert_eq!(shapes.len(), 5);
}

#[test]
fn email_taken_by_a_holder_that_is_deactivated_or_to_be_deleted() {
    for life in [Life::Deactivated, Life::ForDeletion] {
        let mut client = Client::new();
        let holder = client.in_life(life);
        let id = client.first().id;
        assert!(client.set_email(&id, &holder.address).says_taken(), "{life:?}");
    }
}

#[test]
fn email_204_for_the_address_of_a_closed_account() {
    let mut client = Client::new();
    let holder = client.in_life(Life::Closed);
    let id = client.first().id;
    assert_eq!(client.set_email(&id, &holder.address).status, 204);
    // Whoever was closed neither is found by the address nor gets it back.
    let found = client.search(&json!({ "emails": [holder.address] })).body;
    assert_eq!(found["data"][0]["accountId"], id);
    assert_eq!(found["data"].as_array().unwrap().len(), 1);
    assert!(
        !client
            .organization
            .change_concurrently(&holder.id, "back@example.org")
    );
}

#[test]
fn email_taken_by_an_account_that_no_listing_shows() {
    let mut client = Client::new();
    let id = client.first().id;
    assert!(client.set_email(&id, "Support@example.org").says_taken());
    client.organization.hold_elsewhere("Late.Comer@example.org");
    assert!(client.set_email(&id, "late.comer@example.org").says_taken());
    assert_eq!(
        client
            .search(&json!({ "emails": ["late.comer@example.org"] }))
            .body["data"],
        json!([])
    );
}

#[test]
fn an_address_that_was_left_is_free() {
    let mut client = Client::new();
    let [first, second] = client.first_two();
    assert!(client.set_email(&first.id, &second.address).says_taken());
    assert_eq!(client.set_email(&second.id, "moved.away@example.org").status, 204);
    assert_eq!(client.set_email(&first.id, &second.address).status, 204);
}

#[test]
fn another_hand_obeys_the_same_rules_and_leaves_no_trace() {
    let mut client = Client::new();
    let [first, second] = client.first_two();
    assert!(
        !client
            .organization
            .change_concurrently(&first.id, &second.address)
    );
    assert!(
        client
            .organization
            .change_concurrently(&first.id, "drifted@example.org")
    );
    assert_eq!(client.organization.effective_changes(&first.id), 0);
    assert!(client.organization.writes().is_empty());
}
