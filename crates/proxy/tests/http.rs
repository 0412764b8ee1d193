//! The proxy over real HTTP, with a tiny server behind it.
#![allow(clippy::unwrap_used, reason = "what the tests share may fail like a test")]

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::client::legacy::Client;
use hyper_util::rt::{TokioExecutor, TokioIo};
use rollcall_proxy::{Settings, VERSION, serve};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

const PAGE: &str = "http://localhost:8000";
const SET_EMAIL: &str = "/users/557058%3Aab/manage/email";

/// What the server behind the proxy was asked.
type Seen = Arc<Mutex<Vec<(String, HeaderMap, Bytes)>>>;

/// A server that answers everything in one way.
async fn behind(answer: impl Fn() -> Response<Full<Bytes>> + Send + Sync + 'static) -> (SocketAddr, Seen) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let seen = Seen::default();
    let answer = Arc::new(answer);
    let kept = Arc::clone(&seen);
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let (kept, answer) = (Arc::clone(&kept), Arc::clone(&answer));
            tokio::spawn(async move {
                let service = service_fn(|request: Request<Incoming>| {
                    let (kept, answer) = (Arc::clone(&kept), Arc::clone(&answer));
                    async move {
                        let (parts, body) = request.into_parts();
                        let body = body.collect().await.unwrap().to_bytes();
                        let line = format!("{} {}", parts.method, parts.uri);
                        kept.lock().unwrap().push((line, parts.headers, body));
                        Ok::<_, Infallible>(answer())
                    }
                });
                let _ = hyper::server::conn::http1::Builder::new()
                    .serve_connection(TokioIo::new(stream), service)
                    .await;
            });
        }
    });
    (address, seen)
}

async fn listen(settings: Settings) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(serve(listener, settings));
    address
}

fn in_front_of(upstream: SocketAddr) -> Settings {
    Settings::new(&format!("http://{upstream}")).unwrap()
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

async fn ask(
    proxy: SocketAddr,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: impl Into<Bytes>,
) -> Answer {
    let mut request = Request::builder()
        .method(method)
        .uri(format!("http://{proxy}{path}"));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Full::new(body.into())).unwrap();
    let client: Client<_, Full<Bytes>> = Client::builder(TokioExecutor::new()).build_http();
    let (parts, body) = client.request(request).await.unwrap().into_parts();
    Answer {
        status: parts.status,
        headers: parts.headers,
        body: body.collect().await.unwrap().to_bytes(),
    }
}

fn ok() -> Response<Full<Bytes>> {
    Response::new(Full::new(Bytes::from("{}")))
}

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
    let proxy = listen(in_front_of(upstream)).await;
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

    let seen = seen.lock().unwrap();
    let [(line, headers, body)] = seen.as_slice() else {
        panic!("asked {} times", seen.len());
    };
    assert_eq!(line, &format!("PUT {SET_EMAIL}"));
    assert_eq!(body, "{\"email\":\"a@b.example\"}");
    assert_eq!(headers["authorization"], "Bearer key");
    assert_eq!(headers["host"], upstream.to_string());
    for name in ["cookie", "origin", "x-forwarded-for"] {
        assert!(!headers.contains_key(name), "{name}");
    }
}

#[tokio::test]
async fn what_is_not_listed_is_not_passed_on() {
    let (upstream, seen) = behind(ok).await;
    let proxy = listen(in_front_of(upstream)).await;
    for (method, path) in [
        ("GET", "/"),
        ("GET", "/admin/v1/orgs/o/other"),
        ("DELETE", SET_EMAIL),
        ("PUT", "/users/../admin/manage/email"),
        ("PUT", "/users/a%2F..%2Fb/manage/email"),
        ("PUT", "/users/a/manage/email?redirect=https://evil.example"),
        ("OPTIONS", SET_EMAIL),
    ] {
        let answer = ask(proxy, method, path, &[("origin", PAGE)], "").await;
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
    assert!(seen.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_preflight_is_answered_here() {
    let (upstream, seen) = behind(ok).await;
    let proxy = listen(in_front_of(upstream)).await;
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
    assert!(answer.header("vary").contains("origin"));
    assert!(seen.lock().unwrap().is_empty());
}

#[tokio::test]
async fn foreign_pages_and_foreign_names_are_refused() {
    let (upstream, seen) = behind(ok).await;
    let proxy = listen(in_front_of(upstream)).await;
    for origin in ["https://evil.example", "null"] {
        for method in ["PUT", "OPTIONS"] {
            let headers = [("origin", origin), ("access-control-request-method", "PUT")];
            let answer = ask(proxy, method, SET_EMAIL, &headers, "").await;
            assert_eq!(answer.status, 403);
            assert_eq!(answer.json()["code"], "origin-refused");
            assert!(!answer.headers.contains_key("access-control-allow-origin"));
        }
    }
    let answer = ask(proxy, "PUT", SET_EMAIL, &[("host", "evil.example")], "").await;
    assert_eq!(answer.status, 421);
    assert_eq!(answer.json()["code"], "host-refused");
    assert!(seen.lock().unwrap().is_empty());
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let (elsewhere, seen_elsewhere) = behind(ok).await;
    let (upstream, _) = behind(move || {
        Response::builder()
            .status(307)
            .header("location", format!("http://{elsewhere}/"))
            .body(Full::default())
            .unwrap()
    })
    .await;
    let proxy = listen(in_front_of(upstream)).await;
    let answer = ask(proxy, "PUT", SET_EMAIL, &[("authorization", "Bearer key")], "{}").await;
    assert_eq!(answer.status, 307);
    assert!(!answer.headers.contains_key("location"));
    assert!(seen_elsewhere.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_call_that_never_left_and_one_without_an_answer_are_told_apart() {
    // Nobody listens here any more.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let gone = listener.local_addr().unwrap();
    drop(listener);
    let proxy = listen(in_front_of(gone)).await;
    let answer = ask(proxy, "PUT", SET_EMAIL, &[("origin", PAGE)], "{}").await;
    assert_eq!(answer.status, 502);
    assert_eq!(answer.json()["code"], "upstream-unreachable");

    // This one takes the call and never says anything.
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let settings = in_front_of(silent.local_addr().unwrap()).with_patience(Duration::from_millis(200));
    let proxy = listen(settings).await;
    let answer = ask(proxy, "PUT", SET_EMAIL, &[("origin", PAGE)], "{}").await;
    assert_eq!(answer.status, 504);
    assert_eq!(answer.json()["code"], "upstream-no-answer");

    // This one promises more than it sends.
    let broken = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let proxy = listen(in_front_of(broken.local_addr().unwrap())).await;
    tokio::spawn(async move {
        let (mut stream, _) = broken.accept().await.unwrap();
        let mut request = [0; 4096];
        let _ = stream.read(&mut request).await.unwrap();
        stream
            .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"half")
            .await
            .unwrap();
    });
    let answer = ask(proxy, "PUT", SET_EMAIL, &[("origin", PAGE)], "{}").await;
    assert_eq!(answer.status, 504);
    assert_eq!(answer.json()["code"], "upstream-no-answer");
}

#[tokio::test]
async fn bodies_have_a_largest_size_both_ways() {
    let large = || Bytes::from(vec![b'x'; (8 << 20) + 1]);
    let (upstream, seen) = behind(move || Response::new(Full::new(large()))).await;
    let proxy = listen(in_front_of(upstream)).await;
    let answer = ask(proxy, "PUT", SET_EMAIL, &[], "{}").await;
    assert_eq!(answer.status, 502);
    assert_eq!(answer.json()["code"], "answer-too-large");
    assert_eq!(seen.lock().unwrap().len(), 1);

    // The announcement is enough, so nothing of the body is sent.
    let mut stream = TcpStream::connect(proxy).await.unwrap();
    let length = large().len();
    let head = format!("PUT {SET_EMAIL} HTTP/1.1\r\nhost: {proxy}\r\ncontent-length: {length}\r\n\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut start = [0; 64];
    let read = stream.read(&mut start).await.unwrap();
    assert!(start[..read].starts_with(b"HTTP/1.1 413"));
    assert_eq!(seen.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn the_page_learns_which_proxy_this_is_and_what_stands_behind_it() {
    let (upstream, _) = behind(ok).await;
    let proxy = listen(in_front_of(upstream)).await;
    let answer = ask(proxy, "GET", "/rollcall-proxy/health", &[("origin", PAGE)], "").await;
    assert_eq!(answer.status, 200);
    assert_eq!(
        answer.json(),
        json!({ "proxy": "rollcall", "version": VERSION, "upstream": format!("http://{upstream}") })
    );
    assert_eq!(answer.header("access-control-allow-origin"), PAGE);
}

#[tokio::test]
async fn the_site_is_served_with_its_policy_and_nothing_beside_it() {
    let folder = std::env::temp_dir().join(format!("rollcall-proxy-{}", std::process::id()));
    let site = folder.join("site");
    std::fs::create_dir_all(site.join("assets")).unwrap();
    std::fs::write(folder.join("secret.txt"), "secret").unwrap();
    let page = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src 'self'\">";
    std::fs::write(site.join("index.html"), page).unwrap();
    std::fs::write(site.join("assets/a.wasm"), "\0asm").unwrap();
    std::fs::write(site.join(".hidden"), "secret").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(folder.join("secret.txt"), site.join("link.txt")).unwrap();

    let (upstream, _) = behind(ok).await;
    let proxy = listen(in_front_of(upstream).with_site(site).unwrap()).await;

    let index = ask(proxy, "GET", "/", &[], "").await;
    assert_eq!(index.status, 200);
    assert_eq!(index.body, page);
    assert_eq!(index.header("content-type"), "text/html; charset=utf-8");
    assert_eq!(index.header("cache-control"), "no-cache");
    assert_eq!(index.header("x-content-type-options"), "nosniff");
    assert_eq!(
        index.header("content-security-policy"),
        "default-src 'none'; img-src 'self'; frame-ancestors 'none'"
    );
    let wasm = ask(proxy, "GET", "/assets/a.wasm?build=1", &[], "").await;
    assert_eq!(wasm.header("content-type"), "application/wasm");
    for path in [
        "/link.txt",
        "/.hidden",
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/assets/..%2f..%2fsecret.txt",
        "/assets",
    ] {
        assert_eq!(ask(proxy, "GET", path, &[], "").await.status, 404, "{path}");
    }
    // The calls still pass, beside the files.
    assert_eq!(ask(proxy, "PUT", SET_EMAIL, &[], "{}").await.status, 200);
    std::fs::remove_dir_all(&folder).unwrap();
}
