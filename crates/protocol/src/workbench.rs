use serde::{Deserialize, Serialize};

use crate::{JournalState, PlanOptions, Problem, ReviewState, UndoneRun};

/// All that the page shows of the workbench, but for the rows. Small: it is sent whole after every change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WorkbenchState {
    /// Counts up with every change; a window of rows of an older revision is stale.
    pub revision: u32,
    /// What the workbench is connected to.
    pub connection: ConnectionState,
    /// Key of the action that is chosen.
    pub action: String,
    /// What there is to choose from.
    pub actions: Vec<ActionState>,
    /// The change file.
    pub file: Option<FileState>,
    /// The journal from elsewhere that is open.
    pub journal: Option<JournalState>,
    /// What is known about accounts and domains.
    pub roster: RosterState,
    /// The findings, once there is a mapping that can be checked.
    pub review: Option<ReviewState>,
    /// What a plan is made with where nobody chooses otherwise.
    pub plan_defaults: PlanOptions,
    /// Whether the page looks the rows up without being asked. True after rows or an organization came in, if the file is of the usual
    /// size; after an edit, and for a large file, the user starts the look-up.
    pub looks_up_at_once: bool,
    /// False where the browser refuses to keep edits (private browsing, a full disk): then they are lost with the tab.
    pub edits_are_kept: bool,
}

/// What the workbench is connected to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "connection", rename_all = "kebab-case")]
pub enum ConnectionState {
    /// None yet.
    Closed,
    /// Checking a file without a connection.
    CheckOnly,
    /// The sandbox organization in this page.
    Sandbox {
        /// Its name.
        name: String,
        /// Its id.
        organization: String,
    },
    /// A real organization, or a sandbox server: what answers over HTTP.
    Live {
        /// Its name.
        name: String,
        /// Its id.
        organization: String,
        /// "directly" or the proxy's address.
        via: String,
        /// True where a sandbox server answers: nothing real can change there.
        sandbox: bool,
        /// What cannot be done there, or is not proved to be possible.
        limit: Option<Problem>,
    },
}

/// One thing that can be done to accounts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionState {
    /// Stable key: `change-email`.
    pub key: String,
    /// As shown: "Change e-mail addresses".
    pub title: String,
    /// What it does to an account and to the person, in one sentence.
    pub hint: String,
    /// What a row of its file holds, in one sentence.
    pub file: String,
    /// Whether there is an example file where a sandbox organization is open.
    pub has_example: bool,
    /// Whether it changes managed accounts only.
    pub needs_managed: bool,
}

/// The change file, as read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileState {
    /// Name of the file.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// SHA-256 of the bytes, in hex.
    pub sha256: String,
    /// Rows, without the header.
    pub rows: u32,
    /// How it was read.
    pub reading: ReadingState,
    /// Its columns.
    pub columns: Vec<ColumnState>,
    /// The parts that a column can play.
    pub parts: Vec<PartState>,
    /// True where header and content leave no doubt: the step of mapping can be passed over.
    pub mapping_is_certain: bool,
    /// What speaks against the reading and the mapping, each as a sentence.
    pub doubts: Vec<String>,
    /// True where the mapping is the one that was chosen for the last file with this header.
    pub mapping_is_remembered: bool,
    /// What the first row says and from where it was read, in one line; nothing where it cannot be checked yet.
    pub as_read: Option<String>,
    /// What keeps the mapping from being checked: a part missing, a part twice …
    pub mapping_problems: Vec<Problem>,
    /// Where the file is of a known shape that asks for something else (a bulk-suspend file, an export), what it is.
    pub recognized_as: Option<Problem>,
    /// Edits that were found for this very file and applied again.
    pub restored_edits: u32,
    /// Where this is the undo file of a run of this browser, byte for byte: that run.
    pub undoes: Option<UndoneRun>,
}

/// How the file was read. Everything here can be overridden with [`crate::WorkbenchQuestion::Reread`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadingState {
    /// Label of the encoding: `UTF-8`, `UTF-16LE`, `UTF-16BE`, `windows-1252`.
    pub encoding: String,
    /// True where it was guessed rather than known by a byte order mark or by validity.
    pub encoding_is_guessed: bool,
    /// Labels that can be chosen.
    pub encodings: Vec<String>,
    /// Whether there was a byte order mark.
    pub byte_order_mark: bool,
    /// The delimiter.
    pub delimiter: char,
    /// True where it was guessed rather than named by a `sep=` line or chosen.
    pub delimiter_is_guessed: bool,
    /// `CRLF`, `LF`, `CR` or `mixed`.
    pub line_breaks: String,
    /// Whether the table has a header.
    pub header: bool,
    /// Line of the file where the header begins, or the first row where there is none.
    pub begins: u32,
    /// Lines above it that are no part of the table.
    pub skipped: u32,
    /// The first lines of the file, among which the header can be chosen.
    pub first_lines: Vec<LineState>,
    /// The last lines of the file, among which the last row can be chosen.
    pub last_lines: Vec<LineState>,
    /// The first row and the last row of the table, where they were chosen, by line.
    pub first_line: Option<u32>,
    /// See `first_line`.
    pub last_line: Option<u32>,
    /// Rows with fewer or more cells than the header.
    pub ragged_rows: u32,
    /// Bytes that are not UTF-8, in a file that is UTF-8 otherwise.
    pub bad_bytes: u32,
    /// Of a workbook; for a text nothing. Encoding and delimiter are then none to choose.
    pub workbook: Option<WorkbookState>,
}

/// A workbook, one sheet of which is read as the change file. Lines are those of the sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkbookState {
    /// Its sheets, in order.
    pub sheets: Vec<SheetState>,
    /// Which of them is read, counted from 0.
    pub sheet: u32,
    /// True where more than one sheet could be meant, and nobody chose.
    pub sheet_is_guessed: bool,
    /// What is good to know about the sheet, each as a sentence. What has to be looked at is among [`FileState::doubts`].
    pub remarks: Vec<String>,
}

/// A sheet of a workbook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetState {
    /// As its tab says.
    pub name: String,
    /// Whether its tab is hidden.
    pub hidden: bool,
    /// The number of the last row that holds something; 0 where the sheet is empty, nothing where that is not known.
    pub rows: Option<u32>,
}

/// A line of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineState {
    /// Counted from 1.
    pub line: u32,
    /// As it is written, shortened.
    pub text: String,
}

/// One column of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnState {
    /// From the header, or `Column 3`.
    pub name: String,
    /// Up to three cells that are not blank.
    pub samples: Vec<String>,
    /// Key of the part that it plays.
    pub part: Option<String>,
    /// What the guess at that rests on, as a sentence; nothing where it was chosen.
    pub evidence: Option<String>,
}

/// A part that a column can play.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartState {
    /// Stable key: `account-id`, `current-address`, `new-address`, `organization-id`.
    pub key: String,
    /// As shown.
    pub title: String,
    /// One sentence: what it is for.
    pub hint: String,
}

/// What is known about accounts and domains.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterState {
    /// Accounts known.
    pub accounts: u32,
    /// Claimed domains known.
    pub domains: Vec<String>,
    /// Whether that list of domains is complete, so that a domain that is not in it is not claimed.
    pub domains_are_known: bool,
    /// What was worth telling when something was last learned: calls that failed, rows of a file that were left out.
    pub notes: Vec<String>,
    /// Where it comes from.
    pub sources: Vec<RosterSource>,
    /// True where a connection is there and something of the file has not been looked up, or not since the last run began.
    pub can_look_up: bool,
    /// How many accounts of the file can be asked about one by one; 0 where there is nothing to ask.
    pub to_ask_deeply: u32,
}

/// One source of the roster.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterSource {
    /// "Looked up", "export-users.csv (users export)", "typed".
    pub title: String,
    /// What it gave: "1,204 accounts", "3 domains".
    pub gave: String,
    /// Milliseconds since 1970.
    pub at: i64,
}
