//! Nothing that two servers could read in two ways: a header that must stand once stands once, and no header asks for another
//! method or another target than the request line does. (How long a body is, hyper itself decides and refuses what contradicts itself; what
//! goes on is framed anew.)

use http::HeaderMap;
use http::header::{
    AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HOST, HeaderName, ORIGIN, TRANSFER_ENCODING,
};

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
        if is_plain(request.headers()) {
            Ok(())
        } else {
            Err(Refusal::Ambiguous)
        }
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
