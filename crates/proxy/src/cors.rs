//! What lets a page of another origin ask, and read the answer (Fetch standard, CORS protocol).

use bytes::Bytes;
use http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD, HeaderName,
    RETRY_AFTER, VARY,
};
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode};

use crate::VERSION;
use crate::gate::Visitor;

const VERSION_HEADER: HeaderName = HeaderName::from_static("x-rollcall-proxy");
const RATE_LIMIT: &str = "x-ratelimit-";
/// A sandbox server says so in each answer; the page lifts some of its caution there.
const SANDBOX: HeaderName = HeaderName::from_static("x-rollcall-sandbox");

// Chromium asks these before a public page may call an address of this computer (Private Network Access).
const REQUEST_PRIVATE_NETWORK: HeaderName = HeaderName::from_static("access-control-request-private-network");
const ALLOW_PRIVATE_NETWORK: HeaderName = HeaderName::from_static("access-control-allow-private-network");

/// Whether the answer's header may be seen by the page: the ones that tell when to ask again, and who answers.
pub(crate) fn is_for_the_page(name: &HeaderName) -> bool {
    *name == RETRY_AFTER || *name == SANDBOX || name.as_str().starts_with(RATE_LIMIT)
}

/// Whether the browser asks for leave, before the request itself.
pub(crate) fn is_preflight<B>(request: &Request<B>) -> bool {
    request.method() == Method::OPTIONS && request.headers().contains_key(ACCESS_CONTROL_REQUEST_METHOD)
}

/// The answer to a preflight, which is yes for every path: a route that is not known is refused when it is asked for, in an
/// answer that the page can read. To a refused preflight the browser says nothing but "network error".
pub(crate) fn preflight(asked: &HeaderMap) -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = StatusCode::NO_CONTENT;
    let headers = response.headers_mut();
    for (name, value) in [
        (ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, PUT, PATCH, DELETE"),
        (
            ACCESS_CONTROL_ALLOW_HEADERS,
            "authorization, content-type, accept",
        ),
        (ACCESS_CONTROL_MAX_AGE, "600"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if asked.contains_key(REQUEST_PRIVATE_NETWORK) {
        headers.insert(ALLOW_PRIVATE_NETWORK, HeaderValue::from_static("true"));
    }
    response
}

/// Signs an answer and lets the visitor's page read it.
pub(crate) fn let_read(visitor: Visitor, response: &mut Response<Bytes>) {
    let headers = response.headers_mut();
    headers.insert(VERSION_HEADER, HeaderValue::from_static(VERSION));
    headers.append(VARY, HeaderValue::from_static("origin"));
    let Some(origin) = visitor.origin else {
        return;
    };
    let exposed: Vec<&str> = headers
        .keys()
        .filter(|name| is_for_the_page(name) || **name == VERSION_HEADER)
        .map(HeaderName::as_str)
        .collect();
    if let Ok(exposed) = HeaderValue::from_str(&exposed.join(", ")) {
        headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
    }
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
}
