//! What the headers tell: how many calls are left, and until when.
//!
//! Nobody says how the server counts, and a reset means different things: the end of a window, the moment at which the oldest
//! call leaves it, or at which a bucket is full again. So it begins with a window that ends at the reset, and changes its mind
//! when calls come back in between ([`Told::is_continuous`]).

use std::collections::VecDeque;

use rollcall_atlassian::Rate;

use super::seconds;
use crate::time::Time;

/// Periods below this tell little by a reset in whole seconds: what comes back is measured instead.
const SHORT_MS: i64 = 5_000;

/// Periods from this on are known well enough for limit over period to be the rate.
const LONG_MS: i64 = 10_000;

/// Share of the limit that is never used: for the calls that others make, and for clocks.
const RESERVE: f64 = 0.004;

/// Share of a short limit over its period that is taken for granted.
const GRANTED: f64 = 0.9;

/// What is left is spread over a tenth of the period where calls come back all the time, within these bounds, in ms.
const SPREAD_MS: [i64; 2] = [1_000, 6_000];

/// The shortest time, in ms, over which the last calls of a window are spread.
const LAST_MS: i64 = 50;

/// What came back is measured over so many ms, and so many answers.
const MEASURED_MS: i64 = 5_000;
const MEASURED_ANSWERS: usize = 50;

/// After so many answers in a row without headers the others' count for nothing: different calls have different limits.
const SILENT: u32 = 8;

/// A call without an answer for so long does not count as under way, and so many are remembered.
const LIFE_MS: i64 = 30_000;
const REMEMBERED: usize = 1_000;

/// A reset that is further away counts as this far away.
const DAY_MS: i64 = 24 * 60 * 60_000;

/// The most by which the server's clock is taken to differ.
const SHIFT_MS: i64 = 300_000;

#[derive(Clone, Debug, Default)]
pub(super) struct Told {
    newest: Option<Newest>,
    /// Answers since then that told nothing.
    silent: u32,
    /// Calls that went out after the newest one that told something, and calls accepted since.
    since: VecDeque<Time>,
    accepted: i64,
    /// The longest time to a reset that was told, in ms.
    period_ms: i64,
    /// What came back altogether, when; and how much that is a second.
    back: i64,
    backs: VecDeque<(Time, i64)>,
    refill: f64,
    /// What came back while the reset stayed the same.
    gained: i64,
    comes_back: bool,
    /// Whether nothing was missing when the newest call was counted: then what comes back does not show.
    is_full: bool,
    /// What has to be added to a told time, in ms: the server's clock differs.
    shift: i64,
}

#[derive(Clone, Copy, Debug)]
struct Newest {
    sent_at: Time,
    remaining: i64,
    limit: i64,
    reset: Option<Time>,
}

impl Newest {
    fn read(sent_at: Time, rate: Rate) -> Option<Self> {
        let number = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        let remaining = number(rate.remaining?).min(i64::from(u32::MAX));
        Some(Self {
            sent_at,
            remaining,
            limit: rate
                .limit
                .map_or(remaining + 1, number)
                .clamp(remaining, i64::from(u32::MAX)),
            reset: rate
                .reset
                .map(|at| Time(at.clamp(sent_at.0.saturating_sub(DAY_MS), sent_at.0.saturating_add(DAY_MS)))),
        })
    }
}

impl Told {
    /// In calls a second; `None` where nothing is told. `climb` is what it would be then.
    pub(super) fn rate(&self, now: Time, climb: f64) -> Option<f64> {
        let newest = self.newest.as_ref()?;
        let left = self.left(newest, now) - RESERVE * newest.limit as f64;
        let base = self.base(newest);
        if self.is_continuous() {
            let base = if self.is_full { base.max(climb) } else { base };
            let spread = (self.period_ms / 10).clamp(SPREAD_MS[0], SPREAD_MS[1]);
            return Some((base + (left - 1.0) * 1000.0 / spread as f64).max(base / 2.0));
        }
        let ahead = self.ahead(newest, now);
        if ahead <= 0 {
            return Some(base);
        }
        Some(left.max(0.0) * 1000.0 / ahead.max(LAST_MS) as f64)
    }

    /// Until when nothing goes out, because nothing is left. Sooner means that it is worth asking again then.
    pub(super) fn waits(&self, now: Time) -> Option<Time> {
        let newest = self.newest.as_ref()?;
        let ahead = self.ahead(newest, now);
        // Nothing is under way and nothing is known: one call will tell.
        if ahead <= 0 && self.since.is_empty() {
            return None;
        }
        let left = self.left(newest, now);
        if left >= 1.0 {
            return None;
        }
        let mut wait = if ahead > 0 { ahead } else { 1000 };
        if self.is_continuous() {
            // Where nothing comes back that is for ever, and the reset counts.
            wait = wait.min(((1.0 - left) / self.base(newest) * 1000.0).ceil() as i64);
        }
        Some(Time(now.0.saturating_add(wait.max(1))))
    }

    /// The reset, where a window is used up and no call is under way.
    pub(super) fn is_used_up_until(&self, now: Time) -> Option<Time> {
        let newest = self.newest.as_ref()?;
        let is_used_up = newest.remaining == 0 && self.since.is_empty() && !self.is_continuous();
        is_used_up.then(|| Time(now.0.saturating_add(self.ahead(newest, now))))
    }

    pub(super) fn sent(&mut self, now: Time) {
        self.since.push_back(now);
        if self.since.len() > REMEMBERED {
            self.since.pop_front();
        }
    }

    /// Whether the answer told anything.
    pub(super) fn answered(&mut self, now: Time, sent_at: Time, rate: Rate, refused: bool) -> bool {
        self.accepted += i64::from(!refused);
        let Some(newest) = Newest::read(sent_at, rate) else {
            self.silent += 1;
            if self.silent > SILENT {
                self.forget();
            }
            return false;
        };
        self.silent = 0;
        // Of answers that overtook each other, the one to the call that went out last counts.
        if self.newest.is_some_and(|old| old.sent_at > sent_at) {
            return true;
        }
        if let Some(reset) = newest.reset {
            let ahead = reset.0.saturating_sub(sent_at.0);
            self.period_ms = self.period_ms.max(ahead);
        }
        if let Some(old) = self.newest {
            self.compare(now, &old, &newest);
        }
        self.is_full = newest.remaining + self.accepted >= newest.limit;
        self.accepted = 0;
        self.measure(sent_at);
        while self.since.front().is_some_and(|&at| at <= sent_at) {
            self.since.pop_front();
        }
        self.newest = Some(newest);
        true
    }

    /// Nothing is told any more.
    pub(super) fn forget(&mut self) {
        self.newest = None;
        self.accepted = 0;
        self.backs.clear();
    }

    /// What came back between two answers, and what that says about the way the server counts.
    fn compare(&mut self, now: Time, old: &Newest, new: &Newest) {
        let back = new.remaining + self.accepted - old.remaining;
        if old.reset == new.reset {
            self.gained += back;
            // One may be an answer that was overtaken.
            self.comes_back |= self.gained > 1;
        } else {
            self.gained = 0;
            let step = |old: Time, new: Time| new.0.saturating_sub(old.0);
            // A window's reset moves by a whole period.
            self.comes_back |= !self.is_short()
                && old
                    .reset
                    .zip(new.reset)
                    .is_some_and(|(was, is)| step(was, is).saturating_mul(2) < step(old.sent_at, was));
            // In a new window all that is missing are the calls since.
            if new.remaining + self.accepted < new.limit {
                self.comes_back = true;
            } else if back > 0 && !self.is_short() {
                self.begin_window(now, old);
                return;
            }
        }
        self.back += back;
    }

    /// A window ended between the call of the old answer and now: that says how the clocks differ.
    fn begin_window(&mut self, now: Time, old: &Newest) {
        self.backs.clear();
        if let Some(reset) = old.reset.filter(|_| !self.is_continuous()) {
            let least = old.sent_at.0.saturating_sub(reset.0);
            let most = now.0.saturating_sub(reset.0);
            self.shift = self.shift.min(most).max(least).clamp(-SHIFT_MS, SHIFT_MS);
        }
    }

    fn measure(&mut self, sent_at: Time) {
        self.backs.push_back((sent_at, self.back));
        while self.backs.len() > MEASURED_ANSWERS
            && self
                .backs
                .get(1)
                .is_some_and(|(at, _)| at.0 < sent_at.0 - MEASURED_MS)
        {
            self.backs.pop_front();
        }
        if let Some(&(from, back)) = self.backs.front() {
            let span = seconds(from, sent_at);
            // Over less than this a single call is too much of a difference.
            if span >= 0.2 {
                self.refill = ((self.back - back) as f64 / span).max(0.0);
            }
        }
    }

    fn is_short(&self) -> bool {
        self.period_ms < SHORT_MS
    }

    /// Whether calls come back all the time, as in a bucket or a window that slides.
    fn is_continuous(&self) -> bool {
        self.comes_back || self.is_short()
    }

    /// What can go on for ever, in calls a second.
    fn base(&self, newest: &Newest) -> f64 {
        let even = if self.period_ms > 0 {
            newest.limit as f64 * 1000.0 / self.period_ms as f64
        } else {
            0.0
        };
        if !self.is_continuous() || self.period_ms >= LONG_MS {
            even
        } else {
            self.refill.max(GRANTED * even)
        }
    }

    /// Calls left, those under way taken off and those that come back until then added.
    fn left(&self, newest: &Newest, now: Time) -> f64 {
        let since = self.since.iter().filter(|at| at.0 > now.0 - LIFE_MS).count() as f64;
        let over = -self.ahead(newest, now);
        if !self.is_continuous() && over >= 0 {
            // All that are under way may fall into the windows that have begun since the reset.
            let windows = 1 + over / self.period_ms.max(1);
            return windows as f64 * newest.limit as f64 - since;
        }
        let back = if self.is_continuous() {
            self.base(newest) * seconds(newest.sent_at, now)
        } else {
            0.0
        };
        (newest.remaining as f64 - since + back).min(newest.limit as f64)
    }

    /// From now to the reset, in ms.
    fn ahead(&self, newest: &Newest, now: Time) -> i64 {
        newest.reset.map_or(0, |reset| {
            reset.0.saturating_add(self.shift).saturating_sub(now.0)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(limit: u64, remaining: u64, reset: i64) -> Rate {
        Rate {
            limit: Some(limit),
            remaining: Some(remaining),
            reset: Some(reset),
        }
    }

    /// A call that is answered at once.
    fn call(told: &mut Told, at: i64, said: Rate) {
        told.sent(Time(at));
        told.answered(Time(at), Time(at), said, false);
    }

    fn a_second(told: &Told, at: i64) -> f64 {
        told.rate(Time(at), 4.0).unwrap()
    }

    #[test]
    fn what_is_left_is_spread_over_the_time_to_the_reset() {
        let mut told = Told::default();
        assert_eq!(told.rate(Time(0), 4.0), None);
        call(&mut told, 0, rate(600, 599, 60_000));
        assert!((a_second(&told, 0) - 9.94).abs() < 0.01, "{}", a_second(&told, 0));
        // Somebody else took half of it.
        call(&mut told, 30_000, rate(600, 150, 60_000));
        assert!((a_second(&told, 30_000) - 4.92).abs() < 0.01);
    }

    #[test]
    fn calls_under_way_are_taken_off() {
        let mut told = Told::default();
        call(&mut told, 0, rate(10, 2, 60_000));
        assert_eq!(told.waits(Time(0)), None);
        told.sent(Time(100));
        told.sent(Time(200));
        assert_eq!(told.waits(Time(200)), Some(Time(60_000)));
        // One whose answer never comes is forgotten.
        assert_eq!(told.waits(Time(100 + LIFE_MS)), None);
    }

    #[test]
    fn after_the_reset_a_window_is_full_again() {
        let mut told = Told::default();
        call(&mut told, 0, rate(600, 599, 60_000));
        call(&mut told, 59_000, rate(600, 0, 60_000));
        assert_eq!(told.is_used_up_until(Time(59_000)), Some(Time(60_000)));
        assert_eq!(told.waits(Time(59_000)), Some(Time(60_000)));
        assert_eq!(told.waits(Time(60_000)), None);
        assert!((a_second(&told, 60_000) - 10.0).abs() < f64::EPSILON);
    }

    #[test]
    fn a_window_that_slides_gives_limit_over_period() {
        let mut told = Told::default();
        for second in 0..60 {
            call(
                &mut told,
                second * 1000,
                rate(600, 600 - 10 * second as u64, 60_000),
            );
        }
        assert!(!told.is_continuous(), "nothing came back so far");
        for second in 60..80 {
            call(&mut told, second * 1000, rate(600, 3, (second + 1) * 1000));
        }
        assert!(told.is_continuous());
        assert!((a_second(&told, 79_000) - 10.0).abs() < 0.5);
    }

    #[test]
    fn a_short_period_is_measured() {
        let mut told = Told::default();
        // A bucket that gets 20 a second and is nearly empty; the reset in whole seconds says little.
        for call_number in 0..200 {
            let at = call_number * 50;
            call(&mut told, at, rate(20, 1, (at / 1000 + 2) * 1000));
        }
        assert!((told.refill - 20.0).abs() < 0.5, "{}", told.refill);
    }

    #[test]
    fn clocks_may_differ() {
        for (differs, reset) in [(-5_000, 65_000), (5_000, 55_000)] {
            let mut told = Told::default();
            call(&mut told, 0, rate(600, 599, reset));
            call(&mut told, 59_900, rate(600, 5, reset));
            call(&mut told, 60_100, rate(600, 599, reset + 60_000));
            assert!(
                (told.shift - differs).abs() <= 100,
                "{} for {differs}",
                told.shift
            );
        }
    }

    #[test]
    fn an_answer_that_was_overtaken_changes_nothing() {
        let mut told = Told::default();
        told.sent(Time(0));
        told.sent(Time(10));
        told.answered(Time(500), Time(10), rate(10, 8, 60_000), false);
        told.answered(Time(600), Time(0), rate(10, 9, 60_000), false);
        call(&mut told, 700, rate(10, 7, 60_000));
        assert_eq!(told.newest.map(|newest| newest.remaining), Some(7));
        assert!(!told.comes_back);
    }

    #[test]
    fn what_only_other_calls_are_told_is_forgotten() {
        let mut told = Told::default();
        call(&mut told, 0, rate(10, 8, 60_000));
        for at in 1..=i64::from(SILENT) {
            call(&mut told, at, Rate::default());
            assert!(told.rate(Time(at), 4.0).is_some());
        }
        call(&mut told, 100, Rate::default());
        assert_eq!(told.rate(Time(100), 4.0), None);
    }

    #[test]
    fn nonsense_is_survived() {
        let mut told = Told::default();
        for said in [
            rate(0, 0, i64::MIN),
            rate(u64::MAX, u64::MAX, i64::MAX),
            rate(1, 9, 0),
        ] {
            for at in [0, 1, i64::MAX / 2] {
                call(&mut told, at, said);
                assert!(a_second(&told, at).is_finite());
                assert!(told.waits(Time(at)).is_none_or(|until| until > Time(at)));
            }
        }
    }

    fn is_exactly(rate: f64, expected: f64) -> bool {
        (rate - expected).abs() < 1e-9
    }

    /// Something was told at the beginning: 600 a minute, of which so many are left. Calls come back all the time.
    fn bucket(remaining: i64) -> Told {
        Told {
            newest: Some(Newest {
                sent_at: Time(0),
                remaining,
                limit: 600,
                reset: Some(Time(60_000)),
            }),
            period_ms: 60_000,
            comes_back: true,
            ..Told::default()
        }
    }

    #[test]
    fn where_calls_come_back_what_is_left_is_spread_over_seconds() {
        // Ten a second come back; 2.4 are kept in reserve, and one is left for the next call.
        assert!(is_exactly(a_second(&bucket(100), 0), 10.0 + 96.6 / 6.0));
        assert!(is_exactly(a_second(&bucket(100), 1000), 10.0 + 106.6 / 6.0));
        assert!(
            is_exactly(a_second(&bucket(599), 60_000), 10.0 + 596.6 / 6.0),
            "no more than the limit"
        );
        let mut taken = bucket(0);
        assert!(is_exactly(a_second(&taken, 0), 10.0 - 3.4 / 6.0));
        taken.since.extend([Time(0); 40]);
        assert!(is_exactly(a_second(&taken, 0), 5.0), "half at least");
        let mut short = bucket(4);
        short.period_ms = 20_000;
        assert!(is_exactly(a_second(&short, 0), 30.0 + 0.6 / 2.0));
        short.period_ms = 5_000;
        short.refill = 200.0;
        assert!(
            is_exactly(a_second(&short, 0), 200.0 + 0.6),
            "what comes back is measured"
        );
        short.refill = 0.0;
        assert!(
            is_exactly(a_second(&short, 0), 0.9 * 120.0 + 0.6),
            "or nearly taken for granted"
        );
    }

    #[test]
    fn a_bucket_that_is_full_does_not_show_how_fast_it_fills() {
        let mut told = bucket(600);
        told.is_full = true;
        let spread = 596.6 / 6.0;
        assert!(is_exactly(told.rate(Time(0), 50.0).unwrap(), 50.0 + spread));
        assert!(is_exactly(told.rate(Time(0), 4.0).unwrap(), 10.0 + spread));
        told.is_full = false;
        assert!(is_exactly(told.rate(Time(0), 50.0).unwrap(), 10.0 + spread));
    }

    #[test]
    fn the_last_calls_of_a_window_are_not_spread_over_less_than_an_instant() {
        let mut told = bucket(6);
        told.comes_back = false;
        assert!(is_exactly(a_second(&told, 59_000), 3.6));
        assert!(is_exactly(a_second(&told, 59_950), 72.0));
        assert!(is_exactly(a_second(&told, 59_999), 72.0));
        assert!(is_exactly(a_second(&told, 60_000), 10.0), "limit over period");
    }

    #[test]
    fn a_call_waits_until_one_has_come_back_or_the_window_ends() {
        let mut told = bucket(1);
        assert_eq!(told.waits(Time(0)), None);
        told.since.push_back(Time(0));
        assert_eq!(told.waits(Time(0)), Some(Time(100)));
        assert_eq!(told.waits(Time(50)), Some(Time(100)));
        assert_eq!(told.waits(Time(100)), None);
        told.comes_back = false;
        assert_eq!(told.waits(Time(50)), Some(Time(60_000)));
        // Three windows have begun since the reset, and each may hold the calls that are under way.
        told.since.extend([Time(59_000); 600]);
        assert_eq!(told.waits(Time(60_000)), Some(Time(61_000)));
        told.since.truncate(1);
        told.since.extend([Time(170_000); 1799]);
        assert_eq!(told.waits(Time(179_999)), Some(Time(180_999)));
        told.since.pop_back();
        told.since.pop_back();
        assert_eq!(told.waits(Time(179_999)), Some(Time(180_999)));
        assert_eq!(told.waits(Time(180_000)), None);
    }

    #[test]
    fn a_window_is_used_up_only_when_no_call_is_under_way_and_none_comes_back() {
        let used_up = |change: &dyn Fn(&mut Told)| {
            let mut told = bucket(0);
            told.comes_back = false;
            change(&mut told);
            told.is_used_up_until(Time(1000))
        };
        assert_eq!(used_up(&|_| {}), Some(Time(60_000)));
        assert_eq!(used_up(&|told| told.since.push_back(Time(500))), None);
        assert_eq!(used_up(&|told| told.comes_back = true), None);
        assert_eq!(used_up(&|told| told.period_ms = 4_999), None);
        assert_eq!(used_up(&|told| told.period_ms = 5_000), Some(Time(60_000)));
    }

    #[test]
    fn a_limit_that_is_not_told_is_what_is_left_and_the_call_itself() {
        let said = Rate {
            limit: None,
            remaining: Some(9),
            reset: None,
        };
        let newest = Newest::read(Time(0), said).unwrap();
        assert_eq!((newest.limit, newest.remaining), (10, 9));
    }

    #[test]
    fn a_reset_counts_as_a_day_away_at_most() {
        let newest = |reset| Newest::read(Time(0), rate(10, 9, reset)).unwrap();
        assert_eq!(newest(i64::MAX).reset, Some(Time(86_400_000)));
        assert_eq!(newest(i64::MIN).reset, Some(Time(-86_400_000)));
    }

    #[test]
    fn a_bucket_into_which_nothing_comes_waits_for_its_reset() {
        let mut told = bucket(0);
        told.period_ms = 0;
        assert_eq!(told.waits(Time(0)), Some(Time(60_000)));
    }

    #[test]
    fn so_many_calls_without_an_answer_are_remembered() {
        let mut told = Told::default();
        for at in (0..).take(REMEMBERED + 1) {
            told.sent(Time(at));
        }
        assert_eq!(
            (told.since.len(), told.since.front()),
            (REMEMBERED, Some(&Time(1)))
        );
    }

    /// Whether calls come back, after answers to calls at these times that told remaining and reset.
    fn comes_back(answers: &[(i64, u64, i64)]) -> bool {
        let mut told = Told::default();
        for &(at, remaining, reset) in answers {
            call(&mut told, at, rate(100, remaining, reset));
        }
        told.comes_back
    }

    #[test]
    fn how_calls_come_back_shows_what_the_server_counts_in() {
        // A window: nothing comes back before its end, and then all of it.
        assert!(!comes_back(&[
            (0, 99, 60_000),
            (100, 98, 60_000),
            (61_000, 99, 120_000)
        ]));
        // One that comes back while the reset stays may be an answer that was overtaken; two are none.
        assert!(!comes_back(&[(0, 90, 60_000), (100, 90, 60_000)]));
        assert!(comes_back(&[
            (0, 90, 60_000),
            (100, 90, 60_000),
            (200, 90, 60_000)
        ]));
        // A reset that moves a little is none of a window; one that moves by half of the time to it may be.
        assert!(comes_back(&[(0, 99, 60_000), (100, 99, 60_100)]));
        assert!(!comes_back(&[(0, 99, 60_000), (61_000, 99, 90_000)]));
        assert!(comes_back(&[(0, 90, 60_000), (100, 89, 60_500)]));
        // In a new window something is missing that was not called since.
        assert!(comes_back(&[(0, 90, 60_000), (61_000, 95, 120_000)]));
    }

    #[test]
    fn a_bucket_is_full_when_nothing_but_the_call_itself_is_missing() {
        let mut told = Told::default();
        call(&mut told, 0, rate(10, 9, 60_000));
        assert!(told.is_full);
        call(&mut told, 100, rate(10, 8, 60_000));
        assert!(!told.is_full);
    }

    #[test]
    fn a_reset_that_moves_while_nothing_comes_back_says_nothing_of_the_clocks() {
        let mut told = Told::default();
        call(&mut told, 0, rate(100, 100, 60_000));
        call(&mut told, 30_000, rate(100, 99, 120_000));
        assert_eq!(told.shift, 0);
    }

    #[test]
    fn where_answers_come_fast_more_of_them_are_measured() {
        let mut told = Told::default();
        for number in 0..200 {
            call(&mut told, number * 10, rate(100, 50, 3_000));
        }
        assert_eq!(told.backs.len(), 200, "two seconds");
    }
}
