//! Making requests from rows of the table.

use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderValue, Request, Uri};
use serde::Serialize;

use crate::endpoint::encode;
use crate::{Body, Cursor, Endpoint};

const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// A request without a body. `values` are the parameters of the path in their order.
pub(crate) fn plain(endpoint: &Endpoint, values: &[&str], query: &[(&str, &str)]) -> Request<Body> {
    let mut target = endpoint.path_with(values);
    for (at, (name, value)) in query.iter().enumerate() {
        target.push(if at == 0 { '?' } else { '&' });
        target.push_str(name);
        target.push('=');
        // The documents have lists separated by commas that stay commas; in any other value one means the same either way.
        target.push_str(&encode(value).replace("%2C", ","));
    }
    let mut request = Request::new(Body::new());
    *request.method_mut() = endpoint.method.clone();
    // Ids and cursors are limited in length and everything else is encoded, so this is always a URI. Should it ever not be,
    // the request goes to `/`, where nothing answers.
    *request.uri_mut() = Uri::try_from(target).unwrap_or_default();
    request.headers_mut().insert(ACCEPT, JSON);
    request
}

/// A request for a page of a list: where it starts, and how much is on it.
pub(crate) fn page(
    endpoint: &Endpoint,
    values: &[&str],
    cursor: Option<&Cursor>,
    limit: usize,
) -> Request<Body> {
    let limit = limit.to_string();
    let cursor = cursor.map(|cursor| ("cursor", cursor.as_str()));
    let query: Vec<_> = cursor.into_iter().chain([("limit", limit.as_str())]).collect();
    plain(endpoint, values, &query)
}

/// A request with a JSON body.
pub(crate) fn with_json(endpoint: &Endpoint, values: &[&str], body: &impl Serialize) -> Request<Body> {
    let mut request = plain(endpoint, values, &[]);
    request.headers_mut().insert(CONTENT_TYPE, JSON);
    // Bodies are structs of texts and numbers, which always serialize.
    *request.body_mut() = serde_json::to_vec(body).unwrap_or_default();
    request
}
