//! The audit log, made from the history of changes. The kinds of events are invented: no document lists them.

use http::StatusCode;
use serde_json::{Map, Value, json};

use crate::cursor::{PageStart, Slice};
use crate::organization::Organization;
use crate::reply::{self, Refused, Reply};
use crate::request::ApiRequest;
use crate::route::Route;
use crate::search::event::{Event, EventSearch};

/// The kinds of events that changes bring about, with their words.
const ACTIONS: [(&str, &str); 9] = [
    ("user_email_changed", "Changed email"),
    ("user_suspended", "Suspended user"),
    ("user_restored", "Restored user"),
    ("user_removed", "Removed user"),
    ("user_invited", "Invited user"),
    ("user_role_granted", "Granted role"),
    ("user_role_revoked", "Revoked role"),
    ("user_added_to_group", "Added user to group"),
    ("user_removed_from_group", "Removed user from group"),
];

/// The kind of all other changes.
const OTHER: &str = "managed_account_updated";

/// How many accounts logged in before the first call.
const LOGINS: usize = 40;
const LOGIN: &str = "user_login";

/// IP address, city and country of events. Changes come from the first.
const PLACES: [(&str, &str, &str); 3] = [
    ("192.0.2.7", "Sydney", "Australia"),
    ("198.51.100.23", "Austin", "United States"),
    ("203.0.113.5", "Berlin", "Germany"),
];

impl Organization {
    /// `GET …/events`
    pub(crate) fn get_events(&mut self, request: &ApiRequest<'_>) -> Result<Reply, Refused> {
        self.events_found(request, false)
    }

    /// `GET …/events-stream`
    pub(crate) fn poll_events(&mut self, request: &ApiRequest<'_>) -> Result<Reply, Refused> {
        self.events_found(request, true)
    }

    fn events_found(&mut self, request: &ApiRequest<'_>, is_stream: bool) -> Result<Reply, Refused> {
        let (search, start) = match request.query("cursor").map(|token| self.cursors.find(token)) {
            None => (Box::new(EventSearch::of_query(request, is_stream)?), 0),
            Some(Some(PageStart::Events(search, start))) if search.is_stream == is_stream => (search, start),
            Some(_) => return Err(request.bad_cursor().into()),
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
            .map(|event| self.event_item(request, event, is_stream))
            .collect();
        let end = start + data.len();
        let slice = Slice {
            here: PageStart::Events(search.clone(), start),
            after: PageStart::Events(search.clone(), end),
            items: data.len(),
            has_more: is_stream || end < fitting.len(),
        };
        let links = self.cursors.around(request, slice);
        let mut meta = Map::new();
        request.forms.links.put(&mut meta, "next", links.next.clone());
        meta.insert("page_size".to_owned(), data.len().into());
        let body = json!({ "data": data, "links": links.urls(request), "meta": meta });
        Ok(reply::json(StatusCode::OK, &body))
    }

    /// `GET …/events/{eventId}`
    pub(crate) fn get_event(&self, request: &ApiRequest<'_>) -> Reply {
        let id = request.params.get("event").unwrap_or_default();
        match self.events().iter().find(|event| event.id == id) {
            Some(event) => reply::json(
                StatusCode::OK,
                &json!({ "data": self.event_item(request, event, false) }),
            ),
            None => request.not_found("ADMIN-404-4", "Event not found"),
        }
    }

    /// All events, oldest first: logins that the seed made, and every change since.
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
            .history
            .writes
            .iter()
            .enumerate()
            .filter(|(_, write)| write.effective);
        events.extend(
            writes.map(|(number, write)| event(1, write.at, number, action_of("set-email"), &write.account)),
        );
        let deeds = self
            .history
            .deeds
            .iter()
            .enumerate()
            .filter(|(_, deed)| deed.effective);
        events.extend(
            deeds.map(|(number, deed)| event(2, deed.at, number, action_of(deed.endpoint), &deed.account)),
        );
        events.sort_by_key(|event| event.at);
        events
    }

    /// `EventModel`, or `PollingEventModel`, which alone says when the event was processed. The actor is the key's admin, who is
    /// nobody in particular here.
    fn event_item(&self, request: &ApiRequest<'_>, event: &Event, is_polled: bool) -> Value {
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
        let mut item = json!({
            "id": event.id,
            "type": "events",
            "attributes": {
                "time": time,
                "action": event.action,
                "actor": actor,
                "context": [{ "id": event.account, "type": "users" }],
                "container": [{ "id": self.identity.id, "type": "organizations" }],
                "location": { "ip": ip, "city": city, "countryName": country },
            },
            "links": { "self": format!("{}/admin/v1/orgs/{}/events/{}", request.origin, self.identity.id, event.id) },
        });
        if is_polled {
            item["attributes"]["processedAt"] = time.into();
        }
        item
    }
}

/// `GET …/event-actions`
pub(crate) fn event_actions() -> Reply {
    let others = [(LOGIN, "Logged in"), (OTHER, "Changed account")];
    let actions = ACTIONS.into_iter();
    let data: Vec<Value> = actions
        .chain(others)
        .map(|(action, message)| {
            json!({
                "id": action,
                "type": "event-actions",
                "attributes": { "displayName": message, "groupDisplayName": "Users" },
            })
        })
        .collect();
    reply::json(StatusCode::OK, &json!({ "data": data }))
}

/// The kind of the event that a call brings about.
fn action_of(endpoint: &str) -> &'static str {
    match Route::named(endpoint) {
        Some(Route::SetEmail) => "user_email_changed",
        Some(Route::SuspendUser | Route::SuspendAccess) => "user_suspended",
        Some(Route::RestoreUser | Route::RestoreAccess) => "user_restored",
        Some(Route::RemoveUser | Route::RemoveAccess) => "user_removed",
        Some(Route::InviteUsers | Route::InviteUser) => "user_invited",
        Some(Route::GrantRole | Route::GrantOrganizationRole) => "user_role_granted",
        Some(Route::RevokeRole | Route::RevokeOrganizationRole) => "user_role_revoked",
        Some(Route::AddToGroup | Route::AddToGroupV1) => "user_added_to_group",
        Some(Route::RemoveFromGroup | Route::RemoveFromGroupV1) => "user_removed_from_group",
        _ => OTHER,
    }
}

#[cfg(test)]
mod tests {
    use rollcall_atlassian::ENDPOINTS;

    use super::*;

    #[test]
    fn the_list_of_kinds_has_the_kind_of_every_change() {
        for endpoint in ENDPOINTS {
            let kind = action_of(endpoint.name);
            let is_listed = ACTIONS.iter().any(|(listed, _)| *listed == kind);
            assert!(is_listed || kind == OTHER, "{}: {kind}", endpoint.name);
        }
    }
}
