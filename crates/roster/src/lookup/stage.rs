//! The current call of a look-up: its request, and its answer as a typed page.

use super::places::PlaceList;
use super::{What, places};
use crate::Place;
use rollcall_atlassian::call::directory::UserFilter;
use rollcall_atlassian::call::directory::{
    Expand, MOST_ACCOUNTS, MOST_EMAILS, OutOfLimits, SearchUsers, User,
};
use rollcall_atlassian::call::organization::{Domain, GetDomains, GetManagedAccounts, ManagedAccount};
use rollcall_atlassian::call::role::RoleId;
use rollcall_atlassian::{
    AccountId, Body, Call, Cursor, Cursors, DirectoryId, Endless, Failure, OrganizationId, Page,
};
use std::collections::BTreeSet;

/// The current call, and its position in the pages.
#[derive(Clone, Debug)]
pub(super) struct Stage {
    pub(super) asks: Asks,
    cursors: Cursors,
    cursor: Option<Cursor>,
}

#[derive(Clone, Debug)]
pub(super) enum Asks {
    Domains(OrganizationId),
    List(OrganizationId),
    Places {
        organization: OrganizationId,
        list: PlaceList,
        /// The places on the pages read so far.
        places: Vec<Place>,
    },
    Administrators(SearchUsers),
    Addresses {
        search: SearchUsers,
        asked: Vec<String>,
        found: Found,
    },
    Ids {
        search: SearchUsers,
        asked: Vec<AccountId>,
    },
}

/// The addresses found on the pages of a search so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    pub(super) addresses: BTreeSet<String>,
    /// An account was returned without its address, so it may have any of the requested addresses.
    pub(super) without: bool,
}

/// A page of an answer.
pub(super) enum Answer {
    Domains(Page<Domain>),
    Accounts(Page<ManagedAccount>),
    Places(Page<Place>),
    Users(Page<User>),
}

/// Maximum number of addresses in a call, and of ids.
pub(super) const ADDRESSES: usize = MOST_EMAILS;
pub(super) const IDS: usize = MOST_ACCOUNTS;

impl Stage {
    pub(super) fn new(asks: Asks) -> Self {
        Self {
            asks,
            cursors: Cursors::default(),
            cursor: None,
        }
    }

    pub(super) fn addresses(
        organization: &OrganizationId,
        asked: Vec<String>,
        expand: Option<Expand>,
    ) -> Result<Self, OutOfLimits> {
        let search =
            SearchUsers::by_emails(organization.clone(), DirectoryId::every(), asked.iter().cloned())?;
        let search = with(search.with_platform_roles(), expand);
        Ok(Self::new(Asks::Addresses {
            search,
            asked,
            found: Found::default(),
        }))
    }

    /// All administrators of the organization.
    pub(super) fn administrators(
        organization: &OrganizationId,
        expand: Option<Expand>,
    ) -> Result<Self, OutOfLimits> {
        let filter = UserFilter {
            role_ids: vec![RoleId::OrgAdmin],
            ..UserFilter::default()
        };
        let search = SearchUsers::filtered(organization.clone(), DirectoryId::every(), filter)?;
        let search = with(search.with_platform_roles(), expand);
        Ok(Self::new(Asks::Administrators(search)))
    }

    pub(super) fn ids(
        organization: &OrganizationId,
        asked: Vec<AccountId>,
        expand: Option<Expand>,
    ) -> Result<Self, OutOfLimits> {
        let search =
            SearchUsers::by_accounts(organization.clone(), DirectoryId::every(), asked.iter().cloned())?;
        let search = with(search.with_platform_roles(), expand);
        Ok(Self::new(Asks::Ids { search, asked }))
    }

    pub(super) fn what(&self) -> What {
        match self.asks {
            Asks::Domains(_) => What::Domains,
            Asks::List(_) => What::ManagedAccounts,
            Asks::Places { list, .. } => What::Places(list),
            Asks::Administrators(_) => What::Administrators,
            Asks::Addresses { .. } => What::Addresses,
            Asks::Ids { .. } => What::Ids,
        }
    }

    /// The request for the current page.
    pub(super) fn request(&self) -> http::Request<Body> {
        match &self.asks {
            Asks::Domains(organization) => self.domains(organization).request(),
            Asks::List(organization) => self.list(organization).request(),
            Asks::Places {
                organization, list, ..
            } => places::request(organization, *list, self.cursor.as_ref()),
            Asks::Administrators(search) | Asks::Addresses { search, .. } | Asks::Ids { search, .. } => {
                self.page(search).request()
            }
        }
    }

    /// Parses the answer to that request.
    pub(super) fn answer(&self, response: &http::Response<Body>) -> Result<Answer, Failure> {
        match &self.asks {
            Asks::Domains(organization) => self.domains(organization).answer(response).map(Answer::Domains),
            Asks::List(organization) => self.list(organization).answer(response).map(Answer::Accounts),
            Asks::Places {
                organization, list, ..
            } => places::answer(organization, *list, self.cursor.as_ref(), response).map(Answer::Places),
            Asks::Administrators(search) | Asks::Addresses { search, .. } | Asks::Ids { search, .. } => {
                self.page(search).answer(response).map(Answer::Users)
            }
        }
    }

    /// Moves to the page after this one, which has `new` items that no earlier page had; returns whether there is one. Without one,
    /// the list is proved to be whole.
    pub(super) fn go_on<T>(&mut self, page: &Page<T>, new: usize) -> Result<bool, Endless> {
        self.cursor = self.cursors.turn(page, new)?;
        Ok(self.cursor.is_some())
    }

    fn domains(&self, organization: &OrganizationId) -> GetDomains {
        GetDomains {
            organization: organization.clone(),
            cursor: self.cursor.clone(),
        }
    }

    /// Sends no limit: Atlassian returns 50 accounts per page regardless, and documents no such parameter.
    fn list(&self, organization: &OrganizationId) -> GetManagedAccounts {
        GetManagedAccounts {
            organization: organization.clone(),
            cursor: self.cursor.clone(),
            limit: None,
        }
    }

    fn page(&self, search: &SearchUsers) -> SearchUsers {
        let search = search.clone();
        match &self.cursor {
            Some(cursor) => search.after(cursor),
            None => search,
        }
    }
}

fn with(search: SearchUsers, expand: Option<Expand>) -> SearchUsers {
    match expand {
        Some(part) => search.with(part),
        None => search,
    }
}
