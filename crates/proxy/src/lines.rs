//! Limits the log lines per second. A refused request makes a line too, so that without a limit a flood would fill the disk.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// The limit's interval.
pub(crate) const SECOND: Duration = Duration::from_secs(1);

/// Counts lines written and dropped. The caller supplies the time.
#[derive(Debug)]
pub(crate) struct LineLimit {
    limit: u32,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// When the current second began; `None` before the first line.
    begun: Option<Instant>,
    written: u32,
    dropped: u64,
}

/// What to do with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// Write it.
    Written,
    /// Drop it; it has been counted.
    Dropped,
    /// Drop it, and report the count a second from now: it is the first since the last report.
    DroppedFirst,
}

impl LineLimit {
    pub(crate) fn new(limit: u32) -> Self {
        let state = Mutex::default();
        Self { limit, state }
    }

    /// Counts a line.
    pub(crate) fn admit(&self, now: Instant) -> Line {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.begun.is_none_or(|begun| now >= begun + SECOND) {
            state.begun = Some(now);
            state.written = 0;
        }
        if state.written < self.limit {
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

    /// The lines dropped since the last call.
    pub(crate) fn take_dropped(&self) -> u64 {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut state.dropped)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn lines_per_second_are_limited() {
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
            "the earlier drops have not been reported yet"
        );
        assert_eq!(limit.take_dropped(), 4);
        assert_eq!(limit.take_dropped(), 0);
        assert_eq!(at(1999), Line::DroppedFirst);
    }

    #[tokio::test(start_paused = true)]
    async fn a_flood_of_a_minute_is_limited_in_each_second() {
        let begun = Instant::now();
        let limit = LineLimit::new(10);
        let lines = (0..60_000).map(|milliseconds| limit.admit(begun + Duration::from_millis(milliseconds)));
        let written = lines.filter(|line| *line == Line::Written).count();
        assert_eq!((written, limit.take_dropped()), (600, 59_400));
    }
}
