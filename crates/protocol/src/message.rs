use serde::{Deserialize, Serialize};

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// The row cannot run.
    Error,
    /// It can run; look first.
    Warning,
    /// Worth knowing.
    Note,
}

/// Something that did not work, in the administrator's words. What was loaded before is still as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Stable, for documentation and tests: `file-empty`, `connect-scoped-key` …
    pub code: String,
    /// What is wrong, and where.
    pub what: String,
    /// What to do about it; empty where nothing can be said.
    pub hint: String,
    /// The raw words of a server, where there are some. Never holds the key.
    pub detail: Option<String>,
}

/// A file that the worker made for the user to save. The bytes travel beside the message, as an `ArrayBuffer`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// File name to offer.
    pub name: String,
    /// Media type.
    pub mime: String,
}
