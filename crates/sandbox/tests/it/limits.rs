//! Rate limits.

use rollcall_sandbox::Limit;
use serde_json::{Value, json};

use crate::client::Client;

fn limited(headers: bool, retry_after: bool) -> Client {
    let mut client = Client::new();
    client.organization.set_limit(Limit {
        per_minute: Some(2),
        headers,
        retry_after,
        ..Limit::default()
    });
    client
}

#[test]
fn there_is_no_limit_unless_one_is_asked_for() {
    let mut client = Client::new();
    for _ in 0..1_000 {
        let answer = client.get(&client.admin("v1", ""));
        assert_eq!((answer.status, answer.header("x-ratelimit-limit")), (200, None));
    }
}

#[test]
fn a_429_tells_when_to_come_back_and_then_lets_in() {
    let mut client = limited(true, true);
    client.now += 12_345;
    let path = client.admin("v1", "");
    for remaining in ["1", "0"] {
        let answer = client.get(&path);
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("x-ratelimit-limit"), Some("2"));
        assert_eq!(answer.header("x-ratelimit-remaining"), Some(remaining));
    }
    let refused = client.get(&path);
    assert_eq!(refused.status, 429);
    assert_eq!(refused.header("x-ratelimit-reset"), Some("2027-01-15T08:01:00Z"));
    assert_eq!(refused.header("retry-after"), Some("48"));
    client.now += 47_655;
    assert_eq!(client.get(&path).status, 200);
}

#[test]
fn a_429_may_tell_nothing() {
    let mut client = limited(false, false);
    let path = client.admin("v1", "");
    client.get(&path);
    client.get(&path);
    let refused = client.get(&path);
    assert_eq!(refused.status, 429);
    for header in ["x-ratelimit-limit", "x-ratelimit-reset", "retry-after"] {
        assert_eq!(refused.header(header), None);
    }
}

#[test]
fn a_429_has_the_body_of_its_api() {
    let mut client = Client::new();
    client.organization.set_limit(Limit {
        per_second: Some(0),
        ..Limit::default()
    });
    let v1 = client.get(&client.admin("v1", ""));
    assert_eq!(
        v1.parts(),
        (429, json!({ "code": 429, "message": "Rate limit exceeded" }))
    );
    let v2 = client.search(&json!({}));
    assert_eq!((v2.status, v2.code()), (429, "ADMIN-429-1"));
    let id = client.first().id;
    let users = client.get(&format!("/users/{id}/manage"));
    assert_eq!(users.parts(), (429, Value::Null));
}

#[test]
fn a_change_that_is_held_up_is_not_made() {
    let mut client = Client::new();
    let account = client.first();
    client.organization.set_limit(Limit {
        per_second: Some(0),
        ..Limit::default()
    });
    assert_eq!(client.set_email(&account.id, "ada.new@example.com").status, 429);
    assert_eq!(
        client.organization.account(&account.id).unwrap().address,
        account.address
    );
}
