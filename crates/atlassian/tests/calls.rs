//! Keeps `docs/calls.md` true: the table of all calls, made from the table of endpoints.
//!
//! The test fails when the file differs. `INSTA_UPDATE=always cargo test -p rollcall-atlassian --test calls` writes it anew, as
//! it does the snapshots. A column is a heading and a function: add one to [`COLUMNS`].
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot be set up has failed; clippy.toml excuses only the test functions"
)]

use std::fmt::Write;
use std::path::Path;

use rollcall_atlassian::{ENDPOINTS, Endpoint, Host, KeyKind};

const PREFACE: &str = "\
# Calls to Atlassian

Every call that Rollcall can make, and the proxy lets through. Generated from the table of endpoints in `crates/atlassian` by its
test `calls`, which fails when this file differs. What each call sends and is answered, and where that is documented, stands in
its contract, `crates/atlassian/contract/<call>.toml`.

The host is `https://api.atlassian.com`. A key is an organization's API key: *any*, or only one made *without scopes*. Calls with the
*portal's session* go to `https://admin.atlassian.com`, and only through a proxy that was started with `--admin-portal`. *Until* and
*retired* name the last day that Atlassian has announced; a retired call is in no document of today and is asked only where
somebody chooses the older generation of the API.

";

type Cell = fn(&Endpoint) -> String;

/// Heading, and what stands under it.
const COLUMNS: &[(&str, Cell)] = &[
    ("call", |endpoint| format!("`{}`", endpoint.name)),
    ("method and path", |endpoint| {
        format!("`{} {}`", endpoint.method, endpoint.path)
    }),
    ("key", |endpoint| match endpoint.key {
        KeyKind::Any => "any".into(),
        KeyKind::Unscoped => "without scopes".into(),
        KeyKind::Session => "portal's session".into(),
    }),
    ("generation", |endpoint| endpoint.generation.label()),
];

fn table() -> String {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut text = PREFACE.to_owned();
    text += &line(COLUMNS.iter().map(|(heading, _)| (*heading).to_owned()).collect());
    text += &line(COLUMNS.iter().map(|_| "---".to_owned()).collect());
    for endpoint in ENDPOINTS {
        text += &line(COLUMNS.iter().map(|(_, cell)| cell(endpoint)).collect());
    }
    write!(text, "\n{} calls.\n", ENDPOINTS.len()).unwrap();
    text
}

#[test]
fn the_table_in_the_documentation_is_that_of_the_code() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/calls.md");
    let table = table();
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        std::fs::write(&file, &table).unwrap();
    }
    let written = std::fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(
        written, table,
        "docs/calls.md is out of date: INSTA_UPDATE=always cargo test -p rollcall-atlassian --test calls"
    );
}

/// The calls of the reference page that the project began with, by hand from that page, with the names that they have here.
const OF_THE_SEEDS: [(&str, &str, &str); 16] = [
    (
        "get-users",
        "GET",
        "/v2/orgs/{orgId}/directories/{directoryId}/users",
    ),
    ("get-managed-accounts", "GET", "/v1/orgs/{orgId}/users"),
    ("invite-user", "POST", "/v1/orgs/{orgId}/users/invite"),
    (
        "get-user-roles",
        "GET",
        "/v2/orgs/{orgId}/directories/{directoryId}/users/{accountId}/role-assignments",
    ),
    (
        "suspend-user",
        "POST",
        "/v2/orgs/{orgId}/directories/{directoryId}/users/{accountId}/suspend",
    ),
    (
        "restore-user",
        "POST",
        "/v2/orgs/{orgId}/directories/{directoryId}/users/{accountId}/restore",
    ),
    (
        "remove-user",
        "DELETE",
        "/v2/orgs/{orgId}/directories/{directoryId}/users/{accountId}",
    ),
    (
        "count-users",
        "GET",
        "/v2/orgs/{orgId}/directories/{directoryId}/users/count",
    ),
    (
        "get-user-stats",
        "GET",
        "/v2/orgs/{orgId}/directories/{directoryId}/users/stats",
    ),
    (
        "grant-role",
        "POST",
        "/v1/orgs/{orgId}/users/{userId}/roles/assign",
    ),
    (
        "revoke-role",
        "POST",
        "/v1/orgs/{orgId}/users/{userId}/roles/revoke",
    ),
    (
        "get-last-active",
        "GET",
        "/v1/orgs/{orgId}/directory/users/{accountId}/last-active-dates",
    ),
    ("search-users-v1", "POST", "/v1/orgs/{orgId}/users/search"),
    (
        "suspend-access",
        "POST",
        "/v1/orgs/{orgId}/directory/users/{accountId}/suspend-access",
    ),
    (
        "restore-access",
        "POST",
        "/v1/orgs/{orgId}/directory/users/{accountId}/restore-access",
    ),
    (
        "remove-access",
        "DELETE",
        "/v1/orgs/{orgId}/directory/users/{accountId}",
    ),
];

/// What the scripts of that time asked the admin portal for, likewise by hand.
const OF_THE_PORTAL: [(&str, &str); 2] = [
    (
        "get-portal-users",
        "/gateway/api/adminhub/um/org/{organization}/users",
    ),
    (
        "get-portal-site-users",
        "/gateway/api/adminhub/um/site/{site}/users",
    ),
];

#[test]
fn every_list_of_the_portal_is_in_the_table() {
    for (name, path) in OF_THE_PORTAL {
        let endpoint = ENDPOINTS.iter().find(|endpoint| endpoint.name == name).unwrap();
        assert_eq!((endpoint.method.as_str(), endpoint.path), ("GET", path));
        assert_eq!(endpoint.host(), Host::Portal);
    }
}

#[test]
fn every_call_of_the_seeds_is_in_the_table() {
    for (name, method, path) in OF_THE_SEEDS {
        let endpoint = ENDPOINTS.iter().find(|endpoint| endpoint.name == name).unwrap();
        let path = path
            .replace("{orgId}", "{organization}")
            .replace("{directoryId}", "{directory}")
            .replace("{accountId}", "{account}")
            .replace("{userId}", "{account}");
        let ours = (endpoint.method.as_str(), endpoint.path);
        assert_eq!(ours, (method, format!("/admin{path}").as_str()), "{name}");
    }
}
