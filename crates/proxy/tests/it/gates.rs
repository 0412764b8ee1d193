//! Each gate is necessary: its probes are stopped with it, and get through without it.

use std::net::SocketAddr;
use std::time::Duration;

use bytes::Bytes;
use http::Response;
use http_body_util::Full;
use rollcall_proxy::Gate;

use crate::behind::{Came, Held, behind, config, proxy_without};
use crate::client::{Answer, KEY, PAGE, PORTAL_USERS, SESSION, SET_EMAIL, ask};
use crate::tls::{Certificates, NAME, hsts, with_name};

/// An upstream's response, with a header that no page should see.
fn with_cookie() -> Response<Full<Bytes>> {
    Response::builder()
        .header("set-cookie", "session=1")
        .body(Full::new(Bytes::from("{}")))
        .unwrap()
}

/// A proxy with low limits.
async fn small(without: Option<Gate>) -> (SocketAddr, Came) {
    let (upstream, came) = behind(with_cookie).await;
    let settings = [("largest-request", "100"), ("largest-answer", "1000")];
    (proxy_without(config(upstream, &settings), without).await, came)
}

async fn in_front_of(upstream: SocketAddr, without: Option<Gate>, settings: &[(&str, &str)]) -> SocketAddr {
    proxy_without(config(upstream, settings), without).await
}

async fn put(proxy: SocketAddr, headers: &[(&str, &str)]) -> Answer {
    ask(proxy, "PUT", SET_EMAIL, &[&[KEY], headers].concat(), "{}").await
}

/// The cookie that the session becomes.
const COOKIE: &str = "cloud.session.token=eyJh.eyJz.c2ln";

/// An address at which no server listens.
fn no_server() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 1))
}

/// Whether a call with this header does not reach the upstream.
async fn is_stopped_with(without: Option<Gate>, header: (&str, &str)) -> bool {
    let (proxy, came) = small(without).await;
    put(proxy, &[header]).await;
    came.count() == 0
}

/// Whether a second call is refused like this while the first is in flight.
async fn is_second_refused(without: Option<Gate>, limit: &str, status: u16, code: &str) -> bool {
    let upstream = Held::new().await;
    let proxy = in_front_of(upstream.address, without, &[(limit, "1")]).await;
    let first = tokio::spawn(async move { put(proxy, &[]).await });
    upstream.came(1).await;
    let is_refused = tokio::select! {
        answer = put(proxy, &[]) => answer.status == status && answer.code() == code && answer.header("retry-after") == "1",
        () = upstream.came(2) => false,
    };
    first.abort();
    is_refused
}

/// Whether a session reaches the admin portal as a cookie, and as nothing else.
async fn becomes_a_cookie(without: Option<Gate>) -> Vec<bool> {
    let (portal, came) = behind(with_cookie).await;
    let portal = format!("http://{portal}");
    let settings = [("admin-portal", "yes"), ("upstream-portal", portal.as_str())];
    let proxy = in_front_of(no_server(), without, &settings).await;
    ask(proxy, "GET", PORTAL_USERS, &[SESSION], "").await;
    let all = came.all();
    let [seen] = all.as_slice() else {
        panic!("it came {} times", all.len())
    };
    let cookie = seen.headers.get("cookie");
    vec![
        cookie.is_some_and(|cookie| cookie == COOKIE),
        !seen.headers.contains_key("x-rollcall-session"),
    ]
}

/// For each probe of the gate, whether it is stopped, with the gate or without it.
async fn stops(gate: Gate, without: Option<Gate>) -> Vec<bool> {
    let (proxy, came) = small(without).await;
    match gate {
        Gate::Log | Gate::Count => unreachable!("they stop nothing; their output has tests of its own"),
        Gate::Cors => {
            let answer = put(proxy, &[("origin", PAGE)]).await;
            vec![answer.header("access-control-allow-origin") == PAGE]
        }
        Gate::Hsts => {
            let certificates = Certificates::new(&format!("hsts-gate-{}", without.is_some()));
            let proxy = proxy_without(with_name(&certificates, no_server()), without).await;
            vec![hsts(proxy, Some(&certificates), NAME, "/healthz").await.is_some()]
        }
        Gate::Host => vec![is_stopped_with(without, ("host", "evil.example")).await],
        Gate::Origin => vec![
            is_stopped_with(without, ("origin", "https://evil.example")).await,
            is_stopped_with(without, ("sec-fetch-site", "cross-site")).await,
        ],
        Gate::Framing => vec![
            is_stopped_with(without, ("authorization", "Bearer other")).await,
            is_stopped_with(without, ("x-http-method-override", "DELETE")).await,
            is_stopped_with(without, ("transfer-encoding", "chunked")).await,
            ask(proxy, "GET", "/healthz", &[], "{}").await.code() == "body-refused",
        ],
        Gate::Rate => {
            let (upstream, _) = behind(with_cookie).await;
            let proxy = in_front_of(upstream, without, &[("per-client", "1")]).await;
            let mut refused = 0;
            for _ in 0..10 {
                let answer = put(proxy, &[]).await;
                refused += usize::from(answer.status == 429 && answer.header("retry-after") == "1");
            }
            vec![refused > 0]
        }
        Gate::PerClient => {
            vec![is_second_refused(without, "per-client-at-once", 429, "too-many-at-a-time").await]
        }
        Gate::Concurrency => vec![is_second_refused(without, "concurrency", 503, "busy").await],
        Gate::Preflight => {
            let preflight = [("origin", PAGE), ("access-control-request-method", "PUT")];
            vec![ask(proxy, "OPTIONS", SET_EMAIL, &preflight, "").await.status == 204]
        }
        Gate::Target => {
            let target = "/users/x/%2e%2e/y";
            vec![ask(proxy, "GET", target, &[], "").await.code() == "target-refused"]
        }
        Gate::Route => {
            ask(proxy, "DELETE", "/admin/v1/orgs/1", &[KEY], "").await;
            vec![came.count() == 0]
        }
        Gate::Key => {
            let answer = ask(proxy, "PUT", SET_EMAIL, &[], "{}").await;
            let is_told = answer.status == 401 && answer.code() == "key-missing";
            vec![is_told, came.count() == 0]
        }
        Gate::RequestHeaders => {
            put(proxy, &[("cookie", "session=1"), ("x-forwarded-for", "10.0.0.1")]).await;
            let all = came.all();
            let [seen] = all.as_slice() else {
                panic!("it came {} times", all.len())
            };
            ["cookie", "x-forwarded-for"]
                .map(|name| !seen.headers.contains_key(name))
                .to_vec()
        }
        Gate::Session => becomes_a_cookie(without).await,
        Gate::RequestSize => {
            ask(proxy, "PUT", SET_EMAIL, &[KEY], "x".repeat(101)).await;
            vec![came.count() == 0]
        }
        Gate::Timeout => {
            let dripping = crate::behind::raw("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{", false).await;
            let proxy = in_front_of(dripping, without, &[("answer-within", "1")]).await;
            // Without the gate no answer ever comes, so the length of this wait does not matter.
            let answer = put(proxy, &[]);
            let answer = match without {
                None => Some(answer.await),
                Some(_) => tokio::time::timeout(Duration::from_secs(2), answer).await.ok(),
            };
            vec![answer.is_some_and(|answer| answer.code() == "upstream-no-answer")]
        }
        Gate::AnswerHeaders => vec![!put(proxy, &[]).await.headers.contains_key("set-cookie")],
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
            vec![put(proxy, &[]).await.code() == "upstream-redirected"]
        }
        Gate::AnswerSize => {
            let (large, _) = behind(|| Response::new(Full::new(Bytes::from("x".repeat(1001))))).await;
            let proxy = in_front_of(large, without, &[("largest-answer", "1000")]).await;
            vec![put(proxy, &[]).await.code() == "answer-too-large"]
        }
    }
}

/// All gates but the two that only report.
fn gates() -> impl Iterator<Item = Gate> {
    let reports = |gate: &Gate| matches!(gate, Gate::Log | Gate::Count);
    Gate::ORDER.into_iter().filter(move |gate| !reports(gate))
}

#[tokio::test]
async fn each_gate_stops_its_probes() {
    for gate in gates() {
        let stopped = stops(gate, None).await;
        assert!(stopped.iter().all(|stopped| *stopped), "{gate:?}: {stopped:?}");
    }
}

#[tokio::test]
async fn each_gate_is_missed_when_it_is_not_there() {
    for gate in gates() {
        let stopped = stops(gate, Some(gate)).await;
        assert!(
            !stopped.iter().any(|stopped| *stopped),
            "{gate:?} is not missed: {stopped:?}"
        );
    }
}

#[tokio::test]
async fn a_request_without_an_origin_is_judged_by_sec_fetch_site() {
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
    // Following a link to the page is allowed; a call is not a page.
    let visit = [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-mode", "navigate"),
        ("sec-fetch-dest", "document"),
    ];
    let page = ask(proxy, "GET", "/page.html", &visit, "").await;
    assert_eq!(
        (page.status.as_u16(), page.code().as_str()),
        (404, "unknown-route"),
        "it is only that there is no such page"
    );
    let call = "/admin/v1/orgs/1a2b3c4d-0000-4000-8000-1a2b3c4d5e6f";
    assert_eq!(ask(proxy, "GET", call, &visit, "").await.status, 403);
    assert_eq!(
        ask(proxy, "GET", "/", &visit[..2], "").await.status,
        403,
        "nor is embedding it in another page"
    );
    assert_eq!(came.count(), 2);
}
