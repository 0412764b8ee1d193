//! HTTP/1 clients that are slow or stop halfway: each is disconnected in time, and incomplete requests never reach the upstream.

use std::ops::Range;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::*;

const HEAD: &str = "PUT /users/1/manage/email HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer key\r\n";

/// What a client does.
#[derive(Clone, Copy)]
enum Step {
    /// Sends the head of a valid call, without its end.
    Head,
    Send(&'static str),
    /// Sends this repeatedly, at intervals of a second.
    Drip(&'static str, u64),
    /// Disconnects.
    HangUp,
}
use Step::{Drip, HangUp, Head, Send};

/// A client.
struct Case {
    what: &'static str,
    steps: &'static [Step],
    /// Whether it reads its answers.
    reads: bool,
    /// When it is disconnected, in seconds after it connected.
    let_go: Range<u64>,
    /// How many of its calls reach the upstream.
    calls: usize,
    /// The status of the first answer; 0 for none.
    status: u16,
}

const fn reading(
    what: &'static str,
    steps: &'static [Step],
    let_go: Range<u64>,
    calls: usize,
    status: u16,
) -> Case {
    Case {
        what,
        steps,
        reads: true,
        let_go,
        calls,
        status,
    }
}

const fn not_reading(what: &'static str, steps: &'static [Step], let_go: Range<u64>, calls: usize) -> Case {
    Case {
        what,
        steps,
        reads: false,
        let_go,
        calls,
        status: 0,
    }
}

const CASES: &[Case] = &[
    reading("says nothing", &[], 10..12, 0, 0),
    reading("goes at once", &[HangUp], 0..1, 0, 0),
    reading("sends empty lines", &[Drip("\r\n", 60)], 10..12, 0, 0),
    reading("stops in the request line", &[Send("PUT /users")], 10..12, 0, 0),
    reading(
        "goes in the request line",
        &[Send("PUT /users"), HangUp],
        0..1,
        0,
        0,
    ),
    reading(
        "sends a letter of a method a second",
        &[Drip("A", 60)],
        10..12,
        0,
        0,
    ),
    reading("stops in the head", &[Head], 10..12, 0, 0),
    reading("goes in the head", &[Head, HangUp], 0..1, 0, 0),
    reading(
        "sends a header a second",
        &[Head, Drip("x: y\r\n", 60)],
        10..12,
        0,
        0,
    ),
    reading(
        "sends a letter of a header a second",
        &[Head, Send("x: "), Drip("y", 60)],
        10..12,
        0,
        0,
    ),
    reading(
        "sends no body",
        &[Head, Send("content-length: 10\r\n\r\n")],
        10..21,
        0,
        400,
    ),
    reading(
        "sends half a body",
        &[Head, Send("content-length: 10\r\n\r\n12345")],
        10..21,
        0,
        400,
    ),
    reading(
        "goes in the body",
        &[Head, Send("content-length: 10\r\n\r\n12345"), HangUp],
        0..1,
        0,
        400,
    ),
    reading(
        "sends a letter of a body a second",
        &[Head, Send("content-length: 60\r\n\r\n"), Drip("x", 60)],
        10..21,
        0,
        400,
    ),
    reading(
        "sends a body in nine seconds, and waits",
        &[Head, Send("content-length: 9\r\n\r\n"), Drip("x", 9)],
        18..21,
        1,
        200,
    ),
    reading(
        "asks once, and waits",
        &[Head, Send("content-length: 0\r\n\r\n")],
        10..12,
        1,
        200,
    ),
    reading(
        "asks once, and stops in the next head",
        &[Head, Send("content-length: 0\r\n\r\n"), Head],
        10..12,
        1,
        200,
    ),
    reading(
        "asks for something every second",
        &[Drip("GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n", 100)],
        108..112,
        0,
        200,
    ),
    not_reading(
        "asks, and never reads",
        &[Head, Send("content-length: 0\r\n\r\n")],
        59..62,
        1,
    ),
    not_reading(
        "asks twice at once, and never reads",
        &[
            Head,
            Send("content-length: 0\r\n\r\n"),
            Head,
            Send("content-length: 0\r\n\r\n"),
        ],
        59..62,
        1,
    ),
    not_reading(
        "asks, never reads, and goes on sending",
        &[Head, Send("content-length: 0\r\n\r\n"), Drip("x", 120)],
        59..62,
        1,
    ),
];

/// Acts as the client does. Writing fails once it is disconnected.
async fn act(stream: &mut (impl AsyncWrite + Unpin), steps: &[Step]) {
    for step in steps {
        let sent = match step {
            Head => stream.write_all(HEAD.as_bytes()).await,
            Send(text) => stream.write_all(text.as_bytes()).await,
            HangUp => stream.shutdown().await,
            Drip(text, times) => {
                let mut sent = Ok(());
                for _ in 0..*times {
                    sent = sent.and(stream.write_all(text.as_bytes()).await);
                    tokio::time::sleep(Duration::from_secs(1)).await;
                }
                sent
            }
        };
        if sent.is_err() {
            return;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn slow_clients_are_disconnected_and_incomplete_requests_are_not_sent() {
    assert!(CASES.len() >= 20, "{}", CASES.len());
    for case in CASES {
        let what = case.what;
        let (connection_handler, calls) = counting_handler(&[], LARGE);
        let (_stop, stopping) = watch::channel(());
        let (ours, theirs) = tokio::io::duplex(1 << 16);
        let begun = Instant::now();
        let served = tokio::spawn(async move {
            let client = IpAddr::from([127, 0, 0, 1]);
            connection_handler
                .serve_http(theirs, false, client, stopping)
                .await;
            begun.elapsed()
        });
        let (mut reading, mut writing) = tokio::io::split(ours);
        let received = tokio::spawn(async move {
            let mut received = Vec::new();
            if case.reads {
                let _ = reading.read_to_end(&mut received).await;
            } else {
                // Stays connected, and reads nothing.
                tokio::time::sleep(Duration::from_mins(10)).await;
            }
            drop(reading);
            received
        });
        act(&mut writing, case.steps).await;
        let open = served.await.unwrap().as_secs();
        assert!(case.let_go.contains(&open), "{what}: after {open} s");
        assert_eq!(calls.load(Ordering::Relaxed), case.calls, "{what}");
        drop(writing);
        let received = received.await.unwrap();
        let first = String::from_utf8_lossy(&received[..received.len().min(12)]).into_owned();
        let status = first.strip_prefix("HTTP/1.1 ");
        let status = status.map_or(0, |status| status.parse().unwrap());
        assert_eq!(status, case.status, "{what}: {first}");
    }
}
