//! Refuses what two servers could read differently (request smuggling): no header twice that may occur once, no header that overrides
//! method or target, and a body only with a length.
//!
//! hyper itself refuses lengths that differ. If `Transfer-Encoding` and `Content-Length` occur together, it reads the chunks and removes
//! the length (RFC 9112, 6.3, allows that), so every `Transfer-Encoding` is refused here: no page sends one. The same length twice is
//! one length (6.3 again); the request to the upstream is framed anew. `tower-http` has no such layer.

use http::header::{
    AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HOST, HeaderName, ORIGIN, TRANSFER_ENCODING,
};
use http::{HeaderMap, Method};
use hyper::body::Body as _;

use crate::handler::{Handler, check};
use crate::header_names::{SECRET, SESSION};
use crate::refusal::Refusal;

/// Headers that are ambiguous if they occur more than once.
const ONCE: [HeaderName; 8] = [
    HOST,
    ORIGIN,
    AUTHORIZATION,
    SESSION,
    SECRET,
    CONTENT_TYPE,
    CONTENT_LENGTH,
    TRANSFER_ENCODING,
];

/// Headers by which some servers override the method or target that was checked.
const OVERRIDES: [&str; 6] = [
    "x-http-method",
    "x-http-method-override",
    "x-method-override",
    "x-original-url",
    "x-rewrite-url",
    "x-forwarded-prefix",
];

pub(crate) fn around(inner: Handler) -> Handler {
    check(inner, |request| {
        if !is_plain(request.headers()) {
            return Err(Refusal::Ambiguous);
        }
        if request.headers().contains_key(TRANSFER_ENCODING) {
            return Err(Refusal::NoLength);
        }
        // A body has no meaning here (RFC 9110, 9.3.1), and some servers take it for the next request.
        let is_bodiless = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
        if is_bodiless && !request.body().is_end_stream() {
            return Err(Refusal::Body);
        }
        Ok(())
    })
}

fn is_plain(headers: &HeaderMap) -> bool {
    let is_once = |name: &HeaderName| headers.get_all(name).iter().nth(1).is_none();
    ONCE.iter().all(is_once) && !OVERRIDES.iter().any(|name| headers.contains_key(*name))
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn repeated_headers_and_overrides_are_not_plain() {
        let mut headers = HeaderMap::new();
        headers.insert(AUTHORIZATION, HeaderValue::from_static("Bearer one"));
        assert!(is_plain(&headers));
        headers.append(AUTHORIZATION, HeaderValue::from_static("Bearer two"));
        assert!(!is_plain(&headers));
        for name in OVERRIDES {
            let headers =
                HeaderMap::from_iter([(HeaderName::from_static(name), HeaderValue::from_static("DELETE"))]);
            assert!(!is_plain(&headers), "{name}");
        }
    }
}
