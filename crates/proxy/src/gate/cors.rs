//! Lets an allowed page of another origin call the proxy and read its responses (Fetch standard, CORS protocol).
//!
//! Not `tower-http`'s `CorsLayer`: it answers every `OPTIONS` request itself, before the gates that check host, origin, framing and
//! limits, with 200, and knows neither `Timing-Allow-Origin` nor the proxy's version. Our preflights are a gate behind those.

use std::sync::Arc;

use http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD, HeaderName, VARY,
};
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode};

use super::origin;
use crate::body::{Body, full};
use crate::handler::{Handler, gate, ready};
use crate::{Config, VERSION};

const VERSION_HEADER: HeaderName = HeaderName::from_static("x-rollcall-proxy");
/// The response headers that the page reads, whether or not this response has them.
const EXPOSED: &str = "retry-after, x-ratelimit-limit, x-ratelimit-nearlimit, x-ratelimit-remaining, x-ratelimit-reset, \
                       x-rollcall-proxy, x-rollcall-sandbox";

/// Lets the page see the protocol of its calls, on which the number of concurrent ones depends (Resource Timing).
const TIMING: HeaderName = HeaderName::from_static("timing-allow-origin");

/// The request headers on which a response depends.
const VARIES_BY: &str = "origin, sec-fetch-site, sec-fetch-mode, sec-fetch-dest";

// Chromium sends and expects these before a public page may call a local address (Private Network Access).
const REQUEST_PRIVATE_NETWORK: HeaderName = HeaderName::from_static("access-control-request-private-network");
const ALLOW_PRIVATE_NETWORK: HeaderName = HeaderName::from_static("access-control-allow-private-network");

/// Adds the proxy's version to every response, and lets an allowed page read it.
pub(crate) fn around(inner: Handler, config: Arc<Config>) -> Handler {
    gate(inner, move |request, inner| {
        let allowed = origin::allowed(&config, &request);
        async move {
            let mut response = inner(request).await;
            allow_reading(allowed, response.headers_mut());
            response
        }
    })
}

/// Answers preflights, and allows every path: an unknown route is refused when it is called, in a response that the page can read.
/// Of a refused preflight the page would learn nothing but "network error".
pub(crate) fn preflights(inner: Handler) -> Handler {
    Arc::new(move |request| {
        if is_preflight(&request) {
            ready(preflight(request.headers()))
        } else {
            inner(request)
        }
    })
}

fn is_preflight(request: &Request<Body>) -> bool {
    request.method() == Method::OPTIONS && request.headers().contains_key(ACCESS_CONTROL_REQUEST_METHOD)
}

fn preflight(requested: &HeaderMap) -> Response<Body> {
    let mut response = Response::new(full(""));
    *response.status_mut() = StatusCode::NO_CONTENT;
    let headers = response.headers_mut();
    for (name, value) in [
        (ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, PUT, PATCH, DELETE"),
        (
            ACCESS_CONTROL_ALLOW_HEADERS,
            "authorization, content-type, accept, x-rollcall-session, x-rollcall-secret",
        ),
        (ACCESS_CONTROL_MAX_AGE, "600"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if requested.contains_key(REQUEST_PRIVATE_NETWORK) {
        headers.insert(ALLOW_PRIVATE_NETWORK, HeaderValue::from_static("true"));
    }
    response
}

fn allow_reading(origin: Option<HeaderValue>, headers: &mut HeaderMap) {
    headers.insert(VERSION_HEADER, HeaderValue::from_static(VERSION));
    headers.append(VARY, HeaderValue::from_static(VARIES_BY));
    let Some(origin) = origin else { return };
    headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(EXPOSED));
    headers.insert(TIMING, origin.clone());
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
}
