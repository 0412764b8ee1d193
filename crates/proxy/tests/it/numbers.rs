//! What is told about requests: numbers for Prometheus, and lines in the log. Nobody's data is in either.

use std::future::pending;

use rollcall_proxy::Proxy;
use tokio::net::TcpListener;

use crate::behind::{behind, ok, settings};
use crate::client::{KEY, PAGE, SET_EMAIL, ask};
use crate::program::Program;

#[tokio::test]
async fn prometheus_is_told_how_many_there_were_and_nothing_else() {
    let (upstream, _) = behind(ok).await;
    let told = Proxy::new(settings(upstream, &[("metrics", "127.0.0.1:0")]));
    let metrics = told.tell_numbers().await.unwrap().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let proxy = listener.local_addr().unwrap();
    tokio::spawn(told.serve(listener, pending()));
    for _ in 0..3 {
        ask(proxy, "PUT", SET_EMAIL, &[KEY], "{}").await;
    }
    ask(proxy, "GET", "/nowhere", &[], "").await;
    let told = ask(metrics, "GET", "/metrics", &[], "").await;
    let text = String::from_utf8(told.body.to_vec()).unwrap();
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

#[tokio::test]
async fn a_line_for_each_request_says_no_more_than_it_may() {
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
