//! What can become of a step, and of a row.

use serde::{Deserialize, Serialize};

/// What became of a step, or of the row that it serves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Its kind.
    pub kind: OutcomeKind,
    /// Status of the last answer, where there was one.
    pub status: Option<u16>,
    /// Atlassian's key or code in it.
    pub code: Option<String>,
    /// In the administrator's words.
    #[serde(rename = "words")]
    pub message: String,
}

/// The kinds of outcome, in the order in which they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OutcomeKind {
    /// The account has the new address, by this run.
    Changed,
    /// It had it before.
    Already,
    /// The account has an address that is neither the old one nor the new: somebody must put it right.
    NeedsYou,
    /// Atlassian refused.
    Refused,
    /// Tried, and not done.
    Failed,
    /// Changed, and changed back: a circle could not be closed.
    Undone,
    /// Not tried, for a reason of its own.
    Skipped,
    /// It could not be found out.
    InDoubt,
    /// Not sent.
    NotRun,
}

impl OutcomeKind {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 9] = [
        Self::Changed,
        Self::Already,
        Self::NeedsYou,
        Self::Refused,
        Self::Failed,
        Self::Undone,
        Self::Skipped,
        Self::InDoubt,
        Self::NotRun,
    ];

    /// Stable key, for files and messages.
    pub fn key(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Already => "already",
            Self::NeedsYou => "needs-you",
            Self::Refused => "refused",
            Self::Failed => "failed",
            Self::Undone => "undone",
            Self::Skipped => "skipped",
            Self::InDoubt => "in-doubt",
            Self::NotRun => "not-run",
        }
    }

    /// Whether it is a failure in the sense of [`crate::plan::StopRules`].
    pub fn is_failure(self) -> bool {
        matches!(
            self,
            Self::NeedsYou | Self::Refused | Self::Failed | Self::InDoubt
        )
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
            Self::NeedsYou => "Needs you",
            Self::Refused => "Refused",
            Self::Failed => "Failed",
            Self::Undone => "Undone",
            Self::Skipped => "Skipped",
            Self::InDoubt => "In doubt",
            Self::NotRun => "Not run",
        }
    }
}

/// What reading an account back at the end showed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Proof {
    /// It has the address that the run left there.
    Verified,
    /// It has this one instead.
    Instead(String),
    /// It could not be read; why, in the administrator's words.
    Unread(String),
}
