//! Directories and the search for their users (Organizations REST API, v2).

use std::collections::BTreeSet;

use http::{Method, Request, Response};
use serde::{Deserialize, Serialize};

use super::organization::{AccountStatus, AccountType};
use crate::open::open_enum;
use crate::{
    AccountId, Body, Call, Cursor, DirectoryId, Endpoint, Failure, KeyKind, OrganizationId, Page, answer,
    request,
};

/// The directories of an organization, a page at a time.
pub static GET_DIRECTORIES: Endpoint = Endpoint {
    name: "get-directories",
    method: Method::GET,
    path: "/admin/v2/orgs/{organization}/directories",
    query: &["cursor", "limit"],
    key: KeyKind::Any,
    success: &[200],
};

/// The users of a directory, or of all directories, that fit a search, a page at a time.
pub static SEARCH_USERS: Endpoint = Endpoint {
    name: "search-users",
    method: Method::POST,
    path: "/admin/v2/orgs/{organization}/directories/{directory}/users/search",
    query: &[],
    key: KeyKind::Any,
    success: &[200],
};

/// The most addresses that one search takes (`emails`, `maxItems`).
pub const MOST_EMAILS: usize = 100;
/// The most account ids that one search takes (`accountIds`, `maxItems`).
pub const MOST_ACCOUNTS: usize = 10;
/// The most items on a page of a v2 list (`limit`, `maximum`).
pub const MOST_ON_A_PAGE: usize = 100;

/// A number outside the limits that Atlassian documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Atlassian takes 1 to {most} {what} in one call, not {count}.")]
pub struct OutOfLimits {
    /// What there is too much or too little of.
    pub what: &'static str,
    /// The most there may be.
    pub most: usize,
    /// How many there are.
    pub count: usize,
}

fn within(what: &'static str, most: usize, count: usize) -> Result<(), OutOfLimits> {
    if (1..=most).contains(&count) {
        Ok(())
    } else {
        Err(OutOfLimits { what, most, count })
    }
}

/// Asks for a page of an organization's directories, 100 on a page.
#[derive(Clone, Debug)]
pub struct GetDirectories {
    /// Whose directories.
    pub organization: OrganizationId,
    /// Where the page starts; `None` for the first one.
    pub cursor: Option<Cursor>,
}

/// A directory.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Directory {
    /// Its id.
    #[serde(rename = "directoryId")]
    pub id: DirectoryId,
    /// Its name.
    pub name: Option<String>,
}

impl Call for GetDirectories {
    type Answer = Page<Directory>;

    fn endpoint(&self) -> &'static Endpoint {
        &GET_DIRECTORIES
    }

    fn request(&self) -> Request<Body> {
        let limit = MOST_ON_A_PAGE.to_string();
        let cursor = self.cursor.iter().map(|cursor| ("cursor", cursor.as_str()));
        let query: Vec<_> = cursor.chain([("limit", limit.as_str())]).collect();
        request::plain(self.endpoint(), &[self.organization.as_str()], &query)
    }

    fn answer(&self, response: &Response<Body>) -> Result<Page<Directory>, Failure> {
        answer::page(self.endpoint(), response)
    }
}

/// Searches the users of a directory. The answer holds managed accounts that are in no directory as well.
#[derive(Clone, Debug)]
pub struct SearchUsers {
    organization: OrganizationId,
    directory: DirectoryId,
    body: SearchBody,
}

/// Fields that are not there are left out: an empty list would be refused (`minItems`).
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct SearchBody {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    emails: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    account_ids: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    expand: Vec<&'static str>,
    limit: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    cursor: Option<String>,
}

impl SearchUsers {
    /// All users of the directory, 100 on a page.
    pub fn everyone(organization: OrganizationId, directory: DirectoryId) -> Self {
        let body = SearchBody {
            emails: Vec::new(),
            account_ids: Vec::new(),
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
        search.body.account_ids = once_each(accounts.into_iter().map(|account| account.as_str().to_owned()));
        within("account ids", MOST_ACCOUNTS, search.body.account_ids.len())?;
        Ok(search)
    }

    /// Asks for [`User::platform_roles`] too.
    #[must_use]
    pub fn with_platform_roles(mut self) -> Self {
        self.body.expand = vec!["platformRoles"];
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
fn once_each(texts: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    texts
        .into_iter()
        .filter(|text| seen.insert(text.clone()))
        .collect()
}

/// A user as the search gives it. `None` where the answer does not say.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct User {
    /// The account's id.
    #[serde(rename = "accountId")]
    pub id: AccountId,
    /// What kind of account.
    #[serde(rename = "accountType")]
    pub kind: Option<AccountType>,
    /// Account and membership taken together.
    pub status: Option<UserStatus>,
    /// Whether the account can be used.
    pub account_status: Option<AccountStatus>,
    /// Whether it is in a directory of the organization.
    pub membership_status: Option<MembershipStatus>,
    /// Whether the organization manages it.
    pub claim_status: Option<AccountClaim>,
    /// Whether an admin invited it or an identity provider put it there; null where Atlassian cannot tell.
    pub management_source: Option<ManagementSource>,
    /// The person's name.
    pub name: Option<String>,
    /// Its address.
    pub email: Option<String>,
    /// Whether the person has verified the address.
    pub email_verified: Option<bool>,
    /// Administrative roles, such as [`PlatformRole::OrgAdmin`]; `None` unless [`SearchUsers::with_platform_roles`] asked.
    pub platform_roles: Option<Vec<PlatformRole>>,
}

open_enum! {
    /// `status` of a user.
    pub enum UserStatus {
        /// The account is active, and so is a membership.
        Active = "active",
        /// The account is active, and suspended in all directories that the key may see.
        Suspended = "suspended",
        /// The account is active and in no directory.
        NotInvited = "not_invited",
        /// The account is inactive.
        Deactivated = "deactivated",
        /// Its deletion is scheduled.
        ForDeletion = "for_deletion",
    }
}

open_enum! {
    /// `membershipStatus`.
    pub enum MembershipStatus {
        /// Active in one directory at least.
        Active = "active",
        /// Suspended in all directories that the key may see.
        Suspended = "suspended",
        /// In none of the organization's directories.
        NoMembership = "no_membership",
    }
}

open_enum! {
    /// `claimStatus` of a user.
    pub enum AccountClaim {
        /// The organization manages the account.
        Managed = "managed",
        /// It does not.
        Unmanaged = "unmanaged",
    }
}

open_enum! {
    /// `managementSource`.
    pub enum ManagementSource {
        /// Invited by an admin.
        Invited = "invited",
        /// Provisioned from an identity provider, which locks its address here.
        Synced = "synced",
    }
}

open_enum! {
    /// One of `platformRoles`.
    pub enum PlatformRole {
        /// Organization admin.
        OrgAdmin = "atlassian/org-admin",
        /// Site admin.
        SiteAdmin = "atlassian/site-admin",
        /// User access admin.
        UserAccessAdmin = "atlassian/user-access-admin",
        /// May use AI features; administers nothing.
        AiAccess = "atlassian/ai-access",
    }
}

impl Call for SearchUsers {
    type Answer = Page<User>;

    fn endpoint(&self) -> &'static Endpoint {
        &SEARCH_USERS
    }

    fn request(&self) -> Request<Body> {
        let values = [self.organization.as_str(), self.directory.as_str()];
        request::with_json(self.endpoint(), &values, &self.body)
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
