//! The lists of the admin portal, which has no document: pages that are found by numbers, and refusals that are told by their status.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot be set up has failed; clippy.toml excuses only the test functions"
)]

use http::Response;
use rollcall_atlassian::call::portal::{GetPortalUsers, PortalPlace, PortalUser};
use rollcall_atlassian::{Body, Call, Failure, Kind, OrganizationId, Page};
use serde_json::{Value, json};

fn first() -> GetPortalUsers {
    let organization = OrganizationId::parse("6b4d2e1a-0c3f-4a5b-9d8e-7f6a5b4c3d2e").unwrap();
    GetPortalUsers {
        of: PortalPlace::Organization(organization),
        cursor: None,
    }
}

fn users(count: usize) -> Vec<Value> {
    (0..count)
        .map(|at| json!({ "id": format!("user-{at}") }))
        .collect()
}

fn page(call: &GetPortalUsers, body: &Value) -> Page<PortalUser> {
    call.answer(&Response::new(body.to_string().into_bytes()))
        .unwrap()
}

/// Where each page of a list starts, by the requests.
fn starts(pages: &[Value]) -> Vec<String> {
    let mut call = first();
    let mut starts = Vec::new();
    for body in pages {
        let query = call.request().uri().query().unwrap().to_owned();
        starts.push(query.strip_prefix("count=100&start-index=").unwrap().to_owned());
        match page(&call, body).next {
            Some(next) => call.cursor = Some(next),
            None => break,
        }
    }
    starts
}

#[test]
fn each_page_starts_behind_the_users_that_came() {
    let of = |total: u64, count| json!({ "total": total, "users": users(count) });
    assert_eq!(
        starts(&[of(250, 100), of(250, 100), of(250, 50), of(0, 0)]),
        ["1", "101", "201"]
    );
    assert_eq!(starts(&[of(200, 100), of(200, 100), of(0, 0)]), ["1", "101"]);
    // A server that gives fewer than were asked for.
    assert_eq!(starts(&[of(60, 50), of(60, 10), of(0, 0)]), ["1", "51"]);
    // An empty page ends the list, whatever it tells.
    assert_eq!(starts(&[of(250, 100), of(250, 0), of(0, 0)]), ["1", "101"]);
    let untold = |count| json!({ "users": users(count) });
    assert_eq!(
        starts(&[untold(100), untold(3), untold(0), untold(9)]),
        ["1", "101", "104"]
    );
}

fn failure(status: u16, body: &str) -> Failure {
    let response = Response::builder().status(status).body(Body::from(body)).unwrap();
    first().answer(&response).unwrap_err()
}

#[test]
fn a_session_that_is_over_is_told_however_the_portal_says_it() {
    for (status, body, kind) in [
        (401, "", Kind::WrongKey),
        (401, "<html>", Kind::WrongKey),
        (401, r#"{"message": "Insufficient scope"}"#, Kind::WrongKey),
        (200, "<!DOCTYPE html><title>Log in", Kind::NotUnderstood),
        (403, "<html>", Kind::NotUnderstood),
    ] {
        let failure = failure(status, body);
        assert_eq!(failure.kind, kind, "{status} {body}");
        assert!(
            failure.message.contains("Log in at admin.atlassian.com"),
            "{}",
            failure.message
        );
        assert!(!failure.message.contains("key"), "{}", failure.message);
    }
}

#[test]
fn what_is_not_shown_and_what_has_another_form_is_told() {
    for status in [403, 404] {
        let failure = failure(status, r#"{"key": "forbidden"}"#);
        assert_eq!(failure.kind, Kind::WrongOrganization);
        assert!(
            failure
                .message
                .contains("does not show this list to this session")
        );
    }
    for body in [
        "",
        "[]",
        r#"{"data": []}"#,
        r#"{"users": [{"name": "without an id"}]}"#,
    ] {
        let failure = failure(200, body);
        assert_eq!(failure.kind, Kind::NotUnderstood);
        assert!(
            failure.message.contains("Atlassian may have changed it"),
            "{}",
            failure.message
        );
    }
}
