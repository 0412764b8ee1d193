//! What one source says, before it is merged into the roster.

use std::collections::{BTreeMap, BTreeSet};

use super::{Place, PlaceKind, Status, Token};
use rollcall_atlassian::AccountId;

/// What a source says about one account. What it does not say stays unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Its id.
    pub id: AccountId,
    /// Its address.
    pub email: Option<String>,
    /// The person's name.
    pub name: Option<String>,
    /// Whether it can be used.
    pub status: Option<Status>,
    /// Whether this organization manages it.
    pub managed: Option<bool>,
    /// Whether an identity provider provisions it.
    pub synced: Option<bool>,
    /// Whether it signs in through an identity provider.
    pub single_sign_on: Option<bool>,
    /// Whether it is an organization administrator.
    pub administrator: Option<bool>,
    /// Whether it is in any directory of the organization.
    pub in_directory: Option<bool>,
    /// Whether it is suspended in every directory in which it is.
    pub suspended: Option<bool>,
    /// The ids of its groups.
    pub groups: Option<BTreeSet<String>>,
    /// What its profile says, by the keys of the fields' parts.
    pub profile: Option<BTreeMap<&'static str, String>>,
    /// What the key may not do to it, by the name of the privilege, and why.
    pub refusals: Option<Vec<(String, String)>>,
    /// The API tokens that its owner has made.
    pub tokens: Option<Vec<Token>>,
}

impl Said {
    /// Nothing yet about this account, but that it is there.
    pub fn of(id: AccountId) -> Self {
        Self {
            id,
            email: None,
            name: None,
            status: None,
            managed: None,
            synced: None,
            single_sign_on: None,
            administrator: None,
            in_directory: None,
            suspended: None,
            groups: None,
            profile: None,
            refusals: None,
            tokens: None,
        }
    }

    /// With this address.
    #[must_use]
    pub fn email(mut self, email: &str) -> Self {
        self.email = Some(email.to_owned());
        self
    }

    /// With this name.
    #[must_use]
    pub fn name(mut self, name: &str) -> Self {
        self.name = Some(name.to_owned());
        self
    }

    /// With this status.
    #[must_use]
    pub fn status(mut self, status: Status) -> Self {
        self.status = Some(status);
        self
    }

    /// Managed by this organization, or not.
    #[must_use]
    pub fn managed(mut self, yes: bool) -> Self {
        self.managed = Some(yes);
        self
    }

    /// Provisioned by an identity provider, or not.
    #[must_use]
    pub fn synced(mut self, yes: bool) -> Self {
        self.synced = Some(yes);
        self
    }

    /// Signing in through an identity provider, or not.
    #[must_use]
    pub fn single_sign_on(mut self, yes: bool) -> Self {
        self.single_sign_on = Some(yes);
        self
    }

    /// An organization administrator, or not.
    #[must_use]
    pub fn administrator(mut self, yes: bool) -> Self {
        self.administrator = Some(yes);
        self
    }

    /// In a directory of the organization, or in none.
    #[must_use]
    pub fn in_directory(mut self, yes: bool) -> Self {
        self.in_directory = Some(yes);
        self
    }
}

/// Of what a source gives the whole list, so that its silence says something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Listing {
    /// Of all managed accounts: an account that is not in it is not managed.
    Managed,
    /// Of all accounts in the organization's directories: an account that is not in it is in no directory.
    Directory,
}

/// All that one source says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Knowledge {
    /// Accounts.
    pub accounts: Vec<Said>,
    /// Domains, and whether they are claimed in this organization.
    pub domains: Vec<(String, bool)>,
    /// Whole lists of directories, groups or workspaces.
    pub places: Vec<(PlaceKind, Vec<Place>)>,
    /// True where `domains` is the whole list: a domain that is not in it is not claimed.
    pub domains_complete: bool,
    /// Ids that were asked for, each by itself, and that no account has.
    pub absent_ids: Vec<AccountId>,
    /// Addresses that were asked for, each by itself, and that no account has.
    pub absent_addresses: Vec<String>,
    /// Where `accounts` is a whole list, of what.
    pub complete: Option<Listing>,
}

impl Knowledge {
    /// And this account.
    #[must_use]
    pub fn account(mut self, said: Said) -> Self {
        self.accounts.push(said);
        self
    }

    /// And this domain.
    #[must_use]
    pub fn domain(mut self, name: &str, claimed: bool) -> Self {
        self.domains.push((name.to_owned(), claimed));
        self
    }

    /// And these are all the domains.
    #[must_use]
    pub fn all_domains(mut self) -> Self {
        self.domains_complete = true;
        self
    }

    /// And no account has this id.
    #[must_use]
    pub fn absent_id(mut self, id: AccountId) -> Self {
        self.absent_ids.push(id);
        self
    }

    /// And no account has this address.
    #[must_use]
    pub fn absent_address(mut self, address: &str) -> Self {
        self.absent_addresses.push(address.to_owned());
        self
    }

    /// And these are all the accounts of this kind.
    #[must_use]
    pub fn whole(mut self, listing: Listing) -> Self {
        self.complete = Some(listing);
        self
    }
}
