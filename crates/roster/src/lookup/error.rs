//! What could not be looked up, and why.

use super::places::PlaceList;
use rollcall_atlassian::{self as atlassian, Failure};
use std::fmt;

/// What a call looks up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// The claimed domains.
    Domains,
    /// The list of managed accounts.
    ManagedAccounts,
    /// Accounts by their addresses.
    Addresses,
    /// Accounts by their ids.
    Ids,
    /// The organization's administrators.
    Administrators,
    /// A list of places.
    Places(PlaceList),
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Domains => "the claimed domains",
            Self::ManagedAccounts => "the list of managed accounts",
            Self::Addresses => "accounts by their addresses",
            Self::Ids => "accounts by their ids",
            Self::Administrators => "the organization's administrators",
            Self::Places(PlaceList::Directories) => "the directories",
            Self::Places(PlaceList::Groups) => "the groups",
            Self::Places(PlaceList::Workspaces) => "the workspaces",
        })
    }
}

/// Something that stays unknown because the look-up failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LookupError {
    /// Atlassian refused, or its answer could not be understood.
    #[error("Could not look up {}: {failure}", missed(*what, *addresses, *ids))]
    Failed {
        /// What was requested.
        what: What,
        /// Number of addresses that stay unknown.
        addresses: usize,
        /// Number of ids that stay unknown.
        ids: usize,
        /// The answer.
        failure: Failure,
    },
    /// A list whose pages do not end.
    #[error("Could not look up all of {what}: {endless}")]
    Endless {
        /// What was requested.
        what: What,
        /// How the pages fail to end.
        endless: atlassian::Endless,
    },
    /// No answer: Atlassian could not be reached, or too often asked to come back later.
    #[error("Looking up stopped at {what}: {message}")]
    Stopped {
        /// What was requested.
        what: What,
        /// The reason that the caller of [`give_up`](super::Lookup::give_up) stated.
        message: String,
    },
}

impl LookupError {
    /// Stable code: `lookup-failed`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Failed { .. } => "lookup-failed",
            Self::Endless { .. } => "lookup-endless",
            Self::Stopped { .. } => "lookup-stopped",
        }
    }

    /// What is wrong.
    pub fn what(&self) -> String {
        self.to_string()
    }

    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        "What could not be looked up is shown as not checked. Look it up again, or load an export file."
    }
}

fn missed(what: What, addresses: usize, ids: usize) -> String {
    let counted = |number, one: &str, many: &str| match number {
        0 => None,
        1 => Some(format!("1 {one}")),
        number => Some(format!("{number} {many}")),
    };
    let parts = [
        counted(addresses, "address", "addresses"),
        counted(ids, "account id", "account ids"),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() {
        what.to_string()
    } else {
        parts.join(" and ")
    }
}
