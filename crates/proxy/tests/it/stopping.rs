//! Being told to stop: nothing new is taken, what is under way ends, and whoever asks about the proxy is told so.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use rollcall_proxy::Proxy;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::behind::{Held, settings};
use crate::client::{Answer, KEY, SET_EMAIL, ask};

/// A call that has come as far as the server behind.
async fn under_way(proxy: SocketAddr, upstream: &Held) -> JoinHandle<Answer> {
    let call = tokio::spawn(async move { ask(proxy, "PUT", SET_EMAIL, &[KEY], "{}").await });
    upstream.came(1).await;
    call
}

/// Waits until it takes nothing new: hearing of it takes a moment.
async fn takes_nothing_new(proxy: SocketAddr) {
    while TcpStream::connect(proxy).await.is_ok() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn told_to_stop_it_ends_what_is_under_way_and_takes_nothing_new() {
    let upstream = Held::new().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let served = Proxy::new(settings(upstream.address, &[])).serve(listener, async {
        let _ = stopped.await;
    });
    let served = tokio::spawn(served);
    let call = under_way(address, &upstream).await;
    stop.send(()).unwrap();
    takes_nothing_new(address).await;
    assert!(!served.is_finished(), "it waits for the call");
    let begun = Instant::now();
    upstream.let_go();
    assert_eq!(call.await.unwrap().status, 200);
    served.await.unwrap().unwrap();
    assert!(
        begun.elapsed() < Duration::from_secs(10),
        "it did not wait for longer than needed"
    );
}

#[cfg(unix)]
mod signals {
    use super::*;
    use crate::program::Program;

    /// In front of a server that answers when it is let go, with a lot of patience.
    fn program(upstream: &Held) -> Program {
        let upstream = format!("http://{}", upstream.address);
        Program::start(&[
            "--upstream-api",
            &upstream,
            "--drain-within",
            "600",
            "--metrics",
            "127.0.0.1:0",
        ])
    }

    #[tokio::test]
    async fn a_signal_is_heard_as_soon_as_the_address_is_said() {
        for signal in ["TERM", "INT"] {
            let upstream = Held::new().await;
            let mut program = program(&upstream);
            program.tell(signal);
            assert!(program.ends_well(), "{signal}");
        }
    }

    #[tokio::test]
    async fn what_is_told_about_the_proxy_is_told_to_the_last() {
        let upstream = Held::new().await;
        let mut program = program(&upstream);
        let (proxy, metrics) = (program.address, program.metrics());
        let call = under_way(proxy, &upstream).await;
        assert_eq!(ask(metrics, "GET", "/readyz", &[], "").await.status, 200);
        program.tell("TERM");
        takes_nothing_new(proxy).await;
        while ask(metrics, "GET", "/readyz", &[], "").await.status != 503 {
            tokio::time::sleep(Duration::from_millis(10)).await;
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
    async fn told_twice_it_ends_at_once() {
        let upstream = Held::new().await;
        let mut program = program(&upstream);
        let call = under_way(program.address, &upstream).await;
        program.tell("INT");
        takes_nothing_new(program.address).await;
        assert!(program.is_there(), "it waits for the call");
        let begun = Instant::now();
        program.tell("INT");
        assert!(program.ends_well());
        assert!(begun.elapsed() < Duration::from_mins(1));
        call.abort();
    }
}
