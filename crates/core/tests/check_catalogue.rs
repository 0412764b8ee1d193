//! Every check, with its texts: read the snapshots as the catalogue of what Rollcall says about a file.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test that cannot go on fails"
)]

#[path = "check_fixture/mod.rs"]
mod fixture;

use rollcall_core::action::Field;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use rollcall_core::action::ACTIONS;
use rollcall_core::check::Check;
use rollcall_core::workbench::{View, Workbench};

fn checks() -> Vec<&'static Check> {
    let mut checks: Vec<_> = ACTIONS
        .iter()
        .flat_map(|action| action.review.checks)
        .copied()
        .collect();
    checks.sort_by_key(|check| &check.code[1..]);
    // Actions share checks.
    checks.dedup_by_key(|check| check.code);
    checks
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/checks")
}

#[test]
fn codes_are_unique_and_well_formed() {
    let numbers: Vec<u32> = checks()
        .iter()
        .map(|check| check.code[1..4].parse().unwrap())
        .collect();
    assert!(
        numbers.is_sorted_by(|a, b| a < b),
        "a number names one check: {numbers:?}"
    );
    for check in checks() {
        let name = &check.code[5..];
        assert!(matches!(check.code.as_bytes()[0], b'E' | b'W' | b'N') && check.code.as_bytes()[4] == b'-');
        assert!(
            name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'),
            "{}",
            check.code
        );
    }
}

#[test]
fn every_check_says_what_it_is() {
    let mut catalogue = String::new();
    for check in checks() {
        writeln!(
            catalogue,
            "{} ({}): {}",
            check.code,
            check.severity().name(),
            check.title
        )
        .unwrap();
        if let Some(part) = check.part {
            writeln!(catalogue, "  about: {part:?}").unwrap();
        }
        if let Some(question) = check.question {
            writeln!(catalogue, "  without the facts, not checked: {question}").unwrap();
        }
        if let Some(offer) = check.fix {
            writeln!(catalogue, "  fix for all: {}", offer.all).unwrap();
        }
        for rows in [1, 1200] {
            if let Some(confirm) = check.confirm {
                let confirm = confirm(rows);
                writeln!(
                    catalogue,
                    "  confirm {} ({:?}): {}",
                    confirm.key, confirm.typed, confirm.text
                )
                .unwrap();
            }
        }
    }
    insta::assert_snapshot!(catalogue);
}

#[test]
fn every_check_has_a_fixture_in_which_it_finds_something() {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_snapshot_path("checks");
    settings.set_omit_expression(true);
    settings.bind(|| {
        for check in checks() {
            let path = fixtures().join(check.code).with_extension("txt");
            let text = fs::read_to_string(&path).unwrap_or_else(|_| panic!("{} has no fixture", check.code));
            let said = said(&mut fixture::workbench(&text), check);
            assert!(
                said.contains(check.code),
                "{} finds nothing in its fixture:\n{said}",
                check.code
            );
            insta::assert_snapshot!(check.code, said);
        }
    });
}

#[test]
fn every_fixture_has_a_check() {
    for entry in fs::read_dir(fixtures()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "txt") {
            let code = path.file_stem().unwrap().to_str().unwrap();
            assert!(
                checks().iter().any(|check| check.code == code),
                "{code} is no check"
            );
        }
    }
}

/// What the desk says of this check; of the other findings just the codes.
fn said(workbench: &mut Workbench, check: &Check) -> String {
    let mut text = String::new();
    let window = workbench
        .view(&View {
            from: 0,
            count: 500,
            ..View::default()
        })
        .unwrap();
    for row in window.rows {
        let codes: Vec<&str> = row.findings.iter().map(|finding| finding.code).collect();
        writeln!(text, "line {} {:?} {}", row.line, row.state, codes.join(" ")).unwrap();
        for finding in row.findings.iter().filter(|finding| finding.code == check.code) {
            writeln!(text, "    {}", finding.message).unwrap();
            writeln!(text, "    {}", finding.hint).unwrap();
            if let Some(fix) = &finding.fix {
                writeln!(text, "    [{}]", fix.label()).unwrap();
            }
        }
    }
    let review = workbench.review().unwrap();
    for finding in review.whole_file() {
        writeln!(
            text,
            "file {}\n    {}\n    {}",
            finding.code, finding.message, finding.hint
        )
        .unwrap();
    }
    for count in review
        .findings()
        .iter()
        .filter(|count| count.check.code == check.code)
    {
        writeln!(text, "rows: {}, fix for all: {:?}", count.rows, count.fix).unwrap();
    }
    for unchecked in review
        .unchecked()
        .iter()
        .filter(|unchecked| Some(unchecked.what) == check.question)
    {
        writeln!(
            text,
            "not checked: {} ({} rows). {}",
            unchecked.what, unchecked.rows, unchecked.why
        )
        .unwrap();
    }
    for confirmation in workbench.confirmations() {
        writeln!(text, "to be confirmed: {}", confirmation.text).unwrap();
    }
    text
}

#[test]
fn a_locked_field_of_a_profile_blocks_who_changes_it_and_nobody_else() {
    let fixture = "[action]\nupdate-profile\n[file]\naccount_id,name,nickname\nacc-ada,Ada King,\nacc-bob,,Bobby\n[accounts]\n\
                   acc-ada; ada@example.com; Ada Lovelace; plain name-locked\nacc-bob; bob@example.com; Bob; plain name-locked\n";
    let workbench = fixture::workbench(fixture);
    let review = workbench.review().unwrap();
    let rows: Vec<u32> = review.rows_with("E048-not-permitted").collect();
    assert_eq!(rows, [0]);
}

#[test]
fn of_several_groups_those_that_are_locked_are_left_out() {
    let fixture = "[action]\ninvite\n[file]\nemail,groups\nada@new.example,staff; Engineering\n[absent addresses]\nada@new.example\n\
                   [groups]\ng-1; staff; d-1; locked\ng-3; Engineering; d-1\n";
    let mut workbench = fixture::workbench(fixture);
    assert_eq!(workbench.review().unwrap().counts().ready, 0);
    workbench.fix("E040-group-locked", None).unwrap();
    assert_eq!(workbench.review().unwrap().counts().ready, 1);
    let diff = workbench.diffs().remove(0);
    assert_eq!(diff.details.get(Field::Groups), Some("g-3"));
}

#[test]
fn a_cell_of_separators_alone_names_no_group() {
    let fixture = "[action]\ninvite\n[file]\nemail,role,workspace,groups\nada@new.example,User,Jira,;\nbob@new.example,,,\" ; \"\n\
                   [absent addresses]\nada@new.example bob@new.example\n[workspaces]\nw-1; Jira\n";
    let workbench = fixture::workbench(fixture);
    let review = workbench.review().unwrap();
    let rows: Vec<u32> = review.rows_with("E053-nothing-given").collect();
    assert_eq!(rows, [1]);
    assert!(!workbench.diffs()[0].details.has(Field::Groups));
}
