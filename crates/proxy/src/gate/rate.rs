//! Limits the requests per second of one client, against runaway programs and guessed keys. A page needs far fewer.
//!
//! Not `tower`'s `RateLimit`: it knows no clients, and queues instead of refusing with the time to wait.

use std::hash::RandomState;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use governor::clock::{Clock as _, DefaultClock};
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};

use crate::handler::{Handler, ready};
use crate::in_flight::InFlight;
use crate::refusal::Refusal;

/// After this many requests, clients without recent ones are forgotten.
const SWEEP_EVERY: u32 = 10_000;

/// The recent requests of each client.
pub(crate) struct Rates {
    /// Hashed with a random key: otherwise somebody with many addresses could choose some that collide.
    limiter: RateLimiter<IpAddr, DashMapStateStore<IpAddr, RandomState>, DefaultClock>,
    clock: DefaultClock,
    since_sweep: AtomicU32,
}

impl Rates {
    /// `None` for 0, which means no limit.
    pub(crate) fn new(per_second: u32) -> Option<Self> {
        NonZeroU32::new(per_second).map(|per_second| Self {
            limiter: RateLimiter::dashmap_with_hasher(Quota::per_second(per_second), RandomState::new()),
            clock: DefaultClock::default(),
            since_sweep: AtomicU32::new(0),
        })
    }

    /// Counts a request. The error is the time to wait before the next one.
    fn check(&self, client: IpAddr) -> Result<(), Duration> {
        if self.since_sweep.fetch_add(1, Ordering::Relaxed) % SWEEP_EVERY == SWEEP_EVERY - 1 {
            self.limiter.retain_recent();
        }
        self.limiter
            .check_key(&client)
            .map_err(|not_until| not_until.wait_time_from(self.clock.now()))
    }
}

pub(crate) fn around(inner: Handler, rates: Option<Arc<Rates>>) -> Handler {
    let Some(rates) = rates else { return inner };
    Arc::new(move |request| {
        let client = InFlight::of(&request).map(|in_flight| in_flight.client().network);
        match client.map_or(Ok(()), |client| rates.check(client)) {
            Ok(()) => inner(request),
            Err(wait) => ready(Refusal::TooMany.after(wait)),
        }
    })
}
