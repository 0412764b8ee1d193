//! Making requests from rows of the table.

use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderValue, Method, Request, Uri};

use crate::body::{Json, Object};
use crate::endpoint::encode;
use crate::{Body, Cursor, Endpoint};

/// Where a request goes whose query is too long for a URI (65,534 bytes): no endpoint is here, and proxy and Atlassian refuse it.
///
/// A changing call never goes here. It has no query, and its path is always a URI: everything but letters and digits is encoded,
/// and ids are limited in length.
const NO_ENDPOINT: &str = "/";

const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// A request without a body. `values` are the parameters of the path, in the order of the path.
pub(crate) fn without_body(endpoint: &Endpoint, values: &[&str], query: &[(&str, &str)]) -> Request<Body> {
    let mut target = endpoint.path_with(values);
    for (at, (name, value)) in query.iter().enumerate() {
        target.push(if at == 0 { '?' } else { '&' });
        target.push_str(name);
        target.push('=');
        // Atlassian's documents write lists with bare commas. In any other value an encoded comma means the same.
        target.push_str(&encode(value).replace("%2C", ","));
    }
    let mut request = Request::new(Body::new());
    *request.method_mut() = endpoint.method.clone();
    *request.uri_mut() = Uri::try_from(target).unwrap_or(Uri::from_static(NO_ENDPOINT));
    request.headers_mut().insert(ACCEPT, JSON);
    request
}

/// A request for a page of a list that starts at a cursor and has at most `limit` items.
pub(crate) fn page(
    endpoint: &Endpoint,
    values: &[&str],
    cursor: Option<&Cursor>,
    limit: usize,
) -> Request<Body> {
    let limit = limit.to_string();
    let cursor = cursor.map(|cursor| ("cursor", cursor.as_str()));
    let query: Vec<_> = cursor.into_iter().chain([("limit", limit.as_str())]).collect();
    without_body(endpoint, values, &query)
}

/// A request with a JSON object for a body.
pub(crate) fn with_json(endpoint: &Endpoint, values: &[&str], body: Object) -> Request<Body> {
    let mut request = without_body(endpoint, values, &[]);
    request.headers_mut().insert(CONTENT_TYPE, JSON);
    *request.body_mut() = Json::from(body).to_text().into_bytes();
    request
}

/// A request for which its method and path say everything. POST and PUT have a body all the same, the empty object: a live answer
/// refuses one without a content type (community.atlassian.com, qaq-p/1827544). DELETE has none.
pub(crate) fn with_nothing(endpoint: &Endpoint, values: &[&str]) -> Request<Body> {
    if endpoint.method == Method::DELETE {
        without_body(endpoint, values, &[])
    } else {
        with_json(endpoint, values, Object::default())
    }
}

#[cfg(test)]
mod tests {

    use super::*;
    use crate::ENDPOINTS;

    #[test]
    fn a_changing_call_has_a_uri_with_the_longest_ids() {
        // No id is longer, and each of these characters takes three when it is encoded.
        let longest = "|".repeat(255);
        for endpoint in ENDPOINTS.iter().filter(|endpoint| endpoint.method != Method::GET) {
            assert_eq!(endpoint.query, [""; 0], "{}", endpoint.name);
            let path = endpoint.path_with(&[longest.as_str(); 4]);
            let request = without_body(endpoint, &[longest.as_str(); 4], &[]);
            assert_eq!(request.uri().path(), path, "{}", endpoint.name);
        }
    }
}
