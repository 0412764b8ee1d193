//! HTTP/2 frames as bytes (RFC 9113), to send what no library sends.

/// The connection preface and the settings after it.
pub(super) const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0";

pub(super) const DATA: u8 = 0;
pub(super) const HEADERS: u8 = 1;
pub(super) const PRIORITY: u8 = 2;
pub(super) const RST_STREAM: u8 = 3;
pub(super) const SETTINGS: u8 = 4;
pub(super) const PUSH_PROMISE: u8 = 5;
pub(super) const PING: u8 = 6;
pub(super) const GOAWAY: u8 = 7;
pub(super) const WINDOW_UPDATE: u8 = 8;
pub(super) const CONTINUATION: u8 = 9;

pub(super) const END_STREAM: u8 = 1;
pub(super) const ACK: u8 = 1;
pub(super) const END_HEADERS: u8 = 4;
pub(super) const PADDED: u8 = 8;
pub(super) const PRIORITIZED: u8 = 0x20;

/// A frame.
pub(super) fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let [_, high, middle, low] = (payload.len() as u32).to_be_bytes();
    let mut bytes = vec![high, middle, low, kind, flags];
    bytes.extend(stream.to_be_bytes());
    bytes.extend(payload);
    bytes
}

/// Headers as literals without indexing (RFC 7541, 6.2.2), each name and value shorter than 127 bytes.
pub(super) fn block(headers: &[(&str, &str)]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (name, value) in headers {
        bytes.push(0);
        for text in [name, value] {
            bytes.push(text.len() as u8);
            bytes.extend(text.bytes());
        }
    }
    bytes
}

/// A valid call without a body.
pub(super) const GOOD: [(&str, &str); 5] = [
    (":method", "PUT"),
    (":scheme", "http"),
    (":authority", "localhost"),
    (":path", "/users/1/manage/email"),
    ("authorization", "Bearer key"),
];

/// A valid call with these headers: they replace those of the same name, and others are appended.
pub(super) fn request(stream: u32, flags: u8, changed: &[(&str, &str)]) -> Vec<u8> {
    let kept = GOOD
        .iter()
        .filter(|(name, _)| !changed.iter().any(|(other, _)| other == name));
    // Pseudo-headers come first.
    let is_pseudo = |header: &&(&str, &str)| header.0.starts_with(':');
    let all: Vec<_> = kept.chain(changed).copied().collect();
    let (first, rest): (Vec<_>, Vec<_>) = all.iter().partition(is_pseudo);
    let sorted: Vec<_> = first.into_iter().chain(rest).copied().collect();
    frame(HEADERS, flags | END_HEADERS, stream, &block(&sorted))
}

/// A received frame, as far as the tests need it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Read {
    pub(super) kind: u8,
    pub(super) flags: u8,
    pub(super) stream: u32,
    /// The error code of GOAWAY and `RST_STREAM`.
    pub(super) error: u32,
}

/// The complete frames at the beginning of these bytes.
pub(super) fn frames(mut bytes: &[u8]) -> Vec<Read> {
    let mut all = Vec::new();
    while let Some((&[a, b, c, kind, flags, s0, s1, s2, s3], rest)) = bytes.split_first_chunk() {
        let length = u32::from_be_bytes([0, a, b, c]) as usize;
        let Some((payload, rest)) = rest.split_at_checked(length) else {
            break;
        };
        bytes = rest;
        let at = if kind == GOAWAY { 4 } else { 0 };
        let error = payload.get(at..).and_then(<[u8]>::first_chunk);
        all.push(Read {
            kind,
            flags,
            stream: u32::from_be_bytes([s0, s1, s2, s3]),
            error: error.map_or(0, |error| u32::from_be_bytes(*error)),
        });
    }
    all
}
