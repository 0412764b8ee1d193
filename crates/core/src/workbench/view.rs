//! Filtering, sorting and windowing of the rows that the page shows.

use std::borrow::Cow;

use crate::action::Shows;
use crate::check::{CheckContext, Review, RowState};
use crate::finding::{Finding, Severity};

/// A request for a window of rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// First row of the window, in the order of the view.
    pub from: u32,
    /// Number of rows; at most [`MOST`].
    pub count: u32,
    /// Filters and sort order.
    pub order: Order,
}

/// Maximum number of rows in one window.
pub const MOST: u32 = 500;

/// The filters and the sort order of a view. Filters that are set all apply.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Order {
    /// Only rows whose most severe finding has this severity.
    pub severity: Option<Severity>,
    /// Only rows in this state. [`RowState::Ready`] stands for all rows that can run, including those with a warning, as in the
    /// counts.
    pub state: Option<RowState>,
    /// Only rows with a finding of this check code.
    pub code: Option<String>,
    /// Only rows where a cell of the grid, the account id or the person's name contains this text, ignoring case.
    pub search: String,
    /// Sort key. Rows with equal keys stay in the order of the file.
    pub by: SortKey,
    /// Largest first. Rows without a value come last in either direction.
    pub descending: bool,
}

/// Sort key of the rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SortKey {
    /// Position in the file.
    #[default]
    Row,
    /// State.
    State,
    /// The person's name, then the account id.
    Who,
    /// A column of the grid, by its key.
    Column(String),
    /// Most severe finding first.
    Findings,
}

/// A window of rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// Revision of the workbench that the window shows.
    pub revision: u32,
    /// First row, in the order of the view.
    pub from: u32,
    /// Total number of rows in the view.
    pub total: u32,
    /// The rows of the window, in order.
    pub rows: Vec<Row>,
}

/// A row of the grid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Index among the rows of the file, counted from 0.
    pub number: u32,
    /// Line of the file where the row begins, counted from 1.
    pub line: u32,
    /// State of the row.
    pub state: RowState,
    /// The person's name, if known.
    pub name: Option<String>,
    /// The account id, if known or given in the file.
    pub account: Option<String>,
    /// One cell for each column of the grid.
    pub cells: Vec<Cell>,
    /// Most severe first.
    pub findings: Vec<Finding>,
}

/// A cell of the grid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Text of the cell; `None` if unknown.
    pub text: Option<String>,
    /// Original text of the file, if an edit changed it.
    pub was: Option<String>,
    /// Severity of the most severe finding about this cell.
    pub severity: Option<Severity>,
}

/// A column of the grid, for this file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GridColumn {
    /// Stable key; for an editable column, the key of its field.
    pub key: &'static str,
    /// Title, as shown.
    pub title: &'static str,
    /// What the column shows.
    pub shows: Shows,
    /// Whether its cells can be edited.
    pub editable: bool,
}

/// The rows of an order. Cached between windows, so that scrolling does not filter and sort again.
#[derive(Debug)]
pub(super) enum Rows {
    /// All rows, in the order of the file.
    All(u32),
    /// The rows with these indices, in this order.
    These(Vec<u32>),
}

impl Rows {
    pub(super) fn len(&self) -> u32 {
        match self {
            Self::All(rows) => *rows,
            Self::These(rows) => rows.len() as u32,
        }
    }

    /// The row indices of a window: at most [`MOST`], cut off at the end of the list.
    pub(super) fn window(&self, from: u32, count: u32) -> Vec<u32> {
        let to = from.saturating_add(count.min(MOST)).min(self.len());
        let from = from.min(to);
        match self {
            Self::All(_) => (from..to).collect(),
            Self::These(rows) => rows[from as usize..to as usize].to_vec(),
        }
    }
}

/// The data from which the rows of a view are built.
pub(super) struct Shown<'a> {
    pub(super) context: CheckContext<'a>,
    pub(super) review: &'a Review,
    pub(super) columns: &'a [GridColumn],
}

impl<'a> Shown<'a> {
    /// The rows of `order`: filtered, then sorted.
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

    /// Name and account id. If the action names people by address and the name is unknown, the address takes its place.
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

    /// A row with all its cells and findings.
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

/// Sorts by a key. The sort is stable, and rows without a key come last in either direction.
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

/// Whether `text` contains `needle`, ignoring case. `needle` must be in lower case.
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
