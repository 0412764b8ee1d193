//! Which headers pass: those that a call needs there, and those that the page needs back. All others stay outside, whoever
//! invents them.

use http::header::{
    ACCEPT, AUTHORIZATION, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, HeaderName, RETRY_AFTER, USER_AGENT,
};
use http::{HeaderMap, HeaderValue};

use super::route::is_for_portal;
use super::session::SESSION;
use crate::stack::{Handler, gate};

/// How the proxy calls itself to the upstream.
const AGENT: &str = concat!("rollcall-proxy/", env!("CARGO_PKG_VERSION"));

/// Room for what an answer has at most, the gates' own headers among it.
const HEADERS_OF_AN_ANSWER: usize = 16;

const RATE_LIMIT: &str = "x-ratelimit-";
/// A sandbox server says so in each answer; the page lifts some of its caution there.
const SANDBOX: HeaderName = HeaderName::from_static("x-rollcall-sandbox");

pub(crate) fn to_upstream(inner: Handler) -> Handler {
    gate(inner, |mut request, inner| {
        // No key goes to the admin portal, and no session to the APIs.
        let needed: &[HeaderName] = if is_for_portal(&request) {
            &[SESSION, ACCEPT]
        } else {
            &[AUTHORIZATION, CONTENT_TYPE, CONTENT_LENGTH, ACCEPT]
        };
        let headers = request.headers_mut();
        let mut passed = HeaderMap::with_capacity(needed.len() + 1);
        for name in needed {
            for value in headers.get_all(name) {
                passed.append(name.clone(), value.clone());
            }
        }
        *headers = passed;
        if let Some(key) = headers.get_mut(AUTHORIZATION) {
            // It is kept out of debug output and of HTTP/2's tables of headers seen.
            key.set_sensitive(true);
        }
        headers.insert(USER_AGENT, HeaderValue::from_static(AGENT));
        inner(request)
    })
}

pub(crate) fn to_page(inner: Handler) -> Handler {
    gate(inner, |request, inner| async move {
        let mut response = inner(request).await;
        let headers = response.headers_mut();
        let mut told = HeaderMap::with_capacity(HEADERS_OF_AN_ANSWER);
        for (name, value) in headers.iter() {
            if *name == CONTENT_TYPE || is_told(name) {
                told.append(name.clone(), value.clone());
            }
        }
        *headers = told;
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    })
}

/// Whether the answer's header may be seen by the page: the ones that tell when to ask again, and who answers.
pub(crate) fn is_told(name: &HeaderName) -> bool {
    *name == RETRY_AFTER || *name == SANDBOX || name.as_str().starts_with(RATE_LIMIT)
}
