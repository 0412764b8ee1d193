//! What lets a page of another origin ask, and read the answer (Fetch standard, CORS protocol).

use std::sync::Arc;

use http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD, HeaderName, VARY,
};
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode};

use super::origin;
use crate::body::{Body, full};
use crate::stack::{Handler, gate};
use crate::{Settings, VERSION};

const VERSION_HEADER: HeaderName = HeaderName::from_static("x-rollcall-proxy");
/// The headers of an answer that the page reads, whether this one has them or not.
const EXPOSED: &str = "retry-after, x-ratelimit-limit, x-ratelimit-nearlimit, x-ratelimit-remaining, x-ratelimit-reset, \
                       x-rollcall-proxy, x-rollcall-sandbox";

/// Lets the page see over which protocol its calls go, and so how many it may have under way (Resource Timing).
const TIMING: HeaderName = HeaderName::from_static("timing-allow-origin");

/// What an answer depends on: who asks, and what the browser says of that.
const ASKED_FOR: &str = "origin, sec-fetch-site, sec-fetch-mode, sec-fetch-dest";

// Chromium asks these before a public page may call an address of this computer (Private Network Access).
const REQUEST_PRIVATE_NETWORK: HeaderName = HeaderName::from_static("access-control-request-private-network");
const ALLOW_PRIVATE_NETWORK: HeaderName = HeaderName::from_static("access-control-allow-private-network");

/// Signs every answer, and lets an allowed page read it.
pub(crate) fn around(inner: Handler, settings: Arc<Settings>) -> Handler {
    gate(inner, move |request, inner| {
        let allowed = origin::allowed(&settings, &request);
        async move {
            let mut response = inner(request).await;
            let_read(allowed, response.headers_mut());
            response
        }
    })
}

/// Answers preflights, with yes for every path: a route that is not known is refused when it is asked for, in an answer that the
/// page can read. To a refused preflight the browser says nothing but "network error".
pub(crate) fn preflights(inner: Handler) -> Handler {
    Arc::new(move |request| {
        if is_preflight(&request) {
            Box::pin(std::future::ready(preflight(request.headers())))
        } else {
            inner(request)
        }
    })
}

fn is_preflight(request: &Request<Body>) -> bool {
    request.method() == Method::OPTIONS && request.headers().contains_key(ACCESS_CONTROL_REQUEST_METHOD)
}

fn preflight(asked: &HeaderMap) -> Response<Body> {
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
    if asked.contains_key(REQUEST_PRIVATE_NETWORK) {
        headers.insert(ALLOW_PRIVATE_NETWORK, HeaderValue::from_static("true"));
    }
    response
}

fn let_read(origin: Option<HeaderValue>, headers: &mut HeaderMap) {
    headers.insert(VERSION_HEADER, HeaderValue::from_static(VERSION));
    headers.append(VARY, HeaderValue::from_static(ASKED_FOR));
    let Some(origin) = origin else { return };
    headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(EXPOSED));
    headers.insert(TIMING, origin.clone());
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
}
