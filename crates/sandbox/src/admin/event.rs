//! The audit log: what changed, as the documented calls about events tell it. The kinds of events are made up after Atlassian's
//! manner: no document lists them.

use http::StatusCode;
use serde_json::{Value, json};

use super::Refused;
use crate::answer::Asked;
use crate::cursor::Place;
use crate::organization::Organization;
use crate::reply::{self, Reply};

/// Kind, its words, and the call that brings it about.
const ACTIONS: [(&str, &str, &[&str]); 9] = [
    ("user_email_changed", "Changed email", &["set-email"]),
    (
        "user_suspended",
        "Suspended user",
        &["suspend-user", "suspend-access"],
    ),
    (
        "user_restored",
        "Restored user",
        &["restore-user", "restore-access"],
    ),
    ("user_removed", "Removed user", &["remove-user", "remove-access"]),
    ("user_invited", "Invited user", &["invite-users", "invite-user"]),
    (
        "user_role_granted",
        "Granted role",
        &["grant-role", "grant-organization-role"],
    ),
    (
        "user_role_revoked",
        "Revoked role",
        &["revoke-role", "revoke-organization-role"],
    ),
    (
        "user_added_to_group",
        "Added user to group",
        &["add-to-group", "add-to-group-v1"],
    ),
    (
        "user_removed_from_group",
        "Removed user from group",
        &["remove-from-group", "remove-from-group-v1"],
    ),
];

/// What happens by calls that have no kind of their own above.
const OTHER: &str = "managed_account_updated";

/// What happened before the first call: as many accounts were seen to log in.
const LOGINS: usize = 40;
const LOGIN: &str = "user_login";

/// Address, city and country of the computers that people are at; changes come from the first.
const PLACES: [(&str, &str, &str); 3] = [
    ("192.0.2.7", "Sydney", "Australia"),
    ("198.51.100.23", "Austin", "United States"),
    ("203.0.113.5", "Berlin", "Germany"),
];

/// What is asked of the log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct EventSearch {
    /// Whether all events are told, the oldest first, and the last page leads on.
    is_stream: bool,
    is_descending: bool,
    text: Option<String>,
    from: Option<i64>,
    to: Option<i64>,
    action: Option<String>,
    actors: Vec<String>,
    ips: Vec<String>,
    /// City and country.
    cities: Vec<(String, String)>,
    limit: usize,
}

struct Event {
    id: String,
    at: i64,
    action: &'static str,
    account: String,
    /// Among [`PLACES`].
    place: (&'static str, &'static str, &'static str),
}

impl Organization {
    /// `GET …/events` and `…/events-stream`
    pub(super) fn get_events(&mut self, asked: &Asked<'_>) -> Reply {
        self.events_found(asked).unwrap_or_else(|refusal| *refusal)
    }

    fn events_found(&mut self, asked: &Asked<'_>) -> Result<Reply, Refused> {
        let is_stream = asked.endpoint.name == "poll-events";
        let (search, start) = match asked.query("cursor").map(|token| self.cursors.place(token)) {
            None => (Box::new(EventSearch::of_query(asked, is_stream)?), 0),
            Some(Some(Place::Events(search, start))) if search.is_stream == is_stream => (search, start),
            Some(_) => return Err(asked.bad_cursor().into()),
        };
        let mut events = self.events();
        if search.is_descending {
            events.reverse();
        }
        let fitting: Vec<&Event> = events.iter().filter(|event| search.fits(event)).collect();
        let data: Vec<Value> = fitting
            .iter()
            .skip(start)
            .take(search.limit)
            .map(|event| self.event_item(asked, event))
            .collect();
        let end = start + data.len();
        let leads_on = is_stream || end < fitting.len();
        let next = leads_on.then(|| Place::Events(search.clone(), end));
        let links = self.url_links(asked, Place::Events(search, start), next);
        let token = links["next"]
            .as_str()
            .and_then(|next| next.split_once("?cursor="))
            .map(|(_, token)| token.to_owned());
        let mut meta = json!({ "page_size": data.len() });
        if let Some(token) = token {
            meta["next"] = token.into();
        }
        let body = json!({ "data": data, "links": links, "meta": meta });
        Ok(reply::json(StatusCode::OK, &body))
    }

    /// `GET …/events/{eventId}`
    pub(super) fn get_event(&self, asked: &Asked<'_>) -> Reply {
        let id = asked.params.get("event").unwrap_or_default();
        match self.events().iter().find(|event| event.id == id) {
            Some(event) => reply::json(StatusCode::OK, &json!({ "data": self.event_item(asked, event) })),
            None => asked.not_found("ADMIN-404-4", "Event not found"),
        }
    }

    /// All events, the oldest first: logins that the seed made, and every change since.
    fn events(&self) -> Vec<Event> {
        let event = |kind: u8, at_ms: i64, number: usize, action, account: &str| Event {
            id: format!("00000000-0000-4000-800{kind}-{number:012x}"),
            at: at_ms,
            action,
            account: account.to_owned(),
            place: PLACES[if kind == 0 { number % PLACES.len() } else { 0 }],
        };
        let logins = self.book.accounts.iter().take(LOGINS).enumerate();
        let mut events: Vec<Event> = logins
            .map(|(number, account)| event(0, account.last_active, number, LOGIN, &account.id))
            .collect();
        let writes = self
            .writes
            .iter()
            .enumerate()
            .filter(|(_, write)| write.effective);
        events.extend(
            writes.map(|(number, write)| event(1, write.at, number, action_of("set-email"), &write.account)),
        );
        let deeds = self.deeds.iter().enumerate().filter(|(_, deed)| deed.effective);
        events.extend(
            deeds.map(|(number, deed)| event(2, deed.at, number, action_of(deed.endpoint), &deed.account)),
        );
        events.sort_by_key(|event| event.at);
        events
    }

    /// `EventModel`. The actor is the key's admin, who is nobody in particular here.
    fn event_item(&self, asked: &Asked<'_>, event: &Event) -> Value {
        let time = reply::instant(event.at, 3);
        let actor = if event.action == LOGIN {
            let account = self.account(&event.account);
            json!({
                "id": event.account,
                "name": account.map(|account| account.name.as_str()),
                "email": account.map(|account| account.address.as_str()),
            })
        } else {
            json!({ "id": "api-key" })
        };
        let (ip, city, country) = event.place;
        json!({
            "id": event.id,
            "type": "events",
            "attributes": {
                "time": time,
                "processedAt": time,
                "action": event.action,
                "actor": actor,
                "context": [{ "id": event.account, "type": "users" }],
                "container": [{ "id": self.id, "type": "organizations" }],
                "location": { "ip": ip, "city": city, "countryName": country },
            },
            "links": { "self": format!("{}/admin/v1/orgs/{}/events/{}", asked.origin, self.id, event.id) },
        })
    }
}

/// `GET …/event-actions`
pub(super) fn event_actions() -> Reply {
    let others = [(LOGIN, "Logged in"), (OTHER, "Changed account")];
    let actions = ACTIONS.iter().map(|(action, words, _)| (*action, *words));
    let data: Vec<Value> = actions
        .chain(others)
        .map(|(action, words)| {
            json!({
                "id": action,
                "type": "event-actions",
                "attributes": { "displayName": words, "groupDisplayName": "Users" },
            })
        })
        .collect();
    reply::json(StatusCode::OK, &json!({ "data": data }))
}

/// `[{"city": "Austin", "countryName": "United States"}]`
fn cities(text: &str) -> Option<Vec<(String, String)>> {
    let cities: Vec<Value> = serde_json::from_str(text).ok()?;
    let city = |city: &Value| {
        let text = |name: &str| city.get(name)?.as_str().map(str::to_owned);
        Some((text("city")?, text("countryName")?))
    };
    cities.iter().map(city).collect()
}

fn action_of(endpoint: &str) -> &'static str {
    let mut actions = ACTIONS.iter();
    let known = actions.find(|(_, _, calls)| calls.contains(&endpoint));
    known.map_or(OTHER, |(action, _, _)| action)
}

impl EventSearch {
    /// The codes are declared for both calls; which of them is for what is read from their titles.
    fn of_query(asked: &Asked<'_>, is_stream: bool) -> Result<Self, Refused> {
        let bad = |code: &str, title: &str| Refused::from(asked.error(StatusCode::BAD_REQUEST, code, title));
        let time = |name: &str| match asked.query(name).map(str::parse) {
            None => Ok(None),
            Some(Ok(time)) if time >= 0 => Ok(Some(time)),
            Some(_) => Err(bad("ADMIN-400-3", "Invalid time date")),
        };
        let syntax = || bad("ADMIN-400-19", "Request syntax is not valid");
        let default = if is_stream { 200 } else { 30 };
        let limit = asked.query("limit").map_or(Ok(default), str::parse);
        let limit = limit
            .ok()
            .filter(|limit| (1..=500).contains(limit))
            .ok_or_else(syntax)?;
        let is_descending = match asked.query("sortOrder") {
            None => !is_stream,
            Some("asc") => false,
            Some("desc") => true,
            Some(_) => return Err(syntax()),
        };
        let list = |name: &str| -> Vec<String> {
            let all = asked.query(name).into_iter();
            all.flat_map(|all| all.split(',')).map(str::to_owned).collect()
        };
        let actors = list("actor");
        // How many are too many stands in no document.
        if actors.len() > 10 {
            return Err(bad("ADMIN-400-21", "The number of queries exceeded the limit"));
        }
        Ok(Self {
            is_stream,
            is_descending,
            text: asked.query("q").map(str::to_lowercase),
            from: time("from")?,
            to: time("to")?,
            action: asked.query("action").map(str::to_owned),
            actors,
            ips: list("ip"),
            cities: asked
                .query("location")
                .map_or(Ok(Vec::new()), |text| cities(text).ok_or_else(syntax))?,
            limit,
        })
    }

    fn fits(&self, event: &Event) -> bool {
        self.from.is_none_or(|from| event.at >= from)
            && self.to.is_none_or(|to| event.at <= to)
            && self.action.as_ref().is_none_or(|action| action == event.action)
            && (self.actors.is_empty() || self.actors.contains(&event.account))
            && (self.ips.is_empty() || self.ips.iter().any(|ip| ip == event.place.0))
            && (self.cities.is_empty()
                || self.cities.iter().any(|(city, country)| {
                    (city.as_str(), country.as_str()) == (event.place.1, event.place.2)
                }))
            && self
                .text
                .as_ref()
                .is_none_or(|text| event.action.contains(text) || event.account.to_lowercase().contains(text))
    }
}
