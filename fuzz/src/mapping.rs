//! Header, mapping and review. A guess is as long as the columns, names no field twice, and is never certain where the table is irregular or
//! something speaks against it. The review takes whatever was guessed, and what it mends can be undone.

use rollcall_atlassian::AccountId;
use rollcall_core::action::ACTIONS;
use rollcall_core::file::{self, Reading, Table};
use rollcall_core::mapping::{Guess, Mapping, guess};
use rollcall_core::roster::{Knowledge, Listing, Provenance, Roster, Said};
use rollcall_core::time::Time;
use rollcall_core::workbench::{View, Workbench};

use crate::choice::Choices;
use crate::seed::{self, Seed};

pub fn seeds() -> Vec<Seed> {
    let all = seed::change_files(&[0, 0]);
    let varied = |(at, (name, mut bytes)): (usize, Seed)| {
        bytes[0] = (at % ACTIONS.len()) as u8;
        bytes[1] = (at % 2) as u8;
        (name, bytes)
    };
    all.into_iter().enumerate().map(varied).collect()
}

pub fn holds(input: &[u8]) {
    let Some((mut choices, bytes)) = Choices::of(input, 2) else {
        return;
    };
    let action = choices.one(ACTIONS);
    let is_connected = choices.one(&[false, true]);
    let Ok(file) = file::read("any.csv", bytes.to_vec(), &Reading::default()) else {
        return;
    };
    let roster = if is_connected {
        live(file.table())
    } else {
        Roster::default()
    };
    let fields = action.row.fields;
    let guess = guess(file.table(), fields, &roster);
    sound(&guess, file.table());
    for field in guess.mapping.columns.iter().flatten() {
        assert!(fields.contains(field), "{field:?} is not asked for");
        let many = guess
            .mapping
            .columns
            .iter()
            .filter(|mapped| **mapped == Some(*field))
            .count();
        assert_eq!(many, 1, "{field:?} once");
    }
    guess.mapping.problems(fields, file.table().columns());
    Mapping::header_key(file.table());

    let mut workbench = Workbench::new(action);
    workbench.set_roster(roster);
    workbench.open(file, guess.mapping);
    reviewed(&mut workbench, bytes);
}

fn sound(guess: &Guess, table: &Table) {
    assert_eq!(guess.mapping.columns.len(), table.columns());
    assert_eq!(guess.evidence.len(), table.columns());
    for (mapped, evidence) in guess.mapping.columns.iter().zip(&guess.evidence) {
        assert_eq!(
            mapped.is_some(),
            evidence.is_some(),
            "evidence for what is mapped"
        );
    }
    for doubt in &guess.doubts {
        assert!(!doubt.message(table).is_empty());
    }
    if guess.certain {
        assert!(guess.doubts.is_empty());
        assert!(table.is_regular(), "certain of an irregular table");
        assert_eq!(table.ragged_rows(), 0, "certain of ragged rows");
        assert!(!table.has_two_headers());
        assert!(guess.mapping.columns.iter().any(Option::is_some));
    }
}

/// An organization in which the first cells with an `@` are addresses of accounts.
fn live(table: &Table) -> Roster {
    let cells = (0..table.rows()).flat_map(|row| table.cells(row));
    let mut knowledge = Knowledge::default();
    for (number, email) in cells.filter(|cell| cell.contains('@')).take(20).enumerate() {
        if let Some(id) = AccountId::parse(&format!("557058:00000000-0000-4000-8000-{number:012}")) {
            knowledge.accounts.push(Said::of(id).email(email).managed(true));
        }
    }
    let mut roster = Roster::default();
    roster.learn(
        Provenance::looked_up(Time(0)),
        knowledge.whole(Listing::Directory),
    );
    roster
}

fn reviewed(workbench: &mut Workbench, bytes: &[u8]) {
    assert_eq!(workbench.file_bytes().as_deref(), Some(bytes), "saved as it came");
    let view = View {
        count: 500,
        ..View::default()
    };
    let rows = workbench
        .view(&view)
        .map(|window| window.rows)
        .unwrap_or_default();
    let mut codes: Vec<_> = rows
        .iter()
        .flat_map(|row| &row.findings)
        .map(|finding| finding.code)
        .collect();
    codes.sort_unstable();
    codes.dedup();
    for code in codes {
        // Not every finding has a fix.
        let _ = workbench.fix(code, None);
    }
    workbench.diffs();
    workbench.findings_csv();
    while workbench.undo().is_some() {}
    assert_eq!(
        workbench.file_bytes().as_deref(),
        Some(bytes),
        "saved as it came after all is undone"
    );
}
