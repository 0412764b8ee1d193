//! How careful a run is.

use std::time::Duration;

use crate::rate::{BackOff, Rates};

/// What the driver can set. None of it is in the journal: a run that is taken up again may be driven otherwise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Most calls under way at a time: 6 over HTTP/1.1.
    pub concurrency: usize,
    /// Most tries of one step, calls answered 429 not counted.
    pub tries: u32,
    /// Most readings of an account that cannot be read, or that gives another address each time.
    pub reads: u32,
    /// Calls in a row that are lost or answered 5xx before the run pauses and asks. Those that were under way together
    /// count as one.
    pub trouble: u32,
    /// Longer than a request can live on its way: so long after a lost call the account is read.
    pub request_life: Duration,
    /// Time between two readings of an account that must agree.
    pub between_reads: Duration,
    /// So long after a change an account that still shows its old address is given time: a server's index may lag.
    pub patience: Duration,
    /// So long a reading counts: an account that was read earlier is read again before its step.
    pub fresh_for: Duration,
    /// How long the leave to change an account of a cycle counts. It changes when an identity provider takes hold of the account,
    /// and then the call itself is refused and the cycle unwound.
    pub permitted_for: Duration,
    /// A longer time between two inputs than was asked for means that the computer slept.
    pub longest_silence: Duration,
    /// Longest wait that a server is granted. It is tried again then.
    pub longest_wait: Duration,
    /// Delays between tries where the server does not say how long.
    pub back_off: BackOff,
    /// The rate.
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
