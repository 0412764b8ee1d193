//! What is shown: the types of `rollcall-view`, and how they are made from what is known here.

use std::borrow::Cow;

pub use rollcall_view::*;

use crate::action::{ACTIONS, Action, Field};
use crate::check;
use crate::file;
use crate::finding;
use crate::mapping::{Guess, Mapping};
use crate::plan;
use crate::roster::{self, export::Exported};
use crate::workbench::{self, Workbench};

/// Cells of a column that are shown, at most.
const SAMPLES: usize = 3;

/// Characters of a cell that are shown, at most.
const SAMPLE_LENGTH: usize = 60;

fn key(part: Field) -> Cow<'static, str> {
    part.key().into()
}

/// What the rows of a change file can ask for.
pub fn actions() -> Vec<ActionInfo> {
    ACTIONS
        .iter()
        .map(|action: &&Action| ActionInfo {
            key: action.key().into(),
            title: action.title().into(),
            hint: action.labels.hint.into(),
            file: action.labels.file.into(),
            parts: action.row.fields.iter().copied().map(key).collect(),
        })
        .collect()
}

/// The checks of all actions, each once.
pub fn checks() -> Vec<Check> {
    let mut known = std::collections::BTreeSet::new();
    let checks = ACTIONS.iter().flat_map(|action| action.review.checks);
    checks
        .filter(|check| known.insert(check.code))
        .map(|check| Check {
            code: check.code.into(),
            severity: severity(check.severity()),
            title: check.title.into(),
            part: check.part.map(key),
            question: check.question.map(Cow::from),
            fix: check.fix.map(|offer| offer.all.into()),
        })
        .collect()
}

/// The parts that a column of a change file can play.
pub fn parts() -> Vec<PartInfo> {
    Field::ALL
        .into_iter()
        .map(|part| PartInfo {
            key: key(part),
            title: part.title().into(),
            hint: part.hint().into(),
        })
        .collect()
}

/// The file that is open, whose mapping was guessed so when it was opened.
pub fn change_file(workbench: &Workbench, guess: &Guess) -> Option<ChangeFile> {
    let (file, mapping) = (workbench.file()?, workbench.mapping()?);
    let table = file.table();
    Some(ChangeFile {
        name: file.name().to_owned(),
        size: file.size(),
        rows: table.rows() as u32,
        reading: as_read(file),
        columns: (0..table.columns())
            .map(|column| file_column(table, column, mapping))
            .collect(),
        mapping_is_certain: guess.certain,
        doubts: guess.doubts.iter().map(|doubt| doubt.message(table)).collect(),
        as_read: workbench.as_read(),
        mapping_problems: workbench
            .mapping_problems()
            .iter()
            .map(|problem| Problem {
                code: problem.code().into(),
                message: problem.what(),
                hint: problem.hint().to_string(),
            })
            .collect(),
        recognized_as: guess.recognized.map(|shape| Problem {
            code: shape.code().into(),
            message: shape.what().to_string(),
            hint: shape.hint().to_string(),
        }),
    })
}

fn as_read(file: &file::ChangeFile) -> AsRead {
    let read = file.as_read();
    AsRead {
        encoding: read.encoding.label().into(),
        encoding_basis: basis(read.encoding_basis),
        byte_order_mark: read.byte_order_mark,
        delimiter: read.delimiter.as_char(),
        delimiter_basis: basis(read.delimiter_basis),
        line_breaks: read.line_breaks.label().into(),
        header: read.header,
        header_basis: basis(read.header_basis),
        begins: read.begins,
        skipped: read.skipped,
        ragged_rows: read.ragged_rows as u32,
        bad_bytes: read.bad_bytes as u32,
    }
}

fn basis(basis: file::Basis) -> Basis {
    match basis {
        file::Basis::Marked => Basis::Marked,
        file::Basis::Valid => Basis::Valid,
        file::Basis::Guessed => Basis::Guessed,
        file::Basis::Chosen => Basis::Chosen,
    }
}

fn file_column(table: &file::Table, column: usize, mapping: &Mapping) -> FileColumn {
    let name = table.header(column).filter(|name| !name.is_empty());
    let cells = (0..table.rows()).map(|row| table.cell(row, column).trim());
    FileColumn {
        name: name.map_or_else(|| format!("Column {}", column + 1), str::to_owned),
        samples: cells
            .filter(|cell| !cell.is_empty())
            .take(SAMPLES)
            .map(|cell| cell.chars().take(SAMPLE_LENGTH).collect())
            .collect(),
        part: mapping.columns.get(column).copied().flatten().map(key),
    }
}

/// What was read from a roster file.
pub fn roster_file(exported: &Exported) -> RosterFile {
    RosterFile {
        kind: exported.kind.title().into(),
        accounts: exported.accounts as u32,
        domains: exported.knowledge.domains.len() as u32,
        may_be_part: exported.part.is_some(),
        notes: exported.notes(),
    }
}

/// What was typed, and what of it is no domain.
pub fn typed_domains(domains: Vec<String>, rejected: &[roster::Rejected]) -> TypedDomains {
    TypedDomains {
        domains,
        rejected: rejected
            .iter()
            .map(|rejected| RejectedDomain {
                text: rejected.text.clone(),
                why: rejected.why.to_string(),
            })
            .collect(),
    }
}

/// What is known, in numbers, and where it comes from.
pub fn roster(roster: &roster::Roster) -> Roster {
    Roster {
        accounts: roster.len() as u32,
        domains: roster.domains().map(str::to_owned).collect(),
        domains_are_complete: roster.domains_are_complete(),
        sources: roster
            .sources()
            .iter()
            .map(|source| RosterSource {
                title: source.title.clone(),
                accounts: source.accounts as u32,
                domains: source.domains as u32,
                at: source.at.0 as f64,
            })
            .collect(),
    }
}

/// A finding's weight.
pub fn severity(severity: finding::Severity) -> Severity {
    match severity {
        finding::Severity::Error => Severity::Error,
        finding::Severity::Warning => Severity::Warning,
        finding::Severity::Note => Severity::Note,
    }
}

/// Where a row stands.
pub fn row_state(state: check::RowState) -> RowState {
    match state {
        check::RowState::Ready => RowState::Ready,
        check::RowState::Look => RowState::Look,
        check::RowState::Blocked => RowState::Blocked,
        check::RowState::Nothing => RowState::Nothing,
        check::RowState::LeftOut => RowState::LeftOut,
    }
}

/// What the checks say, in numbers; `None` as long as nothing can be checked.
pub fn review(workbench: &Workbench) -> Option<Review> {
    let review = workbench.review()?;
    let counts = review.counts();
    Some(Review {
        action: workbench.action().title().into(),
        columns: workbench
            .columns()
            .into_iter()
            .map(|column| GridColumn {
                key: column.key.into(),
                title: column.title.into(),
                editable: column.editable,
            })
            .collect(),
        counts: Counts {
            rows: counts.rows,
            ready: counts.ready,
            errors: counts.errors,
            warnings: counts.warnings,
            notes: counts.notes,
            nothing: counts.nothing,
            left_out: counts.left_out,
            unresolved: counts.unresolved,
        },
        edits: workbench.edit_log().len() as u32,
        findings: review
            .findings()
            .iter()
            .map(|count| FindingCount {
                code: count.check.code.into(),
                severity: severity(count.check.severity()),
                title: count.check.title.into(),
                rows: count.rows,
                fix: count.fix.map(|(label, rows)| FixCount {
                    label: label.into(),
                    rows,
                }),
            })
            .collect(),
        whole_file: review.whole_file().iter().cloned().map(found).collect(),
        unchecked: review
            .unchecked()
            .iter()
            .map(|unchecked| Unchecked {
                what: unchecked.what.into(),
                rows: unchecked.rows,
                why: unchecked.why.into(),
            })
            .collect(),
    })
}

fn found(finding: finding::Finding) -> Finding {
    Finding {
        code: finding.code.into(),
        severity: severity(finding.severity),
        title: finding.title.into(),
        part: finding.part.map(key),
        message: finding.message,
        hint: finding.hint,
        fix: finding.fix.map(|fix| Fix {
            label: fix.label(),
            what: match fix {
                finding::Fix::Put { part, value } => FixKind::Put {
                    part: key(part),
                    value,
                },
                finding::Fix::AcceptLive { value } => FixKind::AcceptLive { value },
                finding::Fix::LeaveOut => FixKind::LeaveOut,
            },
        }),
    }
}

/// A page of rows whose cells stand in these columns.
pub fn rows(window: workbench::Window, columns: &[workbench::GridColumn]) -> Page<Row> {
    let row = |row: workbench::Row| Row {
        number: row.number,
        line: row.line,
        state: row_state(row.state),
        name: row.name,
        account: row.account,
        cells: columns
            .iter()
            .map(|column| column.key.into())
            .zip(row.cells.into_iter().map(|cell| Cell {
                text: cell.text,
                was: cell.was,
                severity: cell.severity.map(severity),
            }))
            .collect(),
        findings: row.findings.into_iter().map(found).collect(),
    };
    Page {
        from: window.from,
        total: window.total,
        items: window.rows.into_iter().map(row).collect(),
    }
}

/// What a person should confirm before a run.
pub fn confirmation(asked: &check::Confirmation) -> Confirmation {
    Confirmation {
        key: asked.key.into(),
        text: asked.text.clone(),
        typed: asked.typed.clone(),
    }
}

/// Steps of a plan that go together.
pub fn batch(batch: &plan::Batch) -> Batch {
    Batch {
        canary: batch.canary,
        first: batch.first,
        steps: batch.steps,
    }
}

/// The step of a plan that has this number.
pub fn step(plan: &plan::Plan, number: u32, step: &plan::Step) -> Step {
    let row = plan.row_of(number);
    Step {
        number,
        row: row.number,
        line: row.line,
        account: row.person().to_owned(),
        name: row.name.clone(),
        from: step.from.clone(),
        to: step.to.clone(),
        details: Field::ALL
            .into_iter()
            .filter_map(|part| Some((key(part), row.details.get(part)?.to_owned())))
            .collect(),
        waits_for: step.waits_for.clone(),
        undoes: step.undoes,
    }
}
