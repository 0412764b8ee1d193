//! A request that was let in: its call, its parameters and its body.

use http::Request;
use percent_encoding::percent_decode_str;
use rollcall_atlassian::{Endpoint, Params};
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::{Map, Value, json};

use crate::form::Forms;
use crate::route::Route;

/// The longest body that is read, in bytes.
const LONGEST_BODY: usize = 1 << 20;

/// A request whose key or session was accepted and whose path belongs to a call.
pub(crate) struct ApiRequest<'a> {
    /// The time, in milliseconds since 1970.
    pub(crate) now_ms: i64,
    /// Where the client reaches the organization, for the links that are whole URLs.
    pub(crate) origin: &'a str,
    pub(crate) http: &'a Request<Vec<u8>>,
    pub(crate) endpoint: &'static Endpoint,
    pub(crate) route: Route,
    pub(crate) params: Params,
    /// Names and values of the query, decoded, in its order.
    pub(crate) query: Vec<(String, String)>,
    /// The number of the request, for the ids in error bodies.
    pub(crate) serial: u64,
    /// Whether the key has scopes.
    pub(crate) is_scoped: bool,
    /// Whether a page's link to the next one leads to the same page ([`Fault::RepeatingCursor`](crate::Fault::RepeatingCursor)).
    pub(crate) repeat: bool,
    /// How the answer says that there is nothing.
    pub(crate) forms: Forms,
}

impl ApiRequest<'_> {
    /// The first value of a query parameter.
    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        self.query_all(name).next()
    }

    /// Every value of a query parameter.
    pub(crate) fn query_all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.query
            .iter()
            .filter(move |(at, _)| at == name)
            .map(|(_, value)| value.as_str())
    }

    /// The query as a JSON object. The parameters of `once` become single values, all others lists; numbers and booleans are
    /// read as such.
    ///
    /// # Errors
    /// What is wrong, if a parameter of `once` stands twice.
    pub(crate) fn query_as_json(&self, once: &[&str]) -> Result<Value, String> {
        let mut object = Map::new();
        for (name, value) in &self.query {
            let is_word = matches!(name.as_str(), "limit" | "mfaEnabled");
            let word = is_word
                .then(|| serde_json::from_str::<Value>(value).ok())
                .flatten();
            let value = word.unwrap_or_else(|| value.as_str().into());
            if !once.contains(&name.as_str()) {
                let list = object.entry(name).or_insert_with(|| json!([]));
                list.as_array_mut()
                    .into_iter()
                    .for_each(|list| list.push(value.clone()));
            } else if object.insert(name.clone(), value).is_some() {
                return Err(format!("{name} stands twice"));
            }
        }
        Ok(object.into())
    }

    /// The URL of the request without its query, as its client sees it.
    pub(crate) fn url(&self) -> String {
        format!("{}{}", self.origin, self.http.uri().path())
    }

    /// `limit`: 1 to 100, 20 without one (limitParam). `None` for anything else.
    pub(crate) fn page_size(&self) -> Option<usize> {
        let size = self.query("limit").map_or(Ok(20), str::parse).ok()?;
        (1..=100).contains(&size).then_some(size)
    }

    /// The body, if it is declared to be JSON, is not too long, and begins as an object does. (Serde would take a list of the
    /// fields' values for a struct as well.)
    pub(crate) fn json_object(&self) -> Option<&[u8]> {
        self.json()
            .filter(|body| body.trim_ascii_start().starts_with(b"{"))
    }

    /// The body, if it is declared to be JSON and is not too long.
    fn json(&self) -> Option<&[u8]> {
        let body = self.http.body();
        let declared = self
            .http
            .headers()
            .get(http::header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split(';').next())
            .is_some_and(|value| value.trim().eq_ignore_ascii_case("application/json"));
        (declared && body.len() <= LONGEST_BODY).then_some(body)
    }

    /// Whether the body is one that a call can get that documents none: nothing, `{}` or other JSON, which is not looked at. The
    /// documents forbid none of them, and clients send the ids of the path once more.
    pub(crate) fn has_spare_body(&self) -> bool {
        self.http.body().is_empty()
            || self
                .json()
                .is_some_and(|body| serde_json::from_slice::<IgnoredAny>(body).is_ok())
    }

    /// The body of a call that has one. A field that the document does not have is refused, which is stricter than the document.
    ///
    /// # Errors
    /// What is wrong with the body, in words.
    pub(crate) fn body<T: DeserializeOwned>(&self) -> Result<T, String> {
        let body = self
            .json_object()
            .ok_or("The body must be a JSON object of at most 1 MB, with its content type.")?;
        serde_json::from_slice(body).map_err(|error| error.to_string())
    }
}

/// Names and values of a query, decoded. Bytes that are not UTF-8 become replacement characters, which match nothing.
pub(crate) fn parse_query(query: &str) -> Vec<(String, String)> {
    let decode = |text: &str| {
        let text = text.replace('+', " ");
        percent_decode_str(&text).decode_utf8_lossy().into_owned()
    };
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        })
        .collect()
}
