//! Only targets in their plain form: what is checked here is then what every server behind reads.

use http::{Method, Request, Uri};

use crate::body::Body;
use crate::refusal::Refusal;
use crate::stack::{Handler, check};

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

/// A path, or over HTTP/2 a path with the server's own name: no address of somewhere else, and neither `*` nor a bare name.
fn has_own_form(request: &Request<Body>) -> bool {
    let uri: &Uri = request.uri();
    let is_path = uri.path().starts_with('/');
    is_path && (uri.authority().is_none() || request.version() == http::Version::HTTP_2)
}

/// No dot segments, empty segments or characters that somebody may read otherwise, encoded or not.
fn is_plain_path(path: &str) -> bool {
    let has_strange = path
        .bytes()
        .any(|byte| matches!(byte, b'\\' | b';') || !byte.is_ascii_graphic());
    let mut segments = path.split('/').skip(1).peekable();
    let mut is_plain = true;
    while let Some(segment) = segments.next() {
        let is_last = segments.peek().is_none();
        is_plain &= (!segment.is_empty() || is_last)
            && !matches!(segment, "." | "..")
            && is_decently_encoded(segment);
    }
    is_plain && !has_strange
}

/// Whether what is percent-encoded in a segment is so for a reason: no dots, slashes, backslashes, semicolons, percent signs or
/// control characters, and nothing cut off.
fn is_decently_encoded(segment: &str) -> bool {
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
