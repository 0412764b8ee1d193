//! The outcomes of steps and rows.

use serde::{Deserialize, Serialize};

/// The outcome of a step, or of the row that it serves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The kind of outcome.
    pub kind: OutcomeKind,
    /// HTTP status of the last answer, if there was one.
    pub status: Option<u16>,
    /// Atlassian's key or code in the last answer.
    pub code: Option<String>,
    /// What happened, in the administrator's words.
    #[serde(rename = "words")]
    pub message: String,
}

/// The kinds of outcome, in the order in which they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OutcomeKind {
    /// This run changed the account to the desired state.
    Changed,
    /// The account was already in the desired state.
    Already,
    /// The account has an address that is neither the former nor the desired one: somebody must correct it.
    NeedsYou,
    /// Atlassian refused.
    Refused,
    /// The change was tried and not made.
    Failed,
    /// Changed and changed back, because a cycle could not be closed.
    Undone,
    /// Not tried, for a stated reason: for example, the account was not in the planned state, or a row that this one waits for
    /// failed.
    Skipped,
    /// It could not be determined whether the change was made.
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

    /// Whether [`crate::plan::StopRules`] count this as a failure.
    pub fn is_failure(self) -> bool {
        matches!(
            self,
            Self::NeedsYou | Self::Refused | Self::Failed | Self::InDoubt
        )
    }

    /// The kind with this key; `None` for an unknown key.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// The title shown to the user.
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

/// The result of reading an account back at the end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Proof {
    /// The account has the address or state that the run left it in.
    Verified,
    /// The account has this address or state instead.
    Instead(String),
    /// The account could not be read; the reason, in the administrator's words.
    Unread(String),
}
