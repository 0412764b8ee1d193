//! The facts from one source, before they are merged into the roster.

use std::collections::{BTreeMap, BTreeSet};

use super::{Claim, Place, PlaceKind, Status, Token};
use rollcall_atlassian::AccountId;

/// The facts from one source about one account. A missing fact stays unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Its id.
    pub id: AccountId,
    /// Its address.
    pub email: Option<String>,
    /// The person's name.
    pub name: Option<String>,
    /// Whether it is active, deactivated or deleted.
    pub status: Option<Status>,
    /// Whether this organization manages it.
    pub managed: Option<bool>,
    /// Whether any organization has claimed it, according to a list of all accounts on a domain.
    pub claim: Option<Claim>,
    /// Whether an identity provider provisions it.
    pub synced: Option<bool>,
    /// Whether it signs in through an identity provider.
    pub single_sign_on: Option<bool>,
    /// Whether it is an organization administrator.
    pub administrator: Option<bool>,
    /// Whether it is in any directory of the organization.
    pub in_directory: Option<bool>,
    /// Whether it is suspended in all of its directories.
    pub suspended: Option<bool>,
    /// The ids of its groups.
    pub groups: Option<BTreeSet<String>>,
    /// Its profile: the value of each known field, by the field's key.
    pub profile: Option<BTreeMap<&'static str, String>>,
    /// What the key may not do to it, by the name of the privilege, with the reason.
    pub refusals: Option<Vec<(String, String)>>,
    /// The API tokens that its owner has made.
    pub tokens: Option<Vec<Token>>,
}

impl Said {
    /// The account exists, and nothing else is known about it.
    pub fn of(id: AccountId) -> Self {
        Self {
            id,
            email: None,
            name: None,
            status: None,
            managed: None,
            claim: None,
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

    /// Sets the address.
    #[must_use]
    pub fn email(mut self, email: &str) -> Self {
        self.email = Some(email.to_owned());
        self
    }

    /// Sets the name.
    #[must_use]
    pub fn name(mut self, name: &str) -> Self {
        self.name = Some(name.to_owned());
        self
    }

    /// Sets the status.
    #[must_use]
    pub fn status(mut self, status: Status) -> Self {
        self.status = Some(status);
        self
    }

    /// Sets whether this organization manages the account.
    #[must_use]
    pub fn managed(mut self, yes: bool) -> Self {
        self.managed = Some(yes);
        self
    }

    /// Sets what a list of all accounts on a domain says about claiming.
    #[must_use]
    pub fn claim(mut self, claim: Claim) -> Self {
        self.claim = Some(claim);
        self
    }

    /// Sets whether an identity provider provisions the account.
    #[must_use]
    pub fn synced(mut self, yes: bool) -> Self {
        self.synced = Some(yes);
        self
    }

    /// Sets whether the account signs in through an identity provider.
    #[must_use]
    pub fn single_sign_on(mut self, yes: bool) -> Self {
        self.single_sign_on = Some(yes);
        self
    }

    /// Sets whether the account is an organization administrator.
    #[must_use]
    pub fn administrator(mut self, yes: bool) -> Self {
        self.administrator = Some(yes);
        self
    }

    /// Sets whether the account is in a directory of the organization.
    #[must_use]
    pub fn in_directory(mut self, yes: bool) -> Self {
        self.in_directory = Some(yes);
        self
    }
}

/// The kind of a complete list: an account that is not in the list lacks the property.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Listing {
    /// All managed accounts: an account that is not in the list is not managed.
    Managed,
    /// All accounts in the organization's directories: an account that is not in the list is in no directory.
    Directory,
}

/// All facts from one source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Knowledge {
    /// Accounts.
    pub accounts: Vec<Said>,
    /// Domains, and whether each is claimed in this organization.
    pub domains: Vec<(String, bool)>,
    /// Complete lists of directories, groups or workspaces.
    pub places: Vec<(PlaceKind, Vec<Place>)>,
    /// True if `domains` is the complete list: a domain that is not in it is not claimed.
    pub domains_complete: bool,
    /// Ids that were looked up individually and that no account has.
    pub absent_ids: Vec<AccountId>,
    /// Addresses that were looked up individually and that no account has.
    pub absent_addresses: Vec<String>,
    /// If `accounts` is a complete list, its kind.
    pub complete: Option<Listing>,
}

impl Knowledge {
    /// Adds the facts about an account.
    #[must_use]
    pub fn account(mut self, said: Said) -> Self {
        self.accounts.push(said);
        self
    }

    /// Adds a domain.
    #[must_use]
    pub fn domain(mut self, name: &str, claimed: bool) -> Self {
        self.domains.push((name.to_owned(), claimed));
        self
    }

    /// Marks the list of domains as complete.
    #[must_use]
    pub fn all_domains(mut self) -> Self {
        self.domains_complete = true;
        self
    }

    /// Adds an id that no account has.
    #[must_use]
    pub fn absent_id(mut self, id: AccountId) -> Self {
        self.absent_ids.push(id);
        self
    }

    /// Adds an address that no account has.
    #[must_use]
    pub fn absent_address(mut self, address: &str) -> Self {
        self.absent_addresses.push(address.to_owned());
        self
    }

    /// Marks the list of accounts as complete.
    #[must_use]
    pub fn whole(mut self, listing: Listing) -> Self {
        self.complete = Some(listing);
        self
    }
}
