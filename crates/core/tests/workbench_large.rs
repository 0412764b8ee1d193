//! Large files, and files made to be hard: whatever takes the square of the rows would not come to an end here.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test that cannot go on fails"
)]

use std::fmt::Write as _;

use rollcall_core::action::{Field, change_email};
use rollcall_core::check::RowState;
use rollcall_core::file::Reading;
use rollcall_core::mapping::guess;
use rollcall_core::roster::{Knowledge, Provenance, Roster};
use rollcall_core::time::Time;
use rollcall_core::workbench::{Order, SortKey, View, Workbench};

/// Enough that the square of it would be noticed.
const ROWS: u32 = 30_000;

/// The size of a large organization.
const LARGE: u32 = 100_000;

/// A file in which each row's current and new address are numbered so.
fn workbench(
    rows: u32,
    current: impl Fn(u32) -> u32,
    wanted: impl Fn(u32) -> u32,
    domain: impl Fn(u32) -> String,
) -> Workbench {
    let mut csv = String::from("account_id,old_email,new_email\n");
    for row in 0..rows {
        let domain = domain(row);
        writeln!(
            csv,
            "712020:00000000-0000-4000-8000-{row:012},p{}@example.com,p{}@{domain}",
            current(row),
            wanted(row)
        )
        .unwrap();
    }
    let file = rollcall_core::file::read("large.csv", csv.into_bytes(), &Reading::default()).unwrap();
    let mapping = guess(file.table(), change_email::ACTION.row.fields, &Roster::default()).mapping;
    let mut workbench = Workbench::default();
    workbench.open(file, mapping);
    workbench
}

fn example(_: u32) -> String {
    "example.com".to_owned()
}

#[test]
fn one_chain_through_all_rows() {
    let mut workbench = workbench(ROWS, |row| row, |row| row + 1, example);
    assert_eq!(workbench.review().unwrap().counts().ready, ROWS);
    workbench.leave_out(ROWS - 1, true).unwrap();
    assert_eq!(
        workbench.review().unwrap().counts().errors,
        ROWS - 1,
        "nobody leaves, so nobody can follow"
    );
    workbench.undo();
    assert_eq!(workbench.diffs().len() as u32, ROWS);
}

#[test]
fn one_circle_through_all_rows() {
    let mut workbench = workbench(ROWS, |row| row, |row| (row + 1) % ROWS, example);
    let counts = workbench.review().unwrap().counts();
    assert_eq!((counts.errors, counts.warnings), (0, ROWS));
    let window = workbench
        .view(&View {
            from: ROWS - 1,
            count: 1,
            ..View::default()
        })
        .unwrap();
    let message = &window.rows[0].findings[0].message;
    assert_eq!(
        message,
        "Lines 2, 3, 4, 5, 6 and 29,995 more hand their addresses round in a circle."
    );
    assert!(workbench.findings_csv().unwrap().len() > ROWS as usize * message.len());
}

#[test]
fn all_rows_want_one_address() {
    let workbench = workbench(ROWS, |row| row, |_| ROWS, example);
    assert_eq!(workbench.review().unwrap().counts().errors, ROWS);
}

#[test]
fn every_row_has_a_domain_of_its_own() {
    let mut workbench = workbench(ROWS, |row| row, |row| row, |row| format!("d{row}.example.org"));
    let mut knowledge = Knowledge::default();
    for number in 0..100 {
        knowledge = knowledge.domain(&format!("verified{number}.example.org"), true);
    }
    workbench.learn(Provenance::typed(Time(0)), knowledge);
    assert_eq!(workbench.review().unwrap().counts().ready, ROWS);
}

#[test]
fn every_row_is_reached_in_every_order() {
    let mut workbench = workbench(LARGE, |row| row, |row| LARGE + row, example);
    workbench.edit(LARGE / 2, Field::NewAddress, "nobody").unwrap();
    let mut last = |by: SortKey, descending| {
        let order = Order {
            by,
            descending,
            ..Order::default()
        };
        let window = workbench
            .view(&View {
                from: LARGE - 1,
                count: 10,
                order,
            })
            .unwrap();
        assert_eq!((window.total, window.rows.len()), (LARGE, 1));
        (window.rows[0].number, window.rows[0].state)
    };
    assert_eq!(last(SortKey::Row, true), (0, RowState::Ready));
    assert_eq!(last(SortKey::State, false), (LARGE / 2, RowState::Blocked));
    assert_eq!(last(SortKey::Who, true), (0, RowState::Ready));
    assert_eq!(last(SortKey::Column("new-address".into()), true).0, LARGE / 2);
}
