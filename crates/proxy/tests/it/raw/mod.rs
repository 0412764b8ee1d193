//! Requests as bytes, most of which no well-behaved client writes. Each case says whether the request must be refused or passed on once, as
//! the call that it is.

mod heads;
mod lengths;
mod lines;
mod twice;

use std::net::SocketAddr;

use bytes::Bytes;

use crate::behind::{behind, config, ok, proxy};
use crate::client::{SET_EMAIL, write};

/// One request.
pub(crate) struct Case {
    what: &'static str,
    /// `@L` is a valid request line and `Host`, `@H` the `Host` alone, `@K` a key, `@P` the path of a listed call.
    bytes: &'static str,
    must: Must,
}

/// The expected outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Must {
    /// It is refused, or the connection is closed, and nothing reaches the upstream.
    GoNowhere,
    /// It is passed on once: the listed call, with the body `{}`.
    PassOnce,
}

const fn nowhere(what: &'static str, bytes: &'static str) -> Case {
    let must = Must::GoNowhere;
    Case { what, bytes, must }
}

const fn once(what: &'static str, bytes: &'static str) -> Case {
    let must = Must::PassOnce;
    Case { what, bytes, must }
}

/// The bytes of a case, for this proxy.
fn filled(case: &Case, proxy: SocketAddr) -> Vec<u8> {
    let host = format!("host: {proxy}\r\n");
    case.bytes
        .replace("@L", &format!("PUT {SET_EMAIL} HTTP/1.1\r\n{host}"))
        .replace("@H", &host)
        .replace("@K", "authorization: Bearer key\r\n")
        .replace("@P", SET_EMAIL)
        // This character is replaced by a byte that is not UTF-8.
        .chars()
        .flat_map(|letter| {
            if letter == '¿' {
                vec![0xff]
            } else {
                letter.to_string().into_bytes()
            }
        })
        .collect()
}

async fn holds(table: &[Case]) {
    let (upstream, came) = behind(ok).await;
    let proxy = proxy(config(upstream, &[("per-client", "0")])).await;
    let mut passed = 0;
    for case in table {
        let received = write(proxy, &filled(case, proxy)).await;
        let what = case.what;
        let (first, _) = received.split_once("\r\n").unwrap_or((&received, ""));
        let status = first.split(' ').nth(1).unwrap_or_default();
        match case.must {
            Must::GoNowhere => {
                assert!(status.is_empty() || status.starts_with('4'), "{what}: {received}");
                // The valid last request may have been answered after it.
                let good = received
                    .lines()
                    .filter(|line| line.starts_with("HTTP/1.") && line.contains(" 200 "));
                assert!(good.count() <= 1, "{what}: {received}");
            }
            Must::PassOnce => {
                passed += 1;
                assert_eq!(status, "200", "{what}: {received}");
            }
        }
        let all = came.all();
        assert_eq!(all.len(), passed, "{what} came through: {:?}", all.last());
        if let Some(seen) = all.last() {
            assert_eq!(seen.line, format!("PUT {SET_EMAIL}"), "{what}");
            assert_eq!(seen.body, Bytes::from("{}"), "{what}");
            assert_eq!(seen.headers["content-length"], "2", "{what}");
            assert!(!seen.headers.contains_key("transfer-encoding"), "{what}");
        }
    }
}

#[test]
fn there_are_at_least_112_requests() {
    let tables = [lines::CASES, heads::CASES, lengths::CASES, twice::CASES];
    let count: usize = tables.iter().map(|table| table.len()).sum();
    assert!(count >= 112, "{count}");
}

#[tokio::test]
async fn request_lines_that_are_not_plain_go_nowhere() {
    holds(lines::CASES).await;
}

#[tokio::test]
async fn heads_that_are_not_plain_go_nowhere() {
    holds(heads::CASES).await;
}

#[tokio::test]
async fn lengths_that_two_servers_could_read_in_two_ways_go_nowhere() {
    holds(lengths::CASES).await;
}

#[tokio::test]
async fn repeated_headers_and_overrides_are_not_passed_on() {
    holds(twice::CASES).await;
}

/// A request's body that holds another request, for smuggling.
#[tokio::test]
async fn a_request_in_the_body_of_another_is_not_executed() {
    let (upstream, came) = behind(ok).await;
    let proxy = proxy(config(upstream, &[])).await;
    let head = format!("PUT {SET_EMAIL} HTTP/1.1\r\nhost: {proxy}\r\nauthorization: Bearer key\r\n");
    let inner = format!("{head}content-length: 0\r\n\r\n");
    let within = format!("{head}content-length: {}\r\n\r\n{inner}", inner.len());
    let received = write(proxy, within.as_bytes()).await;
    let good = received.matches("HTTP/1.1 200 ").count();
    assert_eq!(good, 2, "this one, and the last one: {received}");
    let all = came.all();
    assert_eq!(all.len(), 1, "the request within is a body, and no request");
    assert_eq!(all[0].body, inner);
}
