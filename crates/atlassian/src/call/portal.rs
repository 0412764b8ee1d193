//! The admin portal's own list of users, which it shows to an administrator's browser.
//!
//! No document describes it. These calls follow public scripts that read the list, and Atlassian may change it any day; the
//! Organizations REST API returns the same with a key, see [`super::directory`].

use http::{Method, Request, Response};
use serde::Deserialize;

use crate::answer::Items;
pub use crate::endpoint::COOKIE;
use crate::{
    AccountId, Body, Call, Cursor, End, Endpoint, Failure, Generation, KeyKind, OrganizationId, Page,
    ResourceKind, SiteId, answer, request,
};

/// How many users on a page: as many as the scripts ask for.
pub const USERS_ON_A_PAGE: u64 = 100;

/// The users of an organization.
pub static GET_PORTAL_USERS: Endpoint = Endpoint {
    name: "get-portal-users",
    method: Method::GET,
    path: "/gateway/api/adminhub/um/org/{organization}/users",
    query: &["count", "start-index"],
    key: KeyKind::Session,
    success: &[200],
    generation: Generation::Undocumented,
    resource: ResourceKind::PortalList,
};

/// The users of one site.
pub static GET_PORTAL_SITE_USERS: Endpoint = Endpoint {
    name: "get-portal-site-users",
    method: Method::GET,
    path: "/gateway/api/adminhub/um/site/{site}/users",
    query: &["count", "start-index"],
    key: KeyKind::Session,
    success: &[200],
    generation: Generation::Undocumented,
    resource: ResourceKind::PortalList,
};

/// Asks for a page of users, 100 on a page.
#[derive(Clone, Debug)]
pub struct GetPortalUsers {
    /// Whose users.
    pub of: PortalPlace,
    /// Where the page starts; `None` for the first one.
    pub cursor: Option<Cursor>,
}

/// What the portal lists the users of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PortalPlace {
    /// A whole organization.
    Organization(OrganizationId),
    /// One of its sites.
    Site(SiteId),
}

/// A user as the portal lists it. `None` where the answer does not say.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct PortalUser {
    /// The account's id.
    pub id: AccountId,
    /// The person's name.
    #[serde(rename = "displayName")]
    pub name: Option<String>,
    /// The address.
    pub email: Option<String>,
    /// Whether the user is active.
    pub active: Option<bool>,
    /// When the user was last there, in milliseconds since 1970.
    #[serde(default, deserialize_with = "answer::time")]
    pub presence: Option<i64>,
    /// Whether it is an app's account, and nobody's.
    pub system: Option<bool>,
}

#[derive(Deserialize)]
struct Users {
    users: Items<PortalUser>,
    total: Option<u64>,
}

impl GetPortalUsers {
    /// Place of the first user of the page, counted from 1.
    fn start(&self) -> u64 {
        self.cursor.as_ref().and_then(Cursor::index).unwrap_or(1)
    }
}

impl Call for GetPortalUsers {
    type Answer = Page<PortalUser>;

    fn endpoint(&self) -> &'static Endpoint {
        match self.of {
            PortalPlace::Organization(_) => &GET_PORTAL_USERS,
            PortalPlace::Site(_) => &GET_PORTAL_SITE_USERS,
        }
    }

    fn request(&self) -> Request<Body> {
        let of = match &self.of {
            PortalPlace::Organization(organization) => organization.as_str(),
            PortalPlace::Site(site) => site.as_str(),
        };
        let (count, start) = (USERS_ON_A_PAGE.to_string(), self.start().to_string());
        request::without_body(
            self.endpoint(),
            &[of],
            &[("count", &count), ("start-index", &start)],
        )
    }

    /// A page has no link to the next one, so its start is computed. Without a total, an empty page is the last.
    fn answer(&self, response: &Response<Body>) -> Result<Page<PortalUser>, Failure> {
        let Users { users, total } = answer::said(self.endpoint(), response)?;
        // In no document: where not one is as it was, the whole form is another.
        let is_known = !users.read.is_empty() || users.left_out == 0;
        let users = answer::check_shape(is_known, users, self.endpoint(), response)?;
        let count = users.read.len() + users.left_out;
        let next = self.start().saturating_add(count as u64);
        let is_more = count > 0 && total.is_none_or(|total| next <= total);
        Ok(Page {
            items: users.read,
            left_out: users.left_out,
            next: is_more.then(|| Cursor::at(next)),
            total,
            end: End::Said,
        })
    }
}
