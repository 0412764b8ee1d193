//! How fast calls go out. Atlassian publishes no limit for most calls, so the controller finds the limit and stays under it.
//!
//! Two parts estimate the rate, and neither assumes how the server counts:
//!
//! - `Probe` uses only refusals (429). It starts slowly, doubles the rate, backs off after a refusal, measures how many calls were
//!   accepted, and keeps just below that.
//! - `Headers` uses `X-RateLimit-Limit`, `-Remaining` and `-Reset`, if answers have them. It spreads the remaining calls over the
//!   remaining time, so that nothing is refused at all. It has precedence while these headers are present; if calls are refused although
//!   it expected some to be left, `Probe` takes over.
//!
//! A token bucket spaces the calls out. The number of calls under way is only a cap, which is enforced elsewhere.
//!
//! A hold stops all calls. Holds from a server that says how long to wait (`Retry-After`, or the reset time on a 429) are set by the
//! caller through [`RateController::hold`], since the caller knows the longest allowed wait. Holds after a 429 without a wait time are
//! the controller's own: doubling gaps with full jitter, and one call at a time until one is accepted.

mod back_off;
mod headers;
mod probe;
mod rates;

pub use back_off::BackOff;
pub(crate) use back_off::draw;
pub use rates::Rates;

use headers::Headers;
use probe::Probe;
use rates::seconds;
use rollcall_atlassian::Rate;
use rollcall_model::time::Time;

/// Why no calls are sent, in the administrator's words.
pub(crate) const TOO_FAST: &str = "Atlassian asks for a pause: calls come too fast (429).";
const USED_UP: &str = "All calls that Atlassian allows for now are made. It says when it takes more.";

/// Calls that may be sent at once after an idle time: two, or the calls of a tenth of a second, since timers fire late.
const BURST: f64 = 2.0;
const BURST_SECONDS: f64 = 0.1;

/// Number of refusals not announced by the headers after which the refusals outweigh the headers; and the share of one such refusal that
/// an accepted call makes up for.
const STRIKES: f64 = 8.0;
const FORGIVEN: f64 = 0.01;

/// If the limit is used up for longer than this, it is shown as a hold.
const SHOWN_MS: i64 = 2000;

/// The longest hold based on a reset time alone. After that, a call is tried.
const LONGEST_MS: i64 = 15 * 60_000;

/// A token bucket with a variable rate that can also be held.
#[derive(Clone, Debug)]
pub struct RateController {
    rates: Rates,
    probe: Probe,
    headers: Headers,
    strikes: f64,
    tokens: f64,
    at: Time,
    hold: Option<Hold>,
}

/// No call is sent before `until`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hold {
    /// End of the hold.
    pub until: Time,
    /// The reason, in the administrator's words.
    pub why: &'static str,
}

impl RateController {
    /// `back_off`: the gaps after a 429 that does not say how long to wait. `seed`: the seed of their jitter.
    pub fn new(rates: Rates, back_off: BackOff, seed: u64, now: Time) -> Self {
        Self {
            rates,
            probe: Probe::new(rates, back_off, seed, now),
            headers: Headers::default(),
            strikes: 0.0,
            tokens: 1.0,
            at: now,
            hold: None,
        }
    }

    /// When the next call may be sent: now or later. If later, ask again at that time.
    pub fn ready_at(&self, now: Time) -> Time {
        let rate = self.rate(now);
        let tokens = refilled(self.tokens, rate, self.at, now);
        let missing_ms = if tokens >= 1.0 {
            0
        } else {
            ((1.0 - tokens) / rate * 1000.0).ceil() as i64
        };
        let spaced = Time(now.0.saturating_add(missing_ms));
        [
            self.headers.waits(now),
            self.probe.waits(),
            self.hold.map(|hold| hold.until),
        ]
        .into_iter()
        .flatten()
        .fold(spaced, Time::max)
    }

    /// Records that a call is sent.
    pub fn take(&mut self, now: Time) {
        let rate = self.rate(now);
        let tokens = refilled(self.tokens, rate, self.at, now);
        // A full bucket means that something other than the controller delayed the call.
        self.probe.sent(now, tokens < burst(rate));
        self.headers.sent(now);
        self.tokens = tokens - 1.0;
        self.at = now;
    }

    /// Records the response to a call sent at `sent_at`. `refused`: the response is a 429. After a 429 that says how long to wait, also
    /// call [`RateController::hold`]. For a 5xx call [`RateController::lost`] instead.
    pub fn answered(&mut self, now: Time, sent_at: Time, rate: Rate, refused: bool) {
        let was = self.settle(now);
        let is_told = self.headers.answered(now, sent_at, rate, refused);
        if refused {
            self.tokens = self.tokens.min(0.0);
            self.strikes += 1.0;
            let is_explained = is_told && rate.remaining == Some(0);
            if is_explained && self.strikes < STRIKES && self.probe.is_climbing() {
                return;
            }
            if let Some(until) = self.probe.refused(now, sent_at, was) {
                self.hold(until, TOO_FAST);
            }
        } else {
            self.strikes = (self.strikes - FORGIVEN).max(0.0);
            if self.probe.accepted(now, sent_at) {
                self.tokens = self.tokens.min(1.0);
            }
        }
        if let Some(reset) = self
            .headers
            .is_used_up_until(now)
            .filter(|at| at.0 - now.0 > SHOWN_MS)
        {
            self.hold(reset.min(Time(now.0.saturating_add(LONGEST_MS))), USED_UP);
        }
    }

    /// Records that the call sent at `sent_at` was lost or answered 5xx, which says nothing about the limit.
    pub fn lost(&mut self, now: Time, sent_at: Time) {
        self.probe.lost(now, sent_at);
    }

    /// Sends nothing before `until`, or before the end of an earlier hold if that is later.
    pub fn hold(&mut self, until: Time, why: &'static str) {
        if self.hold.is_none_or(|hold| hold.until < until) {
            self.hold = Some(Hold { until, why });
        }
    }

    /// Ends the current hold early, along with anything else that delays calls for longer than their rate requires.
    pub fn release(&mut self) {
        self.hold = None;
        self.headers.forget();
        self.probe.release();
    }

    /// The current hold, if any.
    pub fn held(&self, now: Time) -> Option<&Hold> {
        self.hold.as_ref().filter(|hold| hold.until > now)
    }

    fn rate(&self, now: Time) -> f64 {
        let probed = self.probe.rate();
        let rate = match self.headers.rate(now, probed) {
            // As long as every refusal was announced, the headers are more reliable than a rate that is still climbing.
            Some(told) if self.probe.is_climbing() => told,
            Some(told) => told.min(probed),
            None => probed,
        };
        rate.clamp(self.rates.least, self.rates.most)
    }

    /// Updates the bucket before the rate changes. Returns the rate until now.
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

    fn controller() -> RateController {
        let back_off = BackOff {
            base: Duration::from_secs(1),
            cap: Duration::from_mins(1),
        };
        RateController::new(RATES, back_off, 7, Time(0))
    }

    fn told(limit: u64, remaining: u64, reset: i64) -> Rate {
        Rate {
            limit: Some(limit),
            remaining: Some(remaining),
            reset: Some(reset),
        }
    }

    /// Sends whenever allowed, for `millis`, with every call accepted at once. Returns the number of calls.
    fn sent(controller: &mut RateController, from: i64, millis: i64) -> usize {
        let mut now = Time(from);
        let mut calls = 0;
        loop {
            now = controller.ready_at(now);
            if now.0 > from + millis {
                return calls;
            }
            controller.take(now);
            controller.answered(now, now, Rate::default(), false);
            calls += 1;
        }
    }

    #[test]
    fn starts_slowly_doubles_and_stays_within_its_bounds() {
        let mut controller = super::tests::controller();
        let seconds: Vec<_> = (0..6)
            .map(|second| sent(&mut controller, second * 1000, 999))
            .collect();
        assert!((5..=9).contains(&seconds[0]), "{seconds:?}");
        assert!(seconds[1] >= seconds[0] * 2, "{seconds:?}");
        assert!((49..=56).contains(&seconds[5]), "{seconds:?}");
    }

    #[test]
    fn a_long_silence_saves_up_no_burst() {
        let mut controller = super::tests::controller();
        let later = Time(3_600_000);
        for _ in 0..2 {
            assert_eq!(controller.ready_at(later), later);
            controller.take(later);
        }
        assert_eq!(controller.ready_at(later), Time(later.0 + 250));
    }

    #[test]
    fn a_call_that_something_else_held_up_does_not_make_the_rate_grow() {
        let mut controller = super::tests::controller();
        let later = Time(3_600_000);
        let mut rate_after_a_call = || {
            controller.take(later);
            controller.answered(later, later, Rate::default(), false);
            controller.rate(later)
        };
        assert!((rate_after_a_call() - 4.0).abs() < f64::EPSILON);
        assert!((rate_after_a_call() - 5.0).abs() < f64::EPSILON);
    }

    #[test]
    fn the_longest_hold_counts_and_can_be_released() {
        let mut controller = super::tests::controller();
        controller.hold(Time(9000), "long");
        controller.hold(Time(5000), "short");
        assert_eq!(controller.ready_at(Time(0)), Time(9000));
        assert_eq!(controller.held(Time(8999)).map(|hold| hold.why), Some("long"));
        assert_eq!(controller.held(Time(9000)), None);
        controller.release();
        assert_eq!(controller.ready_at(Time(0)), Time(0));
    }

    #[test]
    fn a_clock_that_goes_back_gives_and_takes_nothing() {
        assert!((refilled(1.5, 10.0, Time(5000), Time(1000)) - 1.5).abs() < f64::EPSILON);
    }

    #[test]
    fn the_first_headers_set_the_rate() {
        let mut controller = super::tests::controller();
        controller.take(Time(0));
        controller.answered(Time(300), Time(0), told(1000, 900, 60_000), false);
        // 900 minus a reserve, over 59.7 seconds.
        assert!(
            (controller.rate(Time(300)) - 15.0).abs() < 0.1,
            "{}",
            controller.rate(Time(300))
        );
    }

    #[test]
    fn a_limit_that_is_used_up_is_a_hold_with_its_reason() {
        let mut controller = super::tests::controller();
        controller.take(Time(0));
        controller.answered(Time(300), Time(0), told(1000, 0, 40_000), false);
        assert_eq!(
            controller.held(Time(300)),
            Some(&Hold {
                until: Time(40_000),
                why: USED_UP
            })
        );
        controller.release();
        assert!(controller.ready_at(Time(300)) < Time(1000));
    }

    #[test]
    fn a_reset_in_the_far_future_holds_for_a_quarter_of_an_hour() {
        let mut controller = super::tests::controller();
        controller.take(Time(0));
        controller.answered(Time(300), Time(0), told(1000, 0, i64::MAX), false);
        assert_eq!(
            controller.held(Time(300)).map(|hold| hold.until),
            Some(Time(900_300))
        );
    }

    #[test]
    fn refusals_that_headers_announce_are_left_to_them_until_there_are_many() {
        let mut controller = super::tests::controller();
        for number in 0..20 {
            let now = Time(number * 1000);
            controller.take(now);
            controller.answered(now, now, told(10, 0, now.0 + 1000), true);
            assert_eq!(controller.probe.is_climbing(), number < 7, "after {number}");
        }
    }

    #[test]
    fn a_refusal_that_headers_did_not_announce_counts_at_once() {
        for said in [told(10, 5, 1000), Rate::default()] {
            let mut controller = super::tests::controller();
            controller.take(Time(0));
            controller.answered(Time(0), Time(0), said, true);
            assert!(!controller.probe.is_climbing(), "{said:?}");
        }
    }

    #[test]
    fn accepted_calls_make_up_for_refusals() {
        let mut controller = super::tests::controller();
        let explained = |controller: &mut RateController, at| {
            controller.take(Time(at));
            controller.answered(Time(at), Time(at), told(10, 0, at + 1000), true);
            controller.probe.is_climbing()
        };
        for at in 0..7 {
            assert!(explained(&mut controller, at));
        }
        for at in 7..107 {
            controller.answered(Time(at), Time(at), told(10, 9, at + 1000), false);
        }
        assert!(explained(&mut controller, 107), "the seventh once more");
        assert!(!explained(&mut controller, 108));
    }

    #[test]
    fn a_limit_that_is_used_up_for_a_moment_is_no_hold() {
        for (at, is_held) in [(58_000, false), (57_999, true)] {
            let mut controller = super::tests::controller();
            controller.take(Time(0));
            controller.answered(Time(0), Time(0), told(10, 9, 60_000), false);
            controller.take(Time(at));
            controller.answered(Time(at), Time(at), told(10, 0, 60_000), false);
            assert_eq!(controller.held(Time(at)).is_some(), is_held, "{at}");
        }
    }

    #[test]
    fn once_calls_were_refused_for_no_reason_headers_do_not_make_it_faster() {
        let mut controller = super::tests::controller();
        controller.take(Time(0));
        controller.answered(Time(0), Time(0), told(1000, 900, 60_000), true);
        assert!(controller.rate(Time(0)) < 2.0, "{}", controller.rate(Time(0)));
    }

    #[test]
    fn a_lost_call_is_not_waited_for() {
        let mut controller = super::tests::controller();
        for _ in 0..2 {
            controller.answered(Time(0), Time(0), Rate::default(), true);
        }
        let probe = controller.ready_at(Time(0));
        controller.take(probe);
        assert!(controller.ready_at(probe).0 >= probe.0 + 30_000);
        controller.lost(probe, probe);
        assert!(controller.ready_at(probe).0 < probe.0 + 10_000);
    }
}
