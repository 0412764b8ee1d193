//! Responses of any status, to every call. None panics, only a documented status is a success, a failure says something, and a page with a
//! next one is never the whole list.

use std::fmt::Debug;

use http::Response;
use rollcall_atlassian::call::directory::{GetDirectories, GetUsers, SearchUsers, UserFilter};
use rollcall_atlassian::call::event::{EventFilter, GetEvents};
use rollcall_atlassian::call::group::SearchGroups;
use rollcall_atlassian::call::organization::{GetDomains, GetManagedAccounts, GetOrganizations};
use rollcall_atlassian::call::policy::GetPolicies;
use rollcall_atlassian::call::workspace::SearchWorkspaces;
use rollcall_atlassian::{Body, Call, Cursors, DirectoryId, ENDPOINTS, Kind, OrganizationId, Page};

use crate::choice::Choices;
use crate::example::{Example, examples};
use crate::seed::{self, Seed};

const STATUS: [u16; 20] = [
    200, 202, 204, 206, 301, 400, 401, 402, 403, 404, 405, 408, 409, 412, 415, 418, 422, 429, 500, 503,
];

/// Call, status, and a header.
const CHOICES: usize = 3;

pub fn seeds() -> Vec<Seed> {
    let mut seeds = Vec::new();
    for (name, bytes) in seed::files("crates/atlassian/contract", &["toml"]) {
        let contract: toml::Table = String::from_utf8_lossy(&bytes)
            .parse()
            .expect("a contract is TOML");
        let at = ENDPOINTS
            .iter()
            .position(|endpoint| contract["name"].as_str() == Some(endpoint.name));
        let at = at.unwrap_or_else(|| panic!("{name} is in no table")) as u8;
        let answers = contract.get("answer").and_then(|answers| answers.as_array());
        for (number, answer) in answers.into_iter().flatten().enumerate() {
            let status = answer.get("status").and_then(toml::Value::as_integer);
            let status = STATUS
                .iter()
                .position(|known| Some(i64::from(*known)) == status)
                .unwrap_or_default();
            let body = answer
                .get("body")
                .and_then(toml::Value::as_str)
                .unwrap_or_default();
            let input = [&[at, status as u8, 0], body.as_bytes()].concat();
            seeds.push((format!("{name}-{number}"), input));
        }
    }
    seeds
}

pub fn holds(input: &[u8]) {
    let Some((mut choices, body)) = Choices::of(input, CHOICES) else {
        return;
    };
    let endpoint = choices.one(ENDPOINTS);
    let status = choices.one(&STATUS);
    let wait = choices.one(&[
        "",
        "0",
        "3",
        "-1",
        "99999999999999999999",
        "Wed, 21 Oct 2026 07:28:00 GMT",
        "2026-11-30T00:00:00Z",
    ]);
    let mut response = Response::new(body.to_vec());
    *response.status_mut() = http::StatusCode::from_u16(status).expect("a status");
    if !wait.is_empty() {
        for name in ["retry-after", "x-ratelimit-reset"] {
            response
                .headers_mut()
                .insert(name, http::HeaderValue::from_static(wait));
        }
    }
    for call in examples(endpoint.name) {
        answered(&call, &response);
    }
    pages(&response);
}

fn answered(call: &Example, response: &Response<Body>) {
    let status = response.status().as_u16();
    match (call.answer)(response) {
        Ok(_) => assert!(
            call.endpoint.success.contains(&status),
            "{status} is no success of {}",
            call.endpoint.name
        ),
        Err(failure) => {
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
}

fn pages(response: &Response<Body>) {
    let organization = OrganizationId::parse("6b4d2e1a-0c3f-4a5b-9d8e-7f6a5b4c3d2e").expect("an id");
    let every = DirectoryId::every;
    let of = || organization.clone();
    page(&GetOrganizations { cursor: None }, response);
    page(
        &GetDomains {
            organization: of(),
            cursor: None,
        },
        response,
    );
    page(
        &GetManagedAccounts {
            organization: of(),
            cursor: None,
            limit: None,
        },
        response,
    );
    page(
        &GetDirectories {
            organization: of(),
            account: None,
            cursor: None,
        },
        response,
    );
    page(
        &GetPolicies {
            organization: of(),
            kind: None,
            cursor: None,
        },
        response,
    );
    page(
        &GetEvents {
            organization: of(),
            filter: EventFilter::default(),
            cursor: None,
        },
        response,
    );
    page(
        &SearchWorkspaces {
            organization: of(),
            text: None,
            cursor: None,
        },
        response,
    );
    page(&SearchUsers::everyone(of(), every()), response);
    page(&SearchGroups::all(of(), every()), response);
    if let Ok(call) = GetUsers::filtered(of(), every(), UserFilter::default()) {
        page(&call, response);
    }
}

fn page<T: Debug, C: Call<Answer = Page<T>>>(call: &C, response: &Response<Body>) {
    let Ok(page) = call.answer(response) else { return };
    let turned = Cursors::default().turn(&page, page.items.len());
    if page.next.is_some() {
        assert!(!page.is_whole(), "whole, and there is a next page");
        assert_ne!(turned, Ok(None), "the list goes on");
    }
    if page.is_whole() {
        assert_eq!(turned, Ok(None), "whole, and its end is not believed");
        assert!(
            page.total.is_none_or(|total| total <= page.items.len() as u64),
            "whole, and there are more"
        );
        assert_eq!(page.left_out, 0);
    }
    if let Some(cursor) = &page.next {
        assert!(!cursor.as_str().is_empty());
    }
}
