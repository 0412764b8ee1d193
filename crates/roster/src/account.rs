//! The known facts about one account.

use std::collections::{BTreeMap, BTreeSet};

use rollcall_atlassian::AccountId;
use rollcall_model::fact::Fact;

/// The known facts about one account.
#[derive(Clone, Debug)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// Its current address, spelled as in the source.
    pub email: Fact<String>,
    /// The person's name.
    pub name: Fact<String>,
    /// Whether it is active, deactivated or deleted.
    pub status: Fact<Status>,
    /// Whether this organization manages it (its address is on a claimed domain).
    pub managed: Fact<bool>,
    /// Whether any organization has claimed it, according to a list of all accounts on a domain.
    pub claim: Fact<Claim>,
    /// Whether an identity provider provisions it. If so, its address cannot be changed here.
    pub synced: Fact<bool>,
    /// Whether it signs in through an identity provider (SAML).
    pub single_sign_on: Fact<bool>,
    /// Whether it is an organization administrator.
    pub administrator: Fact<bool>,
    /// Whether it is in any directory of the organization.
    pub in_directory: Fact<bool>,
    /// Whether it is suspended in all of its directories.
    pub suspended: Fact<bool>,
    /// The ids of its groups.
    pub groups: Fact<BTreeSet<String>>,
    /// Its profile: the value of each known field, by the field's key.
    pub profile: Fact<BTreeMap<&'static str, String>>,
    /// What the key may not do to it, by the name of the privilege, with the reason; empty if the key may do everything.
    pub refusals: Fact<Vec<(String, String)>>,
    /// The API tokens that its owner has made.
    pub tokens: Fact<Vec<Token>>,
}

/// An API token. The owner's scripts sign in with the token and the account's address.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Token {
    /// Its id.
    pub id: String,
    /// The name that its owner gave it.
    pub label: String,
}

/// Whether an account is active, deactivated or deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// In use.
    Active,
    /// Deactivated: `inactive`.
    Deactivated,
    /// Deletion is scheduled; the address stays in use during the grace period of 14 days.
    ForDeletion,
    /// Permanently deleted.
    Closed,
}

impl Status {
    /// Title, as shown and as used by runs of actions that change the status: "deactivated".
    pub const fn title(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Deactivated => "deactivated",
            Self::ForDeletion => "marked for deletion",
            Self::Closed => "closed",
        }
    }
}

/// What a list of all accounts on a domain says about one of them: such a list has those that nobody has claimed as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Claim {
    /// It does not say.
    Untold,
    /// An organization has claimed it.
    Claimed,
    /// No organization has claimed it, so it is its owner's own.
    Unclaimed,
}

/// The answer to "is there such an account in the organization?".
#[derive(Clone, Copy, Debug)]
pub enum Presence<'a> {
    /// Yes, with these known facts.
    Here(&'a Account),
    /// No, according to a source that would contain the account.
    Absent,
    /// No source says.
    Unknown,
}

impl Account {
    /// Whether no organization has claimed the account, as far as is known.
    pub fn is_unclaimed(&self) -> bool {
        self.claim.value() == Some(&Claim::Unclaimed) && self.managed.said() != Some(true)
    }

    pub(super) fn unknown(id: AccountId) -> Self {
        Self {
            id,
            email: Fact::Unknown,
            name: Fact::Unknown,
            status: Fact::Unknown,
            managed: Fact::Unknown,
            claim: Fact::Unknown,
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
