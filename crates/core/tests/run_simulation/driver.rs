//! Carries out what a run wants, on a virtual clock: what the worker does with fetch, `IndexedDB` and the clock.

mod crash;
mod people;
mod way;

use std::collections::{BTreeMap, BTreeSet};

use http::{Request, Response};
use rollcall_core::{
    journal::{Attempt, Decision, Entry, Event, OutcomeKind, Question, Seq},
    run::{Effect, Input, Phase, ReadId, Run, Transport},
    time::Time,
};

use crate::{
    scenario::{Faults, Scenario},
    sights,
    witness::Witness,
};

/// A run that is not over by then hangs.
const LONGEST: i64 = 60 * 24 * 3600 * 1000;
const MOST_EVENTS: u32 = 200_000;
/// After so many events nothing goes wrong any more: a tab that crashes at every other step would never come to an end.
const UNREST: u32 = 3000;
/// 2026-01-01.
const BEGIN: i64 = 1_767_225_600_000;

/// Which call it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Of {
    Change(Attempt),
    Reading(ReadId),
}

type Answer = Result<Box<Response<Vec<u8>>>, Transport>;

/// Something that will happen.
#[derive(Debug)]
enum Coming {
    /// The disk has it, or not.
    Durable(Seq),
    NotDurable,
    /// A request arrives at the organization; its answer may reach the run.
    Arrives {
        of: Of,
        request: Box<Request<Vec<u8>>>,
        then: Then,
    },
    Answers(Of, Answer),
    Timer,
    Decides(Decision),
    Resumes,
    TakenIn,
}

/// What becomes of an answer on its way back.
#[derive(Clone, Copy, Debug)]
enum Then {
    Comes,
    ComesTwice,
    Lost {
        comes_late: bool,
    },
    /// The run does not wait for it any more; true: later than a request can live.
    Nobody {
        is_overdue: bool,
    },
    Broken(&'static str, u16),
}

pub(crate) struct Driver {
    scenario: Scenario,
    run: Option<Run>,
    now: i64,
    /// By time, then in order.
    coming: BTreeMap<(i64, u64), Coming>,
    number: u64,
    /// Entries handed over, and how many of them are safe.
    journal: Vec<Entry>,
    safe: usize,
    witness: Witness,
    hits: BTreeSet<&'static str>,
    /// The key that the user gave last.
    key: String,
    is_over: bool,
    /// A colleague found nothing to go on with.
    ended_elsewhere: bool,
}

/// A run that fails tells how it came there.
impl Drop for Driver {
    fn drop(&mut self) {
        if std::thread::panicking() {
            println!("{}", self.tell());
        }
    }
}

impl Driver {
    pub(crate) fn new(scenario: Scenario) -> Self {
        let run = Run::new(
            Time(BEGIN),
            scenario.plan.clone(),
            scenario.origin.clone(),
            scenario.seed,
            scenario.settings,
        );
        let witness = Witness::new(scenario.plan.clone(), &scenario.organization);
        let mut hits = BTreeSet::new();
        let is_chained = |at: u32| {
            !scenario.plan.steps[at as usize].waits_for.is_empty() && scenario.plan.cycle_of(at).is_none()
        };
        if scenario.plan.operations.len() > 1 {
            hits.insert(sights::SEVERAL);
        }
        if (0..scenario.plan.steps.len() as u32).any(is_chained) {
            hits.insert(sights::CHAIN);
        }
        if !scenario.plan.cycles.is_empty() {
            hits.insert(sights::CYCLE);
        }
        Self {
            key: scenario.organization.key().to_owned(),
            scenario,
            run: Some(run),
            now: BEGIN,
            coming: BTreeMap::new(),
            number: 0,
            journal: Vec::new(),
            safe: 0,
            witness,
            hits,
            is_over: false,
            ended_elsewhere: false,
        }
    }

    /// Drives the run to its end, and says what it met.
    pub(crate) fn run(mut self) -> BTreeSet<&'static str> {
        self.schedule(10, Coming::Decides(Decision::Begin));
        if self.chance(300) {
            self.schedule(20, Coming::Decides(Decision::AllBatches));
        }
        self.carry_out();
        let mut events = 0;
        while let Some(((at, _), coming)) = self.coming.pop_first() {
            events += 1;
            if events == UNREST {
                self.scenario.faults = Faults::default();
            }
            self.now = self.now.max(at);
            assert!(
                self.now < BEGIN + LONGEST && events < MOST_EVENTS,
                "it does not end: {}",
                self.tell()
            );
            self.happens(coming);
            // After the end, requests that are still on their way arrive.
            if !self.is_over {
                self.people();
                self.crash();
                self.user_looks_in();
            }
        }
        assert!(
            self.is_over,
            "nothing is to come, but the run waits: {}",
            self.tell()
        );
        if self.ended_elsewhere {
            return std::mem::take(&mut self.hits);
        }
        let run = self.run.as_ref().expect("a run");
        self.witness
            .judges(run, Time(self.now), &self.scenario.organization);
        // What could not be kept is in no journal.
        assert!(
            self.hits.contains(sights::NOT_DURABLE)
                || run.is_fold_of(&self.journal).expect("a whole journal"),
            "the run is the fold over its journal"
        );
        self.sees_results();
        std::mem::take(&mut self.hits)
    }

    /// A run that stands still because it asked before the tab died: the user finds it so.
    fn user_looks_in(&mut self) {
        let phase = self.run.as_ref().map(|run| run.state(Time(self.now)).phase);
        if self.coming.is_empty()
            && matches!(phase, Some(Phase::Paused | Phase::CanaryDone | Phase::BatchDone))
        {
            self.schedule(60_000, Coming::Decides(Decision::GoOn));
        }
    }

    fn sees_results(&mut self) {
        let run = self.run.as_ref().expect("a run");
        for row in run.all_results() {
            if !run.plan().specs().all(|spec| spec.is_address()) {
                match row.outcome {
                    OutcomeKind::Changed => _ = self.hits.insert(sights::STATE_CHANGED),
                    OutcomeKind::Refused => _ = self.hits.insert(sights::STATE_REFUSED),
                    _ => {}
                }
            }
            let hit = match row.outcome {
                OutcomeKind::Refused => sights::REFUSED,
                OutcomeKind::Skipped => sights::SKIPPED,
                OutcomeKind::Undone => sights::UNWOUND_CYCLE,
                OutcomeKind::NeedsYou => sights::NEEDS_YOU,
                OutcomeKind::Changed if row.message.contains("read") => sights::CHANGED_BY_READING,
                OutcomeKind::Changed if self.scenario.plan.cycle_of(row.step).is_some() => {
                    sights::CLOSED_CYCLE
                }
                _ => continue,
            };
            self.hits.insert(hit);
        }
        if run.state(Time(self.now)).proven.verified > 0 {
            self.hits.insert(sights::PROVED);
        }
        if self.scenario.organization.stale_answers() > 0 {
            self.hits.insert(sights::STALE_READ);
        }
        let has_slept = |entry: &Entry| matches!(entry.event, Event::Slept);
        if self.journal.iter().any(has_slept) {
            self.hits.insert(sights::SLEPT);
        }
    }

    /// For a message: where the run stands, and how it came there.
    fn tell(&self) -> String {
        let state = self.run.as_ref().map(|run| run.state(Time(self.now)));
        let entries = self.journal.iter().skip(1);
        entries.fold(format!("{:#?}\n{state:?}", self.scenario.plan), |text, entry| {
            format!("{text}\n{} {:?}", entry.at.0 - BEGIN, entry.event)
        })
    }

    fn happens(&mut self, coming: Coming) {
        match coming {
            Coming::Durable(seq) => {
                let upto = self.journal.iter().take_while(|entry| entry.seq <= seq).count();
                self.witness.safe(&self.journal[self.safe..upto]);
                self.safe = upto;
                self.input(Input::Durable(seq));
            }
            Coming::NotDurable => {
                self.hits.insert(sights::NOT_DURABLE);
                self.input(Input::NotDurable {
                    message: "QuotaExceededError".into(),
                });
            }
            Coming::Arrives { of, request, then } => self.arrives(of, &request, then),
            Coming::Answers(Of::Change(attempt), result) => {
                self.witness.ends(attempt);
                self.input(Input::Answered(attempt, result.map(|response| *response)));
            }
            Coming::Answers(Of::Reading(read), result) => {
                self.input(Input::Read(read, result.map(|response| *response)));
            }
            Coming::Timer => self.input(Input::Time),
            Coming::Decides(decision) => self.input(Input::Decided(decision)),
            Coming::Resumes => self.resume(),
            Coming::TakenIn => self.take_in(),
        }
    }

    fn input(&mut self, input: Input) {
        let mut now = self.now;
        if self.chance(self.scenario.faults.clock_goes_back) {
            self.hits.insert(sights::CLOCK_WENT_BACK);
            now -= self.scenario.chance.between(1, 3_600_000);
        }
        if let Some(run) = &mut self.run {
            run.input(Time(now), input);
        }
        self.carry_out();
    }

    fn carry_out(&mut self) {
        let effects = self.run.as_mut().map(Run::effects).unwrap_or_default();
        for effect in effects {
            assert!(!self.is_over, "after its end the run wants {effect:?}");
            match effect {
                Effect::Append(seq, entries) => self.append(seq, entries),
                Effect::Send(attempt, request) => {
                    self.witness.sends(attempt, self.now, &self.scenario.organization);
                    self.send(attempt, request);
                }
                Effect::Read(read, request) => self.send_reading(read, request),
                Effect::Wait(until) => {
                    self.schedule((until.0 - self.now).max(1), Coming::Timer);
                }
                Effect::Ask(question) => self.decide(&question),
                Effect::Done => self.ends(),
            }
        }
    }

    /// The run's last effect: it is over, or somebody else goes on.
    fn ends(&mut self) {
        let is_transferred = self.safe == self.journal.len()
            && matches!(
                self.journal.last().map(|entry| &entry.event),
                Some(Event::Transferred)
            );
        if is_transferred {
            self.hits.insert(sights::HANDED_OVER);
            self.run = None;
            self.coming
                .retain(|_, coming| matches!(coming, Coming::Arrives { .. }));
            let takes = self.scenario.chance.between(1, 3_600_000);
            self.schedule(takes, Coming::TakenIn);
        } else {
            self.is_over = true;
            // Nobody decides any more, and no timer is needed.
            self.coming
                .retain(|_, coming| matches!(coming, Coming::Arrives { .. } | Coming::Answers(..)));
        }
    }

    fn append(&mut self, seq: Seq, entries: Vec<Entry>) {
        assert_eq!(self.safe, self.journal.len(), "one append at a time");
        assert_eq!(entries.last().map(|entry| entry.seq), Some(seq));
        self.journal.extend(entries);
        if self.chance(50) {
            let run = self.run.as_ref().expect("a run");
            assert!(
                run.is_fold_of(&self.journal).expect("a whole journal"),
                "the run is the fold over its journal"
            );
        }
        let takes = self.scenario.chance.between(0, 30);
        let fails = self.chance(self.scenario.faults.not_durable);
        self.schedule(
            takes,
            if fails {
                Coming::NotDurable
            } else {
                Coming::Durable(seq)
            },
        );
    }

    /// The user looks, and mostly goes on.
    fn decide(&mut self, question: &Question) {
        let decision = match self.scenario.chance.between(0, 20) {
            0 => Decision::Stop,
            1..5 => Decision::AllBatches,
            5..10 => Decision::NextBatch,
            _ => Decision::GoOn,
        };
        let takes = self.scenario.chance.between(100, 60_000);
        if matches!(question, Question::Key { .. }) && self.chance(900) {
            self.hits.insert(sights::NEW_KEY);
            self.key = self.scenario.organization.renew_key();
        }
        self.schedule(takes, Coming::Decides(decision));
        // A decision that does not answer the question is not taken; going on always does, unless the run is stopping: then
        // a second stop ends it.
        self.schedule(takes + 1000, Coming::Decides(Decision::GoOn));
    }

    fn schedule(&mut self, after: i64, coming: Coming) {
        self.number += 1;
        self.coming.insert((self.now + after.max(0), self.number), coming);
    }

    fn way(&mut self) -> i64 {
        self.scenario.chance.between(1, self.scenario.latency + 1)
    }

    fn chance(&mut self, per_mille: u32) -> bool {
        self.scenario.chance.per_mille(per_mille)
    }
}
