//! The admin portal's lists of users. No document describes them: what is here is what public scripts were seen to read, and where
//! they say nothing, the stricter reading.

use http::header::{AUTHORIZATION, COOKIE};
use http::{Request, StatusCode};
use rollcall_atlassian::call::portal;
use serde_json::{Value, json};

use crate::account::{Account, Life};
use crate::answer::Asked;
use crate::lag::Stale;
use crate::organization::Organization;
use crate::reply::{self, Reply};

/// The app whose workspace stands for the site itself.
const SITE: &str = "platform";

impl Organization {
    /// Whom the portal does not let in: it wants the session as the one cookie that there is, and no key. (It has more cookies from
    /// a browser; who sends them from elsewhere tells more than is needed.)
    pub(crate) fn stranger_at_portal(&self, request: &Request<Vec<u8>>) -> Option<Reply> {
        let refused = |status, words| Some(reply::proxy_error(status, words));
        if request.headers().contains_key(AUTHORIZATION) {
            return refused(
                StatusCode::BAD_REQUEST,
                "Bad request: an API key has no business here",
            );
        }
        let mut cookies = request.headers().get_all(COOKIE).iter();
        let (Some(cookie), None) = (cookies.next(), cookies.next()) else {
            return refused(StatusCode::UNAUTHORIZED, "Unauthorized");
        };
        let token = cookie
            .to_str()
            .ok()
            .and_then(|cookie| cookie.strip_prefix(portal::COOKIE)?.strip_prefix('='));
        match token {
            Some(token) if self.session.admits(token) => None,
            _ => refused(StatusCode::UNAUTHORIZED, "Unauthorized"),
        }
    }

    /// `GET …/um/org/{orgId}/users` and `GET …/um/site/{cloudId}/users`
    pub(crate) fn show_at_portal(&self, asked: &Asked<'_>) -> Reply {
        let refused = |status: StatusCode| {
            let reason = status.canonical_reason().unwrap_or_default();
            reply::proxy_error(status, reason)
        };
        let directory = match (asked.params.get("organization"), asked.params.get("site")) {
            (Some(id), _) if id == self.id => None,
            (Some(id), _) if id == self.neighbour_id => return refused(StatusCode::FORBIDDEN),
            (None, Some(id)) => match self.directory_of_site(id) {
                Some(directory) => Some(directory),
                None => return refused(StatusCode::NOT_FOUND),
            },
            _ => return refused(StatusCode::NOT_FOUND),
        };
        match Bounds::of(asked) {
            Some(bounds) => self.list_at_portal(directory, bounds),
            None => refused(StatusCode::BAD_REQUEST),
        }
    }

    fn list_at_portal(&self, directory: Option<usize>, Bounds { start, count }: Bounds) -> Reply {
        let accounts = self.book.accounts.iter().enumerate();
        let shown: Vec<usize> = accounts
            .filter(|(_, account)| is_shown(account, directory))
            .map(|(at, _)| at)
            .collect();
        let mut stale = false;
        let users: Vec<Value> = shown
            .iter()
            .skip(start - 1)
            .take(count)
            .map(|&at| {
                let account = self.book.indexed(at);
                stale |= account.is_stale();
                user(&account)
            })
            .collect();
        let body = json!({ "total": shown.len(), "users": users });
        Stale::mark(stale, reply::json(StatusCode::OK, &body))
    }

    /// The ids of the sites, and the directories of their people, as indexes into the organization's.
    pub fn sites(&self) -> impl Iterator<Item = (&str, usize)> {
        let sites = self.workspaces.iter().filter(|workspace| workspace.owner == SITE);
        sites.filter_map(|site| Some((site.id.rsplit_once('/')?.1, site.directory)))
    }

    fn directory_of_site(&self, id: &str) -> Option<usize> {
        self.sites()
            .find(|(site, _)| *site == id)
            .map(|(_, directory)| directory)
    }
}

/// Which users are wanted.
struct Bounds {
    /// Place of the first one, from 1.
    start: usize,
    count: usize,
}

impl Bounds {
    /// From the query; `None` where something in it is not known, stands twice, or is out of bounds. The portal's own page shows 20.
    fn of(asked: &Asked<'_>) -> Option<Self> {
        let number = |name: &str, otherwise: usize| -> Option<usize> {
            let mut all = asked.query_all(name);
            match (all.next(), all.next()) {
                (None, _) => Some(otherwise),
                (Some(one), None) => one.parse().ok(),
                (Some(_), Some(_)) => None,
            }
        };
        let is_known = |(name, _): &(String, String)| matches!(name.as_str(), "count" | "start-index");
        let bounds = Self {
            start: number("start-index", 1)?,
            count: number("count", 20)?,
        };
        let is_within = bounds.start >= 1 && (1..=100).contains(&bounds.count);
        (asked.query.iter().all(is_known) && is_within).then_some(bounds)
    }
}

/// Everybody in this directory, or in any.
fn is_shown(account: &Account, directory: Option<usize>) -> bool {
    let is_there = match directory {
        Some(directory) => account.membership(directory).is_some(),
        None => !account.memberships.is_empty(),
    };
    is_there && account.life != Life::Closed
}

fn user(account: &Account) -> Value {
    json!({
        "id": account.id,
        "displayName": account.name,
        "email": account.address,
        "active": account.life == Life::Active && !account.is_suspended(),
        "system": false,
        "presence": reply::instant(account.last_active, 3),
    })
}
