//! Metrics and log lines, neither of which holds personal data.

use std::future::pending;
use std::net::SocketAddr;

use rollcall_proxy::Proxy;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::behind::{behind, config, ok};
use crate::client::{KEY, PAGE, SET_EMAIL, ask};
use crate::program::Program;

#[tokio::test]
async fn prometheus_gets_counts_and_nothing_else() {
    let (upstream, _) = behind(ok).await;
    let server = Proxy::new(config(upstream, &[("metrics", "127.0.0.1:0")]));
    let metrics = server.serve_metrics().await.unwrap().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let proxy = listener.local_addr().unwrap();
    tokio::spawn(server.serve(listener, pending()));
    for _ in 0..3 {
        ask(proxy, "PUT", SET_EMAIL, &[KEY], "{}").await;
    }
    ask(proxy, "GET", "/nowhere", &[], "").await;
    let answer = ask(metrics, "GET", "/metrics", &[], "").await;
    let text = String::from_utf8(answer.body.to_vec()).unwrap();
    for line in [
        "rollcall_proxy_requests_total{route=\"set-email\",status=\"200\"} 3",
        "rollcall_proxy_requests_total{route=\"-\",status=\"404\"} 1",
        "rollcall_proxy_requests_under_way 0",
        "rollcall_proxy_request_seconds_count 4",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    for word in ["Bearer", "557058", "nowhere"] {
        assert!(!text.contains(word), "{word}: {text}");
    }
    assert_eq!(ask(metrics, "GET", "/", &[], "").await.status, 404);
    assert_eq!(
        ask(proxy, "GET", "/metrics", &[], "").await.status,
        404,
        "not where pages ask"
    );
}

/// A proxy's metrics with these settings.
async fn metrics(settings: &[(&str, &str)]) -> SocketAddr {
    let (upstream, _) = behind(ok).await;
    let proxy = Proxy::new(config(upstream, settings));
    proxy.serve_metrics().await.unwrap().unwrap()
}

#[tokio::test]
async fn metrics_are_served_by_own_names_and_to_no_page() {
    let closed = metrics(&[("metrics", "127.0.0.1:0"), ("allow-host", "proxy.example.com")]).await;
    let open = metrics(&[
        ("metrics", "0.0.0.0:0"),
        ("metrics-open", "yes"),
        ("allow-host", "proxy.example.com"),
    ])
    .await;
    let open = SocketAddr::from(([127, 0, 0, 1], open.port()));
    for (host, by_closed, by_open) in [
        ("localhost", 200, 200),
        ("127.0.0.1:9655", 200, 200),
        ("[::1]:9655", 200, 200),
        ("proxy.example.com", 200, 200),
        // Prometheus may address the server by IP, and no foreign name resolves there.
        ("10.0.0.7:9655", 421, 200),
        ("[2001:db8::7]:9655", 421, 200),
        ("evil.example", 421, 421),
        ("127.0.0.1.evil.example", 421, 421),
        ("localhost.evil.example:9655", 421, 421),
        ("evil@localhost", 421, 421),
        ("2130706433", 421, 421),
        ("", 421, 421),
    ] {
        for (at, status) in [(closed, by_closed), (open, by_open)] {
            for path in ["/metrics", "/healthz", "/readyz"] {
                let answer = ask(at, "GET", path, &[("host", host)], "").await;
                assert_eq!(answer.status, status, "{host} {path} at {at}");
                assert!(status == 200 || answer.body.is_empty(), "{host}");
            }
        }
    }
}

/// Concurrent connections to the metrics.
const CONNECTIONS: usize = 32;

#[tokio::test]
async fn connections_to_the_metrics_are_limited() {
    let metrics = metrics(&[("metrics", "127.0.0.1:0")]).await;
    let request = format!("GET /healthz HTTP/1.1\r\nhost: {metrics}\r\n\r\n");
    // They are accepted in order, and these never send a request.
    let mut held = Vec::new();
    for _ in 0..CONNECTIONS {
        held.push(TcpStream::connect(metrics).await.unwrap());
    }
    let asked = async || {
        let mut stream = TcpStream::connect(metrics).await.unwrap();
        let mut received = Vec::new();
        // The connection may be closed before anything is written.
        let _ = stream.write_all(request.as_bytes()).await;
        let _ = stream.read_to_end(&mut received).await;
        String::from_utf8(received).unwrap()
    };
    assert_eq!(asked().await, "", "one more is closed at once");
    held.pop();
    // A permit is free again once the server has noticed the disconnect. Each answer ends its connection.
    while !asked().await.starts_with("HTTP/1.1 200 ") {
        tokio::task::yield_now().await;
    }
}

#[test]
fn metrics_are_for_other_computers_only_if_configured() {
    for (settings, is_fine) in [
        (&[("metrics", "127.0.0.1:9655")][..], true),
        (&[("metrics", "[::1]:9655")], true),
        (&[("metrics", "0.0.0.0:9655")], false),
        (&[("metrics", "[::]:9655")], false),
        (&[("metrics", "10.0.0.7:9655")], false),
        (&[("metrics", "10.0.0.7:9655"), ("metrics-open", "no")], false),
        (&[("metrics", "10.0.0.7:9655"), ("metrics-open", "yes")], true),
        (&[("metrics-open", "yes")], true),
    ] {
        let read = rollcall_proxy::Config::of(settings);
        let errors = read.err().map(|error| error.to_string()).unwrap_or_default();
        assert_eq!(errors.is_empty(), is_fine, "{settings:?}: {errors}");
        assert!(is_fine || errors.contains("--metrics-open"), "{errors}");
    }
}

#[tokio::test]
async fn a_log_line_holds_no_more_than_it_may() {
    let (upstream, _) = behind(ok).await;
    for form in ["lines", "json"] {
        let upstream = format!("http://{upstream}");
        let program = Program::start(&["--upstream-api", &upstream, "--log", form]);
        let headers = [("authorization", "Bearer the-key"), ("origin", PAGE)];
        let body = "{\"email\":\"ann@example.com\"}";
        ask(program.address, "PUT", SET_EMAIL, &headers, body).await;
        ask(program.address, "GET", "/secret/path?name=ann", &[], "").await;
        let written = program.end();
        for word in ["set-email", "PUT", "200", "GET", "404"] {
            assert!(written.contains(word), "{form}: {word}: {written}");
        }
        for word in ["the-key", "557058", "ann", "secret", "localhost", "127.0.0.1"] {
            assert!(!written.contains(word), "{form}: {word}: {written}");
        }
        assert_eq!(written.lines().count(), 2, "{written}");
    }
}
