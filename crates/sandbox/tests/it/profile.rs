//! What may be done to an account, and its profile.

use http::Method;
use rollcall_sandbox::{Account, Life, Lock};
use serde_json::{Value, json};

use crate::client::{Answer, Client};

#[test]
fn permissions_200_say_what_the_change_will_say() {
    let mut client = Client::new();
    for lock in Lock::ALL.into_iter().map(Some).chain([None]) {
        let id = client.first().id;
        client.organization.set_lock(&id, lock);
        let answer = client.get(&format!("/users/{id}/manage?privileges=email.set"));
        let rule = match lock {
            None => json!({ "allowed": true }),
            Some(lock) => json!({ "allowed": false, "reason": { "key": lock.key() } }),
        };
        assert_eq!(answer.parts(), (200, json!({ "email.set": rule })));
    }
}

#[test]
fn permissions_200_give_the_privileges_asked_for_by_repeated_names() {
    let mut client = Client::new();
    let id = client.first().id;
    let mut privileges = |query: &str| {
        let answer = client.get(&format!("/users/{id}/manage{query}"));
        assert_eq!(answer.status, 200);
        answer
            .body
            .as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect::<Vec<_>>()
    };
    assert_eq!(
        privileges("?privileges=email.set&privileges=profile.read"),
        ["email.set", "profile.read"]
    );
    assert!(privileges("?privileges=email.set,profile.read").is_empty());
    let all = privileges("");
    assert!(
        all.len() > 8 && all.contains(&"apiToken.create".to_owned()),
        "live keys are more"
    );
}

#[test]
fn permissions_200_give_a_rule_for_each_field_of_the_profile() {
    let mut client = Client::new();
    let id = client.locked(Lock::Scim).id;
    let answer = client.get(&format!("/users/{id}/manage?privileges=profile.write"));
    let fields = answer.body["profile.write"].as_object().unwrap();
    assert_eq!(fields.len(), 8);
    assert_eq!(
        fields["extended_profile.job_title"]["reason"]["key"],
        "externalDirectory.scim"
    );
}

#[test]
fn permissions_200_tell_activating_from_deleting() {
    let mut client = Client::new();
    let enablement_and_deletion = |client: &mut Client, lock: Lock| {
        let id = client.first().id;
        client.organization.set_lock(&id, Some(lock));
        let answer = client.get(&format!("/users/{id}/manage"));
        ["lifecycle.enablement", "lifecycle.delete", "apiToken.delete"]
            .map(|privilege| answer.body[privilege]["allowed"].as_bool().unwrap())
    };
    for (lock, expected) in [
        (Lock::Scim, [true, true, true]),
        (Lock::Google, [false, true, true]),
        (Lock::ExportControl, [false, true, true]),
        (Lock::NotMyself, [false, false, false]),
    ] {
        assert_eq!(enablement_and_deletion(&mut client, lock), expected, "{lock:?}");
    }
}

#[test]
fn profile_200_is_the_account_as_it_is_now() {
    let mut client = Client::new();
    let account = client.first();
    client.set_email(&account.id, "ada.new@example.com");
    let answer = client.get(&format!("/users/{}/manage/profile", account.id));
    assert_eq!(answer.status, 200);
    let profile = &answer.body["account"];
    assert_eq!(profile["account_id"], account.id);
    assert_eq!(profile["account_type"], "atlassian");
    assert_eq!(profile["account_status"], "active");
    assert_eq!(profile["email"], "ada.new@example.com");
    for required in ["name", "picture", "nickname"] {
        assert!(profile[required].is_string());
    }
}

#[test]
fn profile_200_of_a_deleted_account_shows_it_as_inactive() {
    let mut client = Client::new();
    let id = client.in_life(Life::ForDeletion).id;
    let answer = client.get(&format!("/users/{id}/manage/profile"));
    assert_eq!(answer.body["account"]["account_status"], "inactive");
}

fn patch(client: &mut Client, account: &Account, body: &Value) -> Answer {
    let path = format!("/users/{}/manage/profile", account.id);
    client.send(Method::PATCH, &path, Some(body))
}

#[test]
fn update_200_changes_what_it_names_and_answers_the_profile() {
    let mut client = Client::new();
    let account = client.first();
    let body = json!({
        "name": "Zoë Ødegård", "nickname": "zo", "zoneinfo": "America/Los_Angeles", "locale": "nb-NO",
        "extended_profile": { "department": "Cases", "job_title": "", "location": "Neptune", "organization": "Mars" },
    });
    let answer = patch(&mut client, &account, &body);
    assert_eq!(answer.status, 200);
    let profile = &answer.body["account"];
    for (field, value) in body.as_object().unwrap() {
        assert_eq!(profile[field], *value);
    }
    assert_eq!(profile["email"], account.address);
    let read = client.get(&format!("/users/{}/manage/profile", account.id));
    assert_eq!(read.body, answer.body);
    let found = client.search(&json!({ "accountIds": [account.id] })).body;
    assert_eq!(found["data"][0]["department"], "Cases");
    assert_eq!(found["data"][0]["name"], "Zoë Ødegård");

    // Once more, it changes nothing.
    assert_eq!(patch(&mut client, &account, &body).status, 200);
    assert_eq!(client.effective(), [true, false]);
}

#[test]
fn update_400_body_parse_failure() {
    let mut client = Client::new();
    let account = client.first();
    for body in [
        json!([]),
        json!("name"),
        json!({ "name": null }),
        json!({ "name": ["Ada"] }),
        json!({ "fullName": "Ada" }),
        json!({ "extended_profile": "Engineer" }),
        json!({ "extended_profile": { "salary": "1" } }),
        json!({ "extended_profile": { "job_title": 1 } }),
        json!({ "extended_profile.job_title": "Head" }),
    ] {
        let answer = patch(&mut client, &account, &body);
        assert_eq!(
            answer.parts(),
            (400, json!({ "key": "bodyParseFailure" })),
            "{body}"
        );
    }
    let path = format!("/users/{}/manage/profile", account.id);
    assert_eq!(client.send(Method::PATCH, &path, None).status, 400);
    assert_eq!(
        client.organization.account(&account.id).unwrap().name,
        account.name
    );
}

#[test]
fn update_400_names_each_field_with_the_rules_it_breaks() {
    let mut client = Client::new();
    let account = client.first();
    for (body, field, key) in [
        (json!({ "name": "n".repeat(101) }), "name", "maxLength"),
        (json!({ "name": "" }), "name", "minLength"),
        (json!({ "name": "Ada\u{0}" }), "name", "validCharacters"),
        (json!({ "nickname": "n".repeat(31) }), "nickname", "maxLength"),
        (json!({ "nickname": "" }), "nickname", "minLength"),
        (json!({ "zoneinfo": "half past three" }), "zoneinfo", "format"),
        (json!({ "locale": "en_US" }), "locale", "format"),
        (
            json!({ "extended_profile": { "location": "a\tb" } }),
            "extended_profile.location",
            "validCharacters",
        ),
    ] {
        let answer = patch(&mut client, &account, &body);
        let violations = json!([{ "field": field, "violations": [{ "key": key }] }]);
        let expected =
            json!({ "key": "fieldConstraintsViolated", "context": { "fieldViolations": violations } });
        assert_eq!(answer.parts(), (400, expected), "{body}");
    }
    let both = patch(
        &mut client,
        &account,
        &json!({ "locale": "en-US", "name": "", "nickname": "\n".repeat(31) }),
    );
    let fields = both.body["context"]["fieldViolations"].as_array().unwrap();
    assert_eq!(fields.len(), 2);
    assert_eq!(
        fields[1]["violations"],
        json!([{ "key": "maxLength" }, { "key": "validCharacters" }])
    );
    assert_eq!(
        client.organization.account(&account.id).unwrap().locale,
        account.locale
    );

    // The longest that are taken, counted in characters.
    let longest = json!({ "name": "ø".repeat(100), "nickname": "ø".repeat(30), "zoneinfo": "UTC" });
    assert_eq!(patch(&mut client, &account, &longest).status, 200);
}

#[test]
fn update_403_field_mutation_names_the_fields_of_a_synced_account() {
    let mut client = Client::new();
    for (lock, reason) in [
        (Lock::Scim, "externalDirectory.scim"),
        (Lock::Google, "externalDirectory.google"),
        (Lock::Saml, "authPolicy.saml"),
    ] {
        let account = client.locked(lock);
        let body = json!({ "name": "Ada", "extended_profile": { "job_title": "Head" } });
        let answer = patch(&mut client, &account, &body);
        let rule = json!({ "allowed": false, "reason": { "key": reason } });
        let context = json!({ "name": rule, "extended_profile.job_title": rule });
        let expected = json!({ "key": "forbidden.fieldMutation", "context": context });
        assert_eq!(answer.parts(), (403, expected));
    }
    let leaving = client.in_life(Life::ForDeletion);
    assert_eq!(
        patch(&mut client, &leaving, &json!({ "name": "Ada" })).status,
        403
    );
}

#[test]
fn update_403_field_mutation_for_the_address_and_nothing_is_changed() {
    let mut client = Client::new();
    let account = client.first();
    let answer = patch(
        &mut client,
        &account,
        &json!({ "email": "ada.new@example.com", "name": "Ada" }),
    );
    assert_eq!((answer.status, answer.key()), (403, "forbidden.fieldMutation"));
    assert_eq!(answer.body["context"]["name"], json!({ "allowed": true }));
    assert_eq!(answer.body["context"]["email"]["allowed"], false);
    let after = client.organization.account(&account.id).unwrap();
    assert_eq!((&after.name, &after.address), (&account.name, &account.address));
}
