//! The directories of an organization (Organizations REST API, v2), and re-exports of the calls about their users.

use http::{Method, Request, Response};
use serde::Deserialize;

pub use super::filter::UserFilter;
pub use super::search::{Expand, GET_USERS, GetUsers, SEARCH_USERS, SearchUsers};
pub use super::user::{
    AccountClaim, GET_USER, GetUser, GroupOfUser, ManagementSource, MembershipStatus, PlatformRole,
    ProductAccess, User, UserStatus,
};
pub use crate::limits::{
    MOST_ACCOUNTS, MOST_EMAILS, MOST_OF_A_FILTER, MOST_ON_A_PAGE, MOST_WORKSPACES, OutOfLimits,
};
use crate::{
    AccountId, Body, Call, Cursor, DirectoryId, Endpoint, Failure, Generation, KeyKind, OrganizationId, Page,
    ResourceKind, answer, request,
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
    resource: ResourceKind::Organization,
};

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
        // Atlassian discards every parameter beside a cursor, which carries the account along.
        let account = self.account.iter().filter(|_| self.cursor.is_none());
        let account = account.map(|account| ("accountId", account.as_str()));
        let query: Vec<_> = cursor.chain([("limit", limit.as_str())]).chain(account).collect();
        request::without_body(self.endpoint(), &[self.organization.as_str()], &query)
    }

    fn answer(&self, response: &Response<Body>) -> Result<Page<Directory>, Failure> {
        answer::page(self.endpoint(), response)
    }
}
