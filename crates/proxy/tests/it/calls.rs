//! Calls, their answers, and the proxy's own answers.

use bytes::Bytes;
use http::Response;
use http_body_util::Full;
use rollcall_proxy::VERSION;
use serde_json::json;
use tokio::net::TcpListener;

use crate::behind::{behind, config, ok, proxy};
use crate::client::{KEY, PAGE, SET_EMAIL, ask};

#[tokio::test]
async fn a_listed_call_passes_with_the_headers_it_needs_and_no_others() {
    let (upstream, seen) = behind(|| {
        Response::builder()
            .status(429)
            .header("content-type", "application/json")
            .header("retry-after", "7")
            .header("x-ratelimit-reset", "2026-11-21T12:00:00Z")
            .header("x-rollcall-sandbox", "1")
            .header("set-cookie", "secret=1")
            .header("x-internal", "1")
            .body(Full::new(Bytes::from("{\"code\":429}")))
            .unwrap()
    })
    .await;
    let proxy = proxy(config(upstream, &[])).await;
    let headers = [
        ("authorization", "Bearer key"),
        ("content-type", "application/json"),
        ("accept", "application/json"),
        ("cookie", "session=1"),
        ("origin", PAGE),
        ("x-forwarded-for", "10.0.0.1"),
    ];
    let answer = ask(proxy, "PUT", SET_EMAIL, &headers, "{\"email\":\"a@b.example\"}").await;

    assert_eq!(answer.status, 429);
    assert_eq!(answer.json(), json!({ "code": 429 }));
    assert_eq!(answer.header("retry-after"), "7");
    assert_eq!(answer.header("x-ratelimit-reset"), "2026-11-21T12:00:00Z");
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.header("access-control-allow-origin"), PAGE);
    assert_eq!(answer.header("x-rollcall-sandbox"), "1");
    let exposed = answer.header("access-control-expose-headers");
    for name in [
        "retry-after",
        "x-ratelimit-reset",
        "x-rollcall-sandbox",
        "x-rollcall-proxy",
    ] {
        assert!(exposed.contains(name), "{exposed}");
    }
    for name in ["set-cookie", "x-internal", "access-control-allow-credentials"] {
        assert!(!answer.headers.contains_key(name), "{name}");
    }

    let seen = seen.all();
    let [seen] = seen.as_slice() else {
        panic!("asked {} times", seen.len());
    };
    assert_eq!(seen.line, format!("PUT {SET_EMAIL}"));
    assert_eq!(seen.body, "{\"email\":\"a@b.example\"}");
    let headers = &seen.headers;
    assert_eq!(headers["authorization"], "Bearer key");
    assert_eq!(headers["host"], upstream.to_string());
    for name in ["cookie", "origin", "x-forwarded-for"] {
        assert!(!headers.contains_key(name), "{name}");
    }
}

#[tokio::test]
async fn unlisted_calls_are_not_passed_on() {
    let (upstream, seen) = behind(ok).await;
    let proxy = proxy(config(upstream, &[])).await;
    for (method, path) in [
        // Without a site there is no page.
        #[cfg(not(feature = "built-in-page"))]
        ("GET", "/"),
        ("GET", "/nowhere"),
        ("GET", "/admin/v1/orgs/o/other"),
        ("DELETE", SET_EMAIL),
        ("PUT", "/users/a/manage/email?redirect=https://evil.example"),
        ("OPTIONS", SET_EMAIL),
    ] {
        let answer = ask(proxy, method, path, &[KEY, ("origin", PAGE)], "").await;
        assert_eq!(answer.status, 404, "{method} {path}");
        assert_eq!(answer.json()["proxy"], "rollcall");
        assert_eq!(answer.json()["code"], "unknown-route");
        assert_eq!(
            answer.json()["message"],
            "This proxy does not know that route: update it."
        );
        assert_eq!(answer.header("x-rollcall-proxy"), VERSION);
        assert_eq!(answer.header("access-control-allow-origin"), PAGE);
    }
    assert_eq!(seen.count(), 0);
}

#[tokio::test]
async fn a_call_without_a_key_is_refused_in_an_answer_that_the_page_can_read() {
    let (upstream, came) = behind(ok).await;
    let proxy = proxy(config(upstream, &[])).await;
    for headers in [
        &[("origin", PAGE)][..],
        &[("origin", PAGE), ("authorization", "")],
    ] {
        let answer = ask(proxy, "PUT", SET_EMAIL, headers, "{}").await;
        assert_eq!(
            (answer.status.as_u16(), answer.code().as_str()),
            (401, "key-missing")
        );
        assert_eq!(answer.header("www-authenticate"), "Bearer");
        assert_eq!(answer.header("access-control-allow-origin"), PAGE);
        assert_eq!(
            answer.json()["message"],
            "The call came to the proxy without an API key. It was not passed on. Whatever stands before the proxy has to pass on the \
             header Authorization."
        );
    }
    assert_eq!(came.count(), 0);
}

#[tokio::test]
async fn a_preflight_is_answered_by_the_proxy() {
    let (upstream, seen) = behind(ok).await;
    let proxy = proxy(config(upstream, &[])).await;
    let headers = [
        ("origin", PAGE),
        ("access-control-request-method", "PUT"),
        ("access-control-request-headers", "authorization,content-type"),
        ("access-control-request-private-network", "true"),
    ];
    let answer = ask(proxy, "OPTIONS", SET_EMAIL, &headers, "").await;
    assert_eq!(answer.status, 204);
    assert_eq!(answer.header("access-control-allow-origin"), PAGE);
    assert!(answer.header("access-control-allow-methods").contains("PUT"));
    assert!(
        answer
            .header("access-control-allow-headers")
            .contains("authorization")
    );
    assert_eq!(answer.header("access-control-allow-private-network"), "true");
    // What the answer depends on.
    for name in ["origin", "sec-fetch-site", "sec-fetch-mode", "sec-fetch-dest"] {
        assert!(answer.header("vary").contains(name), "{name}");
    }
    assert_eq!(seen.count(), 0);
}

#[tokio::test]
async fn foreign_pages_and_foreign_names_are_refused() {
    let (upstream, seen) = behind(ok).await;
    let proxy = proxy(config(upstream, &[])).await;
    for origin in ["https://evil.example", "null"] {
        for method in ["PUT", "OPTIONS"] {
            let headers = [KEY, ("origin", origin), ("access-control-request-method", "PUT")];
            let answer = ask(proxy, method, SET_EMAIL, &headers, "").await;
            assert_eq!(answer.status, 403);
            assert_eq!(answer.json()["code"], "origin-refused");
            assert!(!answer.headers.contains_key("access-control-allow-origin"));
        }
    }
    let answer = ask(proxy, "PUT", SET_EMAIL, &[KEY, ("host", "evil.example")], "").await;
    assert_eq!(answer.status, 421);
    assert_eq!(answer.json()["code"], "host-refused");
    assert_eq!(seen.count(), 0);
}

#[tokio::test]
async fn a_call_that_was_never_sent_is_reported_as_such() {
    // No server listens here any more.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let gone = listener.local_addr().unwrap();
    drop(listener);
    let proxy = proxy(config(gone, &[])).await;
    let answer = ask(proxy, "PUT", SET_EMAIL, &[KEY, ("origin", PAGE)], "{}").await;
    assert_eq!(answer.status, 502);
    assert_eq!(answer.json()["code"], "upstream-unreachable");
}

#[tokio::test]
async fn the_page_learns_which_proxy_this_is_and_its_upstream() {
    let (upstream, _) = behind(ok).await;
    let proxy = proxy(config(upstream, &[])).await;
    let answer = ask(proxy, "GET", "/rollcall-proxy/health", &[("origin", PAGE)], "").await;
    assert_eq!(answer.status, 200);
    assert_eq!(
        answer.json(),
        json!({ "proxy": "rollcall", "version": VERSION, "upstream": format!("http://{upstream}"), "portal": "off" })
    );
    assert_eq!(answer.header("access-control-allow-origin"), PAGE);
}
