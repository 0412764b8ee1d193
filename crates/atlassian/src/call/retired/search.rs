//! The search for users.

use http::{Method, Request, Response};
use serde::Deserialize;

use super::{MOST_OF_A_SEARCH, RETIRED};
use crate::body::{Json, Object};
use crate::call::organization::{AccountStatus, AccountType};
use crate::limits::{OutOfLimits, within};
use crate::{
    AccountId, Body, Call, Cursor, Endpoint, Failure, KeyKind, OrganizationId, Page, ResourceKind, answer,
    request,
};

/// The users that fit a search, a page at a time.
pub static SEARCH_USERS_V1: Endpoint = Endpoint {
    name: "search-users-v1",
    method: Method::POST,
    path: "/admin/v1/orgs/{organization}/users/search",
    query: &[],
    key: KeyKind::Any,
    success: &[200],
    generation: RETIRED,
    resource: ResourceKind::Organization,
};

/// How many users on a page. Atlassian took up to 10,000 (`limit`, `maximum`), in answers of several megabytes.
const USERS_ON_A_PAGE: usize = 1000;

/// Searches the users of an organization, 1,000 on a page, with names and addresses.
#[derive(Clone, Debug)]
pub struct SearchUsersV1 {
    organization: OrganizationId,
    body: SearchBody,
}

#[derive(Clone, Debug)]
struct SearchBody {
    account_ids: Vec<AccountId>,
    email_usernames: Option<Vec<String>>,
    email_domains: Option<Vec<String>>,
    is_suspended: Option<bool>,
    expand: [&'static str; 3],
    limit: usize,
    cursor: Option<String>,
}

impl SearchBody {
    fn to_json(&self) -> Object {
        let one_of = |values: &Vec<String>| Object::default().with("eq", Json::list(values));
        Object::default()
            .with_items("accountIds", self.account_ids.iter().map(AccountId::as_str))
            .with_some("emailUsernames", self.email_usernames.as_ref().map(one_of))
            .with_some("emailDomains", self.email_domains.as_ref().map(one_of))
            .with_some("isSuspended", self.is_suspended)
            .with("expand", Json::list(self.expand))
            .with("limit", self.limit)
            .with_some("cursor", self.cursor.as_deref())
    }
}

impl SearchUsersV1 {
    /// All users.
    pub fn everyone(organization: OrganizationId) -> Self {
        let body = SearchBody {
            account_ids: Vec::new(),
            email_usernames: None,
            email_domains: None,
            is_suspended: None,
            expand: ["NAME", "EMAIL", "EMAIL_VERIFIED"],
            limit: USERS_ON_A_PAGE,
            cursor: None,
        };
        Self { organization, body }
    }

    /// The users with these account ids.
    ///
    /// # Errors
    /// [`OutOfLimits`] if there are none, or more than [`MOST_OF_A_SEARCH`].
    pub fn by_accounts(
        organization: OrganizationId,
        accounts: impl IntoIterator<Item = AccountId>,
    ) -> Result<Self, OutOfLimits> {
        let mut search = Self::everyone(organization);
        search.body.account_ids = accounts.into_iter().collect();
        within("account ids", MOST_OF_A_SEARCH, search.body.account_ids.len())?;
        Ok(search)
    }

    /// The users with one of these parts before the @ and one of these domains. That may be more users than those with the
    /// addresses that the parts come from, so the caller compares.
    ///
    /// # Errors
    /// [`OutOfLimits`] if there are none of either, or more than [`MOST_OF_A_SEARCH`].
    pub fn by_addresses(
        organization: OrganizationId,
        usernames: Vec<String>,
        domains: Vec<String>,
    ) -> Result<Self, OutOfLimits> {
        within("parts before the @", MOST_OF_A_SEARCH, usernames.len())?;
        within("domains", MOST_OF_A_SEARCH, domains.len())?;
        let mut search = Self::everyone(organization);
        search.body.email_usernames = Some(usernames);
        search.body.email_domains = Some(domains);
        Ok(search)
    }

    /// Only suspended users, or only others.
    #[must_use]
    pub fn suspended(mut self, is_suspended: bool) -> Self {
        self.body.is_suspended = Some(is_suspended);
        self
    }

    /// Where the page starts. The rest of the search stays the same from page to page.
    #[must_use]
    pub fn after(mut self, cursor: &Cursor) -> Self {
        self.body.cursor = Some(cursor.as_str().to_owned());
        self
    }
}

/// A user as this search gives it. `None` where the answer does not say.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UserV1 {
    /// The account's id.
    #[serde(rename = "accountId")]
    pub id: AccountId,
    /// What kind of account.
    #[serde(rename = "accountType")]
    pub kind: Option<AccountType>,
    /// Whether the account can be used.
    #[serde(rename = "accountStatus")]
    pub status: Option<AccountStatus>,
    /// The person's name.
    pub name: Option<String>,
    /// What the person is called in mentions.
    pub nickname: Option<String>,
    /// The address.
    pub email: Option<String>,
    /// Whether the person has verified the address.
    pub email_verified: Option<bool>,
    /// Whether the user is active in the directory, and not suspended.
    #[serde(rename = "statusInUserbase")]
    pub in_directory: Option<bool>,
}

impl Call for SearchUsersV1 {
    type Answer = Page<UserV1>;

    fn endpoint(&self) -> &'static Endpoint {
        &SEARCH_USERS_V1
    }

    fn request(&self) -> Request<Body> {
        request::with_json(
            self.endpoint(),
            &[self.organization.as_str()],
            self.body.to_json(),
        )
    }

    fn answer(&self, response: &Response<Body>) -> Result<Page<UserV1>, Failure> {
        answer::page(self.endpoint(), response)
    }
}
