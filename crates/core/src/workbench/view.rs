//! Which rows the page sees, and in what order.

use std::borrow::Cow;

use crate::action::Shows;
use crate::check::{CheckContext, Review, RowState};
use crate::finding::{Finding, Severity};

/// What rows are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// First row of the window, in the order of the view.
    pub from: u32,
    /// Rows wanted; [`MOST`] at most.
    pub count: u32,
    /// Which rows, and in what order.
    pub order: Order,
}

/// The most rows that one window has.
pub const MOST: u32 = 500;

/// Which rows, and in what order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Order {
    /// Only rows whose gravest finding is this.
    pub severity: Option<Severity>,
    /// Only rows in this state; [`RowState::Ready`] stands for all that can run, those with a warning included, as the counts do.
    pub state: Option<RowState>,
    /// Only rows with this finding.
    pub code: Option<String>,
    /// Only rows where a cell of the grid, the account id or the person's name contains this, whatever the case.
    pub search: String,
    /// By what; the file's order where rows are alike.
    pub by: SortKey,
    /// Largest first. Rows without a text stay last.
    pub descending: bool,
}

/// What rows can be sorted by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SortKey {
    /// Place in the file.
    #[default]
    Row,
    /// State.
    State,
    /// Name, then account id.
    Who,
    /// A column of the grid, by its key.
    Column(String),
    /// Gravest finding first.
    Findings,
}

/// A window of rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// The revision of the desk that it shows.
    pub revision: u32,
    /// First row, in the order of the view.
    pub from: u32,
    /// Rows that the view has in all.
    pub total: u32,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A row of the grid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Counted from 0 over the rows of the file.
    pub number: u32,
    /// Line of the file where it begins, counted from 1.
    pub line: u32,
    /// Where it stands.
    pub state: RowState,
    /// The person's name, where it is known.
    pub name: Option<String>,
    /// The account id, where it is known or the file gives one.
    pub account: Option<String>,
    /// One for each column of the grid.
    pub cells: Vec<Cell>,
    /// Gravest first.
    pub findings: Vec<Finding>,
}

/// A cell of the grid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// What stands there; `None` where it is not known.
    pub text: Option<String>,
    /// What stood in the file, where an edit changed it.
    pub was: Option<String>,
    /// Gravest finding about this cell.
    pub severity: Option<Severity>,
}

/// A column of the grid, for this file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GridColumn {
    /// Stable key: the part's, where its cells can be edited.
    pub key: &'static str,
    /// As shown.
    pub title: &'static str,
    /// What stands in it.
    pub shows: Shows,
    /// Whether its cells can be edited.
    pub editable: bool,
}

/// The rows of an order. Kept between windows, so that scrolling costs nothing.
#[derive(Debug)]
pub(super) enum Rows {
    /// All, in the order of the file.
    All(u32),
    /// These.
    These(Vec<u32>),
}

impl Rows {
    pub(super) fn len(&self) -> u32 {
        match self {
            Self::All(rows) => *rows,
            Self::These(rows) => rows.len() as u32,
        }
    }

    /// A window of them.
    pub(super) fn window(&self, from: u32, count: u32) -> Vec<u32> {
        let to = from.saturating_add(count.min(MOST)).min(self.len());
        let from = from.min(to);
        match self {
            Self::All(_) => (from..to).collect(),
            Self::These(rows) => rows[from as usize..to as usize].to_vec(),
        }
    }
}

/// What the rows of a view are made from.
pub(super) struct Shown<'a> {
    pub(super) context: CheckContext<'a>,
    pub(super) review: &'a Review,
    pub(super) columns: &'a [GridColumn],
}

impl<'a> Shown<'a> {
    /// Filters, then sorts.
    pub(super) fn rows(&self, order: &Order) -> Rows {
        let rows = self.context.changes.rows();
        let needle = order.search.trim().to_lowercase();
        let filtered =
            order.severity.is_some() || order.state.is_some() || order.code.is_some() || !needle.is_empty();
        if !filtered && order.by == SortKey::Row && !order.descending {
            return Rows::All(rows);
        }
        let candidates: Vec<u32> = match &order.code {
            Some(code) => self.review.rows_with(code).collect(),
            None => (0..rows).collect(),
        };
        let mut kept: Vec<u32> = candidates
            .into_iter()
            .filter(|&row| order.state.is_none_or(|state| self.is_in(row, state)))
            .filter(|&row| order.severity.is_none() || self.review.severity_of(row) == order.severity)
            .filter(|&row| needle.is_empty() || self.mentions(row, &needle))
            .collect();
        self.sort(&mut kept, order);
        Rows::These(kept)
    }

    fn is_in(&self, row: u32, state: RowState) -> bool {
        match (state, self.review.state(row)) {
            (RowState::Ready, now) => matches!(now, Some(RowState::Ready | RowState::Look)),
            (_, now) => now == Some(state),
        }
    }

    fn sort(&self, rows: &mut [u32], order: &Order) {
        match &order.by {
            SortKey::Row if order.descending => rows.reverse(),
            SortKey::Row => {}
            SortKey::State => by_key(rows, order.descending, |row| self.review.state(row)),
            SortKey::Findings => by_key(rows, order.descending, |row| {
                self.review
                    .checks_of(row)
                    .next()
                    .map(|check| (check.severity(), check.code))
            }),
            SortKey::Who => by_key(rows, order.descending, |row| {
                let (name, account) = self.who(row);
                let name = name.map(str::to_lowercase);
                (name.is_some() || account.is_some()).then(|| (name.is_none(), name, account))
            }),
            SortKey::Column(key) => {
                let Some(column) = self.columns.iter().find(|column| column.key == key) else {
                    return;
                };
                by_key(rows, order.descending, |row| {
                    self.text(row, column.shows)
                        .filter(|text| !text.is_empty())
                        .map(|text| text.to_lowercase())
                });
            }
        }
    }

    fn mentions(&self, row: u32, needle: &str) -> bool {
        let (name, account) = self.who(row);
        let mut texts = name.into_iter().chain(account);
        let mut cells = self
            .columns
            .iter()
            .filter_map(|column| self.text(row, column.shows));
        texts.any(|text| contains(text, needle)) || cells.any(|text| contains(&text, needle))
    }

    /// Name and account id; of who is named by an address, and has no name here, that.
    fn who(&self, row: u32) -> (Option<&'a str>, Option<&'a str>) {
        let row_context = self.context.row(row);
        let account = row_context.here();
        let name = account
            .and_then(|account| account.name.value())
            .map(String::as_str);
        let name = name.or(row_context
            .spec
            .is_by_address()
            .then_some(row_context.change.address_in_file));
        let id = account.map_or(row_context.change.account_id, |account| account.id.as_str());
        (
            name.filter(|name| !name.is_empty()),
            Some(id).filter(|id| !id.is_empty()),
        )
    }

    fn text(&self, row: u32, shows: Shows) -> Option<Cow<'a, str>> {
        match shows {
            Shows::Current => {
                let row_context = self.context.row(row);
                row_context.current_state()
            }
            Shows::Address => self.context.row(row).current_address().map(Cow::Borrowed),
            Shows::Cell(part) => Some(self.context.changes.text(row, part).into()),
        }
    }

    /// A row in full.
    pub(super) fn row(&self, row: u32) -> Row {
        let findings = self.review.findings_of(&self.context, row);
        let (name, account) = self.who(row);
        Row {
            number: row,
            line: self.context.line(row),
            state: self.review.state(row).unwrap_or(RowState::Blocked),
            name: name.map(str::to_owned),
            account: account.map(str::to_owned),
            cells: self
                .columns
                .iter()
                .map(|column| self.cell(row, column.shows, &findings))
                .collect(),
            findings,
        }
    }

    fn cell(&self, row: u32, shows: Shows, findings: &[Finding]) -> Cell {
        let part = match shows {
            Shows::Current | Shows::Address => None,
            Shows::Cell(part) => Some(part),
        };
        let about = findings
            .iter()
            .find(|finding| part.is_some() && finding.part == part);
        Cell {
            text: self.text(row, shows).map(Cow::into_owned),
            was: part
                .and_then(|part| self.context.changes.was(row, part))
                .map(str::to_owned),
            severity: about.map(|finding| finding.severity),
        }
    }
}

/// Sorts by a key, and keeps the order of rows that are alike; rows without a key come last either way.
fn by_key<K: Ord>(rows: &mut [u32], descending: bool, key: impl Fn(u32) -> Option<K>) {
    if descending {
        rows.sort_by_cached_key(|&row| {
            let key = key(row);
            (key.is_none(), std::cmp::Reverse(key))
        });
    } else {
        rows.sort_by_cached_key(|&row| {
            let key = key(row);
            (key.is_none(), key)
        });
    }
}

/// Whether a text contains another, which is in lower case.
fn contains(text: &str, needle: &str) -> bool {
    if text.is_ascii() {
        let needle = needle.as_bytes();
        needle.is_empty()
            || text
                .as_bytes()
                .windows(needle.len())
                .any(|part| part.eq_ignore_ascii_case(needle))
    } else {
        text.to_lowercase().contains(needle)
    }
}
