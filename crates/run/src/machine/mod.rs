//! A plan being carried out: a state machine without I/O, clock or randomness.
//!
//! ```text
//!     Effect::Append ──► journal ──► Input::Durable ──► Effect::Send ──► Atlassian ──► Input::Answered ──► Effect::Append …
//! ```
//!
//! The driver passes in every [`Input`] with the current time, carries out the effects that [`Run::effects`] returns, and reports the
//! result of each. A call is sent only after the journal entry that announces it is durable, so after a crash the journal names every
//! call that may have been made. The durable state is a fold over the journal (`fold`). Everything else may be lost in a crash: timers,
//! the rate, and readings under way.
//!
//! | file | responsibility |
//! | --- | --- |
//! | `fold`, `apply_answer`, `record`, `known` | the durable state: the only place where events change it, and its queries |
//! | `cycle`, `failures`, `claimed` | parts of the fold: address cycles; counting for the stop rules; claims of an imported journal |
//! | `flow`, `advance` | which calls may be sent now, and which is next |
//! | `answers`, `classify_answer` | what an answer to a changing call means |
//! | `key_check`, `trial` | whether the key is bad, or one row only looks as if it were |
//! | `readback_queue`, `readback`, `readback_results` | which accounts are read, when a reading is trusted, and what follows from it |
//! | `verify` | reading changed accounts back at the end of the run |
//! | `outbox`, `reach`, `readings`, `retries`, `traffic` | parts of the state that a crash may lose, each with its own rules |
//! | `show`, `result`, `message` | what the user sees: state, results and messages |
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
mod key_check;
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
mod trial;
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
use trial::KeyCheck;

use rollcall_model::time::Time;

use crate::journal::{self, Attempt, Decision, Entry, Event, Origin, OutcomeKind, Purpose, Seq};
use crate::plan::{Plan, Row};
use crate::rate::{self, RateController};
use crate::result_row::ResultRow;

/// One run.
#[derive(Debug)]
pub struct Run {
    /// The durable state, from the journal. A crash may lose all other fields.
    folded: Folded,
    settings: Settings,
    now: Time,
    effects: Vec<Effect>,

    /// Entries that are not yet durable, and the calls that wait for them.
    outbox: Outbox,
    /// Attempts that were sent, and when.
    in_flight: BTreeMap<Attempt, Time>,
    /// Progress through the plan.
    reach: Reach,
    /// Accounts to read, and readings under way.
    readings: Readings,
    /// Controls how fast calls are sent.
    rate: RateController,
    /// Steps waiting to be retried.
    retries: Retries,
    /// Answers that accuse the key, until it is tried.
    key: KeyCheck,
    /// Number of random draws so far.
    draws: u64,
    /// Measures the speed that is shown.
    meter: Meter,
    /// Time of the last [`Effect::Wait`].
    waits: Option<Time>,
    is_done: bool,
    is_claim: bool,
}

impl Run {
    /// Creates a run from a plan, not yet begun. The plan no longer changes. `seed` is the source of the run's randomness.
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
            key: KeyCheck::default(),
            meter: Meter::new(now),
            waits: None,
            is_done: false,
            is_claim: false,
        };
        run.extend_reach();
        run
    }

    /// Processes an input. If `now` is earlier than the time of a previous input, that earlier input's time is used.
    pub fn input(&mut self, now: Time, input: Input) {
        self.notice_sleep(now);
        self.now = self.now.max(now);
        match input {
            Input::Durable(seq) => self.durable(seq),
            Input::NotDurable { message } => self.not_durable(message),
            // A finished journal is closed: later inputs change nothing.
            _ if self.folded.is_closed() => {}
            // A timer fired early or the clock was set back: request the wait again.
            Input::Time => self.waits = None,
            Input::Answered(attempt, result) => self.answered(attempt, result),
            Input::Read(read, result) => self.read(read, result),
            Input::Decided(decision) => self.decided(decision),
        }
        self.advance();
    }

    /// Drains the pending effects, in the order in which they must be carried out. Each effect is returned once.
    pub fn effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    /// The run's origin.
    pub fn origin(&self) -> &Origin {
        &self.folded.origin
    }

    /// When the run was planned, begun and ended.
    pub fn times(&self) -> Times {
        self.folded.times
    }

    /// Marks the run as a claim: everything in it comes from an imported journal. Reports say so.
    #[must_use]
    pub fn as_claim(mut self) -> Self {
        self.is_claim = true;
        self
    }

    /// Whether everything in this run is only claimed by an imported journal.
    pub fn is_claim(&self) -> bool {
        self.is_claim
    }

    /// Whether the run continues an imported journal.
    pub fn was_taken_in(&self) -> bool {
        self.folded.claimed.is_some()
    }

    /// Whether, for at least one row, only an imported journal says what the account had originally.
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

    /// Whether the journal has been transferred between browsers so often that it cannot be imported again.
    pub fn was_taken_in_too_often(&self) -> bool {
        claimed::times(&self.folded) >= claimed::MOST_TIMES
    }

    /// The outcome of the plan's row with the same key as `row`. `row` is one of the plan's rows or was made from one.
    pub fn outcome_of(&self, row: &Row) -> Option<OutcomeKind> {
        let plan = &self.folded.plan;
        let key = plan.key_of(row);
        let rows = (0..).zip(&plan.rows);
        let mut same = rows.filter(|(_, other)| plan.key_of(other) == key);
        same.next().map(|(at, _)| self.folded.kind(at))
    }

    /// What the imported journal says about rows that are not in this run's plan, in no particular order.
    pub fn claimed_results(&self) -> Vec<ResultRow> {
        let plan = &self.folded.plan;
        let keys = || plan.rows.iter().map(|row| plan.key_of(row)).collect();
        let claimed = self.folded.claimed.as_ref();
        claimed.map_or_else(Vec::new, |claimed| claimed.others(keys()))
    }

    /// The plan that this run carries out.
    pub fn plan(&self) -> &Plan {
        &self.folded.plan
    }

    /// Appends an event: it is applied to the state now and becomes durable later.
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
        // Settling a doubt can leave a step open although the step it waits for has ended meanwhile.
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
        // A step that is done can also end rows of a cycle that are not done: a step that undoes another one.
        if self.folded.has_waiting_rows && self.folded.left() < left {
            self.reach.fallen();
        }
        for _ in self.folded.left()..left {
            self.meter.outcome(self.now);
        }
        self.outbox.write(entry);
    }

    /// Starts an append of all entries that are not yet durable. At most one append is under way.
    fn flush(&mut self) {
        self.effects.extend(self.outbox.flush());
    }

    /// Sends the announced calls, if they may still be sent.
    fn durable(&mut self, seq: Seq) {
        for attempt in self.outbox.durable(seq) {
            if self.may_send(attempt) {
                self.send_announced(attempt);
            } else {
                self.append(Event::Withdrawn { attempt });
            }
        }
    }

    /// Withdraws announced calls whose entries could not be stored.
    fn not_durable(&mut self, message: String) {
        for attempt in self.outbox.break_off(message) {
            self.append(Event::Withdrawn { attempt });
        }
    }

    /// Applies a decision; ignores one that makes no sense in the current state.
    fn decided(&mut self, decision: Decision) {
        let folded = &self.folded;
        let goes_on = folded.stopping.is_none() && !folded.transferring;
        let makes_sense = match decision {
            Decision::Begin => !folded.begun && goes_on,
            Decision::NextBatch => folded.gate != Gate::Open && folded.pause.is_none() && goes_on,
            Decision::AllBatches => goes_on,
            // Between batches the run is waiting anyway.
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

    /// Detects that the computer slept or the tab was frozen: more time passed between two inputs than a wait explains. Earlier readings
    /// are then stale. (A clock that was set forward looks the same and costs some extra readings.)
    fn notice_sleep(&mut self, now: Time) {
        let awaited = self.waits.map_or(self.now, |until| until.max(self.now));
        let is_under_way = self.folded.begun && !self.folded.is_closed() && self.outbox.broken().is_none();
        if is_under_way && now > later(awaited, self.settings.longest_silence) {
            self.now = now;
            self.append(Event::Slept);
            self.readings.begin_anew();
        }
    }

    /// The next value of the run's random sequence.
    fn draw(&mut self) -> u64 {
        self.draws += 1;
        rate::draw(self.folded.seed, self.draws)
    }

    /// The time of the next try, by the back-off after this many tries.
    fn backed_off(&mut self, tries: u32) -> Time {
        let draw = self.draw();
        later(self.now, self.settings.back_off.delay(tries, draw))
    }
}
