//! How fast calls go out. Atlassian publishes no limit for most calls, so the rate starts low, grows slowly, and is halved
//! whenever a call is answered 429.

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
    /// What is added in each second in which calls are accepted at the full rate.
    pub growth: f64,
}

/// Calls that may go out at once after a time without any.
const BURST: f64 = 2.0;

/// A token bucket whose rate moves, and that can be held shut.
#[derive(Clone, Debug)]
pub(super) struct Pace {
    rates: Rates,
    rate: f64,
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
    pub(super) fn new(rates: Rates, now: Time) -> Self {
        Self {
            rates,
            rate: rates.start,
            tokens: 1.0,
            at: now,
            hold: None,
        }
    }

    /// When the next call may go out: now, or later.
    pub(super) fn ready_at(&self, now: Time) -> Time {
        let tokens = refilled(self.tokens, self.rate, self.at, now);
        let missing_ms = if tokens >= 1.0 {
            0
        } else {
            ((1.0 - tokens) / self.rate * 1000.0).ceil() as i64
        };
        let filled = Time(now.0.saturating_add(missing_ms));
        self.hold.as_ref().map_or(filled, |hold| filled.max(hold.until))
    }

    /// A call goes out.
    pub(super) fn take(&mut self, now: Time) {
        self.tokens = refilled(self.tokens, self.rate, self.at, now) - 1.0;
        self.at = now;
    }

    /// A call was accepted.
    pub(super) fn accepted(&mut self) {
        self.rate = grown(self.rate, &self.rates);
    }

    /// A call was answered 429.
    pub(super) fn refused(&mut self, now: Time) {
        self.tokens = refilled(self.tokens, self.rate, self.at, now).min(1.0);
        self.at = now;
        self.rate = halved(self.rate, &self.rates);
    }

    /// Nothing goes out before this time, or before the time of an earlier hold that ends later.
    pub(super) fn hold(&mut self, until: Time, why: &'static str) {
        if self.hold.as_ref().is_none_or(|hold| hold.until < until) {
            self.hold = Some(Hold { until, why });
        }
    }

    /// Ends a hold before its time.
    pub(super) fn release(&mut self) {
        self.hold = None;
    }

    /// The hold that is on.
    pub(super) fn held(&self, now: Time) -> Option<&Hold> {
        self.hold.as_ref().filter(|hold| hold.until > now)
    }
}

/// Adds `growth` a second when calls are accepted `rate` times a second.
fn grown(rate: f64, rates: &Rates) -> f64 {
    (rate + rates.growth / rate).min(rates.most)
}

fn halved(rate: f64, rates: &Rates) -> f64 {
    (rate / 2.0).max(rates.least)
}

fn refilled(tokens: f64, rate: f64, from: Time, to: Time) -> f64 {
    let seconds = to.0.saturating_sub(from.0).max(0) as f64 / 1000.0;
    (tokens + rate * seconds).min(BURST)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATES: Rates = Rates {
        start: 4.0,
        least: 0.5,
        most: 50.0,
        growth: 1.0,
    };

    /// Sends whenever it may, for so long, with every call accepted; counts.
    fn sent(pace: &mut Pace, from: i64, millis: i64) -> usize {
        let mut now = Time(from);
        let mut calls = 0;
        loop {
            now = pace.ready_at(now);
            if now.0 > from + millis {
                return calls;
            }
            pace.take(now);
            pace.accepted();
            calls += 1;
        }
    }

    #[test]
    fn starts_low_and_adds_its_growth_each_second() {
        let mut pace = Pace::new(RATES, Time(0));
        let first = sent(&mut pace, 0, 1000);
        assert!((4..=6).contains(&first), "{first} calls in the first second");
        sent(&mut pace, 1000, 9000);
        assert!(
            (13.0..15.0).contains(&pace.rate),
            "{} a second after ten seconds",
            pace.rate
        );
    }

    #[test]
    fn never_leaves_its_bounds() {
        let (mut fast, mut slow) = (RATES.start, RATES.start);
        for _ in 0..10_000 {
            fast = grown(fast, &RATES);
            slow = halved(slow, &RATES);
        }
        assert_eq!((fast, slow), (RATES.most, RATES.least));
    }

    #[test]
    fn a_long_silence_saves_up_no_burst() {
        let mut pace = Pace::new(RATES, Time(0));
        let later = Time(3_600_000);
        for _ in 0..2 {
            assert_eq!(pace.ready_at(later), later);
            pace.take(later);
        }
        assert_eq!(pace.ready_at(later), Time(later.0 + 250));
    }

    #[test]
    fn the_longest_hold_counts_and_can_be_released() {
        let mut pace = Pace::new(RATES, Time(0));
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
}
