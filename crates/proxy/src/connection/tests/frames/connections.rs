//! Frames that make a whole connection invalid, and floods.

use super::wire::{
    ACK, CONTINUATION, DATA, END_HEADERS, END_STREAM, GOAWAY, GOOD, HEADERS, PADDED, PING, PRIORITIZED,
    PRIORITY, PUSH_PROMISE, RST_STREAM, SETTINGS, WINDOW_UPDATE, block, frame, request,
};
use super::{Case, Must, case};

fn ends(what: &'static str, bytes: Vec<u8>) -> Case {
    case(Must::EndConnection, what, bytes)
}

fn ignored(what: &'static str, bytes: Vec<u8>) -> Case {
    case(Must::Ignore, what, bytes)
}

/// A setting (RFC 9113, 6.5.1).
fn setting(name: u16, value: u32) -> Vec<u8> {
    let payload = [&name.to_be_bytes()[..], &value.to_be_bytes()].concat();
    frame(SETTINGS, 0, 0, &payload)
}

pub(super) fn cases() -> Vec<Case> {
    [
        streams_and_settings(),
        small_frames(),
        headers(),
        compressed(),
        floods(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn streams_and_settings() -> Vec<Case> {
    vec![
        ends("data on the connection", frame(DATA, 0, 0, b"{}")),
        ends("data on an unopened stream", frame(DATA, 0, 1, b"{}")),
        ends("headers on the connection", request(0, END_STREAM, &[])),
        ends("a stream of the server", request(2, END_STREAM, &[])),
        ends(
            "a stream below another",
            [
                request(5, END_STREAM, &[("authorization", "")]),
                request(3, END_STREAM, &[("authorization", "")]),
            ]
            .concat(),
        ),
        ends("settings on a stream", frame(SETTINGS, 0, 1, b"")),
        ends(
            "settings that are cut off",
            frame(SETTINGS, 0, 0, b"\0\x03\0\0\0"),
        ),
        ends(
            "settings that were heard, and more",
            frame(SETTINGS, ACK, 0, &[0; 6]),
        ),
        ends("a window larger than all", setting(4, 0x8000_0000)),
        ends("frames smaller than all", setting(5, 100)),
        ends("frames larger than all", setting(5, 1 << 24)),
        ends("pushes, neither yes nor no", setting(2, 2)),
        ignored("unknown settings", setting(0x7777, 7)),
        ignored("settings that were heard", frame(SETTINGS, ACK, 0, b"")),
    ]
}

fn small_frames() -> Vec<Case> {
    vec![
        ends("a ping that is too short", frame(PING, 0, 0, b"1234567")),
        ends("a ping that is too long", frame(PING, 0, 0, b"123456789")),
        ends("a ping on a stream", frame(PING, 0, 1, b"12345678")),
        ends("an end on a stream", frame(GOAWAY, 0, 1, &[0; 8])),
        ends("an end that is cut off", frame(GOAWAY, 0, 0, &[0; 7])),
        ends(
            "no room at all on the connection",
            frame(WINDOW_UPDATE, 0, 0, &[0; 4]),
        ),
        ends("room that is cut off", frame(WINDOW_UPDATE, 0, 0, &[0, 0, 1])),
        ends(
            "more room than there is",
            frame(WINDOW_UPDATE, 0, 0, b"\x7f\xff\xff\xff"),
        ),
        ends(
            "a window update on an unopened stream",
            frame(WINDOW_UPDATE, 0, 1, &[0, 0, 0, 1]),
        ),
        ends(
            "the end of the connection as of a stream",
            frame(RST_STREAM, 0, 0, &[0; 4]),
        ),
        ends("the end of an unopened stream", frame(RST_STREAM, 0, 1, &[0; 4])),
        ends("the end of a stream, cut off", frame(RST_STREAM, 0, 1, &[0; 3])),
        ends("an order of the connection", frame(PRIORITY, 0, 0, &[0; 5])),
        ends(
            "a promise of a client",
            frame(PUSH_PROMISE, END_HEADERS, 1, &[0, 0, 0, 2]),
        ),
        ends(
            "a frame larger than was agreed on",
            frame(DATA, 0, 1, &[0; 16_385]),
        ),
        ignored("an unknown frame", frame(0x77, 0xff, 0, b"12345678")),
        ignored("an unknown frame, on a stream", frame(0x77, 0xff, 1, b"12345678")),
        ignored("unknown flags", frame(PING, 0xfe, 0, b"12345678")),
        ignored("an answer to no ping", frame(PING, ACK, 0, b"12345678")),
        ignored("an order of streams", frame(PRIORITY, 0, 1, &[0, 0, 0, 3, 9])),
    ]
}

fn headers() -> Vec<Case> {
    let good = block(&GOOD);
    let (begin, rest) = good.split_at(20);
    let open = frame(HEADERS, END_STREAM, 1, begin);
    let behind = |next: Vec<u8>| [open.clone(), next].concat();
    vec![
        ends(
            "a continuation without headers",
            frame(CONTINUATION, END_HEADERS, 1, rest),
        ),
        ends("data among headers", behind(frame(DATA, 0, 1, b"{}"))),
        ends("a ping among headers", behind(frame(PING, 0, 0, b"12345678"))),
        ends("settings among headers", behind(frame(SETTINGS, 0, 0, b""))),
        ends("an unknown frame among headers", behind(frame(0x77, 0, 1, b"x"))),
        ends(
            "headers of another stream among headers",
            behind(request(3, END_STREAM, &[])),
        ),
        ends(
            "more headers, of another stream",
            behind(frame(CONTINUATION, END_HEADERS, 3, rest)),
        ),
        ends("headers that never end", behind(frame(CONTINUATION, 0, 1, rest))),
        ends(
            "more padding than there is",
            frame(HEADERS, END_STREAM | END_HEADERS | PADDED, 1, &[200, 1, 2, 3]),
        ),
        ends(
            "padding that is missing",
            frame(HEADERS, END_STREAM | END_HEADERS | PADDED, 1, b""),
        ),
        ends(
            "an order that is cut off",
            frame(HEADERS, END_STREAM | END_HEADERS | PRIORITIZED, 1, &[0; 4]),
        ),
        ends(
            "data with more padding than there is",
            [request(1, 0, &[]), frame(DATA, PADDED, 1, &[9, 1])].concat(),
        ),
    ]
}

fn compressed() -> Vec<Case> {
    let headers = |block: &[u8]| frame(HEADERS, END_STREAM | END_HEADERS, 1, block);
    vec![
        ends("the header without a number", headers(&[0x80])),
        ends("a header that is in no table", headers(&[0xff, 0xff, 0x03])),
        ends("a number that never ends", headers(&[0xff; 40])),
        ends("a name longer than all", headers(&[0, 0x7e, b'a'])),
        ends("a value that is missing", headers(&[0, 1, b'a'])),
        ends(
            "a name that is coded by no table",
            headers(&[0, 0x82, 0xff, 0xff, 1, b'a']),
        ),
        ends(
            "a table larger than was agreed on",
            headers(&[0x3f, 0xff, 0xff, 0x03]),
        ),
        ends("a new size of the table behind a header", headers(&[0x82, 0x20])),
    ]
}

fn floods() -> Vec<Case> {
    let no_key = [("authorization", "")];
    let streams = || (0..2000).map(|at| 2 * at + 1);
    let reset = |stream| {
        [
            request(stream, END_STREAM, &no_key),
            frame(RST_STREAM, 0, stream, &[0, 0, 0, 8]),
        ]
    };
    let empty = frame(HEADERS, END_STREAM, 1, &block(&GOOD));
    let more = frame(
        CONTINUATION,
        0,
        1,
        &block(&[("x-more", "of the same, again and again")]),
    );
    vec![
        ends(
            "streams that are opened and ended at once",
            streams().flat_map(reset).flatten().collect(),
        ),
        ends(
            "headers that go on and on",
            [empty.clone(), more.repeat(5_000)].concat(),
        ),
        ends(
            "headers that go on with nothing",
            [empty, frame(CONTINUATION, 0, 1, b"").repeat(5_000)].concat(),
        ),
        ignored(
            "answers to no pings",
            frame(PING, ACK, 0, b"12345678").repeat(5_000),
        ),
        ignored(
            "orders of streams",
            frame(PRIORITY, 0, 1, &[0, 0, 0, 3, 9]).repeat(5_000),
        ),
    ]
}
