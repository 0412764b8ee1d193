//! The query of the audit log (Organizations REST API, `GET v1 …/events` and `…/events-stream`).

use http::StatusCode;
use serde_json::Value;

use crate::reply::Refused;
use crate::request::ApiRequest;

/// Which events are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct EventSearch {
    /// Whether this is the stream: all events, oldest first, and even the last page has a cursor.
    pub(crate) is_stream: bool,
    pub(crate) is_descending: bool,
    text: Option<String>,
    from: Option<i64>,
    to: Option<i64>,
    action: Option<String>,
    actors: Vec<String>,
    ips: Vec<String>,
    /// City and country.
    cities: Vec<(String, String)>,
    pub(crate) limit: usize,
}

/// One event of the audit log.
pub(crate) struct Event {
    pub(crate) id: String,
    pub(crate) at: i64,
    pub(crate) action: &'static str,
    pub(crate) account: String,
    /// Address, city and country of the computer.
    pub(crate) place: (&'static str, &'static str, &'static str),
}

impl EventSearch {
    /// Both calls declare all of these codes. Their titles suggest which is meant for what.
    pub(crate) fn of_query(request: &ApiRequest<'_>, is_stream: bool) -> Result<Self, Refused> {
        let bad =
            |code: &str, title: &str| Refused::from(request.error(StatusCode::BAD_REQUEST, code, title));
        let time = |name: &str| match request.query(name).map(str::parse) {
            None => Ok(None),
            Some(Ok(time)) if time >= 0 => Ok(Some(time)),
            Some(_) => Err(bad("ADMIN-400-3", "Invalid time date")),
        };
        let syntax = || bad("ADMIN-400-19", "Request syntax is not valid");
        let default = if is_stream { 200 } else { 30 };
        let limit = request.query("limit").map_or(Ok(default), str::parse);
        let limit = limit
            .ok()
            .filter(|limit| (1..=500).contains(limit))
            .ok_or_else(syntax)?;
        let is_descending = match request.query("sortOrder") {
            None => !is_stream,
            Some("asc") => false,
            Some("desc") => true,
            Some(_) => return Err(syntax()),
        };
        let list = |name: &str| -> Vec<String> {
            let all = request.query(name).into_iter();
            all.flat_map(|all| all.split(',')).map(str::to_owned).collect()
        };
        let actors = list("actor");
        // The limit is in no document.
        if actors.len() > 10 {
            return Err(bad("ADMIN-400-21", "The number of queries exceeded the limit"));
        }
        Ok(Self {
            is_stream,
            is_descending,
            text: request.query("q").map(str::to_lowercase),
            from: time("from")?,
            to: time("to")?,
            action: request.query("action").map(str::to_owned),
            actors,
            ips: list("ip"),
            cities: request
                .query("location")
                .map_or(Ok(Vec::new()), |text| cities(text).ok_or_else(syntax))?,
            limit,
        })
    }

    pub(crate) fn fits(&self, event: &Event) -> bool {
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

/// `[{"city": "Austin", "countryName": "United States"}]`
fn cities(text: &str) -> Option<Vec<(String, String)>> {
    let cities: Vec<Value> = serde_json::from_str(text).ok()?;
    let city = |city: &Value| {
        let text = |name: &str| city.get(name)?.as_str().map(str::to_owned);
        Some((text("city")?, text("countryName")?))
    };
    cities.iter().map(city).collect()
}
