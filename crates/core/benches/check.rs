//! How long the checks take: `cargo bench -p rollcall-core --bench check [rows]`.
//!
//! The file is what administrators bring: a domain changes for everybody, with a chain, a slip, a repeated row and an account
//! that has moved on in every thousand rows; the roster knows every account, as after a full listing.
#![allow(clippy::disallowed_methods, reason = "it measures time")]
#![allow(clippy::print_stdout, reason = "a benchmark prints what it measured")]
#![allow(
    clippy::unwrap_used,
    reason = "a benchmark that cannot be set up has nothing to measure"
)]

use std::fmt::Write as _;
use std::time::Instant;

use rollcall_atlassian::AccountId;
use rollcall_core::action::{Field, change_email};
use rollcall_core::file::Reading;
use rollcall_core::mapping::guess;
use rollcall_core::roster::{Knowledge, Listing, Provenance, Roster, Said, Status};
use rollcall_core::time::Time;
use rollcall_core::workbench::{Order, SortKey, View, Workbench};

fn id(row: u32) -> String {
    format!("712020:3f2c8a5e-7b1d-4c6f-9e0a-{row:012x}")
}

fn file(rows: u32) -> String {
    let mut csv = String::from("account_id,old_email,new_email\n");
    for row in 0..rows {
        let wanted = match row % 1000 {
            1 => format!("person.{}@example.com", row + 1),
            2 => format!("person.{row}@corp.exmaple"),
            3 => format!("person.{row}@corp.example,"),
            _ => format!("person.{row}@corp.example"),
        };
        let account = if row % 1000 == 4 { row - 1 } else { row };
        writeln!(csv, "{},person.{account}@example.com,\"{wanted}\"", id(account)).unwrap();
    }
    csv
}

fn knowledge(rows: u32) -> Knowledge {
    let accounts = (0..rows).map(|row| {
        let moved = if row % 1000 == 5 { "moved." } else { "" };
        Said::of(AccountId::parse(&id(row)).unwrap())
            .email(&format!("{moved}person.{row}@example.com"))
            .name(&format!("Person {row}"))
            .status(Status::Active)
            .managed(true)
            .synced(false)
            .single_sign_on(row % 10 == 0)
            .administrator(row % 5000 == 0)
            .in_directory(true)
    });
    let knowledge = Knowledge {
        accounts: accounts.collect(),
        ..Knowledge::default()
    };
    knowledge
        .whole(Listing::Managed)
        .domain("example.com", true)
        .domain("corp.example", true)
        .all_domains()
}

fn timed<T>(what: &str, run: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = run();
    println!("{what:44} {:8.1} ms", start.elapsed().as_secs_f64() * 1000.0);
    result
}

/// The shortest of a number of times: what the machine can do when nothing else disturbs it.
fn shortest(what: &str, mut run: impl FnMut()) {
    let times = (0..15).map(|_| {
        let start = Instant::now();
        run();
        start.elapsed().as_secs_f64() * 1000.0
    });
    println!("{what:44} {:8.1} ms", times.fold(f64::INFINITY, f64::min));
}

fn main() {
    let rows = std::env::args()
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(100_000);
    println!("{rows} rows");
    let file = timed("read", || {
        rollcall_core::file::read("changes.csv", file(rows).into_bytes(), &Reading::default()).unwrap()
    });
    let mapping = guess(file.table(), change_email::ACTION.row.fields, &Roster::default()).mapping;
    let mut workbench = Workbench::default();
    timed("open: check without a roster", || workbench.open(file, mapping));
    timed("learn: merge the roster, and check", || {
        workbench.learn(Provenance::looked_up(Time(0)), knowledge(rows));
    });
    let mut times = 0;
    shortest("edit one cell: check all", || {
        times += 1;
        workbench
            .edit(7, Field::NewAddress, &format!("new.{times}@corp.example"))
            .unwrap();
    });
    timed("leave all single sign-on accounts out", || {
        workbench.fix("W030-single-sign-on", None).unwrap()
    });
    timed("undo", || workbench.undo());
    for by in [
        SortKey::Row,
        SortKey::Findings,
        SortKey::Who,
        SortKey::Column("new-address".to_owned()),
    ] {
        let order = Order {
            by,
            descending: true,
            ..Order::default()
        };
        let mut view = View {
            from: 0,
            count: 60,
            order,
        };
        let order = format!("{:?}", view.order.by);
        timed(&format!("first window, by {order}"), || workbench.view(&view));
        view.from = rows / 2;
        timed(&format!("next window, by {order}"), || workbench.view(&view));
    }
    let order = Order {
        search: "person 99".to_owned(),
        ..Order::default()
    };
    timed("search", || {
        workbench.view(&View {
            from: 0,
            count: 60,
            order,
        })
    });
    timed("diffs", || workbench.diffs());
    timed("findings as CSV", || workbench.findings_csv());
    println!(
        "{:#?}",
        workbench.review().map(rollcall_core::check::Review::counts)
    );
}
