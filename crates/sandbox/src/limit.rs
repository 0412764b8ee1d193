//! Rate limits: windows and buckets, with the headers of the Organizations REST API.

use std::collections::VecDeque;

use http::{HeaderMap, HeaderValue};
use serde::Deserialize;

use crate::reply;

/// A limit for all requests together. The documented limits of single calls apply besides, see
/// [`Organization::keep_documented_limits`](crate::Organization::keep_documented_limits).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limit {
    /// In a second.
    pub per_second: Option<u32>,
    /// In a minute.
    pub per_minute: Option<u32>,
    /// What "in a second" and "in a minute" mean.
    pub kept: Kept,
    /// Whether answers carry `X-RateLimit-Limit`, `-Remaining` and `-Reset` (an ISO 8601 time).
    pub headers: bool,
    /// Whether a 429 carries `Retry-After` in seconds. For these APIs that is unconfirmed.
    pub retry_after: bool,
}

/// How a limit over a period is kept. No document says which of these Atlassian uses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kept {
    /// The count starts anew whenever the clock comes to a multiple of the period. `X-RateLimit-Reset` is that moment.
    #[default]
    FixedWindow,
    /// No stretch of the length of the period has more. `X-RateLimit-Reset` is the moment when the oldest request leaves it.
    SlidingWindow,
    /// A bucket that holds as many tokens as the period allows and fills up evenly in one period; it begins full. The
    /// reset that `X-RateLimit-Reset` tells is the moment when it is full again.
    TokenBucket,
}

/// A limit with its counts.
///
/// ```
/// use rollcall_sandbox::{Limit, Limiter};
///
/// let mut limiter = Limiter::new(Limit { per_second: Some(1), ..Limit::default() });
/// assert!(!limiter.ask(0).refused);
/// assert!(limiter.ask(999).refused);
/// assert!(!limiter.ask(1_000).refused);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Limiter {
    limit: Limit,
    counts: Vec<Count>,
}

#[derive(Clone, Debug)]
struct Count {
    length_ms: i64,
    allowed: u32,
    kept: Keeping,
}

#[derive(Clone, Debug)]
enum Keeping {
    Fixed {
        start: i64,
        used: u32,
    },
    Sliding {
        taken: VecDeque<i64>,
    },
    /// Tokens are counted in `length_ms`-ths, so that a millisecond brings `allowed` of them and nothing is rounded.
    Bucket {
        parts: i64,
        at: i64,
    },
}

/// What the limiter says of one request.
#[derive(Clone, Copy, Debug)]
pub struct Verdict {
    /// Whether it is to be answered 429.
    pub refused: bool,
    state: Option<CountState>,
    retry_after: Option<i64>,
}

#[derive(Clone, Copy, Debug)]
struct CountState {
    allowed: u32,
    remaining: u32,
    /// When the count is as the reset tells it.
    reset: i64,
    /// When a request is taken again, if none is now.
    free: i64,
}

impl Limiter {
    /// A limiter that has counted nothing yet.
    pub fn new(limit: Limit) -> Self {
        let counts = [(1_000, limit.per_second), (60_000, limit.per_minute)]
            .into_iter()
            .filter_map(|(length_ms, allowed)| {
                allowed.map(|allowed| Count::new(length_ms, allowed, limit.kept))
            })
            .collect();
        Self { limit, counts }
    }

    /// Counts a request at a time in milliseconds, which never goes back. A refused request uses nothing up.
    pub fn ask(&mut self, now_ms: i64) -> Verdict {
        for count in &mut self.counts {
            count.advance_to(now_ms);
        }
        let refused = self.counts.iter().any(|count| count.remaining() == 0);
        if !refused {
            self.counts.iter_mut().for_each(|count| count.take(now_ms));
        }
        // The headers show the count that makes a client wait longer.
        let state = self
            .counts
            .iter()
            .map(|count| count.state(now_ms))
            .min_by_key(|state| (state.remaining, -state.free, -state.reset));
        Verdict {
            refused,
            state: state.filter(|_| self.limit.headers),
            retry_after: state
                .filter(|_| refused && self.limit.retry_after)
                .map(|state| state.free - now_ms),
        }
    }
}

impl Count {
    fn new(length_ms: i64, allowed: u32, kept: Kept) -> Self {
        let kept = match kept {
            Kept::FixedWindow => Keeping::Fixed {
                start: i64::MIN,
                used: 0,
            },
            Kept::SlidingWindow => Keeping::Sliding {
                taken: VecDeque::new(),
            },
            Kept::TokenBucket => Keeping::Bucket {
                parts: i64::from(allowed) * length_ms,
                at: i64::MIN,
            },
        };
        Self {
            length_ms,
            allowed,
            kept,
        }
    }

    fn advance_to(&mut self, now_ms: i64) {
        match &mut self.kept {
            Keeping::Fixed { start, used } => {
                let now_start = now_ms - now_ms.rem_euclid(self.length_ms);
                if now_start != *start {
                    (*start, *used) = (now_start, 0);
                }
            }
            Keeping::Sliding { taken } => {
                while taken.front().is_some_and(|&at| at + self.length_ms <= now_ms) {
                    taken.pop_front();
                }
            }
            Keeping::Bucket { parts, at } => {
                let full = i64::from(self.allowed) * self.length_ms;
                let more = now_ms.saturating_sub(*at).saturating_mul(i64::from(self.allowed));
                *parts = parts.saturating_add(more).min(full);
                *at = now_ms;
            }
        }
    }

    fn take(&mut self, now_ms: i64) {
        match &mut self.kept {
            Keeping::Fixed { used, .. } => *used += 1,
            Keeping::Sliding { taken } => taken.push_back(now_ms),
            Keeping::Bucket { parts, .. } => *parts -= self.length_ms,
        }
    }

    fn remaining(&self) -> u32 {
        match &self.kept {
            Keeping::Fixed { used, .. } => self.allowed - used,
            Keeping::Sliding { taken } => self.allowed - taken.len() as u32,
            Keeping::Bucket { parts, .. } => (parts / self.length_ms) as u32,
        }
    }

    fn state(&self, now_ms: i64) -> CountState {
        let (reset, free) = match &self.kept {
            Keeping::Fixed { start, .. } => (start + self.length_ms, start + self.length_ms),
            Keeping::Sliding { taken } => {
                let free = taken.front().map_or(now_ms, |oldest| oldest + self.length_ms);
                (free, free)
            }
            Keeping::Bucket { parts, .. } => {
                let allowed = i64::from(self.allowed).max(1);
                let after = |parts: i64| now_ms + (parts.max(0) + allowed - 1) / allowed;
                (
                    after(allowed * self.length_ms - parts),
                    after(self.length_ms - parts),
                )
            }
        };
        CountState {
            allowed: self.allowed,
            remaining: self.remaining(),
            reset,
            free,
        }
    }
}

impl Verdict {
    /// Writes the headers of an answer. Times are whole seconds, rounded up, so that no client comes too early.
    pub fn tell(self, headers: &mut HeaderMap) {
        if let Some(state) = self.state {
            headers.insert("x-ratelimit-limit", HeaderValue::from(state.allowed));
            headers.insert("x-ratelimit-remaining", HeaderValue::from(state.remaining));
            let reset = (state.reset + 999).div_euclid(1_000) * 1_000;
            if let Ok(reset) = HeaderValue::from_str(&reply::instant(reset, 0)) {
                headers.insert("x-ratelimit-reset", reset);
            }
        }
        if let Some(wait_ms) = self.retry_after {
            headers.insert("retry-after", HeaderValue::from((wait_ms + 999) / 1_000));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limiter(per_second: u32, per_minute: u32) -> Limiter {
        Limiter::new(Limit {
            per_second: Some(per_second),
            per_minute: Some(per_minute),
            headers: true,
            retry_after: true,
            ..Limit::default()
        })
    }

    fn per_minute(kept: Kept, allowed: u32) -> Limiter {
        Limiter::new(Limit {
            per_minute: Some(allowed),
            kept,
            headers: true,
            retry_after: true,
            ..Limit::default()
        })
    }

    fn header(verdict: Verdict, name: &str) -> Option<String> {
        headers(verdict)
            .into_iter()
            .find_map(|(of, value)| (of == name).then_some(value))
    }

    fn headers(verdict: Verdict) -> Vec<(String, String)> {
        let mut headers = HeaderMap::new();
        verdict.tell(&mut headers);
        headers
            .iter()
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
            .collect()
    }

    #[test]
    fn a_window_that_is_used_up_opens_again_at_its_reset() {
        let mut limiter = limiter(2, 100);
        assert!(!limiter.ask(1_200).refused);
        assert!(!limiter.ask(1_300).refused);
        let refusal = limiter.ask(1_400);
        assert!(refusal.refused);
        assert_eq!(
            headers(refusal),
            [
                ("x-ratelimit-limit".to_owned(), "2".to_owned()),
                ("x-ratelimit-remaining".to_owned(), "0".to_owned()),
                ("x-ratelimit-reset".to_owned(), "1970-01-01T00:00:02Z".to_owned()),
                ("retry-after".to_owned(), "1".to_owned()),
            ]
        );
        assert!(!limiter.ask(2_000).refused);
    }

    #[test]
    fn the_minute_counts_beside_the_second() {
        let mut limiter = limiter(2, 3);
        for now in [0, 1, 1_000] {
            assert!(!limiter.ask(now).refused);
        }
        let refusal = limiter.ask(2_000);
        assert!(refusal.refused);
        assert!(headers(refusal).contains(&("retry-after".to_owned(), "58".to_owned())));
        assert!(!limiter.ask(60_000).refused);
    }

    #[test]
    fn a_sliding_window_gives_back_each_request_after_its_period() {
        let mut limiter = per_minute(Kept::SlidingWindow, 2);
        assert!(!limiter.ask(50_000).refused);
        assert!(!limiter.ask(55_000).refused);
        // A fixed window would begin here.
        let refusal = limiter.ask(60_000);
        assert!(refusal.refused);
        assert_eq!(header(refusal, "retry-after").as_deref(), Some("50"));
        assert_eq!(
            header(refusal, "x-ratelimit-reset").as_deref(),
            Some("1970-01-01T00:01:50Z")
        );
        assert!(limiter.ask(109_999).refused);
        assert!(!limiter.ask(110_000).refused);
        assert!(limiter.ask(114_999).refused);
        assert!(!limiter.ask(115_000).refused);
    }

    #[test]
    fn a_bucket_begins_full_and_fills_evenly() {
        let mut limiter = per_minute(Kept::TokenBucket, 3);
        for remaining in ["2", "1", "0"] {
            let taken = limiter.ask(100_000);
            assert!(!taken.refused);
            assert_eq!(header(taken, "x-ratelimit-remaining").as_deref(), Some(remaining));
        }
        let refusal = limiter.ask(100_000);
        assert!(refusal.refused);
        assert_eq!(header(refusal, "retry-after").as_deref(), Some("20"));
        assert_eq!(
            header(refusal, "x-ratelimit-reset").as_deref(),
            Some("1970-01-01T00:02:40Z")
        );
        assert!(limiter.ask(119_999).refused);
        assert!(!limiter.ask(120_000).refused);
        // It never holds more than a period's.
        for _ in 0..3 {
            assert!(!limiter.ask(1_000_000).refused);
        }
        assert!(limiter.ask(1_000_000).refused);
    }

    #[test]
    fn a_limit_that_does_not_say_how_it_is_kept_is_a_fixed_window() {
        let limit = |json| serde_json::from_str::<Limit>(json).unwrap();
        assert_eq!(limit(r#"{"per_minute": 3}"#).kept, Kept::FixedWindow);
        assert_eq!(
            limit(r#"{"per_minute": 3, "kept": "token-bucket"}"#).kept,
            Kept::TokenBucket
        );
    }

    #[test]
    fn nothing_is_taken_where_nothing_is_allowed() {
        for kept in [Kept::FixedWindow, Kept::SlidingWindow, Kept::TokenBucket] {
            let mut limiter = per_minute(kept, 0);
            assert!(limiter.ask(0).refused && limiter.ask(600_000).refused, "{kept:?}");
        }
    }
}
