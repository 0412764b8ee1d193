//! How many requests a second one client may make. A page of this computer needs far fewer than it gets; the limit is there for
//! programs that have gone wild, and for those who guess keys.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use governor::clock::{Clock as _, DefaultClock};
use governor::{Quota, RateLimiter};

use crate::Settings;
use crate::refusal::Refusal;
use crate::stack::{Client, Handler};

/// After so many requests the clients that were quiet for long are forgotten.
const SWEEP_EVERY: u32 = 10_000;

pub(crate) fn around(inner: Handler, settings: &Arc<Settings>) -> Handler {
    let Some(per_second) = NonZeroU32::new(settings.per_client) else {
        return inner;
    };
    let limiter = RateLimiter::keyed(Quota::per_second(per_second));
    let (clock, since) = (DefaultClock::default(), AtomicU32::new(0));
    Arc::new(move |request| {
        if since.fetch_add(1, Ordering::Relaxed) % SWEEP_EVERY == SWEEP_EVERY - 1 {
            limiter.retain_recent();
        }
        let client = request
            .extensions()
            .get::<Client>()
            .map(|client| network(client.0));
        let Some(client) = client else {
            return inner(request);
        };
        match limiter.check_key(&client) {
            Ok(()) => inner(request),
            Err(not_until) => {
                let wait = not_until.wait_time_from(clock.now());
                Box::pin(std::future::ready(Refusal::TooMany.after(wait)))
            }
        }
    })
}

/// Of an IPv6 address the network: whoever has one has all of its addresses.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::from([a, b, c, d, 0, 0, 0, 0])
        }
        address @ IpAddr::V4(_) => address,
    }
}
