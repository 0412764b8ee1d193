//! What the desk shows: the rows and their states, windows of them, what can run, and what does not and why.

use rollcall_core::check::RowState::{self, Blocked, Look, Nothing, Ready};
use rollcall_core::finding::Severity;
use rollcall_core::workbench::{Order, SortKey, View, Window, Workbench};

use crate::{FILE, all, fixture, workbench};

const NO_ROWS: [u32; 0] = [];

fn numbers(window: &Window) -> Vec<u32> {
    window.rows.iter().map(|row| row.number).collect()
}

#[test]
fn every_row_has_the_state_that_its_findings_give_it() {
    let mut workbench = workbench();
    let states: Vec<RowState> = all(&mut workbench, Order::default())
        .rows
        .iter()
        .map(|row| row.state)
        .collect();
    assert_eq!(states, [Ready, Blocked, Blocked, Look, Blocked, Ready, Nothing]);
    let counts = workbench.review().unwrap().counts();
    assert_eq!(
        (
            counts.rows,
            counts.ready,
            counts.errors,
            counts.warnings,
            counts.nothing
        ),
        (7, 3, 3, 2, 1)
    );
}

#[test]
fn only_what_can_run_becomes_a_diff() {
    let diffs = workbench().diffs();
    let lines: Vec<String> = diffs
        .iter()
        .map(|diff| {
            let account = diff.account.as_ref().unwrap();
            format!("{} {account} {:?} → {}", diff.row, diff.before, diff.after)
        })
        .collect();
    assert_eq!(
        lines,
        [
            r#"0 acc-ada Some("ada@example.com") → ada@corp.example"#,
            r#"3 acc-barbara Some("barbara@example.com") → ada@example.com"#,
            r#"5 acc-edsger Some("edsger@example.com") → edsger@corp.example"#,
        ]
    );
}

#[test]
fn rows_are_filtered_searched_and_sorted() {
    let mut workbench = workbench();
    let mut view = |order| numbers(&all(&mut workbench, order));
    let by = |by| Order {
        by,
        ..Order::default()
    };
    assert_eq!(
        view(Order {
            severity: Some(Severity::Error),
            ..Order::default()
        }),
        [1, 2, 4]
    );
    assert_eq!(
        view(Order {
            state: Some(RowState::Nothing),
            ..Order::default()
        }),
        [6]
    );
    // What can run, with a warning or without: as many as the count of it says.
    assert_eq!(
        view(Order {
            state: Some(RowState::Ready),
            ..Order::default()
        }),
        [0, 3, 5]
    );
    assert_eq!(
        view(Order {
            code: Some("W030-single-sign-on".into()),
            ..Order::default()
        }),
        [3]
    );
    assert_eq!(
        view(Order {
            code: Some("E999-no-such".into()),
            ..Order::default()
        }),
        NO_ROWS
    );
    assert_eq!(
        view(Order {
            search: "HOPPER".into(),
            ..Order::default()
        }),
        [1],
        "by name"
    );
    assert_eq!(
        view(Order {
            search: "acc-l".into(),
            ..Order::default()
        }),
        [2],
        "by id"
    );
    assert_eq!(
        view(Order {
            search: "old.example".into(),
            ..Order::default()
        }),
        [4],
        "by cell"
    );
    assert_eq!(
        view(by(SortKey::Who)),
        [0, 6, 4, 3, 5, 1, 2],
        "names, then ids without a name"
    );
    assert_eq!(
        view(by(SortKey::Column("new-address".into()))),
        [0, 6, 3, 4, 5, 1, 2]
    );
    assert_eq!(view(by(SortKey::State)), [0, 5, 3, 1, 2, 4, 6]);
    assert_eq!(
        view(Order {
            descending: true,
            ..Order::default()
        }),
        [6, 5, 4, 3, 2, 1, 0]
    );
    assert_eq!(view(by(SortKey::Findings))[..3], [2, 4, 1]);
    assert_eq!(
        view(by(SortKey::Findings))[5..],
        [0, 5],
        "rows without findings last"
    );
}

#[test]
fn windows_stay_within_the_rows() {
    let mut workbench = workbench();
    let window = |workbench: &mut Workbench, from, count| {
        numbers(
            &workbench
                .view(&View {
                    from,
                    count,
                    ..View::default()
                })
                .unwrap(),
        )
    };
    assert_eq!(window(&mut workbench, 5, 10), [5, 6]);
    assert_eq!(window(&mut workbench, 7, 10), NO_ROWS);
    assert_eq!(window(&mut workbench, u32::MAX, u32::MAX), NO_ROWS);
}

#[test]
fn without_facts_everything_is_said_to_be_unchecked() {
    let file = FILE.split("[accounts]").next().unwrap();
    let workbench = fixture::workbench(file.trim_end());
    let review = workbench.review().unwrap();
    let said: Vec<String> = review
        .unchecked()
        .iter()
        .map(|unchecked| format!("{} ({} rows): {}", unchecked.what, unchecked.rows, unchecked.why))
        .collect();
    insta::assert_snapshot!(said.join("\n"));
    assert_eq!(review.counts().unresolved, 1, "the row without an account id");
}

#[test]
fn every_row_that_does_not_run_says_why() {
    let mut workbench = workbench();
    workbench.leave_out(0, true).unwrap();
    let runs: Vec<u32> = workbench.diffs().iter().map(|diff| diff.row).collect();
    let said: Vec<String> = workbench
        .left_out(|row| runs.contains(&row))
        .iter()
        .map(|out| {
            let name = out.name.as_deref().unwrap_or("?");
            format!("{} {} {name}: {}", out.line, out.account, out.why)
        })
        .collect();
    insta::assert_snapshot!(said.join("\n"));
}
