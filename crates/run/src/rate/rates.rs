//! Bounds of the rate, and time differences in seconds.

use rollcall_model::time::Time;

/// Bounds of the rate, in calls per second.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rates {
    /// Initial rate.
    pub start: f64,
    /// Lowest rate.
    pub least: f64,
    /// Highest rate.
    pub most: f64,
    /// Rate increase per accepted call as long as none was refused: 1 doubles the rate every 0.7 seconds if answers come at once.
    pub growth: f64,
}

/// Seconds from one time to another; zero if the clock went back.
pub(super) fn seconds(from: Time, to: Time) -> f64 {
    to.0.saturating_sub(from.0).max(0) as f64 / 1000.0
}
