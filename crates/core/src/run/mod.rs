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
//! A driver is a loop. This one has a journal in memory, a server that says yes, and a user who goes on:
//!
//! ```
//! use rollcall_core::{
//!     diff::Diff,
//!     journal::{Decision, Origin, RunId},
//!     plan::{Options, Plan},
//!     run::{Effect, Input, Phase, Run, Settings},
//!     time::Time,
//! };
//!
//! let ann = Diff {
//!     row: 0,
//!     line: 2,
//!     account: rollcall_atlassian::AccountId::parse("5b10a2844c20165700ede21g").unwrap(),
//!     name: Some("Ann".into()),
//!     before: Some("ann@old.example".into()),
//!     after: "ann@new.example".into(),
//!     administrator: false,
//! };
//! let mut address = "ann@old.example";
//! let mut now = Time(1_767_225_600_000);
//! let plan = Plan::make(vec![ann], &Options::default())?;
//! let origin = Origin {
//!     run: RunId::of_draw(7),
//!     organization: rollcall_atlassian::OrganizationId::parse("1a2b3c4d-0000-4000-8000-1a2b3c4d5e6f").unwrap(),
//!     organization_name: "Example Industries".into(),
//!     file: "changes.csv".into(),
//!     sha256: String::new(),
//!     left_out: Vec::new(),
//!     undoes: None,
//! };
//! let mut run = Run::new(now, plan, origin, 42, Settings::default());
//! let mut journal = Vec::new();
//! let mut inputs = std::collections::VecDeque::from([Input::Decided(Decision::Begin)]);
//! let mut is_done = false;
//! while !is_done {
//!     for effect in run.effects() {
//!         match effect {
//!             Effect::Append(seq, entries) => {
//!                 journal.extend(entries);
//!                 inputs.push_back(Input::Durable(seq));
//!             }
//!             Effect::Send(attempt, _request) => {
//!                 address = "ann@new.example";
//!                 let response = http::Response::builder().status(204).body(Vec::new())?;
//!                 inputs.push_back(Input::Answered(attempt, Ok(response)));
//!             }
//!             Effect::Read { read, accounts, .. } => {
//!                 let held = |account| (account, Ok(address.to_owned()));
//!                 inputs.push_back(Input::ReadBack(read, accounts.into_iter().map(held).collect()));
//!             }
//!             Effect::Wait(until) => {
//!                 now = until;
//!                 inputs.push_back(Input::Time);
//!             }
//!             Effect::Ask(_) => inputs.push_back(Input::Decided(Decision::GoOn)),
//!             Effect::Done => is_done = true,
//!         }
//!     }
//!     if let Some(input) = inputs.pop_front() {
//!         run.input(now, input);
//!     }
//! }
//! assert_eq!(run.state(now).phase, Phase::Done);
//! assert!(run.is_fold_of(&journal)?);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod advance;
mod answers;
mod back_off;
mod effect;
mod fold;
mod look;
mod pace;
mod resume;
mod settings;
mod show;
mod state;
mod weigh;
mod words;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

pub use back_off::BackOff;
pub use effect::{Effect, How, Input, NotRead, ReadId, SEARCH_GROUP, Transport};
pub use pace::Rates;
pub use resume::JournalError;
pub use settings::Settings;
pub use state::{CanaryRow, Phase, Problem, ResultRow, Results, State, Waiting};

use fold::{Folded, Gate};
use look::Look;
use pace::Pace;

use crate::{
    journal::{self, Attempt, Decision, Entry, Event, Origin, Purpose, Seq},
    plan::Plan,
    time::Time,
};

/// One run.
#[derive(Debug)]
pub struct Run {
    /// What the journal says. Everything below may be forgotten.
    folded: Folded,
    settings: Settings,
    now: Time,
    effects: Vec<Effect>,

    /// Entries that no append holds yet, and the append that is not durable yet.
    unsaved: Vec<Entry>,
    appending: Option<Seq>,
    /// Why the journal cannot be kept, if so.
    broken: Option<String>,
    /// Attempts whose intent is not durable yet, with its place.
    intents: VecDeque<(Seq, Attempt)>,
    /// Attempts that went out, and when.
    flying: BTreeMap<Attempt, Time>,

    /// Steps of the batch under way that have no outcome.
    open: BTreeSet<u32>,
    /// Accounts to be read, by step; the readings under way, when they went out and whose steps they are.
    looks: BTreeMap<u32, Look>,
    reads: BTreeMap<ReadId, (Time, Vec<u32>)>,
    last_read: ReadId,
    /// True when steps of the batch may have to be read before they go.
    is_stale: bool,
    /// True when a step ended without freeing its address, and others may wait for that.
    has_fallen: bool,

    pace: Pace,
    /// Steps that are tried again, and not before when.
    not_before: BTreeMap<u32, Time>,
    /// Since when answers are not what they should be, how often in a row, and how often for another reason than the rate.
    setback_at: Time,
    setbacks: u32,
    trouble: u32,
    /// Numbers the draws of the seed.
    draws: u64,
    /// When the last outcomes came, for the rate that is shown.
    recent: VecDeque<Time>,
    /// The last wait that the driver was told.
    waits: Option<Time>,
    is_done: bool,
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
        let mut run = Self {
            draws: folded.last.0 << 20,
            folded,
            settings,
            now,
            effects: Vec::new(),
            unsaved: Vec::new(),
            appending: None,
            broken: None,
            intents: VecDeque::new(),
            flying: BTreeMap::new(),
            open: BTreeSet::new(),
            looks: BTreeMap::new(),
            reads: BTreeMap::new(),
            last_read: ReadId(0),
            is_stale: true,
            has_fallen: true,
            pace: Pace::new(settings.rates, now),
            not_before: BTreeMap::new(),
            setback_at: now,
            setbacks: 0,
            trouble: 0,
            recent: VecDeque::new(),
            waits: None,
            is_done: false,
        };
        run.open_batch();
        run
    }

    /// Takes in what happened. A time before that of an earlier input counts as that time.
    pub fn input(&mut self, now: Time, input: Input) {
        self.now = self.now.max(now);
        match input {
            Input::Durable(seq) => self.durable(seq),
            Input::NotDurable { words } => self.not_durable(words),
            // A finished journal is closed: what comes after its end changes nothing.
            _ if self.folded.is_closed() => {}
            // A timer that fired early, or a clock that was set back: the wait is told again.
            Input::Time => self.waits = None,
            Input::Answered(attempt, result) => self.answered(attempt, result),
            Input::ReadBack(read, readings) => self.read_back(read, &readings),
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
        if let Some(step) = self.folded.apply(&entry) {
            self.open.remove(&step);
            self.not_before.remove(&step);
            self.has_fallen |= self.folded.steps[step as usize].has_stayed();
            self.recent.push_back(self.now);
        }
        self.unsaved.push(entry);
    }

    /// Hands over what is not safe yet: all of it at once, and one append at a time.
    fn flush(&mut self) {
        if self.appending.is_none() && self.broken.is_none() && !self.unsaved.is_empty() {
            let seq = self.folded.last;
            self.appending = Some(seq);
            self.effects
                .push(Effect::Append(seq, std::mem::take(&mut self.unsaved)));
        }
    }

    fn durable(&mut self, seq: Seq) {
        let Some(appending) = self.appending else { return };
        if seq < appending {
            return;
        }
        self.appending = None;
        while let Some(&(intent, attempt)) = self.intents.front() {
            if intent > appending {
                break;
            }
            self.intents.pop_front();
            if self.may_send() {
                self.send(attempt);
            } else {
                self.append(Event::Withdrawn { attempt });
            }
        }
    }

    /// What was announced but not kept is not sent.
    fn not_durable(&mut self, words: String) {
        self.broken = Some(words);
        for (_, attempt) in std::mem::take(&mut self.intents) {
            self.append(Event::Withdrawn { attempt });
        }
    }

    /// A decision that makes no sense where the run stands is not taken.
    fn decided(&mut self, decision: Decision) {
        let folded = &self.folded;
        let is_paused = folded.pause.is_some();
        let makes_sense = !folded.finished
            && match decision {
                Decision::Begin => !folded.begun && folded.stopping.is_none(),
                Decision::NextBatch => folded.gate != Gate::Open && !is_paused && folded.stopping.is_none(),
                Decision::AllBatches => folded.stopping.is_none(),
                // Between batches the run stands still anyway.
                Decision::Pause => {
                    folded.begun && !is_paused && folded.gate == Gate::Open && folded.stopping.is_none()
                }
                Decision::GoOn => folded.begun && folded.stopping.is_none(),
                Decision::HandOver => !folded.handing_over,
                Decision::Stop => true,
            };
        if !makes_sense {
            return;
        }
        self.append(Event::Decided { decision });
        match decision {
            Decision::GoOn => {
                self.pace.release();
                self.not_before.clear();
                (self.setbacks, self.trouble) = (0, 0);
                self.is_stale = true;
            }
            Decision::Stop => self.looks.retain(|_, look| look.purpose == Purpose::Settle),
            Decision::Begin
            | Decision::NextBatch
            | Decision::AllBatches
            | Decision::Pause
            | Decision::HandOver => {}
        }
    }

    /// The next draw of the run's randomness.
    fn draw(&mut self) -> u64 {
        self.draws += 1;
        back_off::draw(self.folded.seed, self.draws)
    }

    /// So long after now, by the back-off for so many tries.
    fn backed_off(&mut self, tries: u32) -> Time {
        let draw = self.draw();
        later(self.now, self.settings.back_off.delay(tries, draw))
    }
}

/// A time after another.
fn later(time: Time, by: std::time::Duration) -> Time {
    Time(
        time.0
            .saturating_add(i64::try_from(by.as_millis()).unwrap_or(i64::MAX)),
    )
}
