//! Stopping: no new connections are accepted, requests in flight finish, and the health routes say so.
//!
//! No test here reads a clock: the drain timeout is [`DRAIN_WITHIN`], so a test in which the proxy waited for it would never end.

use std::net::SocketAddr;

use rollcall_proxy::Proxy;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::behind::{Held, config};
use crate::client::{Answer, KEY, SET_EMAIL, ask};

/// 136 years, in seconds: the proxy can end before that only because nothing is in flight any more, or because of a second signal.
const DRAIN_WITHIN: &str = "4294967295";

/// A call that has reached the upstream.
async fn under_way(proxy: SocketAddr, upstream: &Held) -> JoinHandle<Answer> {
    let call = tokio::spawn(async move { ask(proxy, "PUT", SET_EMAIL, &[KEY], "{}").await });
    upstream.came(1).await;
    call
}

/// Returns once the proxy accepts no new connections, which is a moment after the signal.
async fn refuses_connections(proxy: SocketAddr) {
    while TcpStream::connect(proxy).await.is_ok() {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn stopping_refuses_connections_and_finishes_requests_in_flight() {
    let upstream = Held::new().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let config = config(upstream.address, &[("drain-within", DRAIN_WITHIN)]);
    let served = Proxy::new(config).serve(listener, async {
        let _ = stopped.await;
    });
    let served = tokio::spawn(served);
    let call = under_way(address, &upstream).await;
    stop.send(()).unwrap();
    refuses_connections(address).await;
    assert!(!served.is_finished(), "it waits for the call");
    upstream.let_go();
    assert_eq!(call.await.unwrap().status, 200);
    served.await.unwrap().unwrap();
}

#[cfg(unix)]
mod signals {
    use super::*;
    use crate::program::Program;

    /// A proxy whose upstream answers once the test lets it.
    fn program(upstream: &Held) -> Program {
        let upstream = format!("http://{}", upstream.address);
        Program::start(&[
            "--upstream-api",
            &upstream,
            "--drain-within",
            DRAIN_WITHIN,
            "--metrics",
            "127.0.0.1:0",
        ])
    }

    #[tokio::test]
    async fn a_signal_works_as_soon_as_the_address_is_printed() {
        for signal in ["TERM", "INT"] {
            let upstream = Held::new().await;
            let mut program = program(&upstream);
            program.signal(signal);
            assert!(program.ends_well(), "{signal}");
        }
    }

    #[tokio::test]
    async fn health_and_metrics_are_served_until_the_end() {
        let upstream = Held::new().await;
        let mut program = program(&upstream);
        let (proxy, metrics) = (program.address, program.metrics());
        let call = under_way(proxy, &upstream).await;
        assert_eq!(ask(metrics, "GET", "/readyz", &[], "").await.status, 200);
        program.signal("TERM");
        refuses_connections(proxy).await;
        while ask(metrics, "GET", "/readyz", &[], "").await.status != 503 {
            tokio::task::yield_now().await;
        }
        assert_eq!(ask(metrics, "GET", "/healthz", &[], "").await.status, 200);
        let numbers = ask(metrics, "GET", "/metrics", &[], "").await.body;
        let numbers = String::from_utf8(numbers.to_vec()).unwrap();
        assert!(
            numbers.contains("rollcall_proxy_requests_under_way 1\n"),
            "{numbers}"
        );
        upstream.let_go();
        assert_eq!(call.await.unwrap().status, 200);
        assert!(program.ends_well());
    }

    #[tokio::test]
    async fn a_second_signal_ends_it_at_once() {
        let upstream = Held::new().await;
        let mut program = program(&upstream);
        let call = under_way(program.address, &upstream).await;
        program.signal("INT");
        refuses_connections(program.address).await;
        assert!(program.is_running(), "it waits for the call");
        program.signal("INT");
        assert!(program.ends_well());
        call.abort();
    }
}
