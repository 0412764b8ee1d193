//! Keeps `docs/calls.md` true: the table of all calls, made from the table of endpoints, and where the page uses each, found out by
//! doing it against the sandbox organization.
//!
//! The test fails when the file differs. `INSTA_UPDATE=always cargo test -p rollcall-core --test calls` writes it anew, as it does
//! the snapshots. A column is a heading and a function: add one to [`COLUMNS`].
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot be set up has failed; clippy.toml excuses only the test functions"
)]

mod acting;
mod uses;

use std::fmt::Write;
use std::path::Path;

use rollcall_atlassian::{ENDPOINTS, Endpoint, KeyKind};

use uses::Uses;

const PREFACE: &str = "\
# Calls to Atlassian

Every call that Rollcall can make, and the proxy lets through. Generated from the table of endpoints in `crates/atlassian`, and from
what the core asks a sandbox organization for in each of its uses, by the test `calls` of `crates/core`, which fails when this file
differs. What each call sends and is answered, and where that is documented, stands in its contract,
`crates/atlassian/contract/<call>.toml`; a test there fails for a call without one. `cargo xtask test browser` fails for a call that
the page never made.

The host is `https://api.atlassian.com`. A key is an organization's API key: *any*, or only one made *without scopes*. Calls with the
*portal's session* go to `https://admin.atlassian.com`, and only through a proxy that was started with `--admin-portal`. *Until* and
*retired* name the last day that Atlassian has announced; a retired call is in no document of today and is asked only where
somebody chooses the older generation of the API.

";

type Cell = fn(&Endpoint, &Uses) -> String;

/// Heading, and what stands under it.
const COLUMNS: &[(&str, Cell)] = &[
    ("call", |endpoint, _| format!("`{}`", endpoint.name)),
    ("method and path", |endpoint, _| {
        format!("`{} {}`", endpoint.method, endpoint.path)
    }),
    ("key", |endpoint, _| match endpoint.key {
        KeyKind::Any => "any".into(),
        KeyKind::Unscoped => "without scopes".into(),
        KeyKind::Session => "portal's session".into(),
    }),
    ("generation", |endpoint, _| endpoint.generation.label()),
    ("where the page uses it", |endpoint, uses| {
        uses.of(endpoint.name).unwrap_or_else(|| "–".to_owned())
    }),
];

fn table(uses: &Uses) -> String {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut text = PREFACE.to_owned();
    text += &line(COLUMNS.iter().map(|(heading, _)| (*heading).to_owned()).collect());
    text += &line(COLUMNS.iter().map(|_| "---".to_owned()).collect());
    for endpoint in ENDPOINTS {
        text += &line(COLUMNS.iter().map(|(_, cell)| cell(endpoint, uses)).collect());
    }
    write!(text, "\n{} calls.\n", ENDPOINTS.len()).unwrap();
    text
}

#[test]
fn the_table_in_the_documentation_is_that_of_the_code() {
    let uses = uses::all();
    let not_used: Vec<&str> = ENDPOINTS
        .iter()
        .map(|endpoint| endpoint.name)
        .filter(|name| uses.of(name).is_none())
        .collect();
    assert!(not_used.is_empty(), "calls that nothing uses: {not_used:?}");

    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/calls.md");
    let table = table(&uses);
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        std::fs::write(&file, &table).unwrap();
    }
    let written = std::fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(
        written, table,
        "docs/calls.md is out of date: INSTA_UPDATE=always cargo test -p rollcall-core --test calls"
    );
}
