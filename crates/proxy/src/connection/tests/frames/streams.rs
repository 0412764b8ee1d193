//! Malformed and ambiguous requests.

use super::wire::{
    DATA, END_HEADERS, END_STREAM, GOOD, HEADERS, PRIORITIZED, RST_STREAM, WINDOW_UPDATE, block, frame,
    request,
};
use super::{Case, Must, case};

fn refused(what: &'static str, bytes: Vec<u8>) -> Case {
    case(Must::GoNowhere, what, bytes)
}

/// A valid call with these headers replaced.
fn with(what: &'static str, changed: &[(&str, &str)]) -> Case {
    refused(what, request(1, END_STREAM, changed))
}

/// A valid call without this header.
fn without(what: &'static str, name: &str) -> Case {
    let kept: Vec<_> = GOOD.into_iter().filter(|(other, _)| *other != name).collect();
    refused(what, frame(HEADERS, END_STREAM | END_HEADERS, 1, &block(&kept)))
}

/// A valid call with these headers before or after all others.
fn also(what: &'static str, before: &[(&str, &str)], behind: &[(&str, &str)]) -> Case {
    let all = [before, &GOOD, behind].concat();
    refused(what, frame(HEADERS, END_STREAM | END_HEADERS, 1, &block(&all)))
}

/// A valid call with this body and this `Content-Length`.
fn of_length(what: &'static str, length: &str, body: &[u8]) -> Case {
    let head = request(1, 0, &[("content-length", length)]);
    refused(what, [head, frame(DATA, END_STREAM, 1, body)].concat())
}

pub(super) fn cases() -> Vec<Case> {
    [pseudo_headers(), ordinary_headers(), bodies()]
        .into_iter()
        .flatten()
        .collect()
}

fn pseudo_headers() -> Vec<Case> {
    vec![
        without("no method", ":method"),
        without("no path", ":path"),
        without("no scheme", ":scheme"),
        without("no name of this server", ":authority"),
        also("two methods", &[(":method", "GET")], &[]),
        also("two paths", &[(":path", "/users/2/manage/email")], &[]),
        also("two schemes", &[(":scheme", "https")], &[]),
        also("two names", &[(":authority", "evil.example")], &[]),
        also(
            "a path behind the headers",
            &[],
            &[(":path", "/users/2/manage/email")],
        ),
        also("an unknown pseudo-header", &[(":x", "y")], &[]),
        also("a status", &[(":status", "200")], &[]),
        also("another protocol", &[(":protocol", "websocket")], &[]),
        with("an empty path", &[(":path", "")]),
        with("a path without a slash", &[(":path", "users/1/manage/email")]),
        with("everything", &[(":path", "*")]),
        with(
            "an address as a path",
            &[(":path", "http://evil.example/users/1/manage/email")],
        ),
        with("a path with a space", &[(":path", "/users/1 /manage/email")]),
        with("dot segments", &[(":path", "/x/../users/1/manage/email")]),
        with("an encoded slash", &[(":path", "/users/1%2f2/manage/email")]),
        with("another method", &[(":method", "DELETE")]),
        with("CONNECT", &[(":method", "CONNECT")]),
        with("a method that is none", &[(":method", "P UT")]),
        with("an empty method", &[(":method", "")]),
        with("a foreign name", &[(":authority", "evil.example")]),
        with("a user", &[(":authority", "evil@localhost")]),
        with("an empty name", &[(":authority", "")]),
        with("two names in one", &[(":authority", "localhost, evil.example")]),
        with("another name in Host", &[("host", "evil.example")]),
    ]
}

fn ordinary_headers() -> Vec<Case> {
    vec![
        with("a name in upper case", &[("X-Upper", "1")]),
        with("an empty name", &[("", "1")]),
        with("a name with a space", &[("x y", "1")]),
        with("a name with a colon", &[("x:y", "1")]),
        with("a zero byte in a value", &[("x", "a\0b")]),
        with(
            "a new line in a value",
            &[("x", "a\r\nauthorization: Bearer other")],
        ),
        with("Connection", &[("connection", "close")]),
        with("Keep-Alive", &[("keep-alive", "1")]),
        with("Proxy-Connection", &[("proxy-connection", "close")]),
        with("Upgrade", &[("upgrade", "websocket")]),
        with("Transfer-Encoding", &[("transfer-encoding", "chunked")]),
        with("TE, but for trailers", &[("te", "gzip")]),
        with("no key", &[("authorization", "")]),
        also("two keys", &[], &[("authorization", "Bearer other")]),
        also(
            "two origins",
            &[],
            &[("origin", "http://localhost"), ("origin", "http://localhost")],
        ),
        with("a foreign origin", &[("origin", "https://evil.example")]),
        with(
            "another method by a header",
            &[("x-http-method-override", "DELETE")],
        ),
        refused(
            "more headers than fit",
            [
                frame(HEADERS, END_STREAM, 1, &block(&GOOD)),
                frame(9, END_HEADERS, 1, &block(&[("x", "y")]).repeat(1000)),
            ]
            .concat(),
        ),
        refused(
            "a stream that waits for itself",
            frame(
                HEADERS,
                END_STREAM | END_HEADERS | PRIORITIZED,
                1,
                &[&[0, 0, 0, 1, 9][..], &block(&GOOD)].concat(),
            ),
        ),
    ]
}

fn bodies() -> Vec<Case> {
    vec![
        of_length("more than announced", "1", b"{}"),
        of_length("less than announced", "3", b"{}"),
        of_length("a body where none was announced", "0", b"{}"),
        of_length("a length that is none", "two", b"{}"),
        of_length("less than nothing", "-1", b"{}"),
        of_length("a length beyond 64 bits", "18446744073709551616", b"{}"),
        refused(
            "a length, and no body",
            request(1, END_STREAM, &[("content-length", "2")]),
        ),
        refused(
            "a body with GET",
            [
                request(1, 0, &[(":method", "GET"), (":path", "/users/1/manage/profile")]),
                frame(DATA, END_STREAM, 1, b"{}"),
            ]
            .concat(),
        ),
        case(
            Must::Ignore,
            "a body that is broken off",
            [
                request(1, 0, &[]),
                frame(DATA, 0, 1, b"{"),
                frame(RST_STREAM, 0, 1, &[0, 0, 0, 8]),
            ]
            .concat(),
        ),
        refused(
            "headers behind a body that are no trailers",
            [request(1, 0, &[]), frame(DATA, 0, 1, b"{}"), request(1, 0, &[])].concat(),
        ),
        refused(
            "more room than a stream has",
            [
                request(1, 0, &[]),
                frame(WINDOW_UPDATE, 0, 1, b"\x7f\xff\xff\xff"),
            ]
            .concat(),
        ),
        refused(
            "no room on a stream",
            [request(1, 0, &[]), frame(WINDOW_UPDATE, 0, 1, &[0; 4])].concat(),
        ),
    ]
}
