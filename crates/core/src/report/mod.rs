//! What is left at the end: a summary, results, rows to retry, the undo file. All can be made at any time, also in the middle of
//! a run; then they say what is so until then.

mod summary;

pub use summary::summary;

use crate::{
    diff::LeftOut,
    file::Writer,
    journal::{OutcomeKind, Proof},
    run::{ResultRow, Run},
    time::Time,
};

/// Header of the files that load again as change files.
const CHANGE_FILE: [&str; 3] = ["account_id", "old_email", "new_email"];

/// Every row of the file with what became of it, in the order of the file, as CSV for people and spreadsheets. Rows that the
/// run left out have the outcome `left-out`, and why. The time is the outcome's, in ISO 8601 and UTC.
pub fn results(run: &Run) -> Vec<u8> {
    let mut file = Writer::new(&[
        "line",
        "account_id",
        "name",
        "address_before",
        "address_wanted",
        "outcome",
        "status",
        "code",
        "words",
        "time",
        "read_back",
        "address_instead",
    ]);
    let mut left_out = run.origin().left_out.iter().peekable();
    for row in run.all_results() {
        while let Some(out) = left_out.next_if(|out| out.line < row.line) {
            file.row(cells_left_out(out));
        }
        file.row([
            row.line.to_string(),
            row.account.to_string(),
            row.name.unwrap_or_default(),
            row.before.unwrap_or_default(),
            row.wanted,
            row.outcome.key().to_owned(),
            row.status.map(|status| status.to_string()).unwrap_or_default(),
            row.code.unwrap_or_default(),
            row.words,
            row.at.map(iso).unwrap_or_default(),
            read_back(row.proof.as_ref()),
            row.has_instead.unwrap_or_default(),
        ]);
    }
    for out in left_out {
        file.row(cells_left_out(out));
    }
    file.finish(true)
}

fn read_back(proof: Option<&Proof>) -> String {
    match proof {
        None => String::new(),
        Some(Proof::Verified) => "verified".to_owned(),
        Some(Proof::Instead(_)) => "not as planned".to_owned(),
        Some(Proof::Unread(why)) => format!("could not be read: {why}"),
    }
}

fn cells_left_out(out: &LeftOut) -> [String; 12] {
    let nothing = String::new;
    [
        out.line.to_string(),
        out.account.clone(),
        out.name.clone().unwrap_or_default(),
        out.before.clone().unwrap_or_default(),
        out.wanted.clone(),
        "left-out".to_owned(),
        nothing(),
        nothing(),
        out.why.clone(),
        nothing(),
        nothing(),
        nothing(),
    ]
}

/// The rows whose accounts do not have the wanted address, or may not have it, as a change file. `None` where there are none.
///
/// Rows in doubt are among them: when the file is checked against the live accounts, those that have the new address after
/// all turn out to have nothing to change.
pub fn retry(run: &Run) -> Option<Vec<u8>> {
    let rows = run.all_results().filter(|row| match row.outcome {
        OutcomeKind::Changed | OutcomeKind::Already => false,
        OutcomeKind::NeedsYou
        | OutcomeKind::Refused
        | OutcomeKind::Failed
        | OutcomeKind::Undone
        | OutcomeKind::Skipped
        | OutcomeKind::InDoubt
        | OutcomeKind::NotRun => true,
    });
    change_file(rows.map(|row| {
        [
            row.account.to_string(),
            row.has_instead.or(row.before).unwrap_or_default(),
            row.wanted,
        ]
    }))
}

/// What gives every account that this run changed its former address back, as a change file: in the reverse direction and
/// the reverse order. An account that was left at a temporary address is among them. `None` where there is nothing to undo.
///
/// Circles are circles again in the other direction, and are planned like any other.
pub fn undo(run: &Run) -> Option<Vec<u8>> {
    let mut rows: Vec<ResultRow> = run
        .all_results()
        .filter(|row| matches!(row.outcome, OutcomeKind::Changed | OutcomeKind::NeedsYou))
        .collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.step));
    change_file(rows.into_iter().filter_map(|row| {
        let left_with = match row.outcome {
            OutcomeKind::NeedsYou => row.has_instead?,
            // What somebody else gave it since is for the check of the file to find.
            _ => row.wanted,
        };
        Some([row.account.to_string(), left_with, row.before?])
    }))
}

fn change_file(rows: impl Iterator<Item = [String; 3]>) -> Option<Vec<u8>> {
    let mut rows = rows.peekable();
    rows.peek()?;
    let mut file = Writer::new(&CHANGE_FILE);
    for row in rows {
        file.row(row);
    }
    Some(file.finish(false))
}

/// `2026-03-05T09:30:00.25Z`; empty for a time outside the years that ISO 8601 writes.
fn iso(at: Time) -> String {
    jiff::Timestamp::from_millisecond(at.0)
        .map(|time| time.to_string())
        .unwrap_or_default()
}
