//! The state of a run as a fold over its journal: the only place where events change the durable state. New and resumed runs use the same
//! function.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::{
    failures::Failures,
    record::{CycleStage, Record, RowRecord, Stage},
};
use crate::{
    journal::{Attempt, Decision, Entry, Event, Origin, Outcome, OutcomeKind, Question, Seq, StopReason},
    plan::{Plan, RowKey},
};
use rollcall_model::time::Time;

/// The durable state: everything that survives a crash.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Folded {
    pub(super) plan: Plan,
    pub(super) origin: Origin,
    pub(super) seed: u64,
    pub(super) steps: Vec<Record>,
    pub(super) rows: Vec<RowRecord>,
    pub(super) cycles: Vec<CycleStage>,
    /// For each cycle: whether a step that its current stage depends on was not done.
    pub(super) failed: Vec<bool>,
    /// Number of rows with an outcome, by kind.
    pub(super) closed: BTreeMap<OutcomeKind, u32>,
    /// For each batch: the number of steps that are not over.
    pub(super) left_in: Vec<u32>,
    pub(super) failures: Failures,
    /// Attempts that wait for an answer, and their steps.
    pub(super) sent: BTreeMap<Attempt, Vec<u32>>,
    /// For each step: the steps that share one call with it if all goes well.
    pub(super) calls: Vec<Range<u32>>,
    /// For each row: the next row that changes the same thing of the same account. Empty if no row has one.
    pub(super) successors: Vec<Option<u32>>,
    /// Whether any row waits for another.
    pub(super) has_waiting_rows: bool,
    /// Steps in doubt.
    pub(super) doubts: BTreeSet<u32>,
    pub(super) begun: bool,
    /// Index of the current or next batch.
    pub(super) batch: u32,
    pub(super) gate: Gate,
    pub(super) confirm_each: bool,
    pub(super) pause: Option<Pause>,
    pub(super) stopping: Option<StopReason>,
    /// Whether the user said stop a second time.
    pub(super) hurried: bool,
    pub(super) finished: bool,
    /// Whether a transfer was requested, and whether it has happened.
    pub(super) transferring: bool,
    pub(super) transferred: bool,
    /// Number of attempts so far.
    pub(super) attempts: u32,
    /// Kinds of refusal that the user was already asked about.
    pub(super) seen: BTreeSet<(u16, Option<String>)>,
    pub(super) times: Times,
    pub(super) last: Seq,
    pub(super) at: Time,
    /// What the journal said before it was imported here: a claim, which is shown and never acted on.
    pub(super) claimed: Option<Box<Claimed>>,
}

/// The history that an imported journal claims.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Claimed {
    pub(super) folded: Folded,
    /// Index of each row by its key.
    pub(super) rows: BTreeMap<RowKey, u32>,
    /// Rows for which a call without an answer may have been made.
    pub(super) under_way: BTreeSet<u32>,
    /// Temporary addresses of the cycles, normalized by [`address::key`].
    pub(super) temporary: BTreeSet<String>,
    /// How often the run was transferred from one browser to another, including this time.
    pub(super) times: u32,
}

/// Times of a run's main events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Times {
    /// When the plan was frozen.
    pub planned: Time,
    /// When the user started the run.
    pub begun: Option<Time>,
    /// When the run ended.
    pub ended: Option<Time>,
    /// How often the run was resumed from its journal.
    pub resumed: u32,
    /// When the journal was last imported.
    pub taken_in: Option<Time>,
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

impl Pause {
    /// Whether nothing at all can be sent, so that not even an open cycle can be closed.
    pub(super) fn is_hard(&self) -> bool {
        matches!(
            self,
            Self::Question(Question::Trouble { .. } | Question::Blocked { .. } | Question::Key { .. })
        )
    }
}

impl Folded {
    /// The state of a run whose journal has only its plan.
    pub(super) fn new(plan: Plan, origin: Origin, seed: u64, seq: Seq, at: Time) -> Self {
        let steps = plan.steps.iter().map(Record::new).collect();
        let mut first_steps: Vec<Option<u32>> = vec![None; plan.rows.len()];
        for (step, of) in (0..).zip(&plan.steps) {
            first_steps[of.row as usize].get_or_insert(step);
        }
        Self {
            rows: first_steps
                .into_iter()
                .map(|first| RowRecord::new(first.unwrap_or_default()))
                .collect(),
            cycles: vec![CycleStage::Waiting; plan.cycles.len()],
            failed: vec![false; plan.cycles.len()],
            left_in: plan.batches.iter().map(|batch| batch.steps).collect(),
            failures: Failures::new(plan.batches.len()),
            calls: plan.calls_of_steps(),
            successors: plan.successors(),
            has_waiting_rows: plan.rows.iter().any(|row| !row.waits_for.is_empty()),
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
            transferring: false,
            transferred: false,
            attempts: 0,
            seen: BTreeSet::new(),
            times: Times {
                planned: at,
                begun: None,
                ended: None,
                resumed: 0,
                taken_in: None,
            },
            last: seq,
            at,
            claimed: None,
        }
    }

    /// Applies one entry and returns the steps that are over because of it. An entry about a step or attempt that does not exist changes
    /// nothing; journals from outside are checked first ([`super::resume`]).
    pub(super) fn apply(&mut self, entry: &Entry) -> Vec<u32> {
        self.last = entry.seq;
        self.at = entry.at;
        match &entry.event {
            Event::Planned { .. } | Event::Ignored { .. } => {}
            Event::Resumed => {
                self.times.resumed += 1;
                self.resumed(entry.at);
            }
            Event::Slept => self.stale(),
            Event::Transferred => self.transferred = true,
            Event::TakenOver => self.taken_over(entry.at),
            Event::TakenIn { origin, plan } => self.taken_in(origin, plan, entry),
            Event::Decided { decision } => self.decided(*decision, entry.at),
            Event::Asked { question } => self.asked(question),
            Event::Intended { attempt, step, with } => {
                self.attempts = self.attempts.max(attempt.0);
                let steps: Vec<u32> = [*step].into_iter().chain(with.iter().copied()).collect();
                for &step in &steps {
                    self.set(step, Stage::Sent(*attempt));
                    if let Some(record) = self.steps.get_mut(step as usize) {
                        record.sent_at = entry.at;
                    }
                }
                self.sent.insert(*attempt, steps);
            }
            Event::Withdrawn { attempt } => {
                let steps = self.sent.remove(attempt).unwrap_or_default();
                return self.each(&steps, |this, step| {
                    this.set(step, Stage::Open);
                    this.reopened(step, entry.at)
                });
            }
            Event::Answered {
                attempt,
                answer,
                meaning,
                each,
            } => {
                let steps = self.sent.remove(attempt).unwrap_or_default();
                return self.each(&steps, |this, step| {
                    match each.iter().find(|answer| answer.step == step) {
                        Some(its) => {
                            this.has_by_it(step, &its.access);
                            this.answered(step, &its.answer, its.meaning, entry.at)
                        }
                        None => this.answered(step, answer, *meaning, entry.at),
                    }
                });
            }
            Event::Looked {
                step,
                held,
                outcome: Some(outcome),
                access,
                ..
            } => {
                if let Some(record) = self.steps.get_mut(*step as usize) {
                    if let Some(held) = held {
                        record.read(held);
                    }
                    record.has.clone_from(access);
                }
                return self.close(*step, outcome.clone(), entry.at);
            }
            Event::Closed { step, outcome } => return self.close(*step, outcome.clone(), entry.at),
            Event::Looked {
                step,
                purpose,
                held,
                outcome: None,
                access,
                since,
            } => {
                let read_at = since.unwrap_or(entry.at);
                self.looked(*step, *purpose, held.as_deref(), access.as_ref(), read_at);
                return self.reopened(*step, entry.at);
            }
            Event::Proved { proofs, access } => {
                for (row, proof) in proofs {
                    if let Some(record) = self.rows.get_mut(*row as usize) {
                        record.proof = Some(proof.clone());
                    }
                }
                for (row, access) in access {
                    if let Some(record) = self.rows.get(*row as usize) {
                        self.has_by_it(record.first_step, access);
                    }
                }
            }
            Event::BatchDone => self.batch_done(),
            Event::Stopping { reason } => {
                self.stopping = Some(reason.clone());
                self.pause = None;
            }
            Event::Finished => self.finish(entry.at),
        }
        Vec::new()
    }

    /// Applies `deed` to each step and returns the steps that are over because of it.
    fn each(&mut self, steps: &[u32], mut deed: impl FnMut(&mut Self, u32) -> Vec<u32>) -> Vec<u32> {
        steps.iter().flat_map(|&step| deed(self, step)).collect()
    }

    pub(super) fn set(&mut self, step: u32, stage: Stage) {
        if let Some(record) = self.steps.get_mut(step as usize) {
            record.stage = stage;
        }
    }

    /// Sets the outcome of a step. Returns the steps that are over because of it: this one, and those of its cycle that are no longer
    /// needed.
    pub(super) fn close(&mut self, step: u32, outcome: Outcome, at: Time) -> Vec<u32> {
        let mut over = vec![step];
        self.doubts.remove(&step);
        // A step that is over stays as it is: in a journal written by another version, an answer may still follow.
        let Some(record) = self.steps.get(step as usize).filter(|record| !record.is_over()) else {
            return Vec::new();
        };
        // An answer may take long to arrive: what it says was true when the call was made.
        let known_at = match record.stage {
            Stage::Sent(_) => record.sent_at,
            _ => at,
        };
        let row = self.plan.steps[step as usize].row;
        self.set(
            step,
            Stage::Closed {
                outcome: outcome.clone(),
                at,
            },
        );
        self.step_over(step);
        match self.plan.cycle_of(step) {
            Some(cycle) => {
                self.freshen_after(cycle, step, known_at);
                self.cycle_moved(cycle, at, &mut over);
            }
            None => self.settle(row, outcome, at),
        }
        over
    }

    pub(super) fn step_over(&mut self, step: u32) {
        let batch = self.batch_of(step);
        if let Some(left) = self.left_in.get_mut(batch) {
            *left = left.saturating_sub(1);
        }
    }

    /// Sets the outcome of a row.
    pub(super) fn settle(&mut self, row: u32, outcome: Outcome, at: Time) {
        let batch = self.batch_of(self.rows[row as usize].first_step);
        self.failures.count(batch, outcome.kind);
        *self.closed.entry(outcome.kind).or_default() += 1;
        self.rows[row as usize].outcome = Some((outcome, at));
    }

    /// Calls that were under way are now in doubt: their requests may have arrived, or may still arrive.
    fn resumed(&mut self, at: Time) {
        for step in std::mem::take(&mut self.sent).into_values().flatten() {
            self.doubts.insert(step);
            if let Some(record) = self.steps.get_mut(step as usize) {
                record.doubt(at, true);
            }
        }
        self.stale();
    }

    /// Another machine now has the run, and its clock may be ahead: the waiting time of each doubt starts again.
    fn taken_over(&mut self, at: Time) {
        (self.transferring, self.transferred) = (false, false);
        for &step in &self.doubts {
            if let Some(Record {
                stage: Stage::Doubt { since, late: true },
                ..
            }) = self.steps.get_mut(step as usize)
            {
                *since = at;
            }
        }
    }

    /// Restarts the run with the plan that was reviewed here. A call that the imported journal says was under way or in doubt may still
    /// arrive: this doubt is settled here, and its waiting time starts now.
    fn taken_in(&mut self, origin: &Origin, plan: &Plan, entry: &Entry) {
        let fresh = Self::new(plan.clone(), origin.clone(), self.seed, entry.seq, entry.at);
        let claimed = Claimed::new(std::mem::replace(self, fresh));
        self.attempts = claimed.folded.attempts;
        self.times.planned = claimed.folded.times.planned;
        self.times.taken_in = Some(entry.at);
        for (row, record) in self.plan.rows.iter().zip(&self.rows) {
            if claimed.may_be_under_way(&self.plan, row) {
                self.doubts.insert(record.first_step);
                self.steps[record.first_step as usize].doubt(entry.at, true);
            }
        }
        self.claimed = Some(Box::new(claimed));
    }

    /// Marks all accounts as stale: they are read again before anything is sent.
    fn stale(&mut self) {
        for record in &mut self.steps {
            record.fresh = None;
        }
    }

    fn decided(&mut self, decision: Decision, at: Time) {
        match decision {
            Decision::Begin => {
                self.begun = true;
                self.times.begun.get_or_insert(at);
            }
            Decision::NextBatch => self.gate = Gate::Open,
            Decision::AllBatches => {
                self.confirm_each = false;
                self.gate = Gate::Open;
            }
            Decision::Pause => self.pause = Some(Pause::User),
            Decision::Transfer => self.transferring = true,
            Decision::GoOn => {
                if self.pause.take().is_some() {
                    self.failures.forgive();
                    self.stale();
                } else {
                    self.gate = Gate::Open;
                }
            }
            Decision::Stop => {
                self.hurried = self.stopping.is_some();
                self.stopping.get_or_insert(StopReason::User);
                // A stop answers any open question; an open cycle is still closed.
                self.pause = None;
            }
        }
    }

    fn asked(&mut self, question: &Question) {
        match question {
            Question::Refusal { status, code, .. } => {
                self.seen.insert((*status, code.clone()));
            }
            Question::Failures { .. } => self.failures.asked(&self.plan),
            _ => {}
        }
        self.pause = Some(Pause::Question(question.clone()));
    }

    /// Sets the outcome of every row that has none.
    fn finish(&mut self, at: Time) {
        self.finished = true;
        self.times.ended = Some(at);
        for cycle in 0..self.cycles.len() {
            if self.cycles[cycle] != CycleStage::Over {
                self.end_cycle(cycle, at, &mut Vec::new());
            }
        }
        for row in 0..self.rows.len() as u32 {
            let RowRecord {
                first_step, outcome, ..
            } = &self.rows[row as usize];
            if outcome.is_some() {
                continue;
            }
            let outcome = self.left_undone(*first_step);
            self.settle(row, outcome, at);
        }
        self.sent.clear();
        self.doubts.clear();
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
