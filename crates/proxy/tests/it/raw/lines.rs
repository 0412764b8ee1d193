//! Request lines: methods, targets and versions.

use super::{Case, nowhere, once};

pub(super) const CASES: &[Case] = &[
    once(
        "a good line",
        "PUT @P HTTP/1.1\r\n@H@Kcontent-length: 2\r\n\r\n{}",
    ),
    once(
        "empty lines before it",
        "\r\n\r\nPUT @P HTTP/1.1\r\n@H@Kcontent-length: 2\r\n\r\n{}",
    ),
    once(
        "lines that end with LF alone",
        "PUT @P HTTP/1.1\n@H@Kcontent-length: 2\n\n{}",
    ),
    nowhere("a method in lower case", "put @P HTTP/1.1\r\n@H@K\r\n"),
    nowhere("a method that nobody knows", "PUTT @P HTTP/1.1\r\n@H@K\r\n"),
    nowhere("a method with a tab", "PU\tT @P HTTP/1.1\r\n@H@K\r\n"),
    nowhere(
        "a method with a byte that is no letter",
        "PU¿T @P HTTP/1.1\r\n@H@K\r\n",
    ),
    nowhere("no method", " @P HTTP/1.1\r\n@H@K\r\n"),
    nowhere("another method of this path", "GET @P HTTP/1.1\r\n@H@K\r\n"),
    nowhere("TRACE", "TRACE @P HTTP/1.1\r\n@H@K\r\n"),
    nowhere(
        "PATCH, which is not listed there",
        "PATCH @P HTTP/1.1\r\n@H@Kcontent-length: 2\r\n\r\n{}",
    ),
    nowhere(
        "CONNECT to Atlassian",
        "CONNECT api.atlassian.com:443 HTTP/1.1\r\n@H@K\r\n",
    ),
    nowhere(
        "CONNECT to this computer",
        "CONNECT 127.0.0.1:22 HTTP/1.1\r\n@H@K\r\n",
    ),
    nowhere("OPTIONS for everything", "OPTIONS * HTTP/1.1\r\n@H@K\r\n"),
    nowhere("PUT for everything", "PUT * HTTP/1.1\r\n@H@K\r\n"),
    nowhere("PRI, the beginning of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    nowhere(
        "an address of somewhere else",
        "PUT http://evil.example@P HTTP/1.1\r\n@H@K\r\n",
    ),
    nowhere(
        "an address of Atlassian",
        "PUT https://api.atlassian.com@P HTTP/1.1\r\n@H@K\r\n",
    ),
    nowhere(
        "an address of another kind",
        "PUT file:///etc/passwd HTTP/1.1\r\n@H@K\r\n",
    ),
    nowhere("a name alone", "PUT evil.example HTTP/1.1\r\n@H@K\r\n"),
    nowhere("a name and a port", "PUT evil.example:443 HTTP/1.1\r\n@H@K\r\n"),
    nowhere(
        "two slashes, as before a name",
        "PUT //evil.example@P HTTP/1.1\r\n@H@K\r\n",
    ),
    nowhere(
        "no slash",
        "PUT users/557058%3Aab/manage/email HTTP/1.1\r\n@H@K\r\n",
    ),
    nowhere("no target", "PUT HTTP/1.1\r\n@H@K\r\n"),
    nowhere("an empty target", "PUT  HTTP/1.1\r\n@H@K\r\n"),
    nowhere("two targets", "PUT @P /other HTTP/1.1\r\n@H@K\r\n"),
    nowhere(
        "a space in the target",
        "PUT /users/a b/manage/email HTTP/1.1\r\n@H@K\r\n",
    ),
    nowhere(
        "a zero byte in the target",
        "PUT /users/a\0/manage/email HTTP/1.1\r\n@H@K\r\n",
    ),
    nowhere(
        "a byte that is no text in it",
        "PUT /users/¿/manage/email HTTP/1.1\r\n@H@K\r\n",
    ),
    nowhere(
        "CR alone in the target",
        "PUT /users/a\r/manage/email HTTP/1.1\r\n@H@K\r\n",
    ),
    nowhere("dot segments", "PUT /x/..@P HTTP/1.1\r\n@H@K\r\n"),
    nowhere("encoded dot segments", "PUT /x/%2e%2e@P HTTP/1.1\r\n@H@K\r\n"),
    nowhere(
        "an encoded slash",
        "PUT /users/a%2fb/manage/email HTTP/1.1\r\n@H@K\r\n",
    ),
    nowhere(
        "a backslash",
        "PUT /users/557058%3Aab/manage\\email HTTP/1.1\r\n@H@K\r\n",
    ),
    nowhere(
        "a query that is not listed",
        "PUT @P?redirect=x HTTP/1.1\r\n@H@Kcontent-length: 2\r\n\r\n{}",
    ),
    nowhere(
        "a part behind #, which becomes a path",
        "PUT /healthz#@P HTTP/1.1\r\n@H@K\r\n",
    ),
    nowhere("version 0.9", "PUT @P\r\n\r\n"),
    nowhere("version 1.2", "PUT @P HTTP/1.2\r\n@H@K\r\n"),
    nowhere("version 2.0", "PUT @P HTTP/2.0\r\n@H@K\r\n"),
    nowhere("a version in lower case", "PUT @P http/1.1\r\n@H@K\r\n"),
    nowhere("a version of another protocol", "PUT @P ICAP/1.0\r\n@H@K\r\n"),
    nowhere("something behind the version", "PUT @P HTTP/1.1 x\r\n@H@K\r\n"),
    nowhere("no HTTP at all", "EHLO evil.example\r\n\r\n"),
    nowhere("a handshake of TLS", "\u{16}\u{3}\u{1}\0\u{5}hello\r\n\r\n"),
];
