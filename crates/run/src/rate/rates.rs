//! Bounds of the rate, and time in seconds.

use rollcall_model::time::Time;

/// Bounds of the rate, in calls a second.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rates {
    /// At the beginning.
    pub start: f64,
    /// Never slower.
    pub least: f64,
    /// Never faster.
    pub most: f64,
    /// What each accepted call adds to the rate as long as none was refused: 1 doubles it every 0.7 seconds when answers
    /// come at once.
    pub growth: f64,
}

/// From one time to another; none where the clock went back.
pub(super) fn seconds(from: Time, to: Time) -> f64 {
    to.0.saturating_sub(from.0).max(0) as f64 / 1000.0
}
