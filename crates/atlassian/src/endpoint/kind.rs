//! How endpoints differ: key, server, generation of the API, and what their refusals are about.

/// The cookie that holds an administrator's session at the admin portal.
pub const COOKIE: &str = "cloud.session.token";

/// The credential that an endpoint takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// Any key of the organization, with or without scopes.
    Any,
    /// Only a key made without scopes: the user management API refuses scoped keys with 403.
    Unscoped,
    /// No key: an administrator's own session at the admin portal, as the cookie [`COOKIE`].
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

/// Where a call stands in the succession of Atlassian's APIs. The version in the path does not say: much of v1 has no
/// successor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Generation {
    /// In today's documents, with no announced end.
    Current,
    /// In today's documents, and announced to end.
    Deprecated {
        /// The announced last day: `2027-06-30`.
        ends: &'static str,
    },
    /// No longer in the documents. That the servers have stopped answering is unconfirmed.
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

/// Whom or what the refusals of an endpoint are about. Atlassian's codes do not always say: `notFound` is an account on one path
/// and an API token on another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResourceKind {
    /// The organizations of the key: the path names none.
    Key,
    /// An organization, or a list of what it has. A resource that is not found is the organization.
    Organization,
    /// Something that an organization has: an account, a group, a domain. A resource that is not found may be either.
    Item,
    /// A role of an account or a group in an organization. "Group Not Found" (`ADMIN-UAM-404-3`) is declared for these paths and
    /// means the account or the workspace.
    Role,
    /// A managed account (User management REST API).
    Account,
    /// The address of a managed account. A refusal that says "already" means that another account has the address.
    Address,
    /// An API token of a managed account. `notFound` is the token.
    ApiToken,
    /// A list of the admin portal. No document describes its refusals, so the status alone is believed.
    PortalList,
}

impl ResourceKind {
    /// Whether the path names an organization.
    pub(crate) fn is_of_organization(self) -> bool {
        matches!(self, Self::Organization | Self::Item | Self::Role)
    }

    /// Whether the path names something inside an organization as well.
    pub(crate) fn is_inside_organization(self) -> bool {
        matches!(self, Self::Item | Self::Role)
    }
}
