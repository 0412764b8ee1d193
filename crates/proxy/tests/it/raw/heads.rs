//! Heads: spellings of names and values, and the name of the server in them.

use super::{Case, nowhere, once};

pub(super) const CASES: &[Case] = &[
    once(
        "names in upper case",
        "PUT @P HTTP/1.1\r\nHOST: localhost\r\nAUTHORIZATION: Bearer key\r\nCONTENT-LENGTH: 2\r\n\r\n{}",
    ),
    once("no space behind a colon", "@L@Kcontent-length:2\r\n\r\n{}"),
    once(
        "spaces and tabs around a value",
        "@L@Kcontent-length: \t 2 \t\r\n\r\n{}",
    ),
    once(
        "a header that nobody knows",
        "@L@Kx-other: 1\r\ncontent-length: 2\r\n\r\n{}",
    ),
    once("an empty value", "@L@Kx-empty:\r\ncontent-length: 2\r\n\r\n{}"),
    once(
        "a value that is no text, which goes no further",
        "@L@Kx-bytes: ¿¿\r\ncontent-length: 2\r\n\r\n{}",
    ),
    nowhere(
        "a folded line",
        "@L@Kx-folded: a\r\n b\r\ncontent-length: 2\r\n\r\n{}",
    ),
    nowhere(
        "a folded line, first of all",
        "PUT @P HTTP/1.1\r\n x: y\r\n@H@Kcontent-length: 2\r\n\r\n{}",
    ),
    nowhere(
        "a line folded by a tab",
        "@L@Kx-folded: a\r\n\tcontent-length: 3\r\ncontent-length: 2\r\n\r\n{}",
    ),
    nowhere("a space before the colon", "@L@Kcontent-length : 2\r\n\r\n{}"),
    nowhere("a tab before the colon", "@L@Kcontent-length\t: 2\r\n\r\n{}"),
    nowhere(
        "a space before the colon of Transfer-Encoding",
        "@L@Ktransfer-encoding : chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    ),
    nowhere("a name with a space in it", "@L@Kcontent length: 2\r\n\r\n{}"),
    nowhere("a name that is empty", "@L@K: 2\r\ncontent-length: 2\r\n\r\n{}"),
    nowhere(
        "a name with a byte that is no letter",
        "@L@Kx-¿: 2\r\ncontent-length: 2\r\n\r\n{}",
    ),
    nowhere("a name in brackets", "@L@K(x): 2\r\ncontent-length: 2\r\n\r\n{}"),
    nowhere(
        "a zero byte in a name",
        "@L@Kx\0y: 2\r\ncontent-length: 2\r\n\r\n{}",
    ),
    nowhere(
        "a zero byte in a value",
        "@L@Kx: a\0b\r\ncontent-length: 2\r\n\r\n{}",
    ),
    nowhere(
        "CR alone in a value",
        "@L@Kx: a\rcontent-length: 3\r\ncontent-length: 2\r\n\r\n{}",
    ),
    nowhere(
        "a line without a colon",
        "@L@Knothing\r\ncontent-length: 2\r\n\r\n{}",
    ),
    nowhere("no Host", "PUT @P HTTP/1.1\r\n@Kcontent-length: 2\r\n\r\n{}"),
    nowhere(
        "no Host, by HTTP/1.0",
        "PUT @P HTTP/1.0\r\n@Kcontent-length: 2\r\n\r\n{}",
    ),
    nowhere(
        "an empty Host",
        "PUT @P HTTP/1.1\r\nhost:\r\n@Kcontent-length: 2\r\n\r\n{}",
    ),
    nowhere(
        "another Host",
        "PUT @P HTTP/1.1\r\nhost: evil.example\r\n@Kcontent-length: 2\r\n\r\n{}",
    ),
    nowhere(
        "two names in one Host",
        "PUT @P HTTP/1.1\r\nhost: localhost, evil.example\r\n@Kcontent-length: 2\r\n\r\n{}",
    ),
    nowhere(
        "a user in the Host",
        "PUT @P HTTP/1.1\r\nhost: evil@localhost\r\n@Kcontent-length: 2\r\n\r\n{}",
    ),
    nowhere(
        "a path in the Host",
        "PUT @P HTTP/1.1\r\nhost: localhost/x\r\n@Kcontent-length: 2\r\n\r\n{}",
    ),
    nowhere("no key", "@Lcontent-length: 2\r\n\r\n{}"),
    nowhere("an empty key", "@Lauthorization:\r\ncontent-length: 2\r\n\r\n{}"),
    nowhere(
        "a foreign origin",
        "@L@Korigin: https://evil.example\r\ncontent-length: 2\r\n\r\n{}",
    ),
    nowhere(
        "no origin of a page, which null is",
        "@L@Korigin: null\r\ncontent-length: 2\r\n\r\n{}",
    ),
    nowhere(
        "a page of another site",
        "@L@Ksec-fetch-site: cross-site\r\ncontent-length: 2\r\n\r\n{}",
    ),
];
