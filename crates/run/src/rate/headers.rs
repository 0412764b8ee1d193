//! What the headers tell: how many calls are left, and until when.
//!
//! Nobody says how the server counts, and a reset means different things: the end of a window, the moment at which the oldest
//! call leaves it, or at which a bucket is full again. So it begins with a window that ends at the reset, and changes its mind
//! when calls come back in between ([`Headers::is_continuous`]).

use std::collections::VecDeque;

use rollcall_atlassian::Rate;

use rollcall_model::time::Time;

use super::rates::seconds;

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
pub(super) struct Headers {
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

impl Headers {
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
mod tests;
