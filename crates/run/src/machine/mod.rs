//! A plan being carried out: a state machine without I/O, clock or randomness.
//!
//! ```text
//!     Effect::Append ──► journal ──► Input::Durable ──► Effect::Send ──► Atlassian ──► Input::Answered ──► Effect::Append …
//! ```
//!
//! The driver gives every [`Input`] with the time, carries out what [`Run::effects`] gives, and answers each of them. A call
//! goes out only after the entry that announces it is safe, so that after a crash the journal names every call that may have
//! been made. What is so is a fold over the journal (`fold`); beside it stands only what a crash may forget: timers, the rate,
//! readings under way.
//!
//! | file | its reason |
//! | --- | --- |
//! | `fold`, `apply_answer`, `record`, `known` | what is so: the only place where an event changes it, and what is asked of it |
//! | `cycle`, `failures`, `claimed` | parts of the fold: circles of addresses; counting for the stop rules; what a journal from elsewhere says |
//! | `flow`, `advance` | what may go out now, and what goes next |
//! | `answers`, `classify_answer` | what an answer to a changing call means |
//! | `readback_queue`, `readback`, `readback_results` | which accounts are read, when a reading is believed, and what follows |
//! | `verify` | reading everything back at the end |
//! | `outbox`, `reach`, `readings`, `retries`, `traffic` | parts of what a crash may forget, each with its own rules |
//! | `show`, `result`, `message` | what is shown and said |
//!
//! A driver is a loop; the documentation of `rollcall-core` has one.

mod advance;
mod afterwards;
mod answers;
mod apply_answer;
mod claimed;
mod classify_answer;
mod cycle;
mod effect;
mod failures;
mod flow;
mod fold;
mod instants;
mod known;
mod outbox;
mod reach;
mod readback;
mod readback_queue;
mod readback_results;
mod reading;
mod readings;
mod record;
mod result;
mod resume;
mod retries;
mod settings;
mod show;
mod state;
mod texts;
mod traffic;
mod verify;

use std::collections::BTreeMap;

pub use effect::{Effect, Input, ReadId, Transport};
pub use resume::JournalError;
pub use settings::Settings;
pub use state::{CanaryRow, Ending, Parked, Phase, Problem, Proven, Results, State, Traffic, Waiting};

pub use fold::Times;

use fold::{Folded, Gate};
use instants::later;
use outbox::Outbox;
use reach::Reach;
use readings::Readings;
use retries::Retries;
use traffic::Meter;

use rollcall_model::time::Time;

use crate::journal::{self, Attempt, Decision, Entry, Event, Origin, OutcomeKind, Purpose, Seq};
use crate::plan::{Plan, Row};
use crate::rate::{self, RateController};
use crate::result_row::ResultRow;

/// One run.
#[derive(Debug)]
pub struct Run {
    /// What the journal says. Everything below may be forgotten.
    folded: Folded,
    settings: Settings,
    now: Time,
    effects: Vec<Effect>,

    /// What is written down and not yet safe.
    outbox: Outbox,
    /// Attempts that went out, and when.
    in_flight: BTreeMap<Attempt, Time>,
    /// How far it has come in its plan.
    reach: Reach,
    /// Which accounts are to be read, and which readings are under way.
    readings: Readings,
    /// How fast calls go out.
    rate: RateController,
    /// What is tried again.
    retries: Retries,
    /// Numbers the draws of the seed.
    draws: u64,
    /// What is shown of its speed.
    meter: Meter,
    /// The last wait that the driver was told.
    waits: Option<Time>,
    is_done: bool,
    is_claim: bool,
}

impl Run {
    /// Freezes a plan into a run that has not begun. `seed` is the source of its randomness.
    pub fn new(now: Time, plan: Plan, origin: Origin, seed: u64, settings: Settings) -> Self {
        let folded = Folded::new(plan.clone(), origin.clone(), seed, Seq(0), now);
        let mut run = Self::around(folded, now, settings);
        run.append(Event::Planned {
            version: journal::VERSION,
            origin: Box::new(origin),
            seed,
            plan: Box::new(plan),
        });
        run.flush();
        run
    }

    fn around(folded: Folded, now: Time, settings: Settings) -> Self {
        let now = now.max(folded.at);
        let draws = folded.last.0 << 20;
        let jitter = rate::draw(folded.seed, draws);
        let mut run = Self {
            draws,
            folded,
            settings,
            now,
            effects: Vec::new(),
            outbox: Outbox::default(),
            in_flight: BTreeMap::new(),
            reach: Reach::default(),
            readings: Readings::default(),
            rate: RateController::new(settings.rates, settings.back_off, jitter, now),
            retries: Retries::new(now),
            meter: Meter::new(now),
            waits: None,
            is_done: false,
            is_claim: false,
        };
        run.extend_reach();
        run
    }

    /// Takes in what happened. A time before that of an earlier input counts as that time.
    pub fn input(&mut self, now: Time, input: Input) {
        self.notice_sleep(now);
        self.now = self.now.max(now);
        match input {
            Input::Durable(seq) => self.durable(seq),
            Input::NotDurable { message } => self.not_durable(message),
            // A finished journal is closed: what comes after its end changes nothing.
            _ if self.folded.is_closed() => {}
            // A timer that fired early, or a clock that was set back: the wait is told again.
            Input::Time => self.waits = None,
            Input::Answered(attempt, result) => self.answered(attempt, result),
            Input::Read(read, result) => self.read(read, result),
            Input::Decided(decision) => self.decided(decision),
        }
        self.advance();
    }

    /// What is to be done, in order. Drained: each effect comes once.
    pub fn effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    /// What the run is about.
    pub fn origin(&self) -> &Origin {
        &self.folded.origin
    }

    /// When it was planned, begun and ended.
    pub fn times(&self) -> Times {
        self.folded.times
    }

    /// The same run as what a journal from elsewhere says: reports tell it so.
    #[must_use]
    pub fn as_claim(mut self) -> Self {
        self.is_claim = true;
        self
    }

    /// Whether all of it is what a journal from elsewhere says.
    pub fn is_claim(&self) -> bool {
        self.is_claim
    }

    /// Whether the run goes on from a journal that came from elsewhere.
    pub fn was_taken_in(&self) -> bool {
        self.folded.claimed.is_some()
    }

    /// Whether for one of its rows the word of a journal from elsewhere is all that tells what the account held at first.
    pub fn begins_where_a_claim_says(&self) -> bool {
        let claimed = self.folded.claimed.as_ref();
        claimed.is_some_and(|claimed| {
            self.folded
                .plan
                .rows
                .iter()
                .any(|row| claimed.before(&self.folded.plan, row).is_some())
        })
    }

    /// Whether its journal went from one browser to another so often that it cannot be taken in once more.
    pub fn was_taken_in_too_often(&self) -> bool {
        claimed::times(&self.folded) >= claimed::MOST_TIMES
    }

    /// What became of the row of the plan that does the same as this one, which is one of its rows or was made from one.
    pub fn outcome_of(&self, row: &Row) -> Option<OutcomeKind> {
        let plan = &self.folded.plan;
        let key = plan.key_of(row);
        let rows = (0..).zip(&plan.rows);
        let mut same = rows.filter(|(_, other)| plan.key_of(other) == key);
        same.next().map(|(at, _)| self.folded.kind(at))
    }

    /// What that journal says of the rows that are not part of what is made of it here, in no order.
    pub fn claimed_results(&self) -> Vec<ResultRow> {
        let plan = &self.folded.plan;
        let keys = || plan.rows.iter().map(|row| plan.key_of(row)).collect();
        let claimed = self.folded.claimed.as_ref();
        claimed.map_or_else(Vec::new, |claimed| claimed.others(keys()))
    }

    /// The plan.
    pub fn plan(&self) -> &Plan {
        &self.folded.plan
    }

    /// Writes an event down: it is so from now on, and durable later.
    fn append(&mut self, event: Event) {
        let entry = Entry {
            seq: Seq(self.folded.last.0 + 1),
            at: self.now,
            event,
        };
        let left = self.folded.left();
        for step in self.folded.apply(&entry) {
            self.reach.over(step);
            self.readings.readbacks.remove(&step);
            self.retries.forget(step);
            if self.folded.steps[step as usize].has_stayed() {
                self.reach.fallen();
            }
        }
        // A doubt that is settled leaves an open step, and what that waits for may have ended meanwhile.
        let is_settled = matches!(
            entry.event,
            Event::Looked {
                purpose: Purpose::Settle,
                outcome: None,
                ..
            }
        );
        if is_settled {
            self.reach.fallen();
        }
        // A cycle can end for its rows by a step that is done: one that takes something back.
        if self.folded.has_waiting_rows && self.folded.left() < left {
            self.reach.fallen();
        }
        for _ in self.folded.left()..left {
            self.meter.outcome(self.now);
        }
        self.outbox.write(entry);
    }

    /// Hands over what is not safe yet: all of it at once, and one append at a time.
    fn flush(&mut self) {
        self.effects.extend(self.outbox.flush());
    }

    /// What was announced goes out, where it still may.
    fn durable(&mut self, seq: Seq) {
        for attempt in self.outbox.durable(seq) {
            if self.may_send(attempt) {
                self.send_announced(attempt);
            } else {
                self.append(Event::Withdrawn { attempt });
            }
        }
    }

    /// What was announced but not kept is not sent.
    fn not_durable(&mut self, message: String) {
        for attempt in self.outbox.break_off(message) {
            self.append(Event::Withdrawn { attempt });
        }
    }

    /// A decision that makes no sense where the run stands is not taken.
    fn decided(&mut self, decision: Decision) {
        let folded = &self.folded;
        let goes_on = folded.stopping.is_none() && !folded.transferring;
        let makes_sense = match decision {
            Decision::Begin => !folded.begun && goes_on,
            Decision::NextBatch => folded.gate != Gate::Open && folded.pause.is_none() && goes_on,
            Decision::AllBatches => goes_on,
            // Between batches the run stands still anyway.
            Decision::Pause => folded.begun && folded.pause.is_none() && folded.gate == Gate::Open && goes_on,
            Decision::GoOn => folded.begun && goes_on,
            Decision::Transfer => !folded.transferring,
            Decision::Stop => true,
        };
        if !makes_sense {
            return;
        }
        let was_paused = folded.pause.is_some();
        self.append(Event::Decided { decision });
        match decision {
            Decision::GoOn => {
                if was_paused {
                    self.readings.begin_anew();
                }
                self.rate.release();
                self.retries.forgive();
            }
            Decision::Stop => {
                self.rate.release();
                self.readings
                    .readbacks
                    .retain(|_, look| matches!(look.purpose, Purpose::Settle | Purpose::Proof));
            }
            Decision::Begin
            | Decision::NextBatch
            | Decision::AllBatches
            | Decision::Pause
            | Decision::Transfer => {}
        }
    }

    /// Between two inputs lies more time than a wait explains: the computer slept, or the tab was frozen. What was read before
    /// counts no more. (A clock that was set forward looks the same, and costs some readings.)
    fn notice_sleep(&mut self, now: Time) {
        let awaited = self.waits.map_or(self.now, |until| until.max(self.now));
        let is_under_way = self.folded.begun && !self.folded.is_closed() && self.outbox.broken().is_none();
        if is_under_way && now > later(awaited, self.settings.longest_silence) {
            self.now = now;
            self.append(Event::Slept);
            self.readings.begin_anew();
        }
    }

    /// The next draw of the run's randomness.
    fn draw(&mut self) -> u64 {
        self.draws += 1;
        rate::draw(self.folded.seed, self.draws)
    }

    /// So long after now, by the back-off for so many tries.
    fn backed_off(&mut self, tries: u32) -> Time {
        let draw = self.draw();
        later(self.now, self.settings.back_off.delay(tries, draw))
    }
}
