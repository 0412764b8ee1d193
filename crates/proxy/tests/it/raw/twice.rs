//! Repeated headers, and headers that override method or target.

use super::{Case, nowhere, once};

pub(super) const CASES: &[Case] = &[
    once(
        "what may stand twice",
        "@L@Kaccept: a/b\r\naccept: c/d\r\ncontent-length: 2\r\n\r\n{}",
    ),
    once(
        "forwarding headers, which are ignored",
        "@L@Kx-forwarded-for: 10.0.0.1\r\nx-forwarded-host: evil.example\r\nforwarded: host=evil.example\r\ncontent-length: 2\r\n\r\n{}",
    ),
    once(
        "cookies, which stay here",
        "@L@Kcookie: cloud.session.token=x\r\ncookie: a=b\r\ncontent-length: 2\r\n\r\n{}",
    ),
    once(
        "a wish for another protocol",
        "@L@Kconnection: upgrade\r\nupgrade: h2c\r\ncontent-length: 2\r\n\r\n{}",
    ),
    once(
        "a wish that headers be dropped",
        "@L@Kconnection: authorization\r\ncontent-length: 2\r\n\r\n{}",
    ),
    nowhere(
        "two hosts",
        "@Lhost: evil.example\r\n@Kcontent-length: 2\r\n\r\n{}",
    ),
    nowhere("the same host twice", "@L@H@Kcontent-length: 2\r\n\r\n{}"),
    nowhere(
        "two keys",
        "@L@Kauthorization: Bearer two\r\ncontent-length: 2\r\n\r\n{}",
    ),
    nowhere("the same key twice", "@L@K@Kcontent-length: 2\r\n\r\n{}"),
    nowhere(
        "two origins",
        "@L@Korigin: http://localhost:1\r\norigin: https://evil.example\r\ncontent-length: 2\r\n\r\n{}",
    ),
    nowhere(
        "two kinds of content",
        "@L@Kcontent-type: text/plain\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}",
    ),
    nowhere(
        "two sessions",
        "@L@Kx-rollcall-session: a\r\nx-rollcall-session: b\r\ncontent-length: 2\r\n\r\n{}",
    ),
    nowhere(
        "two secrets",
        "@L@Kx-rollcall-secret: a\r\nx-rollcall-secret: b\r\ncontent-length: 2\r\n\r\n{}",
    ),
    nowhere(
        "X-HTTP-Method",
        "@L@Kx-http-method: DELETE\r\ncontent-length: 2\r\n\r\n{}",
    ),
    nowhere(
        "X-HTTP-Method-Override",
        "@L@Kx-http-method-override: DELETE\r\ncontent-length: 2\r\n\r\n{}",
    ),
    nowhere(
        "X-Method-Override",
        "@L@Kx-method-override: DELETE\r\ncontent-length: 2\r\n\r\n{}",
    ),
    nowhere(
        "X-Original-URL",
        "@L@Kx-original-url: /admin\r\ncontent-length: 2\r\n\r\n{}",
    ),
    nowhere(
        "X-Rewrite-URL",
        "@L@Kx-rewrite-url: /admin\r\ncontent-length: 2\r\n\r\n{}",
    ),
    nowhere(
        "X-Forwarded-Prefix",
        "@L@Kx-forwarded-prefix: /admin\r\ncontent-length: 2\r\n\r\n{}",
    ),
];
