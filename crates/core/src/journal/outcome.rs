//! What can become of a step.

use serde::{Deserialize, Serialize};

/// What became of a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Its kind.
    pub kind: OutcomeKind,
    /// Status of the last answer, where there was one.
    pub status: Option<u16>,
    /// Atlassian's key or code in it.
    pub code: Option<String>,
    /// In the administrator's words.
    pub words: String,
}

/// The kinds of outcome, in the order in which they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OutcomeKind {
    /// The account has the new address, by this run.
    Changed,
    /// It had it before.
    Already,
    /// Atlassian refused.
    Refused,
    /// Tried, and not done.
    Failed,
    /// Not tried, for a reason of its own.
    Skipped,
    /// It could not be found out.
    InDoubt,
    /// Not sent.
    NotRun,
}

impl OutcomeKind {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 7] = [
        Self::Changed,
        Self::Already,
        Self::Refused,
        Self::Failed,
        Self::Skipped,
        Self::InDoubt,
        Self::NotRun,
    ];

    /// Stable key, for files and messages.
    pub fn key(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Already => "already",
            Self::Refused => "refused",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
            Self::InDoubt => "in-doubt",
            Self::NotRun => "not-run",
        }
    }

    /// The kind of this key.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// As shown.
    pub fn title(self) -> &'static str {
        match self {
            Self::Changed => "Changed",
            Self::Already => "Already so",
            Self::Refused => "Refused",
            Self::Failed => "Failed",
            Self::Skipped => "Skipped",
            Self::InDoubt => "In doubt",
            Self::NotRun => "Not run",
        }
    }
}
