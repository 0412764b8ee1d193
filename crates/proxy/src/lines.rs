//! How many lines a second are written about requests. Who asks much, and is refused, still makes a line for each request: a log
//! without a limit fills the disk.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// What the limit counts in.
pub(crate) const SECOND: Duration = Duration::from_secs(1);

/// So many lines a second, and how many were dropped since that was last said. The time is told by whoever asks.
#[derive(Debug)]
pub(crate) struct LineLimit {
    most: u32,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// When the second began that is counted now; `None` before the first line.
    begun: Option<Instant>,
    written: u32,
    dropped: u64,
}

/// What becomes of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// It is written.
    Written,
    /// It is dropped, and counted with those before it.
    Dropped,
    /// It is dropped, and the first since the last count: the count is due a second from now.
    DroppedFirst,
}

impl LineLimit {
    pub(crate) fn new(most: u32) -> Self {
        let state = Mutex::default();
        Self { most, state }
    }

    /// Counts a line.
    pub(crate) fn admit(&self, now: Instant) -> Line {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.begun.is_none_or(|begun| now >= begun + SECOND) {
            state.begun = Some(now);
            state.written = 0;
        }
        if state.written < self.most {
            state.written += 1;
            return Line::Written;
        }
        state.dropped += 1;
        if state.dropped == 1 {
            Line::DroppedFirst
        } else {
            Line::Dropped
        }
    }

    /// How many were dropped since this was asked last.
    pub(crate) fn take_dropped(&self) -> u64 {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut state.dropped)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn no_more_lines_are_written_in_a_second_than_may_be() {
        let begun = Instant::now();
        let limit = LineLimit::new(3);
        let at = |milliseconds| limit.admit(begun + Duration::from_millis(milliseconds));
        assert_eq!([at(0), at(1), at(998)], [Line::Written; 3]);
        assert_eq!(
            [at(999), at(999), at(999)],
            [Line::DroppedFirst, Line::Dropped, Line::Dropped]
        );
        assert_eq!([at(1000), at(1000), at(1000)], [Line::Written; 3]);
        assert_eq!(
            at(1500),
            Line::Dropped,
            "what was dropped before has not been said yet"
        );
        assert_eq!(limit.take_dropped(), 4);
        assert_eq!(limit.take_dropped(), 0);
        assert_eq!(at(1999), Line::DroppedFirst);
    }

    #[tokio::test(start_paused = true)]
    async fn a_flood_for_a_minute_writes_no_more_than_its_seconds_allow() {
        let begun = Instant::now();
        let limit = LineLimit::new(10);
        let lines = (0..60_000).map(|milliseconds| limit.admit(begun + Duration::from_millis(milliseconds)));
        let written = lines.filter(|line| *line == Line::Written).count();
        assert_eq!((written, limit.take_dropped()), (600, 59_400));
    }
}
