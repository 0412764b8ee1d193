//! Each gate, and what comes through when it is not there: so that none of them is a decoration.

use std::net::SocketAddr;

use bytes::Bytes;
use http::Response;
use http_body_util::Full;
use rollcall_proxy::Gate;

use crate::behind::{Came, behind, proxy_without, settings};
use crate::client::{Answer, PAGE, SET_EMAIL, ask, write};

/// What stands behind: it says more than a page should see.
fn talkative() -> Response<Full<Bytes>> {
    Response::builder()
        .header("set-cookie", "session=1")
        .body(Full::new(Bytes::from("{}")))
        .unwrap()
}

/// A proxy that is easily full, quick and small, so that its limits can be seen.
async fn small(without: Option<Gate>) -> (SocketAddr, Came) {
    let (upstream, came) = behind(talkative).await;
    let said = [("largest-request", "100"), ("largest-answer", "1000")];
    (proxy_without(settings(upstream, &said), without).await, came)
}

async fn in_front_of(upstream: SocketAddr, without: Option<Gate>, said: &[(&str, &str)]) -> SocketAddr {
    proxy_without(settings(upstream, said), without).await
}

const KEY: (&str, &str) = ("authorization", "Bearer key");

async fn put(proxy: SocketAddr, headers: &[(&str, &str)]) -> Answer {
    ask(proxy, "PUT", SET_EMAIL, headers, "{}").await
}

/// Whether the gate says no to its probe, with the gate or without it.
async fn stops(gate: Gate, without: Option<Gate>) -> bool {
    let (proxy, came) = small(without).await;
    match gate {
        Gate::Log | Gate::Count => unreachable!("they stop nothing; what they tell is seen elsewhere"),
        Gate::Cors => {
            put(proxy, &[("origin", PAGE)])
                .await
                .header("access-control-allow-origin")
                == PAGE
        }
        Gate::Host => {
            put(proxy, &[("host", "evil.example")]).await;
            came.count() == 0
        }
        Gate::Origin => {
            put(proxy, &[("origin", "https://evil.example")]).await;
            put(proxy, &[("sec-fetch-site", "cross-site")]).await;
            came.count() == 0
        }
        Gate::Framing => {
            put(proxy, &[KEY, ("authorization", "Bearer other")]).await;
            put(proxy, &[("x-http-method-override", "DELETE")]).await;
            came.count() == 0
        }
        Gate::Rate => {
            let (upstream, _) = behind(talkative).await;
            let proxy = in_front_of(upstream, without, &[("per-client", "1")]).await;
            let mut refused = 0;
            for _ in 0..10 {
                let answer = put(proxy, &[]).await;
                refused += usize::from(answer.status == 429 && answer.header("retry-after") == "1");
            }
            refused > 0
        }
        Gate::Load => {
            let silent = crate::behind::raw("", false).await;
            let proxy = in_front_of(silent, without, &[("concurrency", "1"), ("answer-within", "1")]).await;
            let (one, other) = tokio::join!(put(proxy, &[]), put(proxy, &[]));
            [one, other]
                .iter()
                .any(|answer| answer.status == 503 && answer.code() == "busy")
        }
        Gate::Preflight => {
            let asked = [("origin", PAGE), ("access-control-request-method", "PUT")];
            ask(proxy, "OPTIONS", SET_EMAIL, &asked, "").await.status == 204
        }
        Gate::Target => {
            let target = "/users/x/%2e%2e/y";
            ask(proxy, "GET", target, &[], "").await.code() == "target-refused"
        }
        Gate::Route => {
            ask(proxy, "DELETE", "/admin/v1/orgs/1", &[KEY], "").await;
            came.count() == 0
        }
        Gate::RequestHeaders => {
            put(
                proxy,
                &[KEY, ("cookie", "session=1"), ("x-forwarded-for", "10.0.0.1")],
            )
            .await;
            let all = came.all();
            let [seen] = all.as_slice() else {
                panic!("it came {} times", all.len())
            };
            !seen.headers.contains_key("cookie") && !seen.headers.contains_key("x-forwarded-for")
        }
        Gate::RequestSize => {
            ask(proxy, "PUT", SET_EMAIL, &[], "x".repeat(101)).await;
            came.count() == 0
        }
        Gate::Patience => {
            let dripping = crate::behind::raw("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{", false).await;
            let proxy = in_front_of(dripping, without, &[("answer-within", "1")]).await;
            let answer = tokio::time::timeout(std::time::Duration::from_secs(3), put(proxy, &[])).await;
            answer.is_ok_and(|answer| answer.code() == "upstream-no-answer")
        }
        Gate::AnswerHeaders => !put(proxy, &[]).await.headers.contains_key("set-cookie"),
        Gate::Redirect => {
            let (elsewhere, _) = behind(|| {
                Response::builder()
                    .status(307)
                    .header("location", "https://evil.example/")
                    .body(Full::default())
                    .unwrap()
            })
            .await;
            let proxy = in_front_of(elsewhere, without, &[]).await;
            put(proxy, &[]).await.code() == "upstream-redirected"
        }
        Gate::AnswerSize => {
            let (large, _) = behind(|| Response::new(Full::new(Bytes::from("x".repeat(1001))))).await;
            let proxy = in_front_of(large, without, &[("largest-answer", "1000")]).await;
            put(proxy, &[]).await.code() == "answer-too-large"
        }
    }
}

/// All but the two that only tell.
fn gates() -> impl Iterator<Item = Gate> {
    let tells = |gate: &Gate| matches!(gate, Gate::Log | Gate::Count);
    Gate::ORDER.into_iter().filter(move |gate| !tells(gate))
}

#[tokio::test]
async fn each_gate_stops_what_it_is_there_for() {
    for gate in gates() {
        assert!(stops(gate, None).await, "{gate:?}");
    }
}

#[tokio::test]
async fn each_gate_is_missed_when_it_is_not_there() {
    for gate in gates() {
        assert!(!stops(gate, Some(gate)).await, "nobody misses {gate:?}");
    }
}

#[tokio::test]
async fn targets_that_are_not_plain_go_nowhere() {
    let (proxy, came) = small(None).await;
    let host = format!("host: {proxy}\r\n\r\n");
    for line in [
        "GET /users/../admin/v1/orgs HTTP/1.1",
        "GET /users/%2e%2e/admin HTTP/1.1",
        "PUT /users/a%2fb/manage/email HTTP/1.1",
        "PUT //users/557058%3Aab/manage/email HTTP/1.1",
        "PUT /users/557058%3Aab/manage\\email HTTP/1.1",
        "PUT /users/557058%3Aab;x/manage/email HTTP/1.1",
        "PUT /users/557058%3Aab%00/manage/email HTTP/1.1",
        "PUT http://evil.example/users/557058%3Aab/manage/email HTTP/1.1",
        "PUT evil.example HTTP/1.1",
        "OPTIONS * HTTP/1.1",
        "CONNECT api.atlassian.com:443 HTTP/1.1",
        "PUT /users/557058%3Aab/manage/email?redirect=x HTTP/1.1",
    ] {
        let said = write(proxy, format!("{line}\r\n{host}").as_bytes()).await;
        let status = said.split(' ').nth(1).unwrap_or_default();
        assert!(matches!(status, "400" | "403" | "404" | "421"), "{line}: {said}");
    }
    assert_eq!(came.count(), 0);
}

#[tokio::test]
async fn what_two_servers_could_read_in_two_ways_goes_nowhere() {
    let (proxy, came) = small(None).await;
    let line = format!("PUT {SET_EMAIL} HTTP/1.1\r\nhost: {proxy}\r\n");
    for rest in [
        "content-length: 2\r\ncontent-length: 3\r\n\r\n{}",
        "content-length: 2, 3\r\n\r\n{}",
        "content-length: +2\r\n\r\n{}",
        "transfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        "transfer-encoding: xchunked\r\n\r\n0\r\n\r\n",
        "transfer-encoding: chunked\r\ntransfer-encoding: identity\r\n\r\n0\r\n\r\n",
        "authorization: Bearer one\r\nauthorization: Bearer two\r\ncontent-length: 2\r\n\r\n{}",
        "host: other.example\r\ncontent-length: 2\r\n\r\n{}",
        "content-type: text/plain\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}",
        "x-http-method-override: DELETE\r\ncontent-length: 2\r\n\r\n{}",
        " folded: yes\r\ncontent-length: 2\r\n\r\n{}",
        "name : value\r\ncontent-length: 2\r\n\r\n{}",
    ] {
        let said = write(proxy, format!("{line}{rest}").as_bytes()).await;
        let status = said.split(' ').nth(1).unwrap_or_default();
        assert!(status.is_empty() || status.starts_with('4'), "{rest}: {said}");
    }
    assert_eq!(came.count(), 0, "{:?}", came.all());
}

#[tokio::test]
async fn a_request_in_the_body_of_another_stays_there() {
    let (proxy, came) = small(None).await;
    let inner = format!("PUT {SET_EMAIL} HTTP/1.1\r\nhost: {proxy}\r\ncontent-length: 0\r\n\r\n");
    let head = format!("PUT {SET_EMAIL} HTTP/1.1\r\nhost: {proxy}\r\n");
    // By its chunks the body is empty, by its length it holds another request. It counts as what its chunks say (RFC 9112, 6.3),
    // and goes on with one length.
    let both = format!(
        "{head}content-length: {}\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n{inner}",
        inner.len() + 5
    );
    write(proxy, both.as_bytes()).await;
    for seen in came.all() {
        assert!(seen.body.is_empty(), "{seen:?}");
        assert!(!seen.headers.contains_key("transfer-encoding"), "{seen:?}");
    }
    let before = came.count();
    let within = format!("{head}content-length: {}\r\n\r\n{inner}", inner.len());
    write(proxy, within.as_bytes()).await;
    assert_eq!(
        came.count(),
        before + 1,
        "the request within is a body, and no request"
    );
}

#[tokio::test]
async fn a_page_without_an_origin_is_known_by_where_the_browser_says_that_it_is() {
    let (proxy, came) = small(None).await;
    for site in ["same-origin", "none"] {
        assert_eq!(
            put(proxy, &[("sec-fetch-site", site)]).await.status,
            200,
            "{site}"
        );
    }
    for site in ["cross-site", "same-site", "else"] {
        assert_eq!(
            put(proxy, &[("sec-fetch-site", site)]).await.status,
            403,
            "{site}"
        );
    }
    assert_eq!(came.count(), 2);
    // Who follows a link to the page gets it; a call is no page.
    let visit = [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-mode", "navigate"),
        ("sec-fetch-dest", "document"),
    ];
    let page = ask(proxy, "GET", "/", &visit, "").await;
    assert_eq!(
        (page.status.as_u16(), page.code().as_str()),
        (404, "unknown-route"),
        "there is no page here, and that is all"
    );
    let call = "/admin/v1/orgs/1a2b3c4d-0000-4000-8000-1a2b3c4d5e6f";
    assert_eq!(ask(proxy, "GET", call, &visit, "").await.status, 403);
    assert_eq!(
        ask(proxy, "GET", "/", &visit[..2], "").await.status,
        403,
        "nor is what is put into another page"
    );
    assert_eq!(came.count(), 2);
}
