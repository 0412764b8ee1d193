//! Whatever a server sends, and whatever an id holds.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot be set up has failed; clippy.toml excuses only the test functions"
)]

#[expect(dead_code, reason = "the contract test looks at the requests as well")]
mod example;

use http::Response;
use percent_encoding::percent_decode_str;
use proptest::prelude::*;
use rollcall_atlassian::call::account::SetEmail;
use rollcall_atlassian::call::api_token::DeleteApiToken;
use rollcall_atlassian::call::organization::GetDomains;
use rollcall_atlassian::endpoint::{self, Route};
use rollcall_atlassian::{AccountId, ApiTokenId, Body, Call, ENDPOINTS, Failure, Kind, OrganizationId};

use crate::example::examples;

fn mars() -> OrganizationId {
    OrganizationId::parse("6b4d2e1a-0c3f-4a5b-9d8e-7f6a5b4c3d2e").unwrap()
}

fn veronica() -> AccountId {
    AccountId::parse("557057:4f9acfd2-6155-419b-8de5-5b5cf27a59a0").unwrap()
}

/// What every call makes of a response, where it is a failure.
fn failures(response: &Response<Body>) -> Vec<Failure> {
    let calls = ENDPOINTS
        .iter()
        .filter_map(|endpoint| examples(endpoint.name).pop());
    calls.filter_map(|call| (call.answer)(response).err()).collect()
}

fn holds(response: &Response<Body>) {
    let status = response.status().as_u16();
    let failures = failures(response);
    if !matches!(status, 200 | 202 | 204 | 206) {
        assert_eq!(
            failures.len(),
            ENDPOINTS.len(),
            "only a documented success is one"
        );
    }
    for failure in failures {
        assert_eq!(failure.status, status);
        assert!(!failure.message.is_empty());
        assert!(failure.raw.chars().count() <= 4096);
        assert!(
            failure
                .code
                .is_none_or(|code| !code.is_empty() && code.chars().count() <= 120)
        );
        match status {
            408 | 429 | 500..=599 => assert!(matches!(failure.kind, Kind::Retry(_))),
            401 => assert!(matches!(failure.kind, Kind::WrongKey | Kind::ScopedKey)),
            200..=399 => assert!(matches!(failure.kind, Kind::NotUnderstood | Kind::WebPage)),
            _ => {}
        }
    }
}

/// JSON that has the documented keys in places where no document has them.
fn scrambled() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "key",
        "errorKey",
        "context",
        "errorDetail",
        "errors",
        "code",
        "message",
        "detail",
        "reason",
        "fieldViolations",
        "violations",
        "field",
        "domain",
        "allowed",
        "errorCodes",
        "data",
        "links",
        "next",
        "meta",
        "total",
        "account",
        "account_id",
        "attributes",
        "timestamp",
        "path",
        "forbidden",
        "forbidden.action",
        "forbidden.fieldMutation",
        "conflict.lifecycleErrors",
        "notFound",
        "fieldConstraintsViolated",
        "ADMIN-404-2",
        "email already",
        "scope",
        "https://api.atlassian.com/?cursor=%E2%82",
        "Bearer é",
        "ä€𝄞",
    ]);
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        word.clone().prop_map(Into::into),
    ];
    let tree = leaf.prop_recursive(5, 40, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Into::into),
            prop::collection::vec((word.clone(), inner), 0..5).prop_map(|pairs| {
                serde_json::Value::Object(
                    pairs
                        .into_iter()
                        .map(|(key, value)| (key.to_owned(), value))
                        .collect(),
                )
            }),
        ]
    });
    tree.prop_map(|tree| tree.to_string())
}

proptest! {
    #[test]
    fn any_bytes_with_any_status_are_classified(status in 100u16..1000, body: Vec<u8>, wait in "[ -~]{0,40}") {
        let mut response = Response::builder().status(status).body(body).unwrap();
        for name in ["retry-after", "x-ratelimit-reset"] {
            response.headers_mut().insert(name, wait.parse().unwrap());
        }
        holds(&response);
    }

    #[test]
    fn any_json_with_any_status_is_classified(
        status in prop::sample::select(vec![200u16, 202, 204, 301, 400, 401, 403, 404, 408, 409, 418, 422, 429, 500]),
        body in scrambled(),
        kept in 0.0..1.2f64,
    ) {
        let mut body = body.into_bytes();
        body.truncate((body.len() as f64 * kept) as usize);
        holds(&Response::builder().status(status).body(body).unwrap());
    }

    #[test]
    fn an_account_id_survives_the_path(id in "[a-zA-Z0-9_|:-]{1,128}") {
        let account = AccountId::parse(&id).unwrap();
        let request = SetEmail { account, email: String::new() }.request();
        let Route::Found(endpoint, params) = endpoint::find(request.method(), request.uri().path()) else {
            panic!("{} is not found", request.uri());
        };
        prop_assert_eq!(endpoint.name, "set-email");
        prop_assert_eq!(params.get("account"), Some(id.as_str()));
    }

    #[test]
    fn an_api_token_id_survives_the_path(id in "[^/\\\\%\\pC]{1,60}") {
        prop_assume!(!matches!(id.as_str(), "." | ".."));
        let request = DeleteApiToken { account: veronica(), token: ApiTokenId::parse(&id).unwrap() }.request();
        let Route::Found(endpoint, params) = endpoint::find(request.method(), request.uri().path()) else {
            panic!("{} is not found", request.uri());
        };
        prop_assert_eq!(endpoint.name, "delete-api-token");
        prop_assert_eq!(params.get("token"), Some(id.as_str()));
    }

    #[test]
    fn a_cursor_survives_the_query(token in "\\PC{1,60}") {
        // What looks like a link is read as one.
        let is_link = token.contains("://") || token.starts_with("//") || token.contains('?') || token.starts_with("/admin/");
        prop_assume!(!is_link);
        let first = GetDomains { organization: mars(), cursor: None };
        let page = serde_json::json!({"data": [], "links": {"next": token}}).to_string();
        let cursor = first.answer(&Response::new(page.into_bytes())).unwrap().next;
        let request = GetDomains { organization: mars(), cursor }.request();
        let sent = request.uri().query().unwrap().strip_prefix("cursor=").unwrap();
        prop_assert_eq!(percent_decode_str(sent).decode_utf8().unwrap(), token);
    }

    #[test]
    fn an_address_survives_the_body(email: String) {
        let request = SetEmail { account: veronica(), email: email.clone() }.request();
        let body: serde_json::Value = serde_json::from_slice(request.body()).unwrap();
        prop_assert_eq!(body, serde_json::json!({"email": email}));
    }
}

#[test]
fn a_redirect_refuses_nothing_whatever_its_body_says() {
    let body = br#"{"key":"forbidden"}"#.to_vec();
    holds(&Response::builder().status(301).body(body).unwrap());
}

/// Found by a fuzzer: of 200, a web page was not expected here.
#[test]
fn a_web_page_is_told_whatever_its_status() {
    for status in [200u16, 202, 302, 403] {
        holds(
            &Response::builder()
                .status(status)
                .body(b"<html>".to_vec())
                .unwrap(),
        );
    }
}
