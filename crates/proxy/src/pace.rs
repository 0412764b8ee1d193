//! The requests of one connection whose answers the client has not read yet, and since when. A client that never reads its answers would
//! keep them in memory forever, and over HTTP/2 it looks alive while it does.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::client::Client;

/// Time limit for reading a whole answer: enough for the largest at one megabit a second.
pub(crate) const READ_WITHIN: Duration = Duration::from_mins(1);

/// How long a connection may be idle.
pub(crate) const IDLE_WITHIN: Duration = Duration::from_mins(1);

/// The pace of one connection.
pub(crate) struct Pace {
    /// The client at the other end.
    pub(crate) client: Client,
    state: Mutex<State>,
}

struct State {
    /// Requests without an answer, or whose answer has not been read.
    in_flight: usize,
    /// Those with an answer, by number, and since when.
    answered: Vec<(u64, Instant)>,
    /// Of the last request.
    number: u64,
    idle_since: Instant,
}

/// What to do with a connection.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum PaceStatus {
    /// Nothing; check again at this time.
    Fine(Instant),
    /// It has been idle for too long.
    Idle,
    /// The client reads an answer too slowly.
    TooSlow,
}

impl Pace {
    pub(crate) fn new(client: Client) -> Arc<Self> {
        let state = Mutex::new(State {
            in_flight: 0,
            answered: Vec::new(),
            number: 0,
            idle_since: Instant::now(),
        });
        Arc::new(Self { client, state })
    }

    /// A request has arrived. Returns its number.
    pub(crate) fn begun(&self) -> u64 {
        let mut state = self.state();
        state.in_flight += 1;
        state.number += 1;
        state.number
    }

    /// Its answer begins to be sent.
    pub(crate) fn answered(&self, number: u64) {
        self.state().answered.push((number, Instant::now()));
    }

    /// Its answer has been read, or the request was dropped.
    pub(crate) fn over(&self, number: u64) {
        let mut state = self.state();
        state.in_flight -= 1;
        state.answered.retain(|(other, _)| *other != number);
        state.idle_since = Instant::now();
    }

    pub(crate) fn status(&self, now: Instant) -> PaceStatus {
        let state = self.state();
        let oldest = state.answered.iter().map(|(_, since)| *since).min();
        let due = match oldest {
            Some(since) if since + READ_WITHIN <= now => return PaceStatus::TooSlow,
            Some(since) => since + READ_WITHIN,
            None if state.in_flight > 0 => now + READ_WITHIN,
            None if state.idle_since + IDLE_WITHIN <= now => return PaceStatus::Idle,
            None => state.idle_since + IDLE_WITHIN,
        };
        // What begins after this check is due no sooner than that.
        PaceStatus::Fine(due.min(now + READ_WITHIN.min(IDLE_WITHIN)))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
