//! Finds a limit from refusals (429) alone.
//!
//! ```text
//!              a 429                 the next is refused too
//!     Climb ───────────► Doubt ─────────────────────────────► Shut ◄─┐ refused: a longer gap
//!                        ▲   │ accepted                        │ │   │
//!                  a 429 │   ▼                                 │ └───┘
//!                        Cruise ◄───────────────────────────────┘ accepted
//! ```
//!
//! In `Doubt` calls go out at a fraction of the rate: a bucket accepts that, but a used-up window does not. In `Shut` one call goes out
//! at a time. The number of calls accepted in the last minute is then the limit, however the server counts: a bucket that was empty has
//! passed what flowed in, and a window has passed its whole quota. The rate stays a little below that. It exceeds the measured limit only
//! after enough accepted calls have made up for the refusals so far.

use std::collections::VecDeque;

use rollcall_model::time::Time;

use super::back_off::{BackOff, draw};
use super::rates::{Rates, seconds};

/// Length of the measured period. Atlassian's published limits are per minute (Organizations REST API, events and last-active-dates), so
/// this is also the assumed time until a used-up window opens again.
const MINUTE_MS: i64 = 60_000;

/// The share of the measured limit that is used.
const SHARE: f64 = 0.98;

/// Fewest accepted calls, and shortest time in seconds, that make a measurement. A measurement over less than `SURE` seconds can at most
/// halve the rate.
const FEWEST: usize = 10;
const SHORTEST: f64 = 1.0;
const SURE: f64 = 10.0;

/// The first measurement includes the climb: it counts if it took this many seconds, or if calls were shut off for a third of it.
const CLIMB_IS_SMALL: f64 = 30.0;

/// Factors for the rate after a refusal, until something is measured: while climbing, and while cruising.
const AFTER_CLIMB: f64 = 0.7;
const AFTER_CRUISE: f64 = 0.9;

/// Share of the rate that is used in `Doubt`.
const IN_DOUBT: f64 = 0.4;

/// Accepted calls required per refused call before the rate exceeds the measured limit, and the maximum of that debt.
const PRICE: i64 = 80;
const DEBT: i64 = 3000;

/// Rate increase per accepted call: before anything was measured; near the measured limit on the way back to it; in proportion to the
/// distance from it, in addition; and beyond it.
const UNMEASURED: f64 = 0.08;
const BACK: f64 = 0.02;
const FAR_BACK: f64 = 0.3;
const BEYOND: f64 = 0.005;

/// After this many ms without an answer, earlier accepted calls say nothing.
const IDLE_MS: i64 = 500;

/// If calls were shut off for longer than this many seconds, a window was used up. A sliding window opens as slowly as it was filled, so
/// the rate climbs again.
const WINDOW: f64 = 2.0;

/// A call without an answer for this many ms does not count as under way.
const LIFE_MS: i64 = 30_000;

/// Shortest gap between two calls in `Shut`, and the jitter of a call timed for the opening of a window, in ms.
const GAP_MS: i64 = 200;
const SPREAD_MS: u64 = 500;

#[derive(Clone, Debug)]
pub(super) struct Probe {
    rates: Rates,
    back_off: BackOff,
    seed: u64,
    draws: u64,
    state: State,
    rate: f64,
    /// The last measured limit, in calls per second.
    measured: Option<f64>,
    /// Whether the rate is climbing again after a window was used up.
    climbs: bool,
    /// Answers to calls sent before this time say nothing new about the limit.
    cut: Time,
    /// Accepted calls of the last minute, but none before `mark`.
    accepted: VecDeque<Time>,
    mark: Time,
    /// Number of accepted calls at the last refusal.
    at_refusal: usize,
    is_first: bool,
    /// Whether the last call was sent as soon as the rate allowed it.
    is_tight: bool,
    heard: Option<Time>,
    round_trip: f64,
    debt: i64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    /// No call was refused yet.
    Climb,
    Cruise,
    /// A call was refused, and it is not yet known whether others are.
    Doubt {
        since: Time,
    },
    /// Calls are refused. `probe`: when the call under way was sent.
    Shut {
        since: Time,
        tries: u32,
        probe: Option<Time>,
    },
}

impl Probe {
    pub(super) fn new(rates: Rates, back_off: BackOff, seed: u64, now: Time) -> Self {
        Self {
            rates,
            back_off,
            seed,
            draws: 0,
            state: State::Climb,
            rate: rates.start,
            measured: None,
            climbs: false,
            cut: now,
            accepted: VecDeque::new(),
            mark: now,
            at_refusal: 0,
            is_first: true,
            is_tight: true,
            heard: None,
            round_trip: 0.0,
            debt: 0,
        }
    }

    /// Current rate, in calls per second.
    pub(super) fn rate(&self) -> f64 {
        match self.state {
            State::Doubt { .. } => self.rate * IN_DOUBT,
            State::Climb | State::Cruise | State::Shut { .. } => self.rate,
        }
    }

    pub(super) fn is_climbing(&self) -> bool {
        self.state == State::Climb
    }

    /// Time before which the next call is not sent, if one must first come back.
    pub(super) fn waits(&self) -> Option<Time> {
        match self.state {
            State::Shut { probe, .. } => probe.map(|at| Time(at.0.saturating_add(LIFE_MS))),
            State::Climb | State::Cruise | State::Doubt { .. } => None,
        }
    }

    /// Records that a call is sent. `is_tight`: a higher rate would have sent it earlier.
    pub(super) fn sent(&mut self, now: Time, is_tight: bool) {
        self.is_tight = is_tight;
        match &mut self.state {
            State::Shut { probe, .. } => *probe = Some(now),
            State::Climb | State::Cruise => {
                let is_idle = self.heard.is_some_and(|at| now.0 - at.0 > IDLE_MS);
                if is_idle && !is_tight {
                    self.measure_from(now);
                }
            }
            State::Doubt { .. } => {}
        }
    }

    /// Records an accepted call. Returns true if that ended a setback.
    pub(super) fn accepted(&mut self, now: Time, sent_at: Time) -> bool {
        self.accepted.push_back(now);
        self.forget_before(now);
        self.heard = Some(now);
        self.round_trip = seconds(sent_at, now);
        self.debt = (self.debt - 1).max(0);
        let is_new = sent_at >= self.cut;
        match self.state {
            State::Climb | State::Cruise => {
                if self.is_tight {
                    self.grow();
                }
                return false;
            }
            State::Doubt { .. } if is_new => self.recovered(now, 0.0),
            State::Shut { since, .. } if is_new => self.recovered(now, seconds(since, now)),
            State::Doubt { .. } | State::Shut { .. } => return false,
        }
        true
    }

    /// Records a refused call; `rate` is the rate at which calls were sent. Returns the time before which no call is sent, if any.
    pub(super) fn refused(&mut self, now: Time, sent_at: Time, rate: f64) -> Option<Time> {
        self.heard = Some(now);
        self.debt = (self.debt + PRICE).min(DEBT);
        self.forget_before(now);
        self.at_refusal = self.accepted.len();
        if sent_at < self.cut {
            return None;
        }
        self.cut = now;
        match self.state {
            State::Climb | State::Cruise => {
                let left = if self.is_climbing() {
                    AFTER_CLIMB
                } else {
                    AFTER_CRUISE
                };
                self.rate = (rate * left).max(self.rates.least);
                self.state = State::Doubt { since: now };
                None
            }
            State::Doubt { since } => Some(self.shut(now, since, 1)),
            State::Shut { since, tries, .. } => Some(self.shut(now, since, tries.saturating_add(1))),
        }
    }

    /// Records that a call will not be answered.
    pub(super) fn lost(&mut self, now: Time, sent_at: Time) {
        self.heard = Some(now);
        if let State::Shut { probe, .. } = &mut self.state
            && probe.is_some_and(|at| at <= sent_at)
        {
            *probe = None;
        }
    }

    /// The next call need not wait for the one under way.
    pub(super) fn release(&mut self) {
        if let State::Shut { probe, .. } = &mut self.state {
            *probe = None;
        }
    }

    fn grow(&mut self) {
        // As in TCP slow start: with a round trip of more than a second, the effect of the rate is seen later.
        let climb = self.rates.growth / self.round_trip.max(1.0);
        let goal = self.measured.map(|measured| SHARE * measured);
        self.rate = match goal {
            _ if self.is_climbing() => self.rate + climb,
            None => self.rate + UNMEASURED,
            Some(goal) if self.rate < goal => {
                let step = if self.climbs {
                    climb
                } else {
                    BACK + FAR_BACK * (1.0 - self.rate / goal)
                };
                (self.rate + step).min(goal)
            }
            Some(_) => {
                self.climbs = false;
                self.rate + if self.debt > 0 { 0.0 } else { BEYOND }
            }
        }
        .min(self.rates.most);
    }

    /// All calls are refused: send one after a gap or when a window is likely to open, whichever comes first.
    fn shut(&mut self, now: Time, since: Time, tries: u32) -> Time {
        self.state = State::Shut {
            since,
            tries,
            probe: None,
        };
        self.draws += 1;
        let drawn = self.back_off.delay(tries, draw(self.seed, self.draws));
        // Not much longer than calls have been shut off already, to avoid missing the opening of a short window.
        let gap = (drawn.as_millis() as i64).min((now.0 - since.0) / 4).max(GAP_MS);
        let spread = (draw(!self.seed, self.draws) % SPREAD_MS).cast_signed();
        let oldest = self.accepted.front().map_or(now, |&at| at);
        let openings = [next_minute(now), Time(oldest.0.saturating_add(MINUTE_MS))];
        openings
            .into_iter()
            .map(|at| Time(at.0.saturating_add(spread)))
            .fold(Time(now.0.saturating_add(gap)), Time::min)
            .max(Time(now.0.saturating_add(GAP_MS)))
    }

    /// A call sent after the refusals was accepted. Calls had been shut off for `shut` seconds.
    fn recovered(&mut self, now: Time, shut: f64) {
        let span = seconds(self.mark, now).min(MINUTE_MS as f64 / 1000.0);
        let is_long = span > CLIMB_IS_SMALL || shut > span / 3.0;
        let counts = self.accepted.len() >= FEWEST && span >= SHORTEST && (is_long || !self.is_first);
        if counts {
            let mut measured = self.accepted.len() as f64 / span;
            // The call that found the window open came late; at the last refusal the whole window was still within the measured minute.
            measured = measured.max(self.at_refusal as f64 / (MINUTE_MS as f64 / 1000.0));
            if span < SURE {
                measured = measured.max(self.rate / 2.0);
            }
            self.measured = Some(measured);
            self.rate = self.rate.min(SHARE * measured);
            if shut > WINDOW {
                self.climbs = true;
                self.rate = self.rate.min(self.rates.start);
            }
            self.rate = self.rate.max(self.rates.least);
        } else if self.is_first {
            self.measure_from(now);
        }
        self.is_first = false;
        self.at_refusal = 0;
        self.state = State::Cruise;
    }

    fn measure_from(&mut self, now: Time) {
        self.mark = now;
        self.accepted.clear();
    }

    fn forget_before(&mut self, now: Time) {
        while self.accepted.front().is_some_and(|at| at.0 <= now.0 - MINUTE_MS) {
            self.accepted.pop_front();
        }
    }
}

/// The next time at which the clock shows a full minute.
fn next_minute(now: Time) -> Time {
    Time(
        now.0
            .saturating_sub(now.0.rem_euclid(MINUTE_MS))
            .saturating_add(MINUTE_MS),
    )
}

#[cfg(test)]
mod tests;
