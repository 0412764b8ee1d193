use serde::{Deserialize, Serialize};

use crate::Severity;

/// The findings in numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewState {
    /// Title of the action: "Change e-mail addresses".
    pub action: String,
    /// Columns of the grid between "who" and "findings", as the action names them.
    pub columns: Vec<GridColumn>,
    /// Rows in all.
    pub rows: u32,
    /// Rows that can run: no error, not left out, something to change.
    pub ready: u32,
    /// Rows with an error (left-out rows not counted).
    pub errors: u32,
    /// Rows whose gravest finding is a warning.
    pub warnings: u32,
    /// Rows whose gravest finding is a note.
    pub notes: u32,
    /// Rows left out by the user.
    pub left_out: u32,
    /// Edits that can be undone.
    pub edits: u32,
    /// Every finding that occurs, gravest first.
    pub findings: Vec<FindingCount>,
    /// Findings about the file as a whole. One with severity error keeps every row from running.
    pub whole_file: Vec<WholeFile>,
    /// What could not be checked, and why.
    pub unchecked: Vec<Unchecked>,
}

/// A column of the grid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GridColumn {
    /// Stable key. For editable columns it is the part's key.
    pub key: String,
    /// As shown.
    pub title: String,
    /// Whether its cells can be edited in place.
    pub editable: bool,
}

/// How often a finding occurs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingCount {
    /// Stable code.
    pub code: String,
    /// A few words.
    pub title: String,
    /// Its weight.
    pub severity: Severity,
    /// Rows.
    pub rows: u32,
    /// What the fix for all of its kind is called, and for how many rows there is one.
    pub fix: Option<(String, u32)>,
}

/// A finding about the file as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WholeFile {
    /// Stable code.
    pub code: String,
    /// Its weight.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: String,
    /// Key and title of the action that the file is for, where that is another one than the chosen.
    pub offers: Option<(String, String)>,
}

/// A check that lacked a fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unchecked {
    /// What was not checked: "whether the new address is held by another account".
    pub what: String,
    /// Rows that it concerns.
    pub rows: u32,
    /// What is missing: "no roster", "the export file does not say".
    pub why: String,
}

/// What rows the page wants to see.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// First row of the window, in the order of the view.
    pub from: u32,
    /// Rows wanted, at most 500.
    pub count: u32,
    /// Only rows whose gravest finding is this.
    pub severity: Option<Severity>,
    /// Only rows in this state.
    pub state: Option<RowState>,
    /// Only rows with this finding.
    pub code: Option<String>,
    /// Only rows where a cell or the name of the person contains this, whatever the case.
    pub search: String,
    /// `None` keeps the file's order.
    pub sort: Option<Sort>,
}

/// An order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sort {
    /// By what.
    pub by: SortKey,
    /// Largest first.
    pub descending: bool,
}

/// What rows can be sorted by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", content = "column", rename_all = "kebab-case")]
pub enum SortKey {
    /// Place in the file.
    Row,
    /// State.
    State,
    /// Name, then account id.
    Who,
    /// A [`GridColumn`], by key.
    Column(String),
    /// Gravest finding first.
    Findings,
}

/// A window of rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rows {
    /// The revision of the workbench that it shows.
    pub revision: u32,
    /// First row, in the order of the view.
    pub from: u32,
    /// Rows that the view has in all.
    pub total: u32,
    /// The window.
    pub rows: Vec<Row>,
}

/// Where a row stands before the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RowState {
    /// It can run.
    Ready,
    /// It can run, and has a warning.
    Look,
    /// It cannot run.
    Blocked,
    /// There is nothing to change, or it says the same as another row.
    Nothing,
    /// The user left it out.
    LeftOut,
}

/// A row of the grid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Counted from 0 over the rows of the file: the name by which the page asks about it.
    pub number: u32,
    /// Line of the file where it begins, counted from 1.
    pub line: u32,
    /// Where it stands.
    pub state: RowState,
    /// The person's name, where it is known.
    pub name: Option<String>,
    /// The account id, where it is known.
    pub account: Option<String>,
    /// One for each [`GridColumn`].
    pub cells: Vec<Cell>,
    /// Gravest first.
    pub findings: Vec<RowFinding>,
}

/// A cell of the grid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// What stands there. `None`: not known.
    pub text: Option<String>,
    /// What stood in the file, where an edit changed it.
    pub was: Option<String>,
    /// Gravest finding about this cell.
    pub severity: Option<Severity>,
}

/// A finding about one row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowFinding {
    /// Stable code, such as `E012-address-taken`.
    pub code: String,
    /// Its weight.
    pub severity: Severity,
    /// Key of the grid column that it is about.
    pub column: Option<String>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: String,
    /// What the fix would do: "Use ada@example.com".
    pub fix: Option<String>,
}
