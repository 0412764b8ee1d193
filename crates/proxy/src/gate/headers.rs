//! Passes on only the headers that a call needs, and passes back only those that the page needs.
//!
//! `tower-http` sets or marks single headers (`SetRequestHeader`, `SetSensitiveHeaders`); it has no layer that keeps a list and drops
//! the rest.

use http::header::{
    ACCEPT, AUTHORIZATION, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, HeaderName, RETRY_AFTER, USER_AGENT,
};
use http::{HeaderMap, HeaderValue};

use crate::handler::{Handler, gate};
use crate::header_names::SESSION;
use crate::matched::is_for_portal;

/// The proxy's `User-Agent` at the upstream.
const AGENT: &str = concat!("rollcall-proxy/", env!("CARGO_PKG_VERSION"));

/// Capacity for the headers of a response, including those that other gates add.
const RESPONSE_HEADERS: usize = 16;

const RATE_LIMIT: &str = "x-ratelimit-";
/// A sandbox server says in each answer that it is one; the page is less cautious there.
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
            // Keeps it out of debug output and of HTTP/2's header compression tables.
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
        let mut kept = HeaderMap::with_capacity(RESPONSE_HEADERS);
        for (name, value) in headers.iter() {
            if *name == CONTENT_TYPE || is_for_page(name) {
                kept.append(name.clone(), value.clone());
            }
        }
        *headers = kept;
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    })
}

/// Whether the page reads this header: when to try again, the rate limit, and the sandbox's.
pub(crate) fn is_for_page(name: &HeaderName) -> bool {
    *name == RETRY_AFTER || *name == SANDBOX || name.as_str().starts_with(RATE_LIMIT)
}
