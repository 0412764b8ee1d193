//! What is known about one account.

use std::collections::{BTreeMap, BTreeSet};

use rollcall_atlassian::AccountId;
use rollcall_model::fact::Fact;

/// What is known about one account.
#[derive(Clone, Debug)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// Its address now, as the source writes it.
    pub email: Fact<String>,
    /// The person's name.
    pub name: Fact<String>,
    /// Whether it can be used.
    pub status: Fact<Status>,
    /// Whether this organization manages it (its address is on a claimed domain).
    pub managed: Fact<bool>,
    /// Whether an identity provider provisions it, which locks its address here.
    pub synced: Fact<bool>,
    /// Whether it signs in through an identity provider (SAML).
    pub single_sign_on: Fact<bool>,
    /// Whether it is an organization administrator.
    pub administrator: Fact<bool>,
    /// Whether it is in any directory of the organization.
    pub in_directory: Fact<bool>,
    /// Whether it is suspended in every directory in which it is.
    pub suspended: Fact<bool>,
    /// The ids of its groups.
    pub groups: Fact<BTreeSet<String>>,
    /// What its profile says, by the keys of the fields' parts.
    pub profile: Fact<BTreeMap<&'static str, String>>,
    /// What the key may not do to it, by the name of the privilege, and why; empty where it may do all.
    pub refusals: Fact<Vec<(String, String)>>,
    /// The API tokens that its owner has made.
    pub tokens: Fact<Vec<Token>>,
}

/// An API token: its owner's scripts sign in with it and the account's address.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Token {
    /// Its id.
    pub id: String,
    /// What its owner called it.
    pub label: String,
}

/// Whether an account can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// In use.
    Active,
    /// Deactivated: `inactive`.
    Deactivated,
    /// Deletion is scheduled; the address stays taken for the 14 days of grace.
    ForDeletion,
    /// Deleted for good.
    Closed,
}

impl Status {
    /// As shown, and as a run of an action that changes it says it: "deactivated".
    pub const fn title(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Deactivated => "deactivated",
            Self::ForDeletion => "marked for deletion",
            Self::Closed => "closed",
        }
    }
}

/// The answer to "is there such an account in the organization?".
#[derive(Clone, Copy, Debug)]
pub enum Presence<'a> {
    /// Yes, and this is known about it.
    Here(&'a Account),
    /// A source that would know says that there is none.
    Absent,
    /// No source says.
    Unknown,
}

impl Account {
    pub(super) fn unknown(id: AccountId) -> Self {
        Self {
            id,
            email: Fact::Unknown,
            name: Fact::Unknown,
            status: Fact::Unknown,
            managed: Fact::Unknown,
            synced: Fact::Unknown,
            single_sign_on: Fact::Unknown,
            administrator: Fact::Unknown,
            in_directory: Fact::Unknown,
            suspended: Fact::Unknown,
            groups: Fact::Unknown,
            profile: Fact::Unknown,
            refusals: Fact::Unknown,
            tokens: Fact::Unknown,
        }
    }
}
