//! What the headers of an answer say about limits and waiting. No caps here: whoever waits decides how long is too long.

use std::time::Duration;

use http::{HeaderMap, StatusCode};
use jiff::{Timestamp, fmt::rfc2822};

use crate::Wait;

/// `X-RateLimit-*` of an answer (Organizations REST API, rate limits). Each is `None` where the header is missing or says
/// nothing that can be understood.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rate {
    /// Requests in a period.
    pub limit: Option<u64>,
    /// Requests left in this period.
    pub remaining: Option<u64>,
    /// When the next period begins, in milliseconds since 1970. The header is an ISO 8601 time in UTC, not a number.
    pub reset: Option<i64>,
}

impl Rate {
    /// Reads the headers.
    pub fn read(headers: &HeaderMap) -> Self {
        Self {
            limit: number(headers, "x-ratelimit-limit"),
            remaining: number(headers, "x-ratelimit-remaining"),
            reset: text(headers, "x-ratelimit-reset")
                .and_then(|text| text.parse::<Timestamp>().ok())
                .map(Timestamp::as_millisecond),
        }
    }
}

/// When to try again. `Retry-After` goes first: Atlassian documents it for Jira (JRACLOUD-69262), not for the admin APIs.
/// The reset of the rate limit counts on 429 alone, since a server in trouble does not recover with the quota.
pub(crate) fn wait(status: StatusCode, headers: &HeaderMap) -> Option<Wait> {
    retry_after(headers).or_else(|| {
        let limited = status == StatusCode::TOO_MANY_REQUESTS;
        Rate::read(headers).reset.filter(|_| limited).map(Wait::Until)
    })
}

/// Seconds or an HTTP date (RFC 9110, 10.2.3).
fn retry_after(headers: &HeaderMap) -> Option<Wait> {
    if let Some(seconds) = number(headers, "retry-after") {
        return Some(Wait::For(Duration::from_secs(seconds)));
    }
    let date = rfc2822::DateTimeParser::new()
        .parse_timestamp(text(headers, "retry-after")?)
        .ok()?;
    Some(Wait::Until(date.as_millisecond()))
}

fn number(headers: &HeaderMap, name: &str) -> Option<u64> {
    let digits = text(headers, name)?;
    digits
        .bytes()
        .all(|b| b.is_ascii_digit())
        .then(|| digits.parse().ok())?
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waits(status: u16, headers: &[(&'static str, &'static str)]) -> Option<Wait> {
        let headers: HeaderMap = headers
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
            .collect();
        wait(StatusCode::from_u16(status).unwrap(), &headers)
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        assert_eq!(
            waits(503, &[("Retry-After", "7")]),
            Some(Wait::For(Duration::from_secs(7)))
        );
        assert_eq!(
            waits(429, &[("Retry-After", "Thu, 29 Feb 2024 05:34:00 GMT")]),
            Some(Wait::Until(1_709_184_840_000))
        );
    }

    #[test]
    fn the_reset_is_an_iso_time_and_counts_on_429_alone() {
        let reset = [("X-RateLimit-Reset", "2026-08-21T10:00:00Z")];
        assert_eq!(waits(429, &reset), Some(Wait::Until(1_787_306_400_000)));
        assert_eq!(
            waits(429, &[("X-RateLimit-Reset", "2026-08-21T10:00Z")]),
            Some(Wait::Until(1_787_306_400_000))
        );
        assert_eq!(waits(503, &reset), None);
    }

    #[test]
    fn retry_after_goes_before_the_reset_unless_it_is_nonsense() {
        let reset = ("X-RateLimit-Reset", "2026-08-21T10:00:00Z");
        assert_eq!(
            waits(429, &[("Retry-After", "7"), reset]),
            Some(Wait::For(Duration::from_secs(7)))
        );
        for nonsense in [
            "",
            "-7",
            "+7",
            "soon",
            "1.5",
            "99999999999999999999999",
            "Mon, 31 Feb 2024 05:34:00 GMT",
        ] {
            assert_eq!(
                waits(429, &[("Retry-After", nonsense), reset]),
                Some(Wait::Until(1_787_306_400_000)),
                "{nonsense:?}"
            );
        }
        assert_eq!(waits(429, &[("X-RateLimit-Reset", "1787306400")]), None);
    }

    #[test]
    fn the_three_headers_are_read_each_for_itself() {
        let headers: HeaderMap = [("x-ratelimit-limit", "200"), ("x-ratelimit-remaining", "x")]
            .into_iter()
            .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
            .collect();
        assert_eq!(
            Rate::read(&headers),
            Rate {
                limit: Some(200),
                remaining: None,
                reset: None
            }
        );
    }
}
