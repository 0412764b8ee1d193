//! Keeps `docs/checks.md` true: every check, with what it says in its fixture, made from the checks themselves.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test that cannot go on fails"
)]

#[path = "check_fixture/mod.rs"]
mod fixture;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use rollcall_core::action::{ACTIONS, Action};
use rollcall_core::check::Check;
use rollcall_core::finding::Severity;
use rollcall_core::workbench::{View, Workbench};

const INTRODUCTION: &str = "\
# What is checked

Every row of a file, and the file as a whole, is checked before anything is sent. Each check has a code that stays the same from version
to version. What stands under *says* was said of a made-up file; the names in it are of nobody.

This page is written by a test from the checks themselves. When a check changes, `INSTA_UPDATE=always cargo test -p rollcall-core --test
check_document` writes it again.
";

/// The most examples of what a check says.
const EXAMPLES: usize = 3;

#[test]
fn the_checks_stand_in_the_documentation() {
    let mut page = INTRODUCTION.to_owned();
    for (severity, title, meaning) in [
        (
            Severity::Error,
            "Errors",
            "A row with an error is blocked: it does not run. An error about the file as a whole blocks all rows.",
        ),
        (
            Severity::Warning,
            "Warnings",
            "A row with a warning runs. Look at it first; some warnings have to be confirmed before the run begins.",
        ),
        (
            Severity::Note,
            "Notes",
            "A note says what is worth knowing. The row runs, or there is nothing to do for it.",
        ),
    ] {
        writeln!(page, "\n## {title}\n\n{meaning}").unwrap();
        for check in checks().filter(|check| check.severity() == severity) {
            describe(&mut page, check);
        }
    }

    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/checks.md");
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        fs::write(&file, &page).unwrap();
    }
    assert_eq!(
        fs::read_to_string(&file).unwrap_or_default(),
        page,
        "docs/checks.md is out of date: INSTA_UPDATE=always cargo test -p rollcall-core --test check_document"
    );
}

/// Each check once, by its number.
fn checks() -> impl Iterator<Item = &'static Check> {
    let mut checks: Vec<&'static Check> = ACTIONS
        .iter()
        .flat_map(|action| action.review.checks)
        .copied()
        .collect();
    checks.sort_by_key(|check| &check.code[1..]);
    checks.dedup_by_key(|check| check.code);
    checks.into_iter()
}

fn describe(page: &mut String, check: &Check) {
    writeln!(page, "\n### {}\n\n{}.\n", check.code, check.title).unwrap();
    writeln!(page, "- **Checked for:** {}", actions_with(check)).unwrap();
    for (message, hint) in examples(check) {
        writeln!(page, "- **Says:** {message} *{hint}*").unwrap();
    }
    if let Some(question) = check.question {
        writeln!(
            page,
            "- **Not checked** without the facts for it: {question}. The page says so."
        )
        .unwrap();
    }
    if let Some(offer) = &check.fix {
        writeln!(page, "- **Can be mended** for all rows at once: {}", offer.all).unwrap();
    }
    if let Some(confirm) = check.confirm {
        let confirmation = confirm(2);
        let how = if confirmation.typed.is_some() {
            ", by typing"
        } else {
            ""
        };
        writeln!(
            page,
            "- **To be confirmed** before the run{how}: {}",
            confirmation.text
        )
        .unwrap();
    }
}

/// The actions that have the check, or those few that have it not.
fn actions_with(check: &Check) -> String {
    let has_it = |action: &Action| action.review.checks.iter().any(|other| other.code == check.code);
    let titles = |wanted: bool| -> Vec<&str> {
        let actions = ACTIONS.iter().filter(|action| has_it(action) == wanted);
        actions.map(|action| action.title()).collect()
    };
    match titles(false).as_slice() {
        [] => "every action".to_owned(),
        few if few.len() <= 3 => format!("every action but {}", few.join(", ")),
        _ => titles(true).join(", "),
    }
}

/// What the check says in its fixture, with what to do; each once.
fn examples(check: &Check) -> Vec<(String, String)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/checks")
        .join(check.code)
        .with_extension("txt");
    let text = fs::read_to_string(&path).unwrap_or_else(|_| panic!("{} has no fixture", check.code));
    let workbench = &mut fixture::workbench(&text);
    let mut known = BTreeSet::new();
    let mut said = said(workbench, check);
    said.retain(|example| known.insert(example.1.clone()));
    said.truncate(EXAMPLES);
    assert!(!said.is_empty(), "{} says nothing in its fixture", check.code);
    said
}

fn said(workbench: &mut Workbench, check: &Check) -> Vec<(String, String)> {
    let all = View {
        count: 500,
        ..View::default()
    };
    let rows = workbench.view(&all).unwrap().rows;
    let of_rows = rows.into_iter().flat_map(|row| row.findings);
    let mut said: Vec<_> = of_rows
        .filter(|finding| finding.code == check.code)
        .map(|finding| (finding.message, finding.hint))
        .collect();
    let of_file = workbench.review().unwrap().whole_file();
    said.extend(
        of_file
            .iter()
            .filter(|finding| finding.code == check.code)
            .map(|finding| (finding.message.clone(), finding.hint.clone())),
    );
    said
}
