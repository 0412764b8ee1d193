//! What a client has asked for on one connection and not taken yet, and since when. A client that never takes its answers would
//! keep them here for ever, and over HTTP/2 it looks alive while it does.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::client::Client;

/// How long a client may take for all of an answer: the largest that may be, at a megabit a second.
pub(crate) const TAKEN_WITHIN: Duration = Duration::from_mins(1);

/// How long a connection may be of no use.
pub(crate) const USED_WITHIN: Duration = Duration::from_mins(1);

/// The pace of one connection.
pub(crate) struct Pace {
    /// Whose it is.
    pub(crate) client: Client,
    state: Mutex<State>,
}

struct State {
    /// Requests that have no answer yet, or whose answer was not taken yet.
    under_way: usize,
    /// Those that have one, by their number, and since when.
    answered: Vec<(u64, Instant)>,
    /// Of the next one.
    number: u64,
    unused_since: Instant,
}

/// What is to be done about a connection.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Nothing, until then.
    Fine(Instant),
    /// It is of no use any more.
    Unused,
    /// An answer has been on its way for too long.
    TooSlow,
}

impl Pace {
    pub(crate) fn new(client: Client) -> Arc<Self> {
        let state = Mutex::new(State {
            under_way: 0,
            answered: Vec::new(),
            number: 0,
            unused_since: Instant::now(),
        });
        Arc::new(Self { client, state })
    }

    /// A request has come; which number it has.
    pub(crate) fn begun(&self) -> u64 {
        let mut state = self.state();
        state.under_way += 1;
        state.number += 1;
        state.number
    }

    /// Its answer goes out.
    pub(crate) fn answered(&self, number: u64) {
        self.state().answered.push((number, Instant::now()));
    }

    /// It is over.
    pub(crate) fn over(&self, number: u64) {
        let mut state = self.state();
        state.under_way -= 1;
        state.answered.retain(|(other, _)| *other != number);
        state.unused_since = Instant::now();
    }

    pub(crate) fn verdict(&self, now: Instant) -> Verdict {
        let state = self.state();
        let oldest = state.answered.iter().map(|(_, since)| *since).min();
        let due = match oldest {
            Some(since) if since + TAKEN_WITHIN <= now => return Verdict::TooSlow,
            Some(since) => since + TAKEN_WITHIN,
            None if state.under_way > 0 => now + TAKEN_WITHIN,
            None if state.unused_since + USED_WITHIN <= now => return Verdict::Unused,
            None => state.unused_since + USED_WITHIN,
        };
        // What begins after this look is due no sooner than that.
        Verdict::Fine(due.min(now + TAKEN_WITHIN.min(USED_WITHIN)))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
