//! The directories of an organization (Organizations REST API, v2), and what the calls about their users share.

use http::{Method, Request, Response};
use serde::Deserialize;

pub use super::filter::UserFilter;
pub use super::search::{Expand, GET_USERS, GetUsers, SEARCH_USERS, SearchUsers};
pub use super::user::{
    AccountClaim, GET_USER, GetUser, GroupOfUser, ManagementSource, MembershipStatus, PlatformRole,
    ProductAccess, User, UserStatus,
};
use crate::{
    AccountId, Body, Call, Cursor, DirectoryId, Endpoint, Failure, Generation, KeyKind, OrganizationId, Page,
    answer, request,
};

/// The directories of an organization, a page at a time.
pub static GET_DIRECTORIES: Endpoint = Endpoint {
    name: "get-directories",
    method: Method::GET,
    path: "/admin/v2/orgs/{organization}/directories",
    query: &["cursor", "limit", "accountId"],
    key: KeyKind::Any,
    success: &[200],
    generation: Generation::Current,
};

/// The most addresses that one search takes (`emails`, `maxItems`).
pub const MOST_EMAILS: usize = 100;
/// The most account ids that one search takes (`accountIds`, `maxItems`).
pub const MOST_ACCOUNTS: usize = 10;
/// The most directories, groups, roles or domains by which users are filtered (`directoryIds`, `groupIds`, `roleIds`,
/// `emailDomains`, `maxItems`).
pub const MOST_OF_A_FILTER: usize = 10;
/// The most workspaces by which users are filtered (`resourceIds`, `maxItems`).
pub const MOST_WORKSPACES: usize = 20;
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

/// Whether a count is from 1 to `most`.
pub(crate) fn within(what: &'static str, most: usize, count: usize) -> Result<(), OutOfLimits> {
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
    /// Only those in which this account is; `None` for all.
    pub account: Option<AccountId>,
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
        // Beside a cursor everything else is discarded: it carries the account along.
        let account = self.account.iter().filter(|_| self.cursor.is_none());
        let account = account.map(|account| ("accountId", account.as_str()));
        let query: Vec<_> = cursor.chain([("limit", limit.as_str())]).chain(account).collect();
        request::plain(self.endpoint(), &[self.organization.as_str()], &query)
    }

    fn answer(&self, response: &Response<Body>) -> Result<Page<Directory>, Failure> {
        answer::page(self.endpoint(), response)
    }
}
