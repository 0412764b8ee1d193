//! Estimates the rate from the rate-limit headers: how many calls are left, and until when.
//!
//! How the server counts is not documented, and the reset time can mean different things: the end of a window, the moment at which the
//! oldest call leaves the window, or the moment at which a bucket is full again. The estimate starts by assuming a window that ends at
//! the reset, and drops that assumption when calls come back in between ([`Headers::is_continuous`]).

use std::collections::VecDeque;

use rollcall_atlassian::Rate;

use rollcall_model::time::Time;

use super::rates::seconds;

/// For shorter periods a reset in whole seconds says little: the calls that come back are measured instead.
const SHORT_MS: i64 = 5_000;

/// From this period on, the period is known well enough to use limit divided by period as the rate.
const LONG_MS: i64 = 10_000;

/// Share of the limit that is never used: reserved for other clients' calls and clock differences.
const RESERVE: f64 = 0.004;

/// Share of limit divided by period that is assumed to be available when the period is short.
const GRANTED: f64 = 0.9;

/// If calls come back continuously, the remaining calls are spread over a tenth of the period, within these bounds in ms.
const SPREAD_MS: [i64; 2] = [1_000, 6_000];

/// The shortest time, in ms, over which the last calls of a window are spread.
const LAST_MS: i64 = 50;

/// The calls that come back are measured over this many ms, and this many answers.
const MEASURED_MS: i64 = 5_000;
const MEASURED_ANSWERS: usize = 50;

/// After this many answers in a row without headers, earlier headers are ignored: different calls have different limits.
const SILENT: u32 = 8;

/// A call without an answer for this many ms does not count as under way; and the maximum number of calls remembered.
const LIFE_MS: i64 = 30_000;
const REMEMBERED: usize = 1_000;

/// A reset that is further away counts as this far away.
const DAY_MS: i64 = 24 * 60 * 60_000;

/// Largest clock difference from the server that is assumed, in ms.
const SHIFT_MS: i64 = 300_000;

#[derive(Clone, Debug, Default)]
pub(super) struct Headers {
    newest: Option<Newest>,
    /// Answers without headers since the newest answer with headers.
    silent: u32,
    /// Calls sent after the call of the newest answer with headers, and the number of calls accepted since.
    since: VecDeque<Time>,
    accepted: i64,
    /// The longest time to a reset seen so far, in ms.
    period_ms: i64,
    /// Total of calls that came back; the total over time; and calls per second that come back.
    back: i64,
    backs: VecDeque<(Time, i64)>,
    refill: f64,
    /// Calls that came back while the reset stayed the same.
    gained: i64,
    comes_back: bool,
    /// Whether no calls were missing when the newest call was counted: then calls that come back cannot be observed.
    is_full: bool,
    /// Correction to add to the server's times, in ms: the server's clock differs.
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
    /// Rate in calls per second; `None` without headers. `climb` is the rate that would apply then.
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

    /// Time before which no call is sent, because none are left. Ask again at that time, which may be before the reset.
    pub(super) fn waits(&self, now: Time) -> Option<Time> {
        let newest = self.newest.as_ref()?;
        let ahead = self.ahead(newest, now);
        // No call is under way and nothing is known: the next call will tell.
        if ahead <= 0 && self.since.is_empty() {
            return None;
        }
        let left = self.left(newest, now);
        if left >= 1.0 {
            return None;
        }
        let mut wait = if ahead > 0 { ahead } else { 1000 };
        if self.is_continuous() {
            // If no calls come back, this quotient is infinite and the reset counts.
            wait = wait.min(((1.0 - left) / self.base(newest) * 1000.0).ceil() as i64);
        }
        Some(Time(now.0.saturating_add(wait.max(1))))
    }

    /// The reset time, if a window is used up and no call is under way.
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

    /// Records an answer. Returns whether it had rate-limit headers.
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
        // If answers overtook each other, the one to the call sent last counts.
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

    /// Discards what the headers said.
    pub(super) fn forget(&mut self) {
        self.newest = None;
        self.accepted = 0;
        self.backs.clear();
    }

    /// Computes the calls that came back between two answers, and infers how the server counts.
    fn compare(&mut self, now: Time, old: &Newest, new: &Newest) {
        let back = new.remaining + self.accepted - old.remaining;
        if old.reset == new.reset {
            self.gained += back;
            // A single one may come from answers that arrived out of order.
            self.comes_back |= self.gained > 1;
        } else {
            self.gained = 0;
            let step = |old: Time, new: Time| new.0.saturating_sub(old.0);
            // The reset time of a window moves by a whole period.
            self.comes_back |= !self.is_short()
                && old
                    .reset
                    .zip(new.reset)
                    .is_some_and(|(was, is)| step(was, is).saturating_mul(2) < step(old.sent_at, was));
            // In a new window, only the calls made since it began are missing.
            if new.remaining + self.accepted < new.limit {
                self.comes_back = true;
            } else if back > 0 && !self.is_short() {
                self.begin_window(now, old);
                return;
            }
        }
        self.back += back;
    }

    /// A window ended between the old answer's call and now, which shows how the clocks differ.
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
            // Over a shorter span a single call makes too large a difference.
            if span >= 0.2 {
                self.refill = ((self.back - back) as f64 / span).max(0.0);
            }
        }
    }

    fn is_short(&self) -> bool {
        self.period_ms < SHORT_MS
    }

    /// Whether calls come back continuously, as with a bucket or a sliding window.
    fn is_continuous(&self) -> bool {
        self.comes_back || self.is_short()
    }

    /// The sustainable rate, in calls per second.
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

    /// Calls left, minus those under way, plus those that come back until `now`.
    fn left(&self, newest: &Newest, now: Time) -> f64 {
        let since = self.since.iter().filter(|at| at.0 > now.0 - LIFE_MS).count() as f64;
        let over = -self.ahead(newest, now);
        if !self.is_continuous() && over >= 0 {
            // All calls under way may count against the windows that have begun since the reset.
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

    /// Time from `now` to the reset, in ms.
    fn ahead(&self, newest: &Newest, now: Time) -> i64 {
        newest.reset.map_or(0, |reset| {
            reset.0.saturating_add(self.shift).saturating_sub(now.0)
        })
    }
}

#[cfg(test)]
mod tests;
