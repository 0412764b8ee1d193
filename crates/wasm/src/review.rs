//! What the checks say: in numbers, and row by row.

use std::collections::BTreeMap;

use rollcall_core::action::Field;
use rollcall_core::check;
use rollcall_core::finding::{self, Severity};
use rollcall_core::workbench::{self, GridColumn};
use serde::Serialize;

use crate::view::{Page, state_name};

/// The findings in numbers.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Review {
    action: &'static str,
    columns: Vec<Column>,
    counts: Counts,
    edits: u32,
    findings: Vec<FindingCount>,
    whole_file: Vec<Finding>,
    unchecked: Vec<Unchecked>,
}

#[derive(Serialize)]
struct Column {
    key: &'static str,
    title: &'static str,
    editable: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Counts {
    rows: u32,
    ready: u32,
    errors: u32,
    warnings: u32,
    notes: u32,
    nothing: u32,
    left_out: u32,
    unresolved: u32,
}

#[derive(Serialize)]
struct FindingCount {
    code: &'static str,
    severity: &'static str,
    title: &'static str,
    rows: u32,
    fix: Option<FixCount>,
}

#[derive(Serialize)]
struct FixCount {
    label: &'static str,
    rows: u32,
}

#[derive(Serialize)]
struct Unchecked {
    what: &'static str,
    rows: u32,
    why: &'static str,
}

#[derive(Serialize)]
struct Finding {
    code: &'static str,
    severity: &'static str,
    title: &'static str,
    part: Option<&'static str>,
    message: String,
    hint: String,
    fix: Option<Fix>,
}

#[derive(Serialize)]
struct Fix {
    label: String,
    #[serde(flatten)]
    what: FixKind,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum FixKind {
    Put { part: &'static str, value: String },
    AcceptLive { value: String },
    LeaveOut,
}

impl Review {
    /// What the checks say of the file on this desk; `None` as long as nothing can be checked.
    pub(crate) fn of(workbench: &workbench::Workbench) -> Option<Self> {
        let review = workbench.review()?;
        let counts = review.counts();
        Some(Self {
            action: workbench.action().title(),
            columns: workbench.columns().into_iter().map(Column::from).collect(),
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
            findings: review.findings().iter().map(FindingCount::from).collect(),
            whole_file: review.whole_file().iter().cloned().map(Finding::from).collect(),
            unchecked: review
                .unchecked()
                .iter()
                .map(|unchecked| Unchecked {
                    what: unchecked.what,
                    rows: unchecked.rows,
                    why: unchecked.why,
                })
                .collect(),
        })
    }
}

impl From<GridColumn> for Column {
    fn from(column: GridColumn) -> Self {
        Self {
            key: column.key,
            title: column.title,
            editable: column.editable,
        }
    }
}

impl From<&check::FindingCount> for FindingCount {
    fn from(count: &check::FindingCount) -> Self {
        Self {
            code: count.check.code,
            severity: count.check.severity().name(),
            title: count.check.title,
            rows: count.rows,
            fix: count.fix.map(|(label, rows)| FixCount { label, rows }),
        }
    }
}

impl From<finding::Finding> for Finding {
    fn from(finding: finding::Finding) -> Self {
        Self {
            code: finding.code,
            severity: finding.severity.name(),
            title: finding.title,
            part: finding.part.map(Field::key),
            message: finding.message,
            hint: finding.hint,
            fix: finding.fix.map(Fix::from),
        }
    }
}

impl From<finding::Fix> for Fix {
    fn from(fix: finding::Fix) -> Self {
        Self {
            label: fix.label(),
            what: match fix {
                finding::Fix::Put { part, value } => FixKind::Put {
                    part: part.key(),
                    value,
                },
                finding::Fix::AcceptLive { value } => FixKind::AcceptLive { value },
                finding::Fix::LeaveOut => FixKind::LeaveOut,
            },
        }
    }
}

/// A row of the file with what is known and found about it.
#[derive(Serialize)]
pub(crate) struct Row {
    number: u32,
    line: u32,
    state: &'static str,
    name: Option<String>,
    account: Option<String>,
    cells: BTreeMap<&'static str, Cell>,
    findings: Vec<Finding>,
}

#[derive(Serialize)]
struct Cell {
    text: Option<String>,
    was: Option<String>,
    severity: Option<&'static str>,
}

impl Row {
    /// A page of rows whose cells stand in these columns.
    pub(crate) fn page(window: workbench::Window, columns: &[GridColumn]) -> Page<Self> {
        Page {
            from: window.from,
            total: window.total,
            items: window
                .rows
                .into_iter()
                .map(|row| Self::new(row, columns))
                .collect(),
        }
    }

    fn new(row: workbench::Row, columns: &[GridColumn]) -> Self {
        let keys = columns.iter().map(|column| column.key);
        Self {
            number: row.number,
            line: row.line,
            state: state_name(row.state),
            name: row.name,
            account: row.account,
            cells: keys.zip(row.cells.into_iter().map(Cell::from)).collect(),
            findings: row.findings.into_iter().map(Finding::from).collect(),
        }
    }
}

impl From<workbench::Cell> for Cell {
    fn from(cell: workbench::Cell) -> Self {
        Self {
            text: cell.text,
            was: cell.was,
            severity: cell.severity.map(Severity::name),
        }
    }
}
