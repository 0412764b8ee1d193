//! When a user was last active in which app (Organizations REST API, Directory). Atlassian takes 200 of these calls a minute
//! for an organization; the search returns the same for 100 users at once
//! ([`Expand::ProductAccess`](super::directory::Expand::ProductAccess)).

use http::{Method, Request, Response};
use serde::Deserialize;
use serde_json::Value;

use crate::{
    AccountId, Body, Call, Cursor, Endpoint, Failure, Generation, KeyKind, OrganizationId, ResourceKind,
    answer, request,
};

/// The dates on which a user was last active, a page of apps at a time. v1, and without a successor.
pub static GET_LAST_ACTIVE: Endpoint = Endpoint {
    name: "get-last-active",
    method: Method::GET,
    path: "/admin/v1/orgs/{organization}/directory/users/{account}/last-active-dates",
    query: &["cursor"],
    key: KeyKind::Any,
    success: &[200],
    generation: Generation::Current,
    resource: ResourceKind::Item,
};

/// How many of these calls Atlassian takes in a minute, for one organization.
pub const LAST_ACTIVE_A_MINUTE: u32 = 200;

/// Asks when a user was last active. Viewing a page of an app for two seconds counts as activity; the answer may be a day old.
#[derive(Clone, Debug)]
pub struct GetLastActive {
    /// Whose user.
    pub organization: OrganizationId,
    /// Which user.
    pub account: AccountId,
    /// Where the page starts; `None` for the first one.
    pub cursor: Option<Cursor>,
}

/// When a user was last active, and when they came. `None` where the answer does not say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastActive {
    /// By app; none for somebody who was never active.
    pub apps: Vec<LastActiveOfApp>,
    /// When the person was added to the organization, in milliseconds since 1970.
    pub added: Option<i64>,
    /// Where the next page starts; `None` on the last one.
    pub next: Option<Cursor>,
}

impl LastActive {
    /// The last time in any app of this page.
    pub fn latest(&self) -> Option<i64> {
        self.apps.iter().filter_map(|app| app.last_active).max()
    }
}

/// When a user was last active in one app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastActiveOfApp {
    /// The id of the app on its site.
    pub id: String,
    /// Which app: `jira-software`.
    pub key: String,
    /// When, in milliseconds since 1970; midnight UTC if the answer gives the day alone.
    pub last_active: Option<i64>,
}

impl Call for GetLastActive {
    type Answer = LastActive;

    fn endpoint(&self) -> &'static Endpoint {
        &GET_LAST_ACTIVE
    }

    fn request(&self) -> Request<Body> {
        let cursor = self.cursor.iter().map(|cursor| ("cursor", cursor.as_str()));
        let values = [self.organization.as_str(), self.account.as_str()];
        request::without_body(self.endpoint(), &values, &cursor.collect::<Vec<_>>())
    }

    fn answer(&self, response: &Response<Body>) -> Result<LastActive, Failure> {
        #[derive(Deserialize)]
        struct LastActiveBody {
            data: Data,
            links: Option<Value>,
        }
        #[derive(Deserialize)]
        struct Data {
            product_access: Vec<Item>,
            added_to_org: Option<String>,
            added_to_org_timestamp: Option<String>,
        }
        #[derive(Deserialize)]
        struct Item {
            id: String,
            key: String,
            last_active: Option<String>,
            last_active_timestamp: Option<String>,
        }

        let LastActiveBody { data, links } = answer::said(self.endpoint(), response)?;
        let apps = data.product_access.into_iter().map(|item| LastActiveOfApp {
            last_active: moment(item.last_active_timestamp.as_deref(), item.last_active.as_deref()),
            id: item.id,
            key: item.key,
        });
        Ok(LastActive {
            apps: apps.collect(),
            added: moment(
                data.added_to_org_timestamp.as_deref(),
                data.added_to_org.as_deref(),
            ),
            next: answer::next(links.as_ref(), response)?,
        })
    }
}

/// The time, or if it cannot be read, the start of the day.
fn moment(time: Option<&str>, day: Option<&str>) -> Option<i64> {
    let time = time.and_then(|time| time.parse::<jiff::Timestamp>().ok());
    let day = || {
        let day = day?.parse::<jiff::civil::Date>().ok()?;
        Some(day.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp())
    };
    time.or_else(day).map(jiff::Timestamp::as_millisecond)
}
