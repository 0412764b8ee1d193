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

use rollcall_atlassian::{ENDPOINTS, Endpoint, KeyKind};

const PREFACE: &str = "\
# Calls to Atlassian

Every call that Rollcall can make, and the proxy lets through. Generated from the table of endpoints in `crates/atlassian` by its
test `calls`, which fails when this file differs. What each call sends and is answered, and where that is documented, stands in
its contract, `crates/atlassian/contract/<call>.toml`.

The host is `https://api.atlassian.com`. A key is an organization's API key: *any*, or only one made *without scopes*. *Until* and
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
