//! The search for users (Organizations REST API, v2).

use std::collections::BTreeSet;

use http::{Method, Request, Response};

use super::filter::UserFilter;
use super::user::User;
use crate::body::Object;
use crate::limits::{MOST_ACCOUNTS, MOST_EMAILS, MOST_ON_A_PAGE, OutOfLimits, within};
use crate::{
    AccountId, Body, Call, Cursor, DirectoryId, Endpoint, Failure, Generation, KeyKind, OrganizationId, Page,
    ResourceKind, answer, request,
};

/// The users of a directory, or of all directories, that fit a search, a page at a time.
pub static SEARCH_USERS: Endpoint = Endpoint {
    name: "search-users",
    method: Method::POST,
    path: "/admin/v2/orgs/{organization}/directories/{directory}/users/search",
    query: &[],
    key: KeyKind::Any,
    success: &[200],
    generation: Generation::Current,
    resource: ResourceKind::Organization,
};

/// The users of a directory, a page at a time. [`SEARCH_USERS`] replaces it.
pub static GET_USERS: Endpoint = Endpoint {
    name: "get-users",
    method: Method::GET,
    path: "/admin/v2/orgs/{organization}/directories/{directory}/users",
    query: &[
        "cursor",
        "limit",
        "accountIds",
        "directoryIds",
        "resourceIds",
        "groupIds",
        "emailDomains",
        "searchTerm",
        "claimStatus",
        "status",
        "accountStatus",
        "membershipStatus",
        "roleIds",
        "mfaEnabled",
    ],
    key: KeyKind::Any,
    success: &[200],
    // "no longer work after June 30, 2027" (Organizations REST API, document of 2026-08-21).
    generation: Generation::Deprecated { ends: "2027-06-30" },
    resource: ResourceKind::Organization,
};

/// Searches the users of a directory. The answer holds managed accounts that are in no directory as well.
#[derive(Clone, Debug)]
pub struct SearchUsers {
    organization: OrganizationId,
    directory: DirectoryId,
    body: SearchBody,
}

#[derive(Clone, Debug)]
struct SearchBody {
    emails: Vec<String>,
    filter: UserFilter,
    expand: Vec<Expand>,
    limit: usize,
    cursor: Option<String>,
}

impl SearchBody {
    fn to_json(&self) -> Object {
        let object = Object::default().with_items("emails", &self.emails);
        self.filter
            .add_to(object)
            .with_items("expand", self.expand.iter().map(|part| part.as_str()))
            .with("limit", self.limit)
            .with_some("cursor", self.cursor.as_deref())
    }
}

impl SearchUsers {
    /// All users of the directory, 100 on a page.
    pub fn everyone(organization: OrganizationId, directory: DirectoryId) -> Self {
        let body = SearchBody {
            emails: Vec::new(),
            filter: UserFilter::default(),
            expand: Vec::new(),
            limit: MOST_ON_A_PAGE,
            cursor: None,
        };
        Self {
            organization,
            directory,
            body,
        }
    }

    /// The users with these addresses. Only whole addresses match; the same one twice counts once (`uniqueItems`).
    ///
    /// # Errors
    /// [`OutOfLimits`] if there are none, which would find everyone, or more than [`MOST_EMAILS`].
    pub fn by_emails(
        organization: OrganizationId,
        directory: DirectoryId,
        emails: impl IntoIterator<Item = String>,
    ) -> Result<Self, OutOfLimits> {
        let mut search = Self::everyone(organization, directory);
        search.body.emails = once_each(emails);
        within("addresses", MOST_EMAILS, search.body.emails.len())?;
        Ok(search)
    }

    /// The users with these account ids; the same one twice counts once.
    ///
    /// # Errors
    /// [`OutOfLimits`] if there are none, which would find everyone, or more than [`MOST_ACCOUNTS`].
    pub fn by_accounts(
        organization: OrganizationId,
        directory: DirectoryId,
        accounts: impl IntoIterator<Item = AccountId>,
    ) -> Result<Self, OutOfLimits> {
        let mut search = Self::everyone(organization, directory);
        search.body.filter.account_ids = once_each(accounts);
        within("account ids", MOST_ACCOUNTS, search.body.filter.account_ids.len())?;
        Ok(search)
    }

    /// The users that fit a filter; all of them where it is empty.
    ///
    /// # Errors
    /// [`OutOfLimits`] if the filter has more of something than Atlassian takes.
    pub fn filtered(
        organization: OrganizationId,
        directory: DirectoryId,
        filter: UserFilter,
    ) -> Result<Self, OutOfLimits> {
        filter.check()?;
        let mut search = Self::everyone(organization, directory);
        search.body.filter = filter;
        Ok(search)
    }

    /// Asks for [`User::platform_roles`] too.
    #[must_use]
    pub fn with_platform_roles(self) -> Self {
        self.with(Expand::PlatformRoles)
    }

    /// Asks for a part of each user that the answer leaves out otherwise.
    #[must_use]
    pub fn with(mut self, part: Expand) -> Self {
        if !self.body.expand.contains(&part) {
            self.body.expand.push(part);
        }
        self
    }

    /// How many users on a page.
    ///
    /// # Errors
    /// [`OutOfLimits`] if there are none, or more than [`MOST_ON_A_PAGE`].
    pub fn limit(mut self, limit: usize) -> Result<Self, OutOfLimits> {
        within("users on a page", MOST_ON_A_PAGE, limit)?;
        self.body.limit = limit;
        Ok(self)
    }

    /// Where the page starts. The rest of the search stays the same from page to page.
    #[must_use]
    pub fn after(mut self, cursor: &Cursor) -> Self {
        self.body.cursor = Some(cursor.as_str().to_owned());
        self
    }
}

/// The first of each, in their order.
pub(super) fn once_each<T: Clone + Ord>(values: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut seen = BTreeSet::new();
    values
        .into_iter()
        .filter(|value| seen.insert(value.clone()))
        .collect()
}

/// A part of each user that a search gives only when asked (`expand`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expand {
    /// [`User::platform_roles`]
    PlatformRoles,
    /// [`User::workspaces`]
    Workspaces,
    /// [`User::product_access`]
    ProductAccess,
    /// [`User::groups`]
    Groups,
}

impl Expand {
    /// As Atlassian writes it.
    fn as_str(self) -> &'static str {
        match self {
            Self::PlatformRoles => "platformRoles",
            Self::Workspaces => "counts.resources",
            Self::ProductAccess => "productAccess",
            Self::Groups => "groups",
        }
    }
}

impl Call for SearchUsers {
    type Answer = Page<User>;

    fn endpoint(&self) -> &'static Endpoint {
        &SEARCH_USERS
    }

    fn request(&self) -> Request<Body> {
        let values = [self.organization.as_str(), self.directory.as_str()];
        request::with_json(self.endpoint(), &values, self.body.to_json())
    }

    fn answer(&self, response: &Response<Body>) -> Result<Page<User>, Failure> {
        answer::page(self.endpoint(), response)
    }
}

/// Asks for a page of a directory's users, 100 on a page, with the deprecated listing.
#[derive(Clone, Debug)]
pub struct GetUsers {
    organization: OrganizationId,
    directory: DirectoryId,
    filter: UserFilter,
    cursor: Option<Cursor>,
}

impl GetUsers {
    /// The users that fit a filter; all of them where it is empty.
    ///
    /// # Errors
    /// [`OutOfLimits`] if the filter has more of something than Atlassian takes.
    pub fn filtered(
        organization: OrganizationId,
        directory: DirectoryId,
        filter: UserFilter,
    ) -> Result<Self, OutOfLimits> {
        filter.check()?;
        Ok(Self {
            organization,
            directory,
            filter,
            cursor: None,
        })
    }

    /// Where the page starts. Atlassian discards the filter then: the cursor carries it along.
    #[must_use]
    pub fn after(mut self, cursor: &Cursor) -> Self {
        self.cursor = Some(cursor.clone());
        self
    }
}

impl Call for GetUsers {
    type Answer = Page<User>;

    fn endpoint(&self) -> &'static Endpoint {
        &GET_USERS
    }

    fn request(&self) -> Request<Body> {
        let values = [self.organization.as_str(), self.directory.as_str()];
        let limit = MOST_ON_A_PAGE.to_string();
        let cursor = self.cursor.iter().map(|cursor| ("cursor", cursor.as_str()));
        let page = cursor.chain([("limit", limit.as_str())]);
        let query: Vec<_> = page.chain(self.filter.pairs()).collect();
        request::without_body(self.endpoint(), &values, &query)
    }

    fn answer(&self, response: &Response<Body>) -> Result<Page<User>, Failure> {
        answer::page(self.endpoint(), response)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn organization() -> OrganizationId {
        OrganizationId::parse("6b4d2e1a-0c3f-4a5b-9d8e-7f6a5b4c3d2e").unwrap()
    }

    #[test]
    fn an_empty_search_is_refused_because_it_would_find_everyone() {
        let error = SearchUsers::by_emails(organization(), DirectoryId::every(), []).unwrap_err();
        insta::assert_snapshot!(error, @"Atlassian takes 1 to 100 addresses in one call, not 0.");
        assert!(SearchUsers::by_accounts(organization(), DirectoryId::every(), []).is_err());
    }

    #[test]
    fn the_limits_hold_after_repeats_are_dropped() {
        let emails = |count: usize| (0..count).map(|n| format!("a{n}@example.com"));
        let search =
            |emails: Vec<String>| SearchUsers::by_emails(organization(), DirectoryId::every(), emails);
        assert!(search(emails(100).chain(emails(100)).collect()).is_ok());
        assert!(search(emails(101).collect()).is_err());
        let everyone = SearchUsers::everyone(organization(), DirectoryId::every());
        assert!(everyone.clone().limit(0).is_err());
        assert!(everyone.clone().limit(101).is_err());
        assert!(everyone.limit(1).is_ok());
    }
}
