//! Only targets in their plain form, so that every server reads the same target as the one that is checked here.
//!
//! Not `tower-http`'s `NormalizePath`: it rewrites a path instead of refusing it, and only its trailing slash.

use http::{Method, Request, Uri};

use crate::body::Body;
use crate::handler::{Handler, check};
use crate::refusal::Refusal;

pub(crate) fn around(inner: Handler) -> Handler {
    check(inner, |request| {
        if is_plain(request) {
            Ok(())
        } else {
            Err(Refusal::Target)
        }
    })
}

fn is_plain(request: &Request<Body>) -> bool {
    *request.method() != Method::CONNECT && has_own_form(request) && is_plain_path(request.uri().path())
}

/// A path, over HTTP/2 with the server's own name: no absolute URL, no `*`, no bare authority.
fn has_own_form(request: &Request<Body>) -> bool {
    let uri: &Uri = request.uri();
    let is_path = uri.path().starts_with('/');
    is_path && (uri.authority().is_none() || request.version() == http::Version::HTTP_2)
}

/// No dot segments, empty segments or ambiguous characters, encoded or not.
fn is_plain_path(path: &str) -> bool {
    let has_ambiguous = path
        .bytes()
        .any(|byte| matches!(byte, b'\\' | b';') || !byte.is_ascii_graphic());
    let mut segments = path.split('/').skip(1).peekable();
    let mut is_plain = true;
    while let Some(segment) = segments.next() {
        let is_last = segments.peek().is_none();
        is_plain &=
            (!segment.is_empty() || is_last) && !matches!(segment, "." | "..") && is_plainly_encoded(segment);
    }
    is_plain && !has_ambiguous
}

/// Whether a segment's percent-encoding is complete and hides no dots, slashes, backslashes, semicolons, percent signs or control
/// characters.
fn is_plainly_encoded(segment: &str) -> bool {
    let mut rest = segment.as_bytes();
    while let Some(at) = rest.iter().position(|&byte| byte == b'%') {
        let Some(code) = rest.get(at + 1..at + 3) else {
            return false;
        };
        let digits = std::str::from_utf8(code).ok();
        let Some(byte) = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) else {
            return false;
        };
        if byte.is_ascii_control()
            || matches!(byte, b'.' | b'/' | b'\\' | b';' | b'%')
            || code.contains(&b'+')
        {
            return false;
        }
        rest = rest.get(at + 3..).unwrap_or_default();
    }
    true
}

#[cfg(test)]
mod tests;
