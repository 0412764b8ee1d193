//! What every call of user management is refused for, whatever it asks.

use http::Method;
use rollcall_atlassian::ENDPOINTS;
use rollcall_sandbox::Life;
use serde_json::json;

use crate::client::{Answer, Client};

/// Each call of user management about an account, by its name, and what it is answered.
fn every_call(client: &mut Client, id: &str) -> Vec<(&'static str, Answer)> {
    let answers: Vec<_> = ENDPOINTS
        .iter()
        .filter(|endpoint| endpoint.path.starts_with("/users/"))
        .map(|endpoint| (endpoint.name, client.manage(endpoint.name, id)))
        .collect();
    assert_eq!(answers.len(), 10);
    answers
}

#[test]
fn every_call_401_unauthorized() {
    for authorization in [
        None,
        Some("Bearer wrong"),
        Some("Bearer "),
        Some("Basic YWRhOnNlY3JldA=="),
        Some("Bearer a.b.c"),
    ] {
        let mut client = Client::new();
        let id = client.first().id;
        client.authorization = authorization.map(str::to_owned);
        for (call, answer) in every_call(&mut client, &id) {
            let expected = (401, json!({ "key": "unauthorized" }));
            assert_eq!(answer.parts(), expected, "{call} with {authorization:?}");
        }
    }
}

#[test]
fn every_call_401_unauthorized_for_a_revoked_key() {
    let mut client = Client::new();
    let id = client.first().id;
    client.organization.revoke_keys();
    for (call, answer) in every_call(&mut client, &id) {
        assert_eq!(answer.parts(), (401, json!({ "key": "unauthorized" })), "{call}");
    }
}

#[test]
fn every_call_403_names_manage_org_to_a_scoped_key() {
    let mut client = Client::scoped();
    let id = client.first().id;
    for (call, answer) in every_call(&mut client, &id) {
        assert_eq!(answer.status, 403, "{call}");
        assert_eq!(answer.body["key"], "forbidden.insufficientScope", "{call}");
        let scopes = &answer.body["context"]["acceptableScopes"];
        assert_eq!(*scopes, json!(["manage:org"]), "{call}");
        assert_eq!(answer.body["errorKey"], "forbidden.insufficient-scope", "{call}");
    }
}

#[test]
fn every_call_403_forbidden_for_an_unmanaged_account() {
    let mut client = Client::new();
    let id = client.find(|account| !account.managed).id;
    for (call, answer) in every_call(&mut client, &id) {
        assert_eq!(answer.parts(), (403, json!({ "key": "forbidden" })), "{call}");
    }
}

#[test]
fn every_call_403_target_unverified_with_a_text_for_a_context() {
    let mut client = Client::new();
    let id = client.find(|account| !account.address_verified).id;
    let detail = "Error: Cannot perform action on unverified account";
    let body = json!({
        "key": "forbidden.targetUnverified",
        "context": detail,
        "errorKey": "forbidden.target-unverified",
        "errorDetail": detail,
    });
    for (call, answer) in every_call(&mut client, &id) {
        assert_eq!(answer.parts(), (403, body.clone()), "{call}");
    }
}

#[test]
fn every_call_404_account_not_found() {
    let mut client = Client::new();
    let customer = client.organization.portal_customer_id();
    for id in [
        "712020:00000000-0000-4000-8000-000000000000",
        "%20",
        "nobody",
        &customer,
    ] {
        for (call, answer) in every_call(&mut client, id) {
            let expected = (404, json!({ "key": "accountNotFound" }));
            assert_eq!(answer.parts(), expected, "{call} about {id}");
        }
    }
}

#[test]
fn every_call_404_not_found_for_a_closed_account() {
    let mut client = Client::new();
    let id = client.in_life(Life::Closed).id;
    for (call, answer) in every_call(&mut client, &id) {
        assert_eq!(answer.parts(), (404, json!({ "key": "notFound" })), "{call}");
    }
}

#[test]
fn a_path_that_user_management_does_not_have_is_404_not_found() {
    let mut client = Client::new();
    let id = client.first().id;
    let answer = client.get(&format!("/users/{id}/manage/nonsense"));
    assert_eq!(answer.parts(), (404, json!({ "key": "notFound" })));
    let answer = client.send(Method::DELETE, &format!("/users/{id}/manage/email"), None);
    assert_eq!((answer.status, answer.header("allow")), (405, Some("PUT")));
}
