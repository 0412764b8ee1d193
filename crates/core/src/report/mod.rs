//! What is left at the end: a summary, results, rows to retry, the undo file. All can be made at any time, also in the middle of
//! a run; then they say what is so until then.

mod summary;

pub use summary::summary;

use crate::{
    action::{Action, Part, Undo},
    check::WHERE,
    diff::LeftOut,
    file::Writer,
    journal::{OutcomeKind, Proof},
    run::{ResultRow, Run},
    time::Time,
};

/// Header of the files that load again as change files: of addresses, and of accounts.
const ADDRESSES: [&str; 3] = ["account_id", "old_email", "new_email"];
const ACCOUNT: &str = "account_id";

/// Every row of the file with what became of it, in the order of the file, as CSV for people and spreadsheets. Rows that the
/// run left out have the outcome `left-out`, and why. The time is the outcome's, in ISO 8601 and UTC. Where two rows for one account can be
/// about different things, as about two groups, the last column says which: `where`.
pub fn results(run: &Run) -> Vec<u8> {
    let [before, wanted, instead] = if run.action().deed.is_address() {
        ["address_before", "address_wanted", "address_instead"]
    } else {
        ["state_before", "state_wanted", "state_instead"]
    };
    let has_objects = run.action().has_objects();
    let columns = [
        "line",
        "account_id",
        "name",
        before,
        wanted,
        "outcome",
        "status",
        "code",
        "words",
        "time",
        "read_back",
        instead,
    ];
    let columns: Vec<&str> = columns.into_iter().chain(has_objects.then_some(WHERE)).collect();
    let mut file = Writer::new(&columns);
    let left_out = |out: &LeftOut| {
        let spot = out.spot.clone().unwrap_or_default();
        cells_left_out(out).into_iter().chain(has_objects.then_some(spot))
    };
    let mut waiting = run.origin().left_out.iter().peekable();
    for row in run.all_results() {
        while let Some(out) = waiting.next_if(|out| out.line < row.line) {
            file.row(left_out(out));
        }
        let spot = row.details.get(WHERE).cloned().unwrap_or_default();
        let cells = [
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
        ];
        file.row(cells.into_iter().chain(has_objects.then_some(spot)));
    }
    for out in waiting {
        file.row(left_out(out));
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

/// The rows whose accounts do not hold what is wanted, or may not, as a change file. `None` where there are none.
///
/// Rows in doubt are among them: when the file is checked against the live accounts, those that were changed after all turn
/// out to have nothing to change.
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
    if !run.action().deed.is_address() {
        return accounts(rows, Part::is_detail, run.action().parts);
    }
    addresses(rows.map(|row| {
        [
            row.account.to_string(),
            row.has_instead.or(row.before).unwrap_or_default(),
            row.wanted,
        ]
    }))
}

/// What gives every account that this run changed back what it held before, as a change file for the action that undoes this
/// one ([`undone_by`]): in the reverse direction and the reverse order. An account that was left at a temporary address is among
/// them. `None` where there is nothing to undo, or no action undoes it.
///
/// Circles are circles again in the other direction, and are planned like any other.
pub fn undo(run: &Run) -> Option<Vec<u8>> {
    let undoing = undone_by(run.action())?;
    let mut rows: Vec<ResultRow> = run
        .all_results()
        .filter(|row| matches!(row.outcome, OutcomeKind::Changed | OutcomeKind::NeedsYou))
        .collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.step));
    if !run.action().deed.is_address() {
        let rows = rows.into_iter().map(|row| as_it_was(row, run.action().undo));
        return accounts(
            rows,
            |part| part.is_detail() && part != Part::Message,
            undoing.parts,
        );
    }
    addresses(rows.into_iter().filter_map(|row| {
        let left_with = match row.outcome {
            OutcomeKind::NeedsYou => row.has_instead?,
            // What somebody else gave it since is for the check of the file to find.
            _ => row.wanted,
        };
        Some([row.account.to_string(), left_with, row.before?])
    }))
}

/// A row with what was held before in its cells.
fn as_it_was(mut row: ResultRow, undo: Undo) -> ResultRow {
    let Undo::Former(read) = undo else { return row };
    for (part, value) in read(row.before.as_deref().unwrap_or_default()) {
        row.details.insert(part.key().to_owned(), value);
    }
    row
}

/// The action that undoes another; `None` where none does.
pub fn undone_by(action: &'static Action) -> Option<&'static Action> {
    match action.undo {
        Undo::Same | Undo::Former(_) => Some(action),
        Undo::By(key) => Action::of_key(key),
        Undo::Not => None,
    }
}

fn addresses(rows: impl Iterator<Item = [String; 3]>) -> Option<Vec<u8>> {
    let mut rows = rows.peekable();
    rows.peek()?;
    let mut file = Writer::new(&ADDRESSES);
    for row in rows {
        file.row(row);
    }
    Some(file.finish(false))
}

/// The accounts of these rows, with what else the rows say in those of these parts that are told.
fn accounts(
    rows: impl Iterator<Item = ResultRow>,
    is_told: fn(Part) -> bool,
    parts: &[Part],
) -> Option<Vec<u8>> {
    let rows: Vec<ResultRow> = rows.collect();
    rows.first()?;
    // Of the many fields of a profile those alone that the run was about.
    let is_used =
        |part: &Part| !part.is_field() || rows.iter().any(|row| row.details.contains_key(part.key()));
    let details: Vec<&str> = parts
        .iter()
        .filter(|part| is_told(**part) && is_used(part))
        .map(|part| part.key())
        .collect();
    let mut file = Writer::new(&[&[ACCOUNT], details.as_slice()].concat());
    for row in rows {
        let detail = |key: &&str| row.details.get(*key).cloned().unwrap_or_default();
        file.row(
            [row.account.to_string()]
                .into_iter()
                .chain(details.iter().map(detail)),
        );
    }
    Some(file.finish(false))
}

/// `2026-03-05T09:30:00.25Z`; empty for a time outside the years that ISO 8601 writes.
fn iso(at: Time) -> String {
    jiff::Timestamp::from_millisecond(at.0)
        .map(|time| time.to_string())
        .unwrap_or_default()
}
