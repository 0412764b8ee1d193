//! The admin portal's lists of users. No document describes them: public scripts show what they answer, and where these are
//! silent the stricter reading applies.

use http::StatusCode;
use serde_json::{Value, json};

use crate::account::{Account, Life};
use crate::lag::Stale;
use crate::organization::Organization;
use crate::reply::{self, Reply};
use crate::request::ApiRequest;

impl Organization {
    /// `GET …/um/org/{orgId}/users` and `GET …/um/site/{cloudId}/users`
    pub(crate) fn get_portal_users(&self, request: &ApiRequest<'_>) -> Reply {
        let refused = |status: StatusCode| {
            let reason = status.canonical_reason().unwrap_or_default();
            reply::proxy_error(status, reason)
        };
        let directory = match (request.params.get("organization"), request.params.get("site")) {
            (Some(id), _) if id == self.identity.id => None,
            (Some(id), _) if id == self.identity.neighbour_id => return refused(StatusCode::FORBIDDEN),
            (None, Some(id)) => match self.places.directory_of_site(id) {
                Some(directory) => Some(directory),
                None => return refused(StatusCode::NOT_FOUND),
            },
            _ => return refused(StatusCode::NOT_FOUND),
        };
        match Bounds::of(request) {
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
}

/// Which users are wanted.
struct Bounds {
    /// Place of the first one, from 1.
    start: usize,
    count: usize,
}

impl Bounds {
    /// Reads the query; `None` if a parameter is unknown, repeated or out of bounds. The portal's own page asks for 20.
    fn of(request: &ApiRequest<'_>) -> Option<Self> {
        let number = |name: &str, otherwise: usize| -> Option<usize> {
            let mut all = request.query_all(name);
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
        (request.query.iter().all(is_known) && is_within).then_some(bounds)
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
