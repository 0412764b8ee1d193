//! The answers.

use super::Answered::{Repeated, Stalls, Whole};
use super::Case;
use super::Must::{Pass, Refuse};
use super::{Answered, Must};

const fn case(what: &'static str, answer: Answered, must: Must) -> Case {
    Case { what, answer, must }
}

const NO_ANSWER: Must = Refuse("upstream-no-answer");
const TOO_LARGE: Must = Refuse("answer-too-large");
const REDIRECTED: Must = Refuse("upstream-redirected");

pub(super) const ANSWERS: &[Case] = &[
    // Empty or incomplete.
    case("nothing", Whole(""), NO_ANSWER),
    case("nothing, for ever", Stalls(""), NO_ANSWER),
    case("half a status line", Whole("HTTP/1.1 20"), NO_ANSWER),
    case("half a status line, for ever", Stalls("HTTP/1.1 20"), NO_ANSWER),
    case("half a head", Whole("HTTP/1.1 200 OK\r\nconte"), NO_ANSWER),
    case(
        "half a head, for ever",
        Stalls("HTTP/1.1 200 OK\r\nconte"),
        NO_ANSWER,
    ),
    case(
        "half a body",
        Whole("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"half"),
        NO_ANSWER,
    ),
    case(
        "half a body, for ever",
        Stalls("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"half"),
        NO_ANSWER,
    ),
    case(
        "half a chunk",
        Whole("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nff\r\n{"),
        NO_ANSWER,
    ),
    case(
        "chunks without an end",
        Whole("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n"),
        NO_ANSWER,
    ),
    case(
        "chunks without an end, for ever",
        Stalls("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n"),
        NO_ANSWER,
    ),
    case(
        "a body that ends with the connection, for ever",
        Stalls("HTTP/1.1 200 OK\r\n\r\n{}"),
        NO_ANSWER,
    ),
    // Other protocols.
    case("another protocol", Whole("SSH-2.0-OpenSSH_9.6\r\n"), NO_ANSWER),
    case("a page without a head", Whole("<html>hello</html>"), NO_ANSWER),
    case(
        "HTTP/2 without having been asked",
        Whole("\0\0\0\u{4}\0\0\0\0\0"),
        NO_ANSWER,
    ),
    case(
        "an alert of TLS",
        Whole("\u{15}\u{3}\u{1}\0\u{2}\u{2}("),
        NO_ANSWER,
    ),
    case(
        "another version",
        Whole("HTTP/3.0 200 OK\r\ncontent-length: 2\r\n\r\n{}"),
        NO_ANSWER,
    ),
    case(
        "only that it goes on",
        Whole("HTTP/1.1 100 Continue\r\n\r\n"),
        NO_ANSWER,
    ),
    case(
        "that it goes on, again and again",
        Repeated("", "HTTP/1.1 100 Continue\r\n\r\n", 1000),
        NO_ANSWER,
    ),
    // Invalid heads.
    case(
        "a status that is no number",
        Whole("HTTP/1.1 abc OK\r\ncontent-length: 2\r\n\r\n{}"),
        NO_ANSWER,
    ),
    case(
        "a status of two digits",
        Whole("HTTP/1.1 20 OK\r\ncontent-length: 2\r\n\r\n{}"),
        NO_ANSWER,
    ),
    case(
        "a status below all",
        Whole("HTTP/1.1 000 OK\r\ncontent-length: 2\r\n\r\n{}"),
        NO_ANSWER,
    ),
    case(
        "a zero byte in a header",
        Whole("HTTP/1.1 200 OK\r\nx: a\0b\r\ncontent-length: 2\r\n\r\n{}"),
        NO_ANSWER,
    ),
    case(
        "a header with a space in its name",
        Whole("HTTP/1.1 200 OK\r\nx y: 1\r\ncontent-length: 2\r\n\r\n{}"),
        NO_ANSWER,
    ),
    case(
        "a folded header",
        Whole("HTTP/1.1 200 OK\r\nx: a\r\n b\r\ncontent-length: 2\r\n\r\n{}"),
        NO_ANSWER,
    ),
    case(
        "a head of a mebibyte",
        Repeated("HTTP/1.1 200 OK\r\nx: ", "xxxxxxxx", 1 << 17),
        NO_ANSWER,
    ),
    case(
        "headers without end",
        Repeated("HTTP/1.1 200 OK\r\n", "x: y\r\n", 10_000),
        NO_ANSWER,
    ),
    // Contradictory and invalid lengths.
    case(
        "two lengths",
        Whole("HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}x"),
        NO_ANSWER,
    ),
    case(
        "two lengths in one line",
        Whole("HTTP/1.1 200 OK\r\ncontent-length: 2, 3\r\n\r\n{}x"),
        NO_ANSWER,
    ),
    case(
        "less than nothing",
        Whole("HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n{}"),
        NO_ANSWER,
    ),
    case(
        "a length that is none",
        Whole("HTTP/1.1 200 OK\r\ncontent-length: two\r\n\r\n{}"),
        NO_ANSWER,
    ),
    case(
        "a chunk whose size is none",
        Whole("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n{}\r\n0\r\n\r\n"),
        NO_ANSWER,
    ),
    case(
        "a chunk larger than 64 bits",
        Whole("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n10000000000000000\r\n{}"),
        NO_ANSWER,
    ),
    case(
        "a chunk that says much about itself",
        Repeated(
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2;",
            "xxxxxxxx",
            1 << 14,
        ),
        NO_ANSWER,
    ),
    case(
        "a length, and chunks, which count",
        Whole(
            "HTTP/1.1 200 OK\r\ncontent-length: 9\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        ),
        Pass(200, "{}"),
    ),
    // Too large.
    case(
        "more than it may be, and says so",
        Whole("HTTP/1.1 200 OK\r\ncontent-length: 100001\r\n\r\n"),
        TOO_LARGE,
    ),
    case(
        "a length of 64 bits",
        Whole("HTTP/1.1 200 OK\r\ncontent-length: 9223372036854775807\r\n\r\n"),
        TOO_LARGE,
    ),
    case(
        "more than it may be, without saying so",
        Repeated("HTTP/1.1 200 OK\r\n\r\n", "xxxxxxxx", 20_000),
        TOO_LARGE,
    ),
    case(
        "more than it may be, in chunks",
        Repeated(
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n",
            "8\r\nxxxxxxxx\r\n",
            20_000,
        ),
        TOO_LARGE,
    ),
    case(
        "an error that is too large",
        Repeated("HTTP/1.1 500 x\r\n\r\n", "xxxxxxxx", 20_000),
        TOO_LARGE,
    ),
    // Redirects.
    case(
        "moved for good",
        Whole("HTTP/1.1 301 x\r\nlocation: https://evil.example/\r\ncontent-length: 0\r\n\r\n"),
        REDIRECTED,
    ),
    case(
        "found elsewhere",
        Whole("HTTP/1.1 302 x\r\nlocation: //evil.example/\r\ncontent-length: 0\r\n\r\n"),
        REDIRECTED,
    ),
    case(
        "see another",
        Whole("HTTP/1.1 303 x\r\nlocation: /other\r\ncontent-length: 0\r\n\r\n"),
        REDIRECTED,
    ),
    case(
        "nothing new, though nobody asked",
        Whole("HTTP/1.1 304 x\r\n\r\n"),
        REDIRECTED,
    ),
    case(
        "moved for now, and with the key",
        Whole("HTTP/1.1 307 x\r\nlocation: https://evil.example/\r\ncontent-length: 0\r\n\r\n"),
        REDIRECTED,
    ),
    case(
        "moved for good, and with the key",
        Whole("HTTP/1.1 308 x\r\nlocation: http://127.0.0.1:22/\r\ncontent-length: 0\r\n\r\n"),
        REDIRECTED,
    ),
    case(
        "many choices",
        Whole("HTTP/1.1 300 x\r\nlocation: https://evil.example/\r\ncontent-length: 0\r\n\r\n"),
        REDIRECTED,
    ),
    case(
        "a redirect that leads nowhere",
        Whole("HTTP/1.1 302 x\r\ncontent-length: 0\r\n\r\n"),
        REDIRECTED,
    ),
    case(
        "another protocol from now on",
        Whole("HTTP/1.1 101 x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n"),
        REDIRECTED,
    ),
    // Headers that the page must not see.
    case(
        "cookies",
        Whole("HTTP/1.1 200 OK\r\nset-cookie: a=b\r\nset-cookie: c=d\r\ncontent-length: 2\r\n\r\n{}"),
        Pass(200, "{}"),
    ),
    case(
        "leave for other pages",
        Whole(
            "HTTP/1.1 200 OK\r\naccess-control-allow-origin: *\r\naccess-control-allow-credentials: true\r\naccess-control-allow-private-network: true\r\ncontent-length: 2\r\n\r\n{}",
        ),
        Pass(200, "{}"),
    ),
    case(
        "words to the browser",
        Whole(
            "HTTP/1.1 200 OK\r\nrefresh: 0;url=https://evil.example\r\nlocation: /x\r\nclear-site-data: \"*\"\r\nservice-worker-allowed: /\r\nlink: <https://evil.example>; rel=preload\r\ncontent-length: 2\r\n\r\n{}",
        ),
        Pass(200, "{}"),
    ),
    case(
        "another policy",
        Whole(
            "HTTP/1.1 200 OK\r\ncontent-security-policy: default-src *\r\nstrict-transport-security: max-age=0\r\nreport-to: x\r\nnel: x\r\nalt-svc: h3=\":443\"\r\ncontent-length: 2\r\n\r\n{}",
        ),
        Pass(200, "{}"),
    ),
    case(
        "headers for one connection",
        Whole(
            "HTTP/1.1 200 OK\r\nconnection: close, x-ratelimit-reset\r\nkeep-alive: timeout=9\r\nproxy-authenticate: Basic\r\ntrailer: x\r\ncontent-length: 2\r\n\r\n{}",
        ),
        Pass(200, "{}"),
    ),
    case(
        "the proxy's own signature",
        Whole("HTTP/1.1 200 OK\r\nx-rollcall-proxy: 9.9\r\ncontent-length: 2\r\n\r\n{}"),
        Pass(200, "{}"),
    ),
    case(
        "what may be kept",
        Whole(
            "HTTP/1.1 200 OK\r\ncache-control: public, max-age=9\r\nage: 1\r\netag: \"x\"\r\nexpires: x\r\ncontent-length: 2\r\n\r\n{}",
        ),
        Pass(200, "{}"),
    ),
    case(
        "headers behind the body",
        Whole(
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ntrailer: set-cookie\r\n\r\n2\r\n{}\r\n0\r\nset-cookie: a=b\r\n\r\n",
        ),
        Pass(200, "{}"),
    ),
    case(
        "a body that nothing can have",
        Whole("HTTP/1.1 204 x\r\ncontent-length: 2\r\n\r\n{}"),
        Pass(204, ""),
    ),
    case(
        "a status above all",
        Whole("HTTP/1.1 999 x\r\ncontent-length: 2\r\n\r\n{}"),
        Pass(999, "{}"),
    ),
    case(
        "an old server",
        Whole("HTTP/1.0 200 OK\r\n\r\n{}"),
        Pass(200, "{}"),
    ),
    case(
        "that it goes on, and then an answer",
        Whole(
            "HTTP/1.1 100 x\r\n\r\nHTTP/1.1 103 x\r\nset-cookie: a=b\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}",
        ),
        Pass(200, "{}"),
    ),
];

/// Bytes after an answer that belong to no request.
pub(super) const EXTRA: &[&str] = &[
    "HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nstolen",
    "HTTP/1.1 401 x\r\ncontent-length: 0\r\n\r\n",
    "HTTP/1.1 100 Continue\r\n\r\n",
    "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n",
    "H",
    "garbage",
    "\r\n\r\n",
];
