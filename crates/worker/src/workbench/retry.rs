//! Calls that read, made again where the server asks for it or the connection breaks.

use http::{Request, Response};
use rollcall_atlassian::{Body, Failure, Kind, Wait};

use crate::clock;
use crate::transport::Transport;

/// Tries of one call that reads, the first included.
pub(super) const TRIES: u32 = 5;

/// The longest pause that is granted to the server, in milliseconds. Whoever waits for it is watching.
const LONGEST_PAUSE: i64 = 60_000;

/// Makes one call that reads, again where the server asks for it or the connection breaks.
pub(super) async fn ask(
    transport: &Transport,
    request: Request<Body>,
    mut answered: impl FnMut(&Response<Body>) -> Result<(), Failure>,
) -> Result<(), String> {
    let mut message = String::new();
    for attempt in 1..=TRIES {
        let failure = match transport.send(request.clone()).await {
            Ok(response) => match answered(&response) {
                Ok(()) => return Ok(()),
                Err(failure) => {
                    message.clone_from(&failure.message);
                    Some(failure)
                }
            },
            Err(lost) => {
                message = lost.message;
                None
            }
        };
        if attempt < TRIES {
            rest(attempt, failure.as_ref()).await;
        }
    }
    Err(message)
}

/// Waits between two tries of a call: as long as the server asks, or longer each time.
pub(super) async fn rest(attempt: u32, failure: Option<&Failure>) {
    clock::sleep(pause_after(attempt, failure)).await;
}

/// How long to wait after this try, in milliseconds.
pub(super) fn pause_after(attempt: u32, failure: Option<&Failure>) -> u32 {
    let doubling = 1_000_i64 << attempt.min(5);
    let pause = failure
        .and_then(pause)
        .unwrap_or(doubling)
        .clamp(0, LONGEST_PAUSE);
    u32::try_from(pause).unwrap_or(1_000)
}

/// How long the server asks to wait, in milliseconds.
fn pause(failure: &Failure) -> Option<i64> {
    match failure.kind {
        Kind::Retry(Some(Wait::For(long))) => i64::try_from(long.as_millis()).ok(),
        Kind::Retry(Some(Wait::Until(then))) => Some(then - clock::now().0),
        _ => None,
    }
}
