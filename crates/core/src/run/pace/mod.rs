//! How fast calls go out. Atlassian publishes no limit for most calls, so the pace finds the limit and stays under it.
//!
//! Two parts look for the rate, and neither knows how the server counts:
//!
//! - [`Search`] has nothing but refusals (429). It starts slowly, doubles, backs off, measures what was accepted, and keeps
//!   just below that.
//! - [`QueryOutcome`] has `X-RateLimit-Limit`, `-Remaining` and `-Reset`, where answers carry them. It spreads what remains over the
//!   time that is left, so that nothing is refused at all. Where it is told something, it goes first; where calls are refused
//!   although it saw something left, `Search` takes over.
//!
//! A token bucket spaces the calls out; the number of calls under way is only a cap, and kept elsewhere.
//!
//! Holds shut everything. Those of a server that says how long (`Retry-After`, or the reset on a 429) come from outside,
//! through [`Pace::hold`], where the longest wait is known. Those after a 429 that says nothing are the pace's own: full
//! jitter over doubling gaps, and one call at a time until one is accepted.

#[cfg(test)]
mod grid;
mod search;
mod told;

use rollcall_atlassian::Rate;
use search::Search;
use told::QueryOutcome;

use super::{BackOff, words};
use crate::time::Time;

/// Bounds of the rate, in calls a second.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rates {
    /// At the beginning.
    pub start: f64,
    /// Never slower.
    pub least: f64,
    /// Never faster.
    pub most: f64,
    /// What each accepted call adds to the rate as long as none was refused: 1 doubles it every 0.7 seconds when answers
    /// come at once.
    pub growth: f64,
}

/// Calls that may go out at once after a time without any: two, or a tenth of a second's, since timers come late.
const BURST: f64 = 2.0;
const BURST_SECONDS: f64 = 0.1;

/// Refusals that the headers did not announce before they are believed less than the refusals, and how many of them an
/// accepted call makes up for.
const STRIKES: f64 = 8.0;
const FORGIVEN: f64 = 0.01;

/// A limit that is used up for longer than this is shown as a hold.
const SHOWN_MS: i64 = 2000;

/// The longest hold that comes from a reset alone. Then it is tried again.
const LONGEST_MS: i64 = 15 * 60_000;

/// A token bucket whose rate moves, and that can be held shut.
#[derive(Clone, Debug)]
pub(super) struct Pace {
    rates: Rates,
    search: Search,
    told: QueryOutcome,
    strikes: f64,
    tokens: f64,
    at: Time,
    hold: Option<Hold>,
}

/// Nothing goes out before `until`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Hold {
    pub(super) until: Time,
    pub(super) why: &'static str,
}

impl Pace {
    /// `back_off`: the gaps after a 429 that does not say how long. `seed`: of their jitter.
    pub(super) fn new(rates: Rates, back_off: BackOff, seed: u64, now: Time) -> Self {
        Self {
            rates,
            search: Search::new(rates, back_off, seed, now),
            told: QueryOutcome::default(),
            strikes: 0.0,
            tokens: 1.0,
            at: now,
            hold: None,
        }
    }

    /// When the next call may go out: now, or later. Later means that it is worth asking again then.
    pub(super) fn ready_at(&self, now: Time) -> Time {
        let rate = self.rate(now);
        let tokens = refilled(self.tokens, rate, self.at, now);
        let missing_ms = if tokens >= 1.0 {
            0
        } else {
            ((1.0 - tokens) / rate * 1000.0).ceil() as i64
        };
        let spaced = Time(now.0.saturating_add(missing_ms));
        [
            self.told.waits(now),
            self.search.waits(),
            self.hold.map(|hold| hold.until),
        ]
        .into_iter()
        .flatten()
        .fold(spaced, Time::max)
    }

    /// A call goes out.
    pub(super) fn take(&mut self, now: Time) {
        let rate = self.rate(now);
        let tokens = refilled(self.tokens, rate, self.at, now);
        // A full bucket means that something else than the pace held the call up.
        self.search.sent(now, tokens < burst(rate));
        self.told.sent(now);
        self.tokens = tokens - 1.0;
        self.at = now;
    }

    /// A response came to a call that went out at `sent_at`. `refused`: it is a 429. For a 429 that says how long to wait,
    /// [`Pace::hold`] has to follow. A 5xx is [`Pace::lost`].
    pub(super) fn answered(&mut self, now: Time, sent_at: Time, rate: Rate, refused: bool) {
        let was = self.settle(now);
        let is_told = self.told.answered(now, sent_at, rate, refused);
        if refused {
            self.tokens = self.tokens.min(0.0);
            self.strikes += 1.0;
            let is_explained = is_told && rate.remaining == Some(0);
            if is_explained && self.strikes < STRIKES && self.search.is_climbing() {
                return;
            }
            if let Some(until) = self.search.refused(now, sent_at, was) {
                self.hold(until, words::TOO_FAST);
            }
        } else {
            self.strikes = (self.strikes - FORGIVEN).max(0.0);
            if self.search.accepted(now, sent_at) {
                self.tokens = self.tokens.min(1.0);
            }
        }
        if let Some(reset) = self
            .told
            .is_used_up_until(now)
            .filter(|at| at.0 - now.0 > SHOWN_MS)
        {
            self.hold(reset.min(Time(now.0.saturating_add(LONGEST_MS))), words::USED_UP);
        }
    }

    /// A call that went out at `sent_at` was lost, or answered 5xx: that says nothing about the limit.
    pub(super) fn lost(&mut self, now: Time, sent_at: Time) {
        self.search.lost(now, sent_at);
    }

    /// Nothing goes out before this time, or before the time of an earlier hold that ends later.
    pub(super) fn hold(&mut self, until: Time, why: &'static str) {
        if self.hold.is_none_or(|hold| hold.until < until) {
            self.hold = Some(Hold { until, why });
        }
    }

    /// Ends a hold before its time, and whatever else makes calls wait for longer than their rate.
    pub(super) fn release(&mut self) {
        self.hold = None;
        self.told.forget();
        self.search.release();
    }

    /// The hold that is on.
    pub(super) fn held(&self, now: Time) -> Option<&Hold> {
        self.hold.as_ref().filter(|hold| hold.until > now)
    }

    fn rate(&self, now: Time) -> f64 {
        let search = self.search.rate();
        let rate = match self.told.rate(now, search) {
            // As long as nothing was refused without a reason, headers know better than a rate that still climbs.
            Some(told) if self.search.is_climbing() => told,
            Some(told) => told.min(search),
            None => search,
        };
        rate.clamp(self.rates.least, self.rates.most)
    }

    /// Brings the bucket up to date before the rate changes; gives the rate until now.
    fn settle(&mut self, now: Time) -> f64 {
        let rate = self.rate(now);
        self.tokens = refilled(self.tokens, rate, self.at, now);
        self.at = now;
        rate
    }
}

fn burst(rate: f64) -> f64 {
    (rate * BURST_SECONDS).max(BURST)
}

fn refilled(tokens: f64, rate: f64, from: Time, to: Time) -> f64 {
    (tokens + rate * seconds(from, to)).min(burst(rate).max(tokens))
}

/// From one time to another; none where the clock went back.
fn seconds(from: Time, to: Time) -> f64 {
    to.0.saturating_sub(from.0).max(0) as f64 / 1000.0
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const RATES: Rates = Rates {
        start: 4.0,
        least: 0.5,
        most: 50.0,
        growth: 1.0,
    };

    fn pace() -> Pace {
        let back_off = BackOff {
            base: Duration::from_secs(1),
            cap: Duration::from_mins(1),
        };
        Pace::new(RATES, back_off, 7, Time(0))
    }

    fn told(limit: u64, remaining: u64, reset: i64) -> Rate {
        Rate {
            limit: Some(limit),
            remaining: Some(remaining),
            reset: Some(reset),
        }
    }

    /// Sends whenever it may, for so long, with every call accepted at once; counts.
    fn sent(pace: &mut Pace, from: i64, millis: i64) -> usize {
        let mut now = Time(from);
        let mut calls = 0;
        loop {
            now = pace.ready_at(now);
            if now.0 > from + millis {
                return calls;
            }
            pace.take(now);
            pace.answered(now, now, Rate::default(), false);
            calls += 1;
        }
    }

    #[test]
    fn starts_slowly_doubles_and_stays_within_its_bounds() {
        let mut pace = pace();
        let seconds: Vec<_> = (0..6).map(|second| sent(&mut pace, second * 1000, 999)).collect();
        assert!((5..=9).contains(&seconds[0]), "{seconds:?}");
        assert!(seconds[1] >= seconds[0] * 2, "{seconds:?}");
        assert!((49..=56).contains(&seconds[5]), "{seconds:?}");
    }

    #[test]
    fn a_long_silence_saves_up_no_burst() {
        let mut pace = pace();
        let later = Time(3_600_000);
        for _ in 0..2 {
            assert_eq!(pace.ready_at(later), later);
            pace.take(later);
        }
        assert_eq!(pace.ready_at(later), Time(later.0 + 250));
    }

    #[test]
    fn a_call_that_something_else_held_up_does_not_make_the_rate_grow() {
        let mut pace = pace();
        let later = Time(3_600_000);
        let mut rate_after_a_call = || {
            pace.take(later);
            pace.answered(later, later, Rate::default(), false);
            pace.rate(later)
        };
        assert!((rate_after_a_call() - 4.0).abs() < f64::EPSILON);
        assert!((rate_after_a_call() - 5.0).abs() < f64::EPSILON);
    }

    #[test]
    fn the_longest_hold_counts_and_can_be_released() {
        let mut pace = pace();
        pace.hold(Time(9000), "long");
        pace.hold(Time(5000), "short");
        assert_eq!(pace.ready_at(Time(0)), Time(9000));
        assert_eq!(pace.held(Time(8999)).map(|hold| hold.why), Some("long"));
        assert_eq!(pace.held(Time(9000)), None);
        pace.release();
        assert_eq!(pace.ready_at(Time(0)), Time(0));
    }

    #[test]
    fn a_clock_that_goes_back_gives_and_takes_nothing() {
        assert!((refilled(1.5, 10.0, Time(5000), Time(1000)) - 1.5).abs() < f64::EPSILON);
    }

    #[test]
    fn the_first_headers_set_the_rate() {
        let mut pace = pace();
        pace.take(Time(0));
        pace.answered(Time(300), Time(0), told(1000, 900, 60_000), false);
        // 900 less a reserve, over 59.7 seconds.
        assert!(
            (pace.rate(Time(300)) - 15.0).abs() < 0.1,
            "{}",
            pace.rate(Time(300))
        );
    }

    #[test]
    fn a_limit_that_is_used_up_is_a_hold_with_its_reason() {
        let mut pace = pace();
        pace.take(Time(0));
        pace.answered(Time(300), Time(0), told(1000, 0, 40_000), false);
        assert_eq!(
            pace.held(Time(300)),
            Some(&Hold {
                until: Time(40_000),
                why: words::USED_UP
            })
        );
        pace.release();
        assert!(pace.ready_at(Time(300)) < Time(1000));
    }

    #[test]
    fn a_reset_in_the_far_future_holds_for_a_quarter_of_an_hour() {
        let mut pace = pace();
        pace.take(Time(0));
        pace.answered(Time(300), Time(0), told(1000, 0, i64::MAX), false);
        assert_eq!(pace.held(Time(300)).map(|hold| hold.until), Some(Time(900_300)));
    }

    #[test]
    fn refusals_that_headers_announce_are_left_to_them_until_there_are_many() {
        let mut pace = pace();
        for number in 0..20 {
            let now = Time(number * 1000);
            pace.take(now);
            pace.answered(now, now, told(10, 0, now.0 + 1000), true);
            assert_eq!(pace.search.is_climbing(), number < 7, "after {number}");
        }
    }

    #[test]
    fn a_refusal_that_headers_did_not_announce_counts_at_once() {
        for said in [told(10, 5, 1000), Rate::default()] {
            let mut pace = pace();
            pace.take(Time(0));
            pace.answered(Time(0), Time(0), said, true);
            assert!(!pace.search.is_climbing(), "{said:?}");
        }
    }

    #[test]
    fn accepted_calls_make_up_for_refusals() {
        let mut pace = pace();
        let explained = |pace: &mut Pace, at| {
            pace.take(Time(at));
            pace.answered(Time(at), Time(at), told(10, 0, at + 1000), true);
            pace.search.is_climbing()
        };
        for at in 0..7 {
            assert!(explained(&mut pace, at));
        }
        for at in 7..107 {
            pace.answered(Time(at), Time(at), told(10, 9, at + 1000), false);
        }
        assert!(explained(&mut pace, 107), "the seventh once more");
        assert!(!explained(&mut pace, 108));
    }

    #[test]
    fn a_limit_that_is_used_up_for_a_moment_is_no_hold() {
        for (at, is_held) in [(58_000, false), (57_999, true)] {
            let mut pace = pace();
            pace.take(Time(0));
            pace.answered(Time(0), Time(0), told(10, 9, 60_000), false);
            pace.take(Time(at));
            pace.answered(Time(at), Time(at), told(10, 0, 60_000), false);
            assert_eq!(pace.held(Time(at)).is_some(), is_held, "{at}");
        }
    }

    #[test]
    fn once_calls_were_refused_for_no_reason_headers_do_not_make_it_faster() {
        let mut pace = pace();
        pace.take(Time(0));
        pace.answered(Time(0), Time(0), told(1000, 900, 60_000), true);
        assert!(pace.rate(Time(0)) < 2.0, "{}", pace.rate(Time(0)));
    }

    #[test]
    fn a_lost_call_is_not_waited_for() {
        let mut pace = pace();
        for _ in 0..2 {
            pace.answered(Time(0), Time(0), Rate::default(), true);
        }
        let probe = pace.ready_at(Time(0));
        pace.take(probe);
        assert!(pace.ready_at(probe).0 >= probe.0 + 30_000);
        pace.lost(probe, probe);
        assert!(pace.ready_at(probe).0 < probe.0 + 10_000);
    }
}
