//! Rate limits: fixed windows, told as the Organizations REST API tells them.

use http::{HeaderMap, HeaderValue};
use serde::Deserialize;

use crate::reply;

/// How many requests are taken. The documents give no numbers for the calls that are here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limit {
    /// In a second.
    pub per_second: Option<u32>,
    /// In a minute.
    pub per_minute: Option<u32>,
    /// Whether answers carry `X-RateLimit-Limit`, `-Remaining` and `-Reset` (an ISO 8601 time).
    pub headers: bool,
    /// Whether a 429 carries `Retry-After` in seconds. For these APIs that is unconfirmed.
    pub retry_after: bool,
}

/// A limit with its windows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Limiter {
    limit: Limit,
    windows: Vec<Window>,
}

#[derive(Clone, Debug)]
struct Window {
    length_ms: i64,
    allowed: u32,
    start: i64,
    used: u32,
}

/// What the limiter says of one request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Verdict {
    pub(crate) refused: bool,
    told: Option<Told>,
    retry_after: Option<i64>,
}

#[derive(Clone, Copy, Debug)]
struct Told {
    allowed: u32,
    remaining: u32,
    reset: i64,
}

impl Limiter {
    pub(crate) fn new(limit: Limit) -> Self {
        let windows = [(1_000, limit.per_second), (60_000, limit.per_minute)]
            .into_iter()
            .filter_map(|(length_ms, allowed)| {
                allowed.map(|allowed| Window {
                    length_ms,
                    allowed,
                    start: i64::MIN,
                    used: 0,
                })
            })
            .collect();
        Self { limit, windows }
    }

    /// Counts a request. A refused one uses nothing up.
    pub(crate) fn ask(&mut self, now_ms: i64) -> Verdict {
        for window in &mut self.windows {
            let start = now_ms - now_ms.rem_euclid(window.length_ms);
            if start != window.start {
                (window.start, window.used) = (start, 0);
            }
        }
        let refused = self.windows.iter().any(|window| window.used >= window.allowed);
        if !refused {
            self.windows.iter_mut().for_each(|window| window.used += 1);
        }
        // Of two windows, the one that holds a client up for longer is told.
        let told = self
            .windows
            .iter()
            .map(|window| Told {
                allowed: window.allowed,
                remaining: window.allowed - window.used,
                reset: window.start + window.length_ms,
            })
            .min_by_key(|told| (told.remaining, -told.reset));
        Verdict {
            refused,
            told: told.filter(|_| self.limit.headers),
            retry_after: told
                .filter(|_| refused && self.limit.retry_after)
                .map(|told| told.reset - now_ms),
        }
    }
}

impl Verdict {
    /// Writes what is told into an answer's headers.
    pub(crate) fn tell(self, headers: &mut HeaderMap) {
        if let Some(told) = self.told {
            headers.insert("x-ratelimit-limit", HeaderValue::from(told.allowed));
            headers.insert("x-ratelimit-remaining", HeaderValue::from(told.remaining));
            if let Ok(reset) = HeaderValue::from_str(&reply::instant(told.reset, 0)) {
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
        })
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
}
