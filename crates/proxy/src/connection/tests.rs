//! Slow clients, with connections in memory and simulated time.

mod frames;
mod slow;

use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use http::Response;
use http_body_util::{BodyExt as _, Empty};
use hyper::client::conn::http2::{self, SendRequest};
use tokio::io::DuplexStream;
use tokio::task::JoinHandle;

use super::*;
use crate::Config;
use crate::body::full;
use crate::pace::READ_WITHIN;
use crate::shared::Shared;
use crate::stack::around;

/// More than a client's window, so that it does not fit without being read.
const LARGE: usize = 1 << 20;
const WINDOW: u32 = 65_535;

/// A connection to a proxy whose upstream sends large answers.
struct Talk {
    ask: SendRequest<Empty<Bytes>>,
    /// Ends when the proxy has closed the connection gracefully.
    closed: JoinHandle<Result<(), hyper::Error>>,
}

impl Talk {
    async fn with(connection_handler: &ConnectionHandler, stopping: Stopping) -> Self {
        let (ours, theirs) = tokio::io::duplex(1 << 16);
        let address = IpAddr::from([127, 0, 0, 1]);
        tokio::spawn(
            connection_handler
                .clone()
                .serve_http(theirs, true, address, stopping),
        );
        let (ask, connection) = handshake(ours).await;
        Self {
            ask,
            closed: tokio::spawn(connection),
        }
    }

    /// Requests a large answer, and reads only its head.
    async fn ask(&mut self) -> Response<Incoming> {
        let request = Request::get("http://localhost/users/1/manage/profile")
            .header("authorization", "Bearer key")
            .body(Empty::new())
            .unwrap();
        self.ask.send_request(request).await.unwrap()
    }
}

async fn handshake(
    stream: DuplexStream,
) -> (
    SendRequest<Empty<Bytes>>,
    http2::Connection<TokioIo<DuplexStream>, Empty<Bytes>, TokioExecutor>,
) {
    http2::Builder::new(TokioExecutor::new())
        .initial_stream_window_size(WINDOW)
        .handshake(TokioIo::new(stream))
        .await
        .unwrap()
}

/// A proxy with these settings, whose upstream is a function.
fn connection_handler(settings: &[(&str, &str)]) -> ConnectionHandler {
    counting_handler(settings, LARGE).0
}

/// A proxy with these settings, whose upstream counts calls and answers each with this many bytes.
fn counting_handler(settings: &[(&str, &str)], answer: usize) -> (ConnectionHandler, Arc<AtomicUsize>) {
    let config = Arc::new(Config::of(settings).unwrap());
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&calls);
    let behind: Handler = Arc::new(move |_| {
        counted.fetch_add(1, Ordering::Relaxed);
        Box::pin(std::future::ready(Response::new(full(vec![b'x'; answer]))))
    });
    let shared = Shared::new(&config);
    let handler = around(behind, &config, &shared, None);
    (ConnectionHandler::new(handler, None, shared.clients), calls)
}

#[tokio::test(start_paused = true)]
async fn an_answer_holds_its_permit_until_it_is_read_and_a_client_that_never_reads_it_is_cut_off() {
    let large = LARGE.to_string();
    for settings in [
        &[("concurrency", "1")][..],
        &[("per-client-at-once", "1")],
        &[("answer-memory", &large), ("largest-answer", &large)],
    ] {
        let (connection_handler, limit) = (connection_handler(settings), settings[0].0);
        let (_stop, stopping) = watch::channel(());
        let mut slow = Talk::with(&connection_handler, stopping.clone()).await;
        let mut other = Talk::with(&connection_handler, stopping).await;
        let begun = Instant::now();
        let mut untaken = slow.ask().await;
        assert_eq!(untaken.status(), 200);
        tokio::time::sleep(READ_WITHIN / 2).await;
        let refused = other.ask().await.status().as_u16();
        assert!(matches!(refused, 429 | 503), "{limit}: {refused}");

        // Its window is full, and it never asks for the rest.
        while !slow.closed.is_finished() && begun.elapsed() < 2 * READ_WITHIN {
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        let open = begun.elapsed();
        assert!(open >= READ_WITHIN && open < 2 * READ_WITHIN, "{limit}: {open:?}");
        while let Some(Ok(_)) = untaken.body_mut().frame().await {}
        let next = other.ask().await;
        assert_eq!(next.status(), 200, "{limit}: the permit is free again");
        assert_eq!(next.into_body().collect().await.unwrap().to_bytes().len(), LARGE);
        assert_eq!(
            other.ask().await.status(),
            200,
            "{limit}: and so it is when an answer was taken"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_client_that_reads_slowly_but_steadily_gets_all_of_it() {
    let (_stop, stopping) = watch::channel(());
    let mut slow = Talk::with(&connection_handler(&[]), stopping).await;
    let mut answer = slow.ask().await.into_body();
    let mut taken = 0;
    while let Some(frame) = answer.frame().await {
        taken += frame.unwrap().into_data().unwrap().len();
        tokio::time::sleep(READ_WITHIN / 200).await;
    }
    assert_eq!(taken, LARGE);
}

#[tokio::test(start_paused = true)]
async fn an_idle_connection_is_closed_though_its_client_is_alive() {
    let (_stop, stopping) = watch::channel(());
    let mut idle = Talk::with(&connection_handler(&[]), stopping).await;
    idle.ask().await.into_body().collect().await.unwrap();
    let begun = Instant::now();
    // The client answers pings.
    idle.closed.await.unwrap().unwrap();
    assert!(begun.elapsed() >= IDLE_WITHIN && begun.elapsed() < 2 * IDLE_WITHIN);
}

#[tokio::test(start_paused = true)]
async fn idle_clients_are_disconnected_when_the_server_stops() {
    let (stop, stopping) = watch::channel(());
    let idle = Talk::with(&connection_handler(&[]), stopping).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    let begun = Instant::now();
    stop.send(()).unwrap();
    idle.closed.await.unwrap().unwrap();
    stop.closed().await;
    assert!(begun.elapsed() < Duration::from_secs(1));
}
