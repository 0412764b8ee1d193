//! API tokens.

use http::Method;
use rollcall_sandbox::{Account, Limit, Lock};
use serde_json::{Value, json};

use crate::client::Client;

fn of(account: &Account) -> String {
    format!("/users/{}/manage/api-tokens", account.id)
}

#[test]
fn tokens_200_are_a_bare_list_without_secrets() {
    let mut client = Client::new();
    let owners: Vec<Account> = client
        .organization
        .accounts()
        .iter()
        .filter(|account| !account.tokens.is_empty())
        .cloned()
        .collect();
    assert!((5..20).contains(&owners.len()));
    let mut optional = [0; 3];
    for owner in owners
        .iter()
        .filter(|owner| owner.managed && owner.address_verified)
    {
        let answer = client.get(&of(owner));
        assert_eq!(answer.status, 200);
        let tokens = answer.body.as_array().unwrap();
        assert_eq!(tokens.len(), owner.tokens.len());
        for token in tokens {
            for required in ["id", "label", "createdAt"] {
                assert!(token[required].is_string());
            }
            assert_eq!(
                token["createdAt"].as_str().unwrap().len(),
                "2015-04-12T23:20:50.522Z".len()
            );
            optional[0] += 1;
            optional[1] += usize::from(token.get("expiry").is_some());
            optional[2] += usize::from(token.get("lastAccess").is_some());
        }
    }
    assert!(
        optional[1] > 0 && optional[1] < optional[0],
        "some end and some do not"
    );
    assert!(
        optional[2] > 0 && optional[2] < optional[0],
        "some were used and some were not"
    );
}

#[test]
fn tokens_200_may_be_none() {
    let mut client = Client::new();
    let account = client.find(|account| account.tokens.is_empty());
    assert_eq!(client.get(&of(&account)).parts(), (200, json!([])));
}

#[test]
fn tokens_400_body_parse_failure_for_a_body_that_is_none() {
    let mut client = Client::new();
    let path = of(&client.first());
    let answer = client.send(Method::GET, &path, Some(&json!([])));
    assert_eq!(answer.parts(), (400, json!({ "key": "bodyParseFailure" })));
}

#[test]
fn tokens_429_has_no_body() {
    let mut client = Client::new();
    let path = of(&client.first());
    client.organization.set_limit(Limit {
        per_minute: Some(1),
        retry_after: true,
        ..Limit::default()
    });
    assert_eq!(client.get(&path).status, 200);
    let answer = client.get(&path);
    assert_eq!(answer.parts(), (429, Value::Null));
    assert!(answer.header("retry-after").is_some());
}

#[test]
fn delete_204_revokes_one_and_404_when_it_is_gone() {
    let mut client = Client::new();
    let account = client.find(|account| account.tokens.len() > 1);
    let token = format!("{}/{}", of(&account), account.tokens[0].id);
    let answer = client.send(Method::DELETE, &token, None);
    assert_eq!((answer.status, answer.response.body().len()), (204, 0));
    let left = client.get(&of(&account)).body;
    assert_eq!(left.as_array().unwrap().len(), account.tokens.len() - 1);
    let answer = client.send(Method::DELETE, &token, None);
    assert_eq!(answer.parts(), (404, json!({ "key": "notFound" })));
    assert_eq!(client.effective(), [true, false]);
}

#[test]
fn delete_404_for_the_token_of_somebody_else() {
    let mut client = Client::new();
    let owner = client.first();
    let other = client.find(|account| account.tokens.is_empty());
    let path = format!("{}/{}", of(&other), owner.tokens[0].id);
    assert_eq!(client.send(Method::DELETE, &path, None).status, 404);
    assert_eq!(
        client.organization.account(&owner.id).unwrap().tokens,
        owner.tokens
    );
}

#[test]
fn delete_400_for_an_id_that_is_none() {
    let mut client = Client::new();
    let path = format!("{}/fake%20token", of(&client.first()));
    let answer = client.send(Method::DELETE, &path, None);
    assert_eq!((answer.status, answer.key()), (400, "fieldConstraintsViolated"));
    assert_eq!(answer.body["context"]["fieldViolations"][0]["field"], "tokenId");
}

#[test]
fn action_403_for_tokens_that_are_nobody_elses_matter() {
    let mut client = Client::new();
    let account = client.first();
    client
        .organization
        .set_lock(&account.id, Some(Lock::Administrative));
    for call in ["get-api-tokens", "delete-api-token"] {
        let answer = client.manage(call, &account.id);
        assert_eq!((answer.status, answer.key()), (403, "forbidden.action"));
    }
}
