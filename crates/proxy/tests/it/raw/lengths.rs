//! The length of a body: one `Content-Length`, and nothing else.

use super::{Case, nowhere, once};

pub(super) const CASES: &[Case] = &[
    once("one length", "@L@Kcontent-length: 2\r\n\r\n{}"),
    once("zeros before it", "@L@Kcontent-length: 002\r\n\r\n{}"),
    // The same length twice is one length (RFC 9112, 6.3).
    once(
        "the same length twice",
        "@L@Kcontent-length: 2\r\ncontent-length: 2\r\n\r\n{}",
    ),
    nowhere(
        "another length behind it",
        "@L@Kcontent-length: 2\r\ncontent-length: 3\r\n\r\n{}x",
    ),
    nowhere(
        "another length before it",
        "@L@Kcontent-length: 3\r\ncontent-length: 2\r\n\r\n{}x",
    ),
    nowhere(
        "none, and another",
        "@L@Kcontent-length: 0\r\ncontent-length: 2\r\n\r\n{}",
    ),
    nowhere(
        "three, of which one differs",
        "@L@Kcontent-length: 2\r\ncontent-length: 2\r\ncontent-length: 1\r\n\r\n{}",
    ),
    nowhere("two in one line", "@L@Kcontent-length: 2, 3\r\n\r\n{}x"),
    nowhere("the same twice in one line", "@L@Kcontent-length: 2, 2\r\n\r\n{}"),
    nowhere("a sign before it", "@L@Kcontent-length: +2\r\n\r\n{}"),
    nowhere("less than nothing", "@L@Kcontent-length: -1\r\n\r\n{}"),
    nowhere("a length in hexadecimal", "@L@Kcontent-length: 0x2\r\n\r\n{}"),
    nowhere("a length with a point", "@L@Kcontent-length: 2.0\r\n\r\n{}"),
    nowhere("a length with a space in it", "@L@Kcontent-length: 2 2\r\n\r\n{}"),
    nowhere("a length in quotes", "@L@Kcontent-length: \"2\"\r\n\r\n{}"),
    nowhere("a length that is none", "@L@Kcontent-length: two\r\n\r\n{}"),
    nowhere("an empty length", "@L@Kcontent-length:\r\n\r\n{}"),
    nowhere(
        "a length beyond 64 bits",
        "@L@Kcontent-length: 18446744073709551616\r\n\r\n{}",
    ),
    nowhere(
        "the largest length of 64 bits",
        "@L@Kcontent-length: 18446744073709551615\r\n\r\n{}",
    ),
    nowhere(
        "a length above the limit",
        "@L@Kcontent-length: 1048577\r\n\r\n{}",
    ),
    nowhere(
        "chunks",
        "@L@Ktransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    ),
    nowhere(
        "chunks, in upper case",
        "@L@KTransfer-Encoding: CHUNKED\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    ),
    nowhere(
        "a length, and chunks",
        "@L@Kcontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    ),
    nowhere(
        "chunks, and a length",
        "@L@Ktransfer-encoding: chunked\r\ncontent-length: 2\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    ),
    nowhere(
        "chunks, and a length that is none",
        "@L@Ktransfer-encoding: chunked\r\ncontent-length: x\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    ),
    nowhere(
        "no chunks, and a request behind them",
        "@L@Kcontent-length: 150\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n@L@Kcontent-length: 2\r\n\r\n{}",
    ),
    nowhere(
        "gzip and chunks",
        "@L@Ktransfer-encoding: gzip, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    ),
    nowhere(
        "chunks and identity",
        "@L@Ktransfer-encoding: chunked, identity\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    ),
    nowhere(
        "identity and chunks, in two lines",
        "@L@Ktransfer-encoding: identity\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    ),
    nowhere(
        "chunks twice",
        "@L@Ktransfer-encoding: chunked\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    ),
    nowhere(
        "chunks twice in one line",
        "@L@Ktransfer-encoding: chunked, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    ),
    nowhere(
        "identity",
        "@L@Ktransfer-encoding: identity\r\ncontent-length: 2\r\n\r\n{}",
    ),
    nowhere(
        "something like chunks",
        "@L@Ktransfer-encoding: xchunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    ),
    nowhere(
        "chunks in quotes",
        "@L@Ktransfer-encoding: \"chunked\"\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    ),
    nowhere(
        "chunks behind a vertical tab",
        "@L@Ktransfer-encoding: \u{b}chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    ),
    nowhere(
        "chunks with a parameter",
        "@L@Ktransfer-encoding: chunked;q=1\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    ),
    nowhere(
        "an empty Transfer-Encoding",
        "@L@Ktransfer-encoding:\r\ncontent-length: 2\r\n\r\n{}",
    ),
    nowhere(
        "chunks by HTTP/1.0",
        "PUT @P HTTP/1.0\r\n@H@Ktransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    ),
    nowhere(
        "a chunk whose size is none",
        "@L@Ktransfer-encoding: chunked\r\n\r\nxyz\r\n{}\r\n0\r\n\r\n",
    ),
    nowhere(
        "a chunk larger than 64 bits",
        "@L@Ktransfer-encoding: chunked\r\n\r\n10000000000000002\r\n{}\r\n0\r\n\r\n",
    ),
    nowhere(
        "a body with GET",
        "GET /healthz HTTP/1.1\r\n@Hcontent-length: 2\r\n\r\n{}",
    ),
    nowhere(
        "a body with a GET that is listed",
        "GET /admin/v1/orgs HTTP/1.1\r\n@H@Kcontent-length: 2\r\n\r\n{}",
    ),
    nowhere(
        "a request in the body of a GET",
        "GET /healthz HTTP/1.1\r\n@Hcontent-length: 150\r\n\r\n@L@Kcontent-length: 2\r\n\r\n{}",
    ),
    nowhere(
        "chunks with GET",
        "GET /healthz HTTP/1.1\r\n@Htransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    ),
    nowhere(
        "no chunks with GET",
        "GET /healthz HTTP/1.1\r\n@Htransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
    ),
    nowhere(
        "a body with HEAD",
        "HEAD /healthz HTTP/1.1\r\n@Hcontent-length: 2\r\n\r\n{}",
    ),
    nowhere(
        "a body with OPTIONS",
        "OPTIONS @P HTTP/1.1\r\n@Horigin: http://localhost:8000\r\naccess-control-request-method: PUT\r\ncontent-length: 2\r\n\r\n{}",
    ),
];
