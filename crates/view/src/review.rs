use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// An error keeps a row from running, a warning asks for a look, a note is worth knowing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(ts_rs::TS))]
#[allow(missing_docs, reason = "the type says what each is")]
pub enum Severity {
    Error,
    Warning,
    Note,
}

/// It can run; it can, but look first; it cannot; there is nothing to change; it was left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(test, derive(ts_rs::TS))]
#[allow(missing_docs, reason = "the type says what each is")]
pub enum RowState {
    Ready,
    Look,
    Blocked,
    Nothing,
    LeftOut,
}

/// What mends one row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Fix {
    /// As shown: `Use ada@example.com`.
    pub label: String,
    /// What it does.
    #[serde(flatten)]
    pub what: FixKind,
}

/// What a fix does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[cfg_attr(test, derive(ts_rs::TS))]
#[allow(missing_docs, reason = "the names say it")]
pub enum FixKind {
    Put {
        #[cfg_attr(test, ts(type = "Part"))]
        part: Cow<'static, str>,
        value: String,
    },
    AcceptLive {
        value: String,
    },
    LeaveOut,
}

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Finding {
    /// Stable.
    #[cfg_attr(test, ts(type = "CheckCode"))]
    pub code: Cow<'static, str>,
    /// How grave it is.
    pub severity: Severity,
    /// A few words.
    pub title: Cow<'static, str>,
    /// The part whose cell it is about.
    #[cfg_attr(test, ts(type = "Part | null"))]
    pub part: Option<Cow<'static, str>>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: String,
    /// What mends it, where something does.
    pub fix: Option<Fix>,
}

/// What the checks say, in numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Review {
    /// What the file asks for: `Change e-mail addresses`.
    pub action: Cow<'static, str>,
    /// From left to right.
    pub columns: Vec<GridColumn>,
    /// Of the rows.
    pub counts: Counts,
    /// Edits that can be undone.
    pub edits: u32,
    /// Every finding that occurs in a row, gravest first.
    pub findings: Vec<FindingCount>,
    /// About the file as a whole. An error here keeps every row from running.
    pub whole_file: Vec<Finding>,
    /// What could not be checked for lack of a fact.
    pub unchecked: Vec<Unchecked>,
}

/// A column of the rows, as far as the file has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct GridColumn {
    /// Stable.
    #[cfg_attr(test, ts(type = "ColumnKey"))]
    pub key: Cow<'static, str>,
    /// As shown.
    pub title: Cow<'static, str>,
    /// Whether its cells can be edited. Its key is a part's then.
    pub editable: bool,
}

/// Rows, by what is so with them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Counts {
    /// All of them.
    pub rows: u32,
    /// That can run: no error, not left out, something to change.
    pub ready: u32,
    /// With an error.
    pub errors: u32,
    /// Whose gravest finding is a warning.
    pub warnings: u32,
    /// Whose gravest finding is a note.
    pub notes: u32,
    /// With nothing to do.
    pub nothing: u32,
    /// Left out of the run by the user.
    pub left_out: u32,
    /// Among `ready`: rows whose account id is not known yet. They name the account by its address alone, and need a roster.
    pub unresolved: u32,
}

/// In how many rows a finding occurs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct FindingCount {
    /// Stable.
    #[cfg_attr(test, ts(type = "CheckCode"))]
    pub code: Cow<'static, str>,
    /// How grave it is.
    pub severity: Severity,
    /// A few words.
    pub title: Cow<'static, str>,
    /// With this finding.
    pub rows: u32,
    /// The fix for all of its kind, where there is one.
    pub fix: Option<FixCount>,
}

/// What mends many rows at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct FixCount {
    /// What it is called.
    pub label: Cow<'static, str>,
    /// That it mends.
    pub rows: u32,
}

/// A check that lacked a fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Unchecked {
    /// `whether …`
    pub what: Cow<'static, str>,
    /// That it concerns.
    pub rows: u32,
    /// What is missing, and what would help.
    pub why: Cow<'static, str>,
}

/// A row of the file, with what is known and found about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Row {
    /// Its number in the file, counted from 0: what `edit`, `leaveOut` and `fix` take.
    pub number: u32,
    /// Line of the file where it begins, counted from 1.
    pub line: u32,
    /// Where it stands.
    pub state: RowState,
    /// The person's name, where it is known.
    pub name: Option<String>,
    /// The account id, where it is known or the file gives one.
    pub account: Option<String>,
    /// One for each of the review's columns.
    #[cfg_attr(test, ts(type = "{ [key in ColumnKey]?: Cell }"))]
    pub cells: BTreeMap<Cow<'static, str>, Cell>,
    /// Gravest first.
    pub findings: Vec<Finding>,
}

/// A cell of a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Cell {
    /// What stands there; `null` where it is not known.
    pub text: Option<String>,
    /// What stood in the file, where an edit changed it.
    pub was: Option<String>,
    /// Gravest finding about this cell.
    pub severity: Option<Severity>,
}
