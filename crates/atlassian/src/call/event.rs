//! The audit log of an organization (Organizations REST API, Events).

use http::{Method, Request, Response};
use serde::Deserialize;

use crate::answer::{self, Data};
use crate::body::{Json, Object};
use crate::{
    Body, Call, Cursor, Endpoint, EventId, Failure, Generation, KeyKind, OrganizationId, Page, ResourceKind,
    request,
};

/// The events that fit a query, a page at a time.
pub static GET_EVENTS: Endpoint = Endpoint {
    name: "get-events",
    method: Method::GET,
    path: "/admin/v1/orgs/{organization}/events",
    query: &[
        "cursor", "q", "from", "to", "action", "limit", "actor", "ip", "location",
    ],
    key: KeyKind::Any,
    success: &[200],
    generation: Generation::Current,
    resource: ResourceKind::Organization,
};

/// The stream of all events, a page at a time.
pub static POLL_EVENTS: Endpoint = Endpoint {
    name: "poll-events",
    method: Method::GET,
    path: "/admin/v1/orgs/{organization}/events-stream",
    query: &["cursor", "from", "to", "limit"],
    key: KeyKind::Any,
    success: &[200],
    generation: Generation::Current,
    resource: ResourceKind::Organization,
};

/// One event.
pub static GET_EVENT: Endpoint = Endpoint {
    name: "get-event",
    method: Method::GET,
    path: "/admin/v1/orgs/{organization}/events/{event}",
    query: &[],
    key: KeyKind::Any,
    success: &[200],
    generation: Generation::Current,
    resource: ResourceKind::Item,
};

/// The kinds of events.
pub static GET_EVENT_ACTIONS: Endpoint = Endpoint {
    name: "get-event-actions",
    method: Method::GET,
    path: "/admin/v1/orgs/{organization}/event-actions",
    query: &[],
    key: KeyKind::Any,
    success: &[200],
    generation: Generation::Current,
    resource: ResourceKind::Organization,
};

/// The most events on a page (`limit`, `maximum`).
pub const MOST_EVENTS_ON_A_PAGE: usize = 500;

/// How many calls of [`GetEvents`], [`GetEvent`] or [`GetEventActions`] Atlassian takes in a minute.
pub const EVENTS_A_MINUTE: u32 = 10;

/// How many of [`PollEvents`] Atlassian takes in a minute.
pub const POLLS_A_MINUTE: u32 = 50;

/// Asks for a page of events, 500 on a page, the newest first. Atlassian takes [`EVENTS_A_MINUTE`].
#[derive(Clone, Debug)]
pub struct GetEvents {
    /// Whose events.
    pub organization: OrganizationId,
    /// Which events.
    pub filter: EventFilter,
    /// Where the page starts; `None` for the first one.
    pub cursor: Option<Cursor>,
}

/// A filter of events. The default is all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventFilter {
    /// A word to look for.
    pub text: Option<String>,
    /// The earliest time, in milliseconds since 1970.
    pub from: Option<i64>,
    /// The latest time, likewise.
    pub to: Option<i64>,
    /// Only events of this kind, by the id that [`GetEventActions`] gives.
    pub action: Option<String>,
    /// Only events of these actors, by their ids. Atlassian refuses too many; no document gives the limit.
    pub actors: Vec<String>,
    /// Only from one of these IP addresses.
    pub ips: Vec<String>,
    /// Only from one of these cities.
    pub cities: Vec<City>,
}

/// A city, as Atlassian derives it from an IP address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct City {
    /// `Austin`.
    pub city: String,
    /// `United States`.
    pub country_name: String,
}

/// Asks for a page of the stream of all events, oldest first, 500 on a page. Even the last page has a cursor, which leads to
/// the events that come next. Atlassian takes [`POLLS_A_MINUTE`].
#[derive(Clone, Debug)]
pub struct PollEvents {
    /// Whose events.
    pub organization: OrganizationId,
    /// The earliest time, in milliseconds since 1970.
    pub from: Option<i64>,
    /// The latest time, likewise.
    pub to: Option<i64>,
    /// Where the page starts; `None` for the first one.
    pub cursor: Option<Cursor>,
}

/// An event. `None` where the answer does not say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its id.
    pub id: EventId,
    /// When, in milliseconds since 1970.
    pub time: Option<i64>,
    /// What, as [`GetEventActions`] lists it.
    pub action: Option<String>,
    /// Who did it.
    pub actor: Option<Actor>,
    /// To whom or what.
    pub subjects: Vec<Subject>,
    /// Where: in which organization, on which site.
    pub containers: Vec<Subject>,
    /// The IP address.
    pub ip: Option<String>,
    /// In which city that is.
    pub city: Option<String>,
    /// In which country.
    pub country: Option<String>,
}

/// Who did something: a person or an app, so the id need not be an account's.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Actor {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Option<String>,
    /// Its address.
    pub email: Option<String>,
}

/// To whom or what something was done.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Subject {
    /// Its id.
    pub id: String,
    /// What it is: `users`, `groups`.
    #[serde(rename = "type")]
    pub kind: Option<String>,
}

impl<'de> Deserialize<'de> for Event {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Item {
            id: EventId,
            #[serde(default)]
            attributes: Attributes,
        }
        #[derive(Default, Deserialize)]
        struct Attributes {
            #[serde(default, deserialize_with = "answer::time")]
            time: Option<i64>,
            action: Option<String>,
            actor: Option<Actor>,
            context: Option<Vec<Subject>>,
            container: Option<Vec<Subject>>,
            location: Option<Location>,
        }
        #[derive(Default, Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Location {
            ip: Option<String>,
            city: Option<String>,
            country_name: Option<String>,
        }

        let Item { id, attributes } = Item::deserialize(deserializer)?;
        let location = attributes.location.unwrap_or_default();
        Ok(Self {
            id,
            time: attributes.time,
            action: attributes.action,
            actor: attributes.actor,
            subjects: attributes.context.unwrap_or_default(),
            containers: attributes.container.unwrap_or_default(),
            ip: location.ip,
            city: location.city,
            country: location.country_name,
        })
    }
}

/// A request with the parameters that have a value.
fn page_of_events(
    endpoint: &'static Endpoint,
    organization: &OrganizationId,
    parameters: &[(&'static str, Option<String>)],
) -> Request<Body> {
    let query: Vec<_> = parameters
        .iter()
        .filter_map(|(name, value)| Some((*name, value.as_deref()?)))
        .collect();
    request::without_body(endpoint, &[organization.as_str()], &query)
}

fn limit() -> (&'static str, Option<String>) {
    ("limit", Some(MOST_EVENTS_ON_A_PAGE.to_string()))
}

/// A list separated by commas; `None` if it is empty.
fn listed(values: &[String]) -> Option<String> {
    (!values.is_empty()).then(|| values.join(","))
}

impl Call for GetEvents {
    type Answer = Page<Event>;

    fn endpoint(&self) -> &'static Endpoint {
        &GET_EVENTS
    }

    fn request(&self) -> Request<Body> {
        let filter = &self.filter;
        let city = |city: &City| {
            Object::default()
                .with("city", &city.city)
                .with("countryName", &city.country_name)
        };
        let cities = (!filter.cities.is_empty()).then(|| Json::list(filter.cities.iter().map(city)));
        let parameters = [
            ("cursor", self.cursor.as_ref().map(ToString::to_string)),
            ("q", filter.text.clone()),
            ("from", filter.from.map(|time| time.to_string())),
            ("to", filter.to.map(|time| time.to_string())),
            ("action", filter.action.clone()),
            limit(),
            ("actor", listed(&filter.actors)),
            ("ip", listed(&filter.ips)),
            ("location", cities.map(|cities| cities.to_text())),
        ];
        page_of_events(self.endpoint(), &self.organization, &parameters)
    }

    fn answer(&self, response: &Response<Body>) -> Result<Page<Event>, Failure> {
        answer::page(self.endpoint(), response)
    }
}

impl Call for PollEvents {
    type Answer = Page<Event>;

    fn endpoint(&self) -> &'static Endpoint {
        &POLL_EVENTS
    }

    fn request(&self) -> Request<Body> {
        let parameters = [
            ("cursor", self.cursor.as_ref().map(ToString::to_string)),
            ("from", self.from.map(|time| time.to_string())),
            ("to", self.to.map(|time| time.to_string())),
            limit(),
        ];
        page_of_events(self.endpoint(), &self.organization, &parameters)
    }

    fn answer(&self, response: &Response<Body>) -> Result<Page<Event>, Failure> {
        answer::page(self.endpoint(), response)
    }
}

/// Asks for one event. Atlassian takes [`EVENTS_A_MINUTE`].
#[derive(Clone, Debug)]
pub struct GetEvent {
    /// Whose event.
    pub organization: OrganizationId,
    /// Which one.
    pub event: EventId,
}

impl Call for GetEvent {
    type Answer = Event;

    fn endpoint(&self) -> &'static Endpoint {
        &GET_EVENT
    }

    fn request(&self) -> Request<Body> {
        let values = [self.organization.as_str(), self.event.as_str()];
        request::without_body(self.endpoint(), &values, &[])
    }

    fn answer(&self, response: &Response<Body>) -> Result<Event, Failure> {
        let Data { data }: Data<Event> = answer::said(self.endpoint(), response)?;
        answer::check_subject(data.id == self.event, data, response)
    }
}

/// Asks for the kinds of events. Atlassian takes [`EVENTS_A_MINUTE`].
#[derive(Clone, Debug)]
pub struct GetEventActions {
    /// In which organization.
    pub organization: OrganizationId,
}

/// A kind of event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventAction {
    /// Its id: what [`Event::action`] says.
    pub id: String,
    /// In words.
    pub name: Option<String>,
    /// The words of its group.
    pub group: Option<String>,
}

impl<'de> Deserialize<'de> for EventAction {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Item {
            id: String,
            #[serde(default)]
            attributes: Attributes,
        }
        #[derive(Default, Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Attributes {
            display_name: Option<String>,
            group_display_name: Option<String>,
        }

        let Item { id, attributes } = Item::deserialize(deserializer)?;
        Ok(Self {
            id,
            name: attributes.display_name,
            group: attributes.group_display_name,
        })
    }
}

impl Call for GetEventActions {
    type Answer = Vec<EventAction>;

    fn endpoint(&self) -> &'static Endpoint {
        &GET_EVENT_ACTIONS
    }

    fn request(&self) -> Request<Body> {
        request::without_body(self.endpoint(), &[self.organization.as_str()], &[])
    }

    fn answer(&self, response: &Response<Body>) -> Result<Vec<EventAction>, Failure> {
        let Data { data } = answer::said(self.endpoint(), response)?;
        Ok(data)
    }
}
