//! What meets every request before its call is looked at: faults, the limit that a test sets, and the documented limits.

use http::HeaderMap;

use crate::fault::{FaultSource, Faults};
use crate::limit::{Limiter, Verdict};
use crate::quota::Quotas;
use crate::route::Route;

/// Faults, limits, and the count of requests.
#[derive(Clone, Debug)]
pub(crate) struct Traffic {
    pub(crate) limiter: Limiter,
    pub(crate) quotas: Quotas,
    pub(crate) faults: FaultSource,
    /// How many requests came so far, for the ids in error bodies.
    pub(crate) serial: u64,
}

/// What the limits say of one request.
pub(crate) struct Limits {
    limit: Verdict,
    quota: Option<Verdict>,
}

impl Traffic {
    /// Neither faults nor a limit, and the documented limits.
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            limiter: Limiter::default(),
            quotas: Quotas::new(),
            faults: FaultSource::new(Faults::default(), seed),
            serial: 0,
        }
    }

    /// Counts a request: its number, from 1.
    pub(crate) fn count(&mut self) -> u64 {
        self.serial += 1;
        self.serial
    }

    /// Asks the limits whether a request is taken. One that the first limit refuses does not count for the second.
    pub(crate) fn ask(&mut self, route: Option<Route>, now_ms: i64) -> Limits {
        let limit = self.limiter.ask(now_ms);
        let quota = self.quotas.ask(route.filter(|_| !limit.refused), now_ms);
        Limits { limit, quota }
    }
}

impl Limits {
    /// Whether the request is to be answered 429.
    pub(crate) fn is_refused(&self) -> bool {
        self.limit.refused || self.quota.is_some_and(|quota| quota.refused)
    }

    /// Writes the limits into an answer's headers.
    pub(crate) fn tell(&self, headers: &mut HeaderMap) {
        self.limit.tell(headers);
        if let Some(quota) = self.quota {
            quota.tell(headers);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limit::Limit;

    #[test]
    fn a_request_that_the_limit_refuses_does_not_count_for_the_documented_one() {
        let mut traffic = Traffic::new(1);
        traffic.limiter = Limiter::new(Limit {
            per_second: Some(1),
            ..Limit::default()
        });
        let mut ask = |now_ms| traffic.ask(Some(Route::GetEvents), now_ms).is_refused();
        // Ten a minute are documented; nine seconds have two requests each, of which the second is refused.
        for second in 0..9 {
            assert!(!ask(second * 1_000));
            assert!(ask(second * 1_000 + 1));
        }
        assert!(!ask(9_000));
        assert!(ask(10_000));
        assert!(!ask(60_000));
    }

    #[test]
    fn a_call_without_a_documented_limit_has_none() {
        let mut traffic = Traffic::new(1);
        assert!((0..1_000).all(|_| !traffic.ask(Some(Route::SetEmail), 0).is_refused()));
        assert!((0..1_000).all(|_| !traffic.ask(None, 0).is_refused()));
    }
}
