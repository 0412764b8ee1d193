//! The settings of a run: limits, delays and the rate.

use std::time::Duration;

use crate::rate::{BackOff, Rates};

/// What the driver can set. None of it is stored in the journal: a resumed run may use other settings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Maximum number of calls under way at a time: 6 over HTTP/1.1.
    pub concurrency: usize,
    /// Maximum number of tries of one step, excluding calls answered 429.
    pub tries: u32,
    /// Maximum number of readings of an account that cannot be read or shows a different address each time.
    pub reads: u32,
    /// Number of consecutive calls that are lost or answered 5xx before the run pauses and asks. Calls that were under way together count
    /// as one.
    pub trouble: u32,
    /// How long after a lost call the account is read: longer than a request can take to arrive.
    pub request_life: Duration,
    /// Time between two readings of an account that must agree.
    pub between_reads: Duration,
    /// How long after a change an account may still show its old address: a server's index may lag.
    pub patience: Duration,
    /// How long a reading is valid: an account that was read earlier is read again before its step.
    pub fresh_for: Duration,
    /// How long the permission to change an account of a cycle is valid. It changes when an identity provider takes over the account;
    /// then the call itself is refused and the cycle is unwound.
    pub permitted_for: Duration,
    /// If the time between two inputs exceeds the requested wait by more than this, the computer slept.
    pub longest_silence: Duration,
    /// Longest wait that a server may impose. After that, the call is retried.
    pub longest_wait: Duration,
    /// Delays between tries if the server does not say how long to wait.
    pub back_off: BackOff,
    /// Bounds of the rate.
    pub rates: Rates,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            concurrency: 6,
            tries: 6,
            reads: 6,
            trouble: 6,
            request_life: Duration::from_secs(30),
            between_reads: Duration::from_secs(4),
            patience: Duration::from_secs(30),
            fresh_for: Duration::from_mins(2),
            permitted_for: Duration::from_hours(1),
            longest_silence: Duration::from_mins(1),
            longest_wait: Duration::from_mins(15),
            back_off: BackOff {
                base: Duration::from_secs(1),
                cap: Duration::from_mins(1),
            },
            rates: Rates {
                start: 4.0,
                least: 0.2,
                most: 200.0,
                growth: 1.0,
            },
        }
    }
}
