//! Invalid HTTP/2: the connection or the stream ends, and only valid calls reach the upstream.

mod connections;
mod streams;
mod wire;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::*;
use wire::{DATA, END_STREAM, GOAWAY, HEADERS, PREFACE, RST_STREAM, Read, frames, request};

/// What a client sends after the connection preface.
struct Case {
    what: &'static str,
    bytes: Vec<u8>,
    must: Must,
}

/// The expected outcome. A valid call follows each case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Must {
    /// The connection ends, and nothing more is read.
    EndConnection,
    /// The stream ends or gets a refusal, and the valid call succeeds; or the connection ends.
    GoNowhere,
    /// Ignored: the valid call succeeds, and no other.
    Ignore,
}

/// The valid call at the end.
const LAST: u32 = 0x0fff_ffff;

fn case(must: Must, what: &'static str, bytes: Vec<u8>) -> Case {
    Case { what, bytes, must }
}

/// Sends these bytes and reads until the last call is answered or the connection ends.
async fn reply_to(connection_handler: ConnectionHandler, bytes: Vec<u8>) -> Vec<Read> {
    let (_stop, stopping) = watch::channel(());
    let (ours, theirs) = tokio::io::duplex(1 << 16);
    let client = IpAddr::from([127, 0, 0, 1]);
    tokio::spawn(async move {
        connection_handler
            .serve_http(theirs, true, client, stopping)
            .await;
    });
    let (mut reading, mut writing) = tokio::io::split(ours);
    tokio::spawn(async move {
        let _ = writing.write_all(&bytes).await;
        // Keeps the connection open.
        tokio::time::sleep(Duration::from_mins(10)).await;
        drop(writing);
    });
    let mut received = Vec::new();
    loop {
        let read = reading.read_buf(&mut received).await.unwrap_or_default();
        let all = frames(&received);
        let is_last = |frame: &Read| {
            frame.stream == LAST && (frame.flags & END_STREAM != 0 || frame.kind == RST_STREAM)
        };
        if read == 0 || all.iter().any(is_last) {
            return all;
        }
    }
}

async fn holds(cases: Vec<Case>) {
    for Case { what, bytes, must } in cases {
        let (connection_handler, calls) = counting_handler(&[], 2);
        let begun = Instant::now();
        let all = reply_to(
            connection_handler,
            [PREFACE, &bytes, &request(LAST, END_STREAM, &[])].concat(),
        )
        .await;
        let calls = calls.load(Ordering::Relaxed);
        let answered = |frame: &&Read| frame.stream == LAST && matches!(frame.kind, HEADERS | DATA);
        let was_last_answered = all.iter().any(|frame| answered(&frame));
        let has_ended = all.iter().any(|frame| frame.kind == GOAWAY && frame.error != 0);
        let is_refused = all
            .iter()
            .any(|frame| frame.stream == 1 && matches!(frame.kind, HEADERS | RST_STREAM));
        let is_as_it_must_be = match must {
            Must::EndConnection => calls == 0 && !was_last_answered,
            Must::GoNowhere => calls == usize::from(was_last_answered) && is_refused != has_ended,
            Must::Ignore => calls == 1 && was_last_answered && !has_ended,
        };
        assert!(is_as_it_must_be, "{what}: {must:?}, {calls} calls, {all:?}");
        assert!(begun.elapsed() < SILENT_WITHIN, "{what}: {:?}", begun.elapsed());
    }
}

#[test]
fn there_are_at_least_110_cases() {
    let count = connections::cases().len() + streams::cases().len();
    assert!(count >= 110, "{count}");
}

#[tokio::test(start_paused = true)]
async fn frames_that_break_the_rules_end_the_connection() {
    holds(connections::cases()).await;
}

#[tokio::test(start_paused = true)]
async fn requests_that_break_the_rules_end_their_stream_and_go_nowhere() {
    holds(streams::cases()).await;
}
