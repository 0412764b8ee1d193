//! How many requests a second one client may make. A page of this computer needs far fewer than it gets; the limit is there for
//! programs that have gone wild, and for those who guess keys.

use std::hash::RandomState;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use governor::clock::{Clock as _, DefaultClock};
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};

use crate::refusal::Refusal;
use crate::stack::Handler;
use crate::under_way::UnderWay;

/// After so many requests the clients that were quiet for long are forgotten.
const SWEEP_EVERY: u32 = 10_000;

/// How many requests each client has made lately.
pub(crate) struct Rates {
    /// Hashed with a key of this process: who has many addresses could choose those that collide otherwise.
    limiter: RateLimiter<IpAddr, DashMapStateStore<IpAddr, RandomState>, DefaultClock>,
    clock: DefaultClock,
    since_sweep: AtomicU32,
}

impl Rates {
    /// So many a second; `None` for any number.
    pub(crate) fn new(per_second: u32) -> Option<Self> {
        NonZeroU32::new(per_second).map(|per_second| Self {
            limiter: RateLimiter::dashmap_with_hasher(Quota::per_second(per_second), RandomState::new()),
            clock: DefaultClock::default(),
            since_sweep: AtomicU32::new(0),
        })
    }

    /// Counts a request; the time after which it would be let in, where it is not.
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
        let client = UnderWay::of(&request).map(|under_way| under_way.client().network);
        match client.map_or(Ok(()), |client| rates.check(client)) {
            Ok(()) => inner(request),
            Err(wait) => Box::pin(std::future::ready(Refusal::TooMany.after(wait))),
        }
    })
}
