//! The state of a run as a fold over its journal: the one place where an event changes what is so. A live run and one that
//! is taken up again go through the same function.

use std::collections::{BTreeMap, BTreeSet};

use super::words;
use crate::{
    journal::{
        Answer, Attempt, Decision, Entry, Event, Meaning, Origin, Outcome, OutcomeKind, Purpose, Question,
        Seq, StopReason,
    },
    plan::{Batch, Plan},
    time::Time,
};

/// All that a crash leaves.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Folded {
    pub(super) plan: Plan,
    pub(super) origin: Origin,
    pub(super) seed: u64,
    pub(super) steps: Vec<Record>,
    /// Steps with an outcome, by kind.
    pub(super) closed: BTreeMap<OutcomeKind, u32>,
    /// Attempts that wait for an answer, and their steps.
    pub(super) sent: BTreeMap<Attempt, u32>,
    /// Steps in doubt.
    pub(super) doubts: BTreeSet<u32>,
    pub(super) begun: bool,
    /// Index of the batch under way or next.
    pub(super) batch: u32,
    pub(super) gate: Gate,
    pub(super) confirm_each: bool,
    pub(super) pause: Option<Pause>,
    pub(super) stopping: Option<StopReason>,
    /// Stop was said a second time.
    pub(super) hurried: bool,
    pub(super) finished: bool,
    /// The journal is to be given out of hand, and was.
    pub(super) handing_over: bool,
    pub(super) handed_over: bool,
    /// Attempts made so far.
    pub(super) attempts: u32,
    /// Kinds of refusal that were asked about.
    pub(super) seen: BTreeSet<(u16, Option<String>)>,
    pub(super) last: Seq,
    pub(super) at: Time,
}

/// Whether the run waits between batches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gate {
    Open,
    CanaryDone,
    BatchDone,
}

/// Why the run is paused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Pause {
    User,
    Question(Question),
}

/// What is known of one step.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Record {
    pub(super) stage: Stage,
    /// The address before the step: the plan's, or what the reading before the batch gave.
    pub(super) from: Option<String>,
    /// Whether the account was read since the run last stood still.
    pub(super) fresh: bool,
    /// Tries that ended without an outcome, those answered 429 not counted.
    pub(super) tries: u32,
    /// Tries answered 429.
    pub(super) too_fast: u32,
    /// The last answer that was not a success.
    pub(super) answer: Option<Answer>,
    /// For the canary: what was there afterwards.
    pub(super) read_back: ReadBack,
}

/// What was read after the canary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ReadBack {
    NotYet,
    Unreadable,
    Held(String),
}

/// How far a step is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Stage {
    Open,
    Sent(Attempt),
    /// Since when, and whether the request may still arrive.
    Doubt {
        since: Time,
        late: bool,
    },
    Closed {
        outcome: Outcome,
        at: Time,
    },
}

impl Record {
    pub(super) fn outcome(&self) -> Option<&Outcome> {
        match &self.stage {
            Stage::Closed { outcome, .. } => Some(outcome),
            _ => None,
        }
    }

    /// Whether the address that the step leaves is free now.
    pub(super) fn has_left(&self) -> bool {
        matches!(
            self.outcome().map(|outcome| outcome.kind),
            Some(OutcomeKind::Changed | OutcomeKind::Already)
        )
    }

    /// Whether the step has an outcome that leaves the address where it was.
    pub(super) fn has_stayed(&self) -> bool {
        self.outcome().is_some() && !self.has_left()
    }
}

impl Folded {
    /// A run of which nothing is journaled but its plan.
    pub(super) fn new(plan: Plan, origin: Origin, seed: u64, seq: Seq, at: Time) -> Self {
        let steps = plan
            .steps
            .iter()
            .map(|step| Record {
                stage: Stage::Open,
                from: step.from.clone(),
                fresh: false,
                tries: 0,
                too_fast: 0,
                answer: None,
                read_back: ReadBack::NotYet,
            })
            .collect();
        Self {
            plan,
            origin,
            seed,
            steps,
            closed: BTreeMap::new(),
            sent: BTreeMap::new(),
            doubts: BTreeSet::new(),
            begun: false,
            batch: 0,
            gate: Gate::Open,
            confirm_each: true,
            pause: None,
            stopping: None,
            hurried: false,
            finished: false,
            handing_over: false,
            handed_over: false,
            attempts: 0,
            seen: BTreeSet::new(),
            last: seq,
            at,
        }
    }

    /// Whether the journal takes nothing more here.
    pub(super) fn is_closed(&self) -> bool {
        self.finished || self.handed_over
    }

    /// Steps without an outcome.
    pub(super) fn left(&self) -> u32 {
        self.steps.len() as u32 - self.closed.values().sum::<u32>()
    }

    /// The batch under way or next; `None` after the last.
    pub(super) fn batch(&self) -> Option<Batch> {
        self.plan.batches.get(self.batch as usize).copied()
    }

    /// Takes in one entry, and says which step has its outcome by it. Entries that speak of steps or attempts that there
    /// are not change nothing; a journal from outside is checked before ([`super::resume`]).
    pub(super) fn apply(&mut self, entry: &Entry) -> Option<u32> {
        self.last = entry.seq;
        self.at = entry.at;
        match &entry.event {
            Event::Planned { .. } | Event::Ignored { .. } => {}
            Event::Resumed => self.resumed(entry.at),
            Event::HandedOver => self.handed_over = true,
            Event::TakenOver => (self.handing_over, self.handed_over) = (false, false),
            Event::Decided { decision } => self.decided(*decision),
            Event::Asked { question } => {
                if let Question::Refusal { status, code, .. } = question {
                    self.seen.insert((*status, code.clone()));
                }
                self.pause = Some(Pause::Question(question.clone()));
            }
            Event::Intended { attempt, step } => {
                self.attempts = self.attempts.max(attempt.0);
                self.sent.insert(*attempt, *step);
                self.set(*step, Stage::Sent(*attempt));
            }
            Event::Withdrawn { attempt } => {
                if let Some(step) = self.sent.remove(attempt) {
                    self.set(step, Stage::Open);
                }
            }
            Event::Answered {
                attempt,
                answer,
                meaning,
            } => {
                let step = self.sent.remove(attempt)?;
                return self.answered(step, answer, *meaning, entry.at);
            }
            Event::Looked {
                step,
                outcome: Some(outcome),
                ..
            }
            | Event::Closed { step, outcome } => {
                return Some(self.close(*step, outcome.clone(), entry.at));
            }
            Event::Looked {
                step,
                purpose,
                held,
                outcome: None,
            } => self.looked(*step, *purpose, held.as_deref()),
            Event::BatchDone => self.batch_done(),
            Event::Stopping { reason } => self.stopping = Some(reason.clone()),
            Event::Finished => self.finish(entry.at),
        }
        None
    }

    fn set(&mut self, step: u32, stage: Stage) {
        if let Some(record) = self.steps.get_mut(step as usize) {
            record.stage = stage;
        }
    }

    fn close(&mut self, step: u32, outcome: Outcome, at: Time) -> u32 {
        self.doubts.remove(&step);
        *self.closed.entry(outcome.kind).or_default() += 1;
        self.set(step, Stage::Closed { outcome, at });
        step
    }

    /// What was under way is in doubt: the request may have arrived, or may still.
    fn resumed(&mut self, at: Time) {
        for (_, step) in std::mem::take(&mut self.sent) {
            self.doubts.insert(step);
            self.set(
                step,
                Stage::Doubt {
                    since: at,
                    late: true,
                },
            );
            if let Some(record) = self.steps.get_mut(step as usize) {
                record.tries += 1;
            }
        }
        self.stale();
    }

    /// The accounts of the batch are to be read again before anything goes out.
    fn stale(&mut self) {
        let Some(batch) = self.batch() else { return };
        for step in batch.range() {
            if let Some(record) = self.steps.get_mut(step as usize) {
                record.fresh = false;
            }
        }
    }

    fn decided(&mut self, decision: Decision) {
        match decision {
            Decision::Begin => self.begun = true,
            Decision::NextBatch => self.gate = Gate::Open,
            Decision::AllBatches => {
                self.confirm_each = false;
                self.gate = Gate::Open;
            }
            Decision::Pause => self.pause = Some(Pause::User),
            Decision::HandOver => self.handing_over = true,
            Decision::GoOn => {
                if self.pause.take().is_some() {
                    self.stale();
                } else {
                    self.gate = Gate::Open;
                }
            }
            Decision::Stop => {
                self.hurried = self.stopping.is_some();
                self.stopping.get_or_insert(StopReason::User);
            }
        }
    }

    fn answered(&mut self, step: u32, answer: &Answer, meaning: Meaning, at: Time) -> Option<u32> {
        let record = self.steps.get_mut(step as usize)?;
        record.answer = (meaning != Meaning::Changed).then(|| answer.clone());
        let outcome = |kind| Outcome {
            kind,
            status: answer.status(),
            code: answer.code().map(str::to_owned),
            words: answer.words().to_owned(),
        };
        match meaning {
            Meaning::Changed => return Some(self.close(step, outcome(OutcomeKind::Changed), at)),
            Meaning::Refused => return Some(self.close(step, outcome(OutcomeKind::Refused), at)),
            Meaning::Again => {
                record.tries += 1;
                record.stage = Stage::Open;
            }
            Meaning::TooFast => {
                record.too_fast += 1;
                record.stage = Stage::Open;
            }
            Meaning::NotDone => record.stage = Stage::Open,
            Meaning::InDoubt { late } => {
                record.tries += 1;
                record.stage = Stage::Doubt { since: at, late };
                self.doubts.insert(step);
            }
        }
        None
    }

    fn looked(&mut self, step: u32, purpose: Purpose, held: Option<&str>) {
        let Some(record) = self.steps.get_mut(step as usize) else {
            return;
        };
        match purpose {
            Purpose::Fresh => {
                record.fresh = true;
                if let Some(held) = held {
                    record.from = Some(held.to_owned());
                }
            }
            Purpose::Settle => {
                record.stage = Stage::Open;
                record.fresh = true;
                if record.from.is_none() {
                    record.from = held.map(str::to_owned);
                }
                self.doubts.remove(&step);
            }
            Purpose::Canary => {
                record.read_back = held.map_or(ReadBack::Unreadable, |held| ReadBack::Held(held.to_owned()));
            }
        }
    }

    /// Gives every step an outcome that has none.
    fn finish(&mut self, at: Time) {
        self.finished = true;
        for step in 0..self.steps.len() as u32 {
            let record = &self.steps[step as usize];
            let last = record.answer.as_ref();
            let (kind, words) = match record.stage {
                Stage::Closed { .. } => continue,
                Stage::Doubt { .. } | Stage::Sent(_) => {
                    (OutcomeKind::InDoubt, words::LEFT_IN_DOUBT.to_owned())
                }
                Stage::Open if record.tries > 0 => (
                    OutcomeKind::Failed,
                    words::stopped_before_retry(last.map_or("", |answer| answer.words())),
                ),
                Stage::Open => (OutcomeKind::NotRun, words::NOT_SENT.to_owned()),
            };
            let status = last.and_then(Answer::status);
            let code = last.and_then(|answer| answer.code().map(str::to_owned));
            self.close(
                step,
                Outcome {
                    kind,
                    status,
                    code,
                    words,
                },
                at,
            );
        }
        self.sent.clear();
    }

    fn batch_done(&mut self) {
        let was_canary = self.batch().is_some_and(|batch| batch.canary);
        self.batch += 1;
        self.gate = match self.batch() {
            Some(_) if was_canary => Gate::CanaryDone,
            Some(_) if self.confirm_each => Gate::BatchDone,
            Some(_) | None => Gate::Open,
        };
    }
}
