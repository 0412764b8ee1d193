//! The workbench: findings, rows, roster.

use rollcall_core::action::{ACTIONS, Action, Shows, change_email};
use rollcall_core::check::{self, Review, other_action};
use rollcall_core::finding::{self, Finding};
use rollcall_core::roster::Roster;
use rollcall_core::workbench::{self, Order, Window, Workbench};
use rollcall_protocol::{
    ActionState, Cell, FindingCount, GridColumn, ReviewState, RosterSource, RosterState, Row, RowFinding,
    RowState, Rows, Severity, SortKey, Unchecked, View, WholeFile,
};

/// The findings in numbers; `None` as long as nothing can be checked.
pub(crate) fn review_state(workbench: &Workbench) -> Option<ReviewState> {
    let review = workbench.review()?;
    let counts = review.counts();
    let offered = workbench.other_action();
    Some(ReviewState {
        action: workbench.action().title().to_owned(),
        columns: workbench
            .columns()
            .into_iter()
            .map(|column| GridColumn {
                key: column.key.to_owned(),
                title: column.title.to_owned(),
                editable: column.editable,
            })
            .collect(),
        rows: counts.rows,
        ready: counts.ready,
        errors: counts.errors,
        warnings: counts.warnings,
        notes: counts.notes,
        left_out: counts.left_out,
        edits: workbench.edit_log().len() as u32,
        findings: finding_counts(review),
        whole_file: review
            .whole_file()
            .iter()
            .map(|finding| WholeFile {
                code: finding.code.to_owned(),
                severity: severity(finding.severity),
                message: finding.message.clone(),
                hint: finding.hint.clone(),
                offers: offered
                    .filter(|_| finding.code == other_action::CHECK.code)
                    .map(|action| (action.key().to_owned(), action.title().to_owned())),
            })
            .collect(),
        unchecked: review
            .unchecked()
            .iter()
            .map(|unchecked| Unchecked {
                what: unchecked.what.to_owned(),
                rows: unchecked.rows,
                why: unchecked.why.to_owned(),
            })
            .collect(),
    })
}

fn finding_counts(review: &Review) -> Vec<FindingCount> {
    review
        .findings()
        .iter()
        .map(|count| FindingCount {
            code: count.check.code.to_owned(),
            title: count.check.title.to_owned(),
            severity: severity(count.check.severity()),
            rows: count.rows,
            fix: count.fix.map(|(label, rows)| (label.to_owned(), rows)),
        })
        .collect()
}

/// The check of every action that changes managed accounts only.
const NOT_MANAGED: &str = "E020-not-managed";

/// What there is to choose from.
pub(crate) fn actions() -> Vec<ActionState> {
    let has_example = |action: &Action| *action == change_email::ACTION;
    let needs_managed = |action: &Action| {
        let mut checks = action.review.checks.iter();
        checks.any(|check| check.code == NOT_MANAGED)
    };
    ACTIONS
        .iter()
        .map(|action| ActionState {
            key: action.key().to_owned(),
            title: action.title().to_owned(),
            hint: action.labels.hint.to_owned(),
            file: action.labels.file.to_owned(),
            has_example: has_example(action),
            needs_managed: needs_managed(action),
        })
        .collect()
}

/// What the page wants to see, in core's words.
pub(crate) fn view(view: View) -> workbench::View {
    let (by, descending) = match view.sort {
        None => (workbench::SortKey::Row, false),
        Some(sort) => {
            let by = match sort.by {
                SortKey::Row => workbench::SortKey::Row,
                SortKey::State => workbench::SortKey::State,
                SortKey::Who => workbench::SortKey::Who,
                SortKey::Column(key) => workbench::SortKey::Column(key),
                SortKey::Findings => workbench::SortKey::Findings,
            };
            (by, sort.descending)
        }
    };
    workbench::View {
        from: view.from,
        count: view.count,
        order: Order {
            severity: view.severity.map(|severity| match severity {
                Severity::Error => finding::Severity::Error,
                Severity::Warning => finding::Severity::Warning,
                Severity::Note => finding::Severity::Note,
            }),
            state: view.state.map(|state| match state {
                RowState::Ready => check::RowState::Ready,
                RowState::Look => check::RowState::Look,
                RowState::Blocked => check::RowState::Blocked,
                RowState::Nothing => check::RowState::Nothing,
                RowState::LeftOut => check::RowState::LeftOut,
            }),
            code: view.code,
            search: view.search,
            by,
            descending,
        },
    }
}

/// A window of rows.
pub(crate) fn rows(window: Window, columns: &[workbench::GridColumn]) -> Rows {
    Rows {
        revision: window.revision,
        from: window.from,
        total: window.total,
        rows: window
            .rows
            .into_iter()
            .map(|of_row| row(of_row, columns))
            .collect(),
    }
}

fn row(row: workbench::Row, columns: &[workbench::GridColumn]) -> Row {
    Row {
        number: row.number,
        line: row.line,
        state: match row.state {
            check::RowState::Ready => RowState::Ready,
            check::RowState::Look => RowState::Look,
            check::RowState::Blocked => RowState::Blocked,
            check::RowState::Nothing => RowState::Nothing,
            check::RowState::LeftOut => RowState::LeftOut,
        },
        name: row.name,
        account: row.account,
        cells: row
            .cells
            .into_iter()
            .map(|cell| Cell {
                text: cell.text,
                was: cell.was,
                severity: cell.severity.map(severity),
            })
            .collect(),
        findings: row
            .findings
            .into_iter()
            .map(|finding| row_finding(finding, columns))
            .collect(),
    }
}

fn row_finding(finding: Finding, columns: &[workbench::GridColumn]) -> RowFinding {
    let column = finding
        .part
        .and_then(|part| columns.iter().find(|column| column.shows == Shows::Cell(part)));
    RowFinding {
        code: finding.code.to_owned(),
        severity: severity(finding.severity),
        column: column.map(|column| column.key.to_owned()),
        message: finding.message,
        hint: finding.hint,
        fix: finding.fix.map(|fix| fix.label()),
    }
}

fn severity(severity: finding::Severity) -> Severity {
    match severity {
        finding::Severity::Error => Severity::Error,
        finding::Severity::Warning => Severity::Warning,
        finding::Severity::Note => Severity::Note,
    }
}

/// What is known about accounts and domains.
pub(crate) fn roster_state(
    roster: &Roster,
    can_look_up: bool,
    to_ask_deeply: u32,
    notes: Vec<String>,
) -> RosterState {
    RosterState {
        accounts: roster.len() as u32,
        domains: roster.domains().map(str::to_owned).collect(),
        domains_are_known: roster.domains_are_complete(),
        notes,
        sources: roster
            .sources()
            .iter()
            .map(|source| RosterSource {
                title: source.title.clone(),
                gave: source.gave(),
                at: source.at.0,
            })
            .collect(),
        can_look_up,
        to_ask_deeply,
    }
}
