//! What kinds of endpoints there are: by what they are asked with, by the server that they are at, and by whether they will last.

/// What an endpoint is asked with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// Any key of the organization, with or without scopes.
    Any,
    /// Only a key made without scopes: the user management API refuses scoped keys with 403.
    Unscoped,
    /// No key: an administrator's own session at the admin portal, as the cookie [`COOKIE`](crate::call::portal::COOKIE).
    Session,
}

/// Which of Atlassian's servers an endpoint is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Host {
    /// The admin APIs: `https://api.atlassian.com`.
    Api,
    /// The admin portal, which people use with a browser: `https://admin.atlassian.com`.
    Portal,
}

/// Where a call stands in the succession of Atlassian's APIs. The version in its path does not say: much of v1 has no
/// successor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Generation {
    /// In today's documents, without an end.
    Current,
    /// In today's documents, and announced to end.
    Deprecated {
        /// The announced last day: `2027-06-30`.
        ends: &'static str,
    },
    /// No longer in the documents. Some organizations may still have it: that the servers stopped answering was not seen.
    Retired {
        /// The announced last day: `2026-06-30`.
        ended: &'static str,
    },
    /// In no document: Atlassian may change it any day.
    Undocumented,
}

impl Generation {
    /// In a few words: `current`, `until 2027-06-30`, `retired 2026-06-30`, `in no document`.
    pub fn label(self) -> String {
        match self {
            Self::Current => "current".into(),
            Self::Deprecated { ends } => format!("until {ends}"),
            Self::Retired { ended } => format!("retired {ended}"),
            Self::Undocumented => "in no document".into(),
        }
    }
}
