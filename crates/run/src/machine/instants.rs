//! Arithmetic on points in time.

use rollcall_model::time::Time;

/// The time `by` after `time`.
pub(super) fn later(time: Time, by: std::time::Duration) -> Time {
    Time(
        time.0
            .saturating_add(i64::try_from(by.as_millis()).unwrap_or(i64::MAX)),
    )
}

/// The earlier of two times; if only one is present, that one.
pub(super) fn sooner(one: Option<Time>, other: Option<Time>) -> Option<Time> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}
