//! Nothing that two servers could read in two ways: a header that must stand once stands once, no header asks for another method or
//! another target than the request line does, and a body has a length.
//!
//! Lengths that differ hyper refuses itself. Where `Transfer-Encoding` and `Content-Length` stand together, it counts the chunks and
//! takes the length away before anybody sees it (RFC 9112, 6.3, allows that), so no request with a `Transfer-Encoding` is let in: no
//! page sends one. A length that stands twice and is the same is one length (6.3 again); what goes on is framed anew.

use http::header::{
    AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HOST, HeaderName, ORIGIN, TRANSFER_ENCODING,
};
use http::{HeaderMap, Method};
use hyper::body::Body as _;

use super::key::SECRET;
use super::session::SESSION;
use crate::refusal::Refusal;
use crate::stack::{Handler, check};

/// Headers by which a request says more than one thing when they stand more than once.
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

/// Headers by which some servers take another method or target than the one that was checked.
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
        // What a body means there nobody says (RFC 9110, 9.3.1), and some servers take it for the next request.
        let has_none = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
        if has_none && !request.body().is_end_stream() {
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
    fn what_stands_twice_or_asks_for_something_else_is_not_plain() {
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
