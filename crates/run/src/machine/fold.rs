//! The state of a run as a fold over its journal: the one place where an event changes what is so. A live run and one that
//! is taken up again go through the same function.

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

/// All that a crash leaves.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Folded {
    pub(super) plan: Plan,
    pub(super) origin: Origin,
    pub(super) seed: u64,
    pub(super) steps: Vec<Record>,
    pub(super) rows: Vec<RowRecord>,
    pub(super) cycles: Vec<CycleStage>,
    /// For each cycle whether a step was not done on which its way depends.
    pub(super) failed: Vec<bool>,
    /// Rows with an outcome, by kind.
    pub(super) closed: BTreeMap<OutcomeKind, u32>,
    /// Steps of each batch that are not over.
    pub(super) left_in: Vec<u32>,
    pub(super) failures: Failures,
    /// Attempts that wait for an answer, and the steps that they are for.
    pub(super) sent: BTreeMap<Attempt, Vec<u32>>,
    /// For each step those that go in one call with it, when all goes well.
    pub(super) calls: Vec<Range<u32>>,
    /// For each row the next one that changes the same of the same account; empty where no row has one.
    pub(super) successors: Vec<Option<u32>>,
    /// Whether rows wait for other rows.
    pub(super) has_waiting_rows: bool,
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
    /// The journal is to be transferred, and was.
    pub(super) transferring: bool,
    pub(super) transferred: bool,
    /// Attempts made so far.
    pub(super) attempts: u32,
    /// Kinds of refusal that were asked about.
    pub(super) seen: BTreeSet<(u16, Option<String>)>,
    pub(super) times: Times,
    pub(super) last: Seq,
    pub(super) at: Time,
    /// What the journal said before it was taken in here from elsewhere: a claim, which is shown and never acted on.
    pub(super) claimed: Option<Box<Claimed>>,
}

/// A journal from elsewhere, as it says that it went.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Claimed {
    pub(super) folded: Folded,
    /// Its rows.
    pub(super) rows: BTreeMap<RowKey, u32>,
    /// Those for which a call may have been made that has no answer.
    pub(super) under_way: BTreeSet<u32>,
    /// The temporary addresses of its cycles, as [`address::key`] has them.
    pub(super) temporary: BTreeSet<String>,
    /// How often it went from one browser to another, this time included.
    pub(super) times: u32,
}

/// When a run was what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Times {
    /// When its plan was frozen.
    pub planned: Time,
    /// When the user said to begin.
    pub begun: Option<Time>,
    /// When it was over.
    pub ended: Option<Time>,
    /// How often it was taken up again from its journal.
    pub resumed: u32,
    /// When its journal was taken in from elsewhere, the last time.
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
    /// Whether nothing can go out at all, so that not even an open cycle can be closed.
    pub(super) fn is_hard(&self) -> bool {
        matches!(
            self,
            Self::Question(Question::Trouble { .. } | Question::Blocked { .. } | Question::Key { .. })
        )
    }
}

impl Folded {
    /// A run of which nothing is journaled but its plan.
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

    /// Takes in one entry, and says which steps are over by it. Entries that speak of steps or attempts that there are not
    /// change nothing; a journal from outside is checked before ([`super::resume`]).
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

    /// Does something to each of these steps, and says which steps are over by that.
    fn each(&mut self, steps: &[u32], mut deed: impl FnMut(&mut Self, u32) -> Vec<u32>) -> Vec<u32> {
        steps.iter().flat_map(|&step| deed(self, step)).collect()
    }

    pub(super) fn set(&mut self, step: u32, stage: Stage) {
        if let Some(record) = self.steps.get_mut(step as usize) {
            record.stage = stage;
        }
    }

    /// Gives a step its outcome, and says which steps are over by that: this one, and those of its cycle that are not needed
    /// any more.
    pub(super) fn close(&mut self, step: u32, outcome: Outcome, at: Time) -> Vec<u32> {
        let mut over = vec![step];
        self.doubts.remove(&step);
        // What is over stays as it is: an answer may still come for a step of a journal that another version wrote.
        let Some(record) = self.steps.get(step as usize).filter(|record| !record.is_over()) else {
            return Vec::new();
        };
        // An answer may have been under way for long: what it says was so when its call was made.
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

    /// Gives a row its outcome.
    pub(super) fn settle(&mut self, row: u32, outcome: Outcome, at: Time) {
        let batch = self.batch_of(self.rows[row as usize].first_step);
        self.failures.count(batch, outcome.kind);
        *self.closed.entry(outcome.kind).or_default() += 1;
        self.rows[row as usize].outcome = Some((outcome, at));
    }

    /// What was under way is in doubt: the request may have arrived, or may still.
    fn resumed(&mut self, at: Time) {
        for step in std::mem::take(&mut self.sent).into_values().flatten() {
            self.doubts.insert(step);
            if let Some(record) = self.steps.get_mut(step as usize) {
                record.doubt(at, true);
            }
        }
        self.stale();
    }

    /// Another machine has the run, and its clock may be ahead: how long a doubt has waited is counted anew.
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

    /// The run begins anew with what was reviewed here. A call that the file says was under way, or in doubt, may still arrive: that
    /// doubt is settled here, and waits from now.
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

    /// Accounts are to be read again before anything goes out.
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
                // Whatever was asked, this answers it; and what is open is closed now.
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

    /// Gives every row an outcome that has none.
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
