//! The reports of a run: summary, results, retry files and undo files. Each can be made at any time, also during a run; it then
//! describes the run so far.

mod summary;

pub use summary::summary;

use std::collections::BTreeMap;

use rollcall_model::time::Time;
use rollcall_model::{Field, LeftOut, RowSpec};
use rollcall_table::Writer;

use crate::journal::{OutcomeKind, Proof};
use crate::machine::Run;
use crate::result_row::ResultRow;
use crate::spec::{Resolve, RunSpec};
use crate::undo::UndoRecipe;

/// Headers of the files that can be loaded again as change files: of address changes, and of changes to accounts.
const ADDRESSES: [&str; 3] = ["account_id", "old_email", "new_email"];
const ACCOUNT: &str = "account_id";

/// The outcome of every row, in the order of the file, as CSV for people and spreadsheets. Rows that were excluded from the run
/// have the outcome `left-out` and the reason in the column `words`. The column `time` is the time of the outcome, in ISO 8601 and
/// UTC. Optional columns follow:
///
/// - `where`: the object of the row, such as a group, if two rows can be about different objects of one account;
/// - `address`: the person's address, if people are identified by addresses;
/// - `file_says`: the outcome that the journal gave, if the journal was imported;
/// - `operation`: the operation of the row, if the run has several.
pub fn results(run: &Run) -> Vec<u8> {
    let plan = run.plan();
    let any = |has: fn(&RowSpec) -> bool| plan.specs().any(|spec| has(spec.row));
    let [before, wanted, instead] = if plan.specs().all(|spec| spec.is_address()) {
        ["address_before", "address_wanted", "address_instead"]
    } else {
        ["state_before", "state_wanted", "state_instead"]
    };
    // Whether each optional column is needed.
    let more = [
        any(RowSpec::has_objects),
        any(RowSpec::is_by_address),
        run.was_taken_in() || run.is_claim(),
        plan.operations.len() > 1,
    ];
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
    let columns: Vec<&str> = columns
        .into_iter()
        .chain(only(more, ["where", "address", "file_says", "operation"]))
        .collect();
    let mut file = Writer::new(&columns);
    let left_out = |out: &LeftOut| {
        let told = [&out.place, &out.address, &None, &None].map(|text| text.clone().unwrap_or_default());
        cells_left_out(out).into_iter().chain(only(more, told))
    };
    let mut waiting = run.origin().left_out.iter().peekable();
    for row in run.all_results() {
        while let Some(out) = waiting.next_if(|out| out.line < row.line) {
            file.row(left_out(out));
        }
        let said = run.is_claim().then_some(row.outcome);
        let told = [
            row.details.place(),
            row.address(),
            row.file_says.or(said).map(OutcomeKind::key),
            Some(row.operation),
        ];
        let told = told.map(|text| text.unwrap_or_default().to_owned());
        let cells = [
            row.line.to_string(),
            row.account_id().to_owned(),
            row.name.unwrap_or_default(),
            row.before.unwrap_or_default(),
            row.wanted,
            row.outcome.key().to_owned(),
            row.status.map(|status| status.to_string()).unwrap_or_default(),
            row.code.unwrap_or_default(),
            row.message,
            row.at.map(iso).unwrap_or_default(),
            read_back(row.proof.as_ref()),
            row.has_instead.unwrap_or_default(),
        ];
        file.row(cells.into_iter().chain(only(more, told)));
    }
    for out in waiting {
        file.row(left_out(out));
    }
    file.finish(true)
}

/// The cells whose flag in `is_asked` is true.
fn only<T, const ALL: usize>(is_asked: [bool; ALL], cells: [T; ALL]) -> impl Iterator<Item = T> {
    let cells = cells.into_iter().zip(is_asked);
    cells.filter_map(|(cell, is_asked)| is_asked.then_some(cell))
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

/// A change file with the rows that still have to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetryFile {
    /// The action that the file runs.
    pub spec: RunSpec,
    /// The CSV bytes.
    pub bytes: Vec<u8>,
}

/// Change files with the rows whose accounts are not, or may not be, in the desired state: one file for each operation that has
/// such rows.
///
/// Rows in doubt are included: when the file is checked against the live accounts, rows that were changed after all turn out to
/// need no change.
pub fn retry(run: &Run) -> Vec<RetryFile> {
    let file = |spec: RunSpec| {
        let rows = run
            .all_results()
            .filter(|row| row.operation == spec.key() && is_to_do(row));
        let bytes = if spec.is_address() {
            addresses(rows.map(|row| {
                [
                    row.account_id().to_owned(),
                    row.has_instead.or(row.before).unwrap_or_default(),
                    row.wanted,
                ]
            }))
        } else {
            people(rows, Field::is_detail, spec.row)
        };
        Some(RetryFile { spec, bytes: bytes? })
    };
    run.plan().specs().filter_map(file).collect()
}

fn is_to_do(row: &ResultRow) -> bool {
    match row.outcome {
        OutcomeKind::Changed | OutcomeKind::Already => false,
        OutcomeKind::NeedsYou
        | OutcomeKind::Refused
        | OutcomeKind::Failed
        | OutcomeKind::Undone
        | OutcomeKind::Skipped
        | OutcomeKind::InDoubt
        | OutcomeKind::NotRun => true,
    }
}

/// For a run that was imported from a foreign journal: the number of rows by the outcome that the journal gave. Empty for any other
/// run.
pub fn file_says(run: &Run) -> BTreeMap<OutcomeKind, usize> {
    let mut counts = BTreeMap::new();
    if !run.was_taken_in() {
        return counts;
    }
    let rows = run.all_results().filter_map(|row| row.file_says);
    let others = run.claimed_results().into_iter().map(|row| row.outcome);
    for outcome in rows.chain(others) {
        *counts.entry(outcome).or_default() += 1;
    }
    counts
}

/// A change file that undoes changes of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UndoFile {
    /// The action that the file runs.
    pub spec: RunSpec,
    /// Name of the file: "undo file".
    pub called: &'static str,
    /// The CSV bytes.
    pub bytes: Vec<u8>,
}

/// Change files that restore the former state of every account that this run changed. They must be run in the order returned. The
/// operation that was run last is undone first, and each file has its rows in the reverse order of the run. Accounts that were left
/// at a temporary address are included. Empty if there is nothing to undo or no action undoes it. `resolve` finds the actions that
/// undo.
///
/// A cycle is a cycle in the opposite direction too, and is planned like any other.
///
/// For a run that was imported from a foreign journal, only the changes made here are undone. Changes made on the other machine are
/// undone by the undo file exported there: the journal's statements about them are only claims, and no reason to change anything.
pub fn undo(run: &Run, resolve: Resolve) -> Vec<UndoFile> {
    let mut rows: Vec<ResultRow> = run.all_results().filter(is_to_undo).collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.step));
    let file = |done: RunSpec, recipe: &UndoRecipe| {
        let spec = resolve(recipe.by)?;
        let rows = rows.iter().filter(|row| row.operation == done.key());
        let bytes = if spec.is_address() {
            former_addresses(rows)
        } else {
            given_back(rows, recipe, spec.row)
        };
        Some(UndoFile {
            spec,
            called: recipe.called,
            bytes: bytes?,
        })
    };
    let files = |done: RunSpec| {
        done.undo
            .recipes
            .iter()
            .filter_map(move |recipe| file(done, recipe))
    };
    last_first(run).flat_map(files).collect()
}

/// The operations of the run, the one whose rows ran last first.
fn last_first(run: &Run) -> impl Iterator<Item = RunSpec> {
    let plan = run.plan();
    let last_step = |spec: RunSpec| {
        let steps = 0..plan.steps.len() as u32;
        steps.rev().find(|&step| plan.spec_of_step(step) == spec)
    };
    let mut specs: Vec<RunSpec> = plan.specs().collect();
    specs.sort_by_key(|spec| std::cmp::Reverse(last_step(*spec)));
    specs.into_iter()
}

/// The names of the files that [`undo`] returns, and the actions that they run. If only one file is possible, it is listed even
/// before there is anything to undo.
pub fn undo_actions(run: &Run, resolve: Resolve) -> Vec<(&'static str, RunSpec)> {
    let all = || last_first(run).flat_map(|done| done.undo.recipes.iter().map(move |recipe| (done, recipe)));
    let is_only = all().count() == 1;
    let is_filled = |done: RunSpec, recipe: &UndoRecipe| {
        let changed = run
            .all_results()
            .filter(|row| row.operation == done.key() && is_to_undo(row));
        is_only || changed.into_iter().any(|row| !(recipe.rows)(&row).is_empty())
    };
    all()
        .filter(|(done, recipe)| is_filled(*done, recipe))
        .filter_map(|(_, recipe)| Some((recipe.called, resolve(recipe.by)?)))
        .collect()
}

/// A change in doubt may have been made; the check of the undo file finds out. A change that was refused or failed may have been
/// made in part.
fn is_to_undo(row: &ResultRow) -> bool {
    let may_be_so = matches!(
        row.outcome,
        OutcomeKind::Changed | OutcomeKind::NeedsYou | OutcomeKind::InDoubt
    );
    let may_be_in_part = matches!(row.outcome, OutcomeKind::Refused | OutcomeKind::Failed);
    may_be_so || (may_be_in_part && (row.has.is_some() || row.had.is_some()))
}

fn former_addresses<'r>(rows: impl Iterator<Item = &'r ResultRow>) -> Option<Vec<u8>> {
    addresses(rows.cloned().filter_map(|row| {
        let account = row.account_id().to_owned();
        let left_with = match row.outcome {
            OutcomeKind::NeedsYou => row.has_instead?,
            // If somebody else has changed the address since, the check of the undo file finds out.
            _ => row.wanted,
        };
        let before = row.before?;
        // A change that was already undone has restored the former address.
        (left_with != before).then_some([account, left_with, before])
    }))
}

fn given_back<'r>(
    rows: impl Iterator<Item = &'r ResultRow>,
    recipe: &UndoRecipe,
    spec: &RowSpec,
) -> Option<Vec<u8>> {
    let rows = rows.flat_map(|row| {
        let with = |details| ResultRow {
            details,
            ..row.clone()
        };
        (recipe.rows)(row).into_iter().map(with)
    });
    people(rows, |part| part.is_detail() && part != Field::Message, spec)
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

/// A change file for an action, about the people of these rows, with those of their details for which `is_told` is true. People are
/// identified by account id if the action takes ids and the id is known, else by address. `None` if there are no rows.
fn people(
    rows: impl Iterator<Item = ResultRow>,
    is_told: fn(Field) -> bool,
    spec: &RowSpec,
) -> Option<Vec<u8>> {
    let rows: Vec<ResultRow> = rows.collect();
    rows.first()?;
    let by_id = !spec.is_by_address();
    let by_address = !by_id || rows.iter().any(|row| row.account_id().is_empty());
    let by = [by_id, by_address];
    // A profile has many fields: only those that the run was about become columns. `Left` occurs only in undo files.
    let is_seldom = |part: &Field| part.is_field() || *part == Field::Left;
    let is_used = |part: &Field| !is_seldom(part) || rows.iter().any(|row| row.details.has(*part));
    let details: Vec<Field> = (spec.fields.iter().copied())
        .filter(|field| is_told(*field) && is_used(field))
        .collect();
    let columns = only(by, [ACCOUNT, Field::CurrentAddress.key()]);
    let mut file = Writer::new(
        &columns
            .chain(details.iter().map(|field| field.key()))
            .collect::<Vec<_>>(),
    );
    for row in rows {
        let who = [row.account_id(), row.address().unwrap_or_default()].map(str::to_owned);
        let detail = |field: &Field| row.details.get(*field).unwrap_or_default().to_owned();
        file.row(only(by, who).chain(details.iter().map(detail)));
    }
    Some(file.finish(false))
}

/// `2026-03-05T09:30:00.25Z`; empty for a time outside the years that ISO 8601 can represent.
fn iso(at: Time) -> String {
    jiff::Timestamp::from_millisecond(at.0)
        .map(|time| time.to_string())
        .unwrap_or_default()
}
