//! The desk: edits and undo, the one door, windows of rows, what can run.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test that cannot go on fails"
)]

#[path = "check_fixture/mod.rs"]
mod fixture;

use proptest::prelude::*;
use rollcall_core::action::Part;
use rollcall_core::check::RowState::{self, Blocked, Look, Nothing, Ready};
use rollcall_core::desk::{Desk, Order, Refused, SortKey, View, Window};
use rollcall_core::finding::Severity;
use rollcall_core::roster::Origin;
use rollcall_core::time::Time;

const NO_ROWS: [u32; 0] = [];

const FILE: &str = "\
[file]
account_id,old_email,new_email
acc-ada,ada@example.com,ada@corp.example
acc-grace,grace@example.com,grace@corp.exmaple
acc-linus,linus@example.com,Linus Torvalds <linus@corp.example>
acc-barbara,barbara@example.com,ada@example.com
acc-alan,alan@old.example,alan@corp.example
,edsger@example.com,edsger@corp.example

acc-ada,ada@example.com,ada@corp.example
[accounts]
acc-ada; ada@example.com; Ada Lovelace; plain
acc-grace; grace@example.com; Grace Hopper; plain admin
acc-linus; linus@example.com; ; plain
acc-barbara; barbara@example.com; Barbara Liskov; plain sso
acc-alan; alan@example.com; Alan Turing; plain
acc-edsger; edsger@example.com; Edsger Dijkstra; plain
[all domains]
example.com corp.example
";

fn desk() -> Desk {
    fixture::desk(FILE)
}

fn all(desk: &mut Desk, order: Order) -> Window {
    desk.view(&View {
        from: 0,
        count: 500,
        order,
    })
    .unwrap()
}

fn numbers(window: &Window) -> Vec<u32> {
    window.rows.iter().map(|row| row.number).collect()
}

#[test]
fn every_row_has_the_state_that_its_findings_give_it() {
    let mut desk = desk();
    let states: Vec<RowState> = all(&mut desk, Order::default())
        .rows
        .iter()
        .map(|row| row.state)
        .collect();
    assert_eq!(states, [Ready, Blocked, Blocked, Look, Blocked, Ready, Nothing]);
    let counts = desk.review().unwrap().counts();
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
    let diffs = desk().diffs();
    let lines: Vec<String> = diffs
        .iter()
        .map(|diff| format!("{} {} {:?} → {}", diff.row, diff.account, diff.before, diff.after))
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
fn a_row_left_out_frees_no_address() {
    let mut desk = desk();
    desk.leave_out(6, true).unwrap();
    desk.leave_out(0, true).unwrap();
    let window = all(&mut desk, Order::default());
    assert_eq!(window.rows[0].state, RowState::LeftOut);
    assert!(window.rows[0].findings.is_empty());
    assert_eq!(window.rows[3].findings[0].code, "E012-address-taken");
    assert_eq!(
        window.rows[3].findings[0].message,
        "ada@example.com belongs to Ada Lovelace. Line 2 is about that account and is left out."
    );
    desk.leave_out(0, false).unwrap();
    assert_eq!(
        all(&mut desk, Order::default()).rows[3]
            .findings
            .last()
            .unwrap()
            .code,
        "N016-address-chain"
    );
}

#[test]
fn a_twin_takes_the_place_of_a_row_that_is_left_out() {
    let mut desk = desk();
    desk.leave_out(0, true).unwrap();
    assert_eq!(all(&mut desk, Order::default()).rows[6].state, RowState::Ready);
    assert_eq!(desk.diffs()[0].row, 3);
    assert_eq!(desk.diffs().last().unwrap().row, 6);
}

#[test]
fn a_fix_mends_its_row_and_is_undone() {
    let mut desk = desk();
    let before = all(&mut desk, Order::default());
    assert_eq!(desk.fix("W009-domain-slip", Some(1)), Ok(1));
    let row = &all(&mut desk, Order::default()).rows[1];
    assert_eq!(row.cells[2].text.as_deref(), Some("grace@corp.example"));
    assert_eq!(row.cells[2].was.as_deref(), Some("grace@corp.exmaple"));
    assert_eq!(row.state, RowState::Look, "she is an administrator");
    let asked = desk.confirmations();
    assert_eq!(
        asked.iter().map(|asked| asked.key).collect::<Vec<_>>(),
        ["administrators", "identity-provider"]
    );
    assert_eq!(asked[0].typed.as_deref(), Some("1"));
    assert_eq!(desk.undo().as_deref(), Some("Use grace@corp.example"));
    assert_eq!(all(&mut desk, Order::default()).rows, before.rows);
}

#[test]
fn a_fix_for_all_is_one_step() {
    let mut desk = desk();
    assert_eq!(desk.fix("E005-new-address-malformed", None), Ok(1));
    assert_eq!(
        desk.fix("E024-current-address-differs", None),
        Ok(1),
        "one row of six is no shift"
    );
    assert_eq!(desk.edit_log().len(), 2);
    assert_eq!(
        desk.fix("E005-new-address-malformed", None),
        Err(Refused::NoFix {
            code: "E005-new-address-malformed".into()
        })
    );
    assert_eq!(desk.edit_log().len(), 2, "what changes nothing is no step");
}

#[test]
fn accepting_all_live_addresses_is_withheld_when_the_columns_have_shifted() {
    let text = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/checks/E025-columns-shifted.txt"
    ));
    let mut desk = fixture::desk(&text.unwrap());
    assert!(matches!(
        desk.fix("E024-current-address-differs", None),
        Err(Refused::OneByOne { .. })
    ));
    assert_eq!(
        desk.review().unwrap().counts().ready,
        0,
        "an error of the file blocks every row"
    );
    assert_eq!(desk.diffs(), []);
    for row in 1..4 {
        assert_eq!(desk.fix("E024-current-address-differs", Some(row)), Ok(1));
    }
    assert_eq!(
        desk.review().unwrap().whole_file(),
        [],
        "one row by itself is no shift"
    );
    assert_eq!(desk.fix("E024-current-address-differs", None), Ok(1));
    assert_eq!(desk.review().unwrap().counts().ready, 5);
}

#[test]
fn what_is_not_there_cannot_be_edited() {
    let mut desk = Desk::default();
    assert_eq!(desk.edit(0, Part::NewAddress, "x"), Err(Refused::NothingThere));
    assert_eq!(desk.undo(), None);
    assert_eq!(desk.view(&View::default()), None);
    let mut desk = self::desk();
    let refused = desk.leave_out(7, true).unwrap_err();
    assert_eq!(refused.to_string(), "The file has no row 8: it has 7.");
    assert_eq!(desk.edit(0, Part::Organization, "x"), Err(Refused::NotMapped));
    assert_eq!(desk.edit_log(), []);
}

#[test]
fn the_log_brings_a_fresh_desk_to_the_same_state() {
    let mut desk = desk();
    desk.edit(2, Part::NewAddress, "linus@corp.example").unwrap();
    desk.leave_out(4, true).unwrap();
    desk.fix("W009-domain-slip", None).unwrap();
    let kept = serde_json::to_string(desk.edit_log()).unwrap();
    let mut fresh = self::desk();
    assert_eq!(fresh.replay(serde_json::from_str::<Vec<_>>(&kept).unwrap()), 3);
    assert_eq!(fresh.edit_log(), desk.edit_log());
    assert_eq!(
        all(&mut fresh, Order::default()).rows,
        all(&mut desk, Order::default()).rows
    );
    let alien = r#"[{"label":"Edit line 99","edits":[{"edit":"cell","row":97,"column":2,"value":"x"}]}]"#;
    assert_eq!(fresh.replay(serde_json::from_str::<Vec<_>>(alien).unwrap()), 0);
}

#[test]
fn rows_are_filtered_searched_and_sorted() {
    let mut desk = desk();
    let mut view = |order| numbers(&all(&mut desk, order));
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
    let mut desk = desk();
    let window = |desk: &mut Desk, from, count| {
        numbers(
            &desk
                .view(&View {
                    from,
                    count,
                    ..View::default()
                })
                .unwrap(),
        )
    };
    assert_eq!(window(&mut desk, 5, 10), [5, 6]);
    assert_eq!(window(&mut desk, 7, 10), NO_ROWS);
    assert_eq!(window(&mut desk, u32::MAX, u32::MAX), NO_ROWS);
}

#[test]
fn without_facts_everything_is_said_to_be_unchecked() {
    let file = FILE.split("[accounts]").next().unwrap();
    let desk = fixture::desk(file.trim_end());
    let review = desk.review().unwrap();
    let said: Vec<String> = review
        .unchecked()
        .iter()
        .map(|unchecked| format!("{} ({} rows): {}", unchecked.what, unchecked.rows, unchecked.why))
        .collect();
    insta::assert_snapshot!(said.join("\n"));
    assert_eq!(review.counts().unresolved, 1, "the row without an account id");
}

#[test]
fn the_file_is_saved_with_its_edits() {
    let mut desk = desk();
    let unedited = desk.file_bytes().unwrap();
    assert_eq!(
        String::from_utf8(unedited.clone()).unwrap(),
        FILE["[file]\n".len()..].split("\n[").next().unwrap()
    );
    desk.fix("E005-new-address-malformed", None).unwrap();
    desk.leave_out(0, true).unwrap();
    let edited = String::from_utf8(desk.file_bytes().unwrap()).unwrap();
    assert!(
        edited.contains("acc-linus,linus@example.com,linus@corp.example\n"),
        "{edited}"
    );
    desk.undo();
    desk.undo();
    assert_eq!(desk.file_bytes().unwrap(), unedited);
}

#[test]
fn a_mapping_that_cannot_be_checked_has_no_review_and_keeps_the_edits() {
    let mut desk = desk();
    let mapping = desk.mapping().unwrap().clone();
    desk.leave_out(0, true).unwrap();
    let mut lacking = mapping.clone();
    lacking.columns[2] = None;
    desk.map(lacking);
    assert!(desk.review().is_none() && !desk.mapping_problems().is_empty());
    assert_eq!(desk.edit(0, Part::NewAddress, "x"), Err(Refused::NothingThere));
    desk.map(mapping);
    assert_eq!(desk.review().unwrap().counts().left_out, 1);
}

#[test]
fn findings_and_unmanaged_people_can_be_taken_away() {
    let text = "\
[file]
account_id,old_email,new_email
acc-ada,ada@home.test,ada@corp.example
acc-grace,grace@example.com,=cmd@corp.example
acc-linus,linus@example.com,linus@corp.example
[accounts]
acc-ada; ada@home.test; Ada \"Countess\" Lovelace; plain unmanaged
acc-grace; grace@example.com; Grace Hopper; plain
[all domains]
example.com corp.example
";
    let mut desk = fixture::desk(text);
    insta::assert_snapshot!(String::from_utf8(desk.findings_csv().unwrap()).unwrap());
    desk.leave_out(0, true).unwrap();
    insta::assert_snapshot!(String::from_utf8(desk.unmanaged_csv().unwrap()).unwrap());
}

#[derive(Clone, Debug)]
enum Step {
    Edit(u32, Part, String),
    Out(u32, bool),
    Fix(usize, Option<u32>),
}

fn step() -> impl Strategy<Value = Step> {
    let part = prop_oneof![
        Just(Part::AccountId),
        Just(Part::CurrentAddress),
        Just(Part::NewAddress)
    ];
    let value = prop_oneof![
        "(acc-(ada|grace|linus)|(ada|grace|linus)@(corp.example|example.com|exmaple.com)[,; ]?)",
        Just(String::new()),
    ];
    prop_oneof![
        (0..7_u32, part, value).prop_map(|(row, part, value)| Step::Edit(row, part, value)),
        (0..7_u32, any::<bool>()).prop_map(|(row, out)| Step::Out(row, out)),
        (0..31_usize, proptest::option::of(0..7_u32)).prop_map(|(check, row)| Step::Fix(check, row)),
    ]
}

fn take(desk: &mut Desk, step: &Step) -> bool {
    let entries = desk.edit_log().len();
    match step {
        Step::Edit(row, part, value) => desk.edit(*row, *part, value).unwrap(),
        Step::Out(row, out) => desk.leave_out(*row, *out).unwrap(),
        Step::Fix(check, row) => {
            let code = desk.action().checks[*check].code;
            let _ = desk.fix(code, *row);
        }
    }
    desk.edit_log().len() > entries
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn undoing_every_edit_restores_the_state(steps in proptest::collection::vec(step(), 1..12)) {
        let mut desk = desk();
        let mut states = vec![all(&mut desk, Order::default()).rows];
        for step in &steps {
            if take(&mut desk, step) {
                states.push(all(&mut desk, Order::default()).rows);
            }
        }
        while let Some(state) = states.pop() {
            prop_assert_eq!(&all(&mut desk, Order::default()).rows, &state);
            prop_assert_eq!(desk.undo().is_some(), !states.is_empty());
        }
    }

    #[test]
    fn a_fix_removes_its_finding(steps in proptest::collection::vec(step(), 0..8)) {
        let mut desk = desk();
        for step in &steps {
            take(&mut desk, step);
        }
        for row in all(&mut desk, Order::default()).rows {
            for finding in row.findings.iter().filter(|finding| finding.fix.is_some()) {
                prop_assert_eq!(desk.fix(finding.code, Some(row.number)), Ok(1));
                let mended = &all(&mut desk, Order::default()).rows[row.number as usize];
                prop_assert!(mended.findings.iter().all(|left| left.code != finding.code), "{:?}", mended);
                desk.undo();
            }
        }
    }

    #[test]
    fn findings_do_not_depend_on_where_facts_come_from(steps in proptest::collection::vec(step(), 0..8), at in 0..9_i64) {
        let mut looked_up = desk();
        let mut from_file = fixture::desk_from(FILE, Origin::file("export-users.csv", "users export", Time(at)));
        for step in &steps {
            take(&mut looked_up, step);
            take(&mut from_file, step);
        }
        prop_assert_eq!(all(&mut looked_up, Order::default()).rows, all(&mut from_file, Order::default()).rows);
    }
}

#[test]
fn every_row_that_does_not_run_says_why() {
    let mut desk = desk();
    desk.leave_out(0, true).unwrap();
    let runs: Vec<u32> = desk.diffs().iter().map(|diff| diff.row).collect();
    let said: Vec<String> = desk
        .left_out(|row| runs.contains(&row))
        .iter()
        .map(|out| {
            let name = out.name.as_deref().unwrap_or("?");
            format!("{} {} {name}: {}", out.line, out.account, out.why)
        })
        .collect();
    insta::assert_snapshot!(said.join("\n"));
}
