//! How a cycle of addresses is carried out: parking one account opens it, and giving that account its desired address closes it. If a
//! step in between is not done, the cycle is unwound in reverse order.

use super::{
    fold::Folded,
    record::{CycleStage, Record, Stage},
    texts,
};
use crate::{
    journal::{Outcome, OutcomeKind},
    plan::Cycle,
};
use rollcall_model::time::Time;

impl Folded {
    /// The open cycle: one account is parked, and everything else waits until it no longer is.
    pub(super) fn open_cycle(&self) -> Option<usize> {
        self.cycles
            .iter()
            .position(|stage| matches!(stage, CycleStage::Open | CycleStage::Unwinding))
    }

    /// Updates the stage of a cycle after something happened to one of its steps, and closes steps that are no longer needed.
    ///
    /// Nothing is given up while a call of the cycle is under way or in doubt: what must be undone depends on that call's result.
    pub(super) fn cycle_moved(&mut self, at: usize, time: Time, over: &mut Vec<u32>) {
        self.move_cycle(at, time, over);
        self.failed[at] = self.has_failed(at);
    }

    fn move_cycle(&mut self, at: usize, time: Time, over: &mut Vec<u32>) {
        let cycle = self.plan.cycles[at].clone();
        if self.cycles[at] == CycleStage::Waiting && self.steps[cycle.park() as usize].has_left() {
            self.cycles[at] = CycleStage::Open;
        }
        let of = |step: u32| &self.steps[step as usize];
        let is_under_way = cycle
            .range()
            .any(|step| matches!(of(step).stage, Stage::Sent(_) | Stage::Doubt { .. }));
        // All steps must be done: the last one may end first if someone else changed the parked account.
        let is_done = match self.cycles[at] {
            CycleStage::Open => cycle.forward().all(|step| of(step).has_left()),
            CycleStage::Unwinding => cycle
                .back()
                .all(|step| of(step).is_free() || of(step).stage == Stage::Void),
            CycleStage::Waiting | CycleStage::Over => false,
        };
        if is_done {
            return self.end_cycle(at, time, over);
        }
        if is_under_way || !self.has_failed(at) {
            return;
        }
        let is_unclear = cycle
            .forward()
            .any(|step| of(step).kind() == Some(OutcomeKind::InDoubt));
        if self.cycles[at] == CycleStage::Open && !is_unclear {
            self.unwind(at, &cycle, over);
            // There may be nothing to undo.
            self.move_cycle(at, time, over);
        } else {
            self.end_cycle(at, time, over);
        }
    }

    /// Whether a step that the cycle's current stage depends on was not done.
    fn has_failed(&self, at: usize) -> bool {
        let cycle = &self.plan.cycles[at];
        let of = |step: u32| &self.steps[step as usize];
        match self.cycles[at] {
            // A member that already has its new address breaks the cycle as well.
            CycleStage::Waiting => cycle.forward().any(|step| of(step).outcome().is_some()),
            CycleStage::Open => cycle.forward().any(|step| of(step).has_stayed()),
            CycleStage::Unwinding => cycle
                .back()
                .any(|step| of(step).outcome().is_some() && !of(step).is_free()),
            CycleStage::Over => false,
        }
    }

    /// Starts unwinding: the steps that were done are undone in reverse order.
    fn unwind(&mut self, at: usize, cycle: &Cycle, over: &mut Vec<u32>) {
        self.cycles[at] = CycleStage::Unwinding;
        // Someone else changed the parked account's address: read it again before overwriting it.
        if let (true, Some(back)) = (
            self.steps[cycle.close() as usize].is_gone,
            cycle.undoing(cycle.park()),
        ) {
            self.steps[back as usize].fresh = None;
        }
        for forward in cycle.forward() {
            let is_done = self.steps[forward as usize].has_left();
            if !self.steps[forward as usize].is_over() {
                self.void(forward, over);
            }
            if let Some(back) = cycle.undoing(forward).filter(|_| !is_done) {
                self.void(back, over);
            }
        }
    }

    /// The run itself has changed an account's address: the starting address of the steps that may follow is now known, as if it had been
    /// read at `at`.
    pub(super) fn freshen_after(&mut self, cycle: usize, step: u32, at: Time) {
        if !self.steps[step as usize].has_left() {
            return;
        }
        let cycle = &self.plan.cycles[cycle];
        let close = (step == cycle.park()).then(|| cycle.close());
        for next in [cycle.undoing(step), close].into_iter().flatten() {
            self.steps[next as usize].fresh = Some(at);
        }
    }

    fn void(&mut self, step: u32, over: &mut Vec<u32>) {
        self.set(step, Stage::Void);
        self.doubts.remove(&step);
        self.step_over(step);
        over.push(step);
    }

    /// Ends the cycle, whether closed or unwound: sets the outcome of each of its rows.
    pub(super) fn end_cycle(&mut self, at: usize, time: Time, over: &mut Vec<u32>) {
        let cycle = self.plan.cycles[at].clone();
        let outcomes: Vec<(u32, Outcome)> = (cycle.park()..cycle.close())
            .map(|first| {
                let outcome = if first == cycle.park() {
                    self.parked_outcome(&cycle)
                } else {
                    self.member_outcome(&cycle, first)
                };
                (self.plan.steps[first as usize].row, outcome)
            })
            .collect();
        self.cycles[at] = CycleStage::Over;
        for step in cycle.range() {
            if !self.steps[step as usize].is_over() {
                self.void(step, over);
            }
        }
        for (row, outcome) in outcomes {
            self.settle(row, outcome, time);
        }
    }

    fn parked_outcome(&self, cycle: &Cycle) -> Outcome {
        let of = |step: u32| &self.steps[step as usize];
        let (park, close) = (of(cycle.park()), of(cycle.close()));
        let back = cycle.undoing(cycle.park()).map(of);
        let is_open = |record: &Record| matches!(record.stage, Stage::Open | Stage::Void);
        if !park.has_left() {
            return match park.outcome() {
                Some(outcome) if outcome.kind != OutcomeKind::InDoubt => outcome.clone(),
                None if is_open(park) => self.member_not_sent(cycle, cycle.park()),
                _ => needs_you(park, texts::parked_in_doubt(&cycle.temporary)),
            };
        }
        if let Some(outcome) = close.outcome().filter(|_| close.has_left()) {
            let was_parked = park.kind() == Some(OutcomeKind::Changed);
            return match outcome.kind {
                OutcomeKind::Already if was_parked => Outcome {
                    kind: OutcomeKind::Changed,
                    message: texts::CLOSED_BY_OTHERS.to_owned(),
                    ..outcome.clone()
                },
                _ => outcome.clone(),
            };
        }
        if back.is_some_and(Record::has_left) {
            return match close.outcome() {
                Some(refused) => Outcome {
                    message: texts::back_again(&refused.message),
                    ..refused.clone()
                },
                None => self.undone(cycle),
            };
        }
        // Someone else gave the account a third address.
        let mut elsewhere = back.into_iter().chain([close]).filter(|record| record.is_gone);
        if let Some(found) = elsewhere.find_map(Record::outcome) {
            return Outcome {
                kind: OutcomeKind::Failed,
                ..found.clone()
            };
        }
        let is_unclear = |record: &Record| {
            let is_under_way = matches!(record.stage, Stage::Sent(_) | Stage::Doubt { .. });
            is_under_way || record.kind() == Some(OutcomeKind::InDoubt)
        };
        if is_unclear(close) || back.is_some_and(is_unclear) {
            return needs_you(close, texts::parked_in_doubt(&cycle.temporary));
        }
        let why = self.culprit(cycle).unwrap_or_default();
        needs_you(close, texts::parked(&cycle.temporary, &why))
    }

    fn member_outcome(&self, cycle: &Cycle, forward: u32) -> Outcome {
        let record = &self.steps[forward as usize];
        let back = cycle.undoing(forward).map(|back| &self.steps[back as usize]);
        if let Some(back) = back.filter(|_| record.has_left()) {
            match (&back.stage, back.outcome()) {
                (_, Some(_)) if back.has_left() => return self.undone(cycle),
                // Someone else gave the account a third address, or its address is unknown.
                (_, Some(outcome)) if back.is_gone || outcome.kind == OutcomeKind::InDoubt => {
                    let kind = if back.is_gone {
                        OutcomeKind::Failed
                    } else {
                        OutcomeKind::InDoubt
                    };
                    return Outcome {
                        kind,
                        ..outcome.clone()
                    };
                }
                (Stage::Sent(_) | Stage::Doubt { .. }, _) => {
                    return Outcome {
                        kind: OutcomeKind::InDoubt,
                        status: None,
                        code: None,
                        message: texts::left_in_doubt(self.about(forward)),
                    };
                }
                _ => {}
            }
        }
        match record.outcome() {
            Some(outcome) => outcome.clone(),
            None => self.member_not_sent(cycle, forward),
        }
    }

    /// The outcome of a cycle's row whose call was never sent or is not known to have ended.
    fn member_not_sent(&self, cycle: &Cycle, forward: u32) -> Outcome {
        let left = self.left_undone(forward);
        match (self.culprit(cycle), left.kind) {
            (Some(why), OutcomeKind::NotRun) => Outcome {
                kind: OutcomeKind::Skipped,
                message: texts::circle_not_gone(&why),
                ..left
            },
            _ => left,
        }
    }

    fn undone(&self, cycle: &Cycle) -> Outcome {
        let (status, code) = (None, None);
        let why = self.culprit(cycle).unwrap_or_default();
        Outcome {
            kind: OutcomeKind::Undone,
            status,
            code,
            message: texts::undone(&why),
        }
    }

    /// Whose step was not done and stopped the cycle, and why.
    fn culprit(&self, cycle: &Cycle) -> Option<String> {
        let closed = |step: &u32| self.steps[*step as usize].outcome().is_some();
        let stayed = |step: &u32| self.steps[*step as usize].has_stayed();
        // A member that already has its new address breaks the cycle as well.
        let step = cycle
            .forward()
            .find(stayed)
            .or_else(|| cycle.forward().find(closed))?;
        let row = self.plan.row_of(step);
        let said = self.steps[step as usize]
            .outcome()
            .map_or("", |outcome| &outcome.message);
        Some(format!("{} (line {}): {said}", row.who(), row.line))
    }
}

fn needs_you(last: &Record, message: String) -> Outcome {
    let answer = last.answer.as_ref();
    Outcome {
        kind: OutcomeKind::NeedsYou,
        status: answer.and_then(crate::journal::Answer::status),
        code: answer.and_then(|answer| answer.code().map(str::to_owned)),
        message,
    }
}
