//! Which calls may be sent now. A pause, a stop, the end of a batch and a transfer never interrupt an open cycle: they take effect once
//! no account is parked.

use super::{
    Run,
    fold::{Gate, Pause},
    instants::later,
    record::{CycleStage, Stage},
};
use crate::journal::{Attempt, StopReason};
use rollcall_model::address;

/// Which calls may be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flow {
    /// None.
    Nothing,
    /// Those of the open cycle.
    OnlyCycle(usize),
    /// All.
    All,
}

impl Run {
    pub(super) fn flow(&self) -> Flow {
        let folded = &self.folded;
        let is_hard = folded.pause.as_ref().is_some_and(Pause::is_hard);
        let is_dead = matches!(
            folded.stopping,
            Some(StopReason::Key { .. } | StopReason::NeedsYou)
        );
        if !folded.begun
            || folded.is_closed()
            || self.outbox.broken().is_some()
            || folded.hurried
            || is_hard
            || is_dead
        {
            return Flow::Nothing;
        }
        let stands_still = folded.pause.is_some()
            || folded.stopping.is_some()
            || folded.transferring
            || folded.gate != Gate::Open;
        match (stands_still, folded.open_cycle()) {
            (false, _) => Flow::All,
            (true, Some(cycle)) => Flow::OnlyCycle(cycle),
            (true, None) => Flow::Nothing,
        }
    }

    /// Whether any calls may be planned.
    pub(super) fn is_running(&self) -> bool {
        self.flow() != Flow::Nothing
    }

    /// Whether a call whose announcement is durable may still be sent: the write may have taken long, or the computer may have slept.
    pub(super) fn may_send(&self, attempt: Attempt) -> bool {
        let steps = self.folded.sent.get(&attempt);
        let may_go = |&step: &u32| self.is_let(step) && self.is_fresh(step);
        steps.is_some_and(|steps| steps.iter().all(may_go)) && self.rate.held(self.now).is_none()
    }

    /// Whether the state of the run allows this step.
    fn is_let(&self, step: u32) -> bool {
        match self.flow() {
            Flow::Nothing => false,
            Flow::OnlyCycle(cycle) => self.folded.plan.cycle_of(step) == Some(cycle),
            Flow::All => true,
        }
    }

    /// Whether the run has reached a step. In a cycle, only steps of the cycle's current stage count; of the cycles that have not begun,
    /// only the first counts, because only one cycle is open at a time.
    pub(super) fn is_next(&self, step: u32) -> bool {
        let Some(at) = self.folded.plan.cycle_of(step) else {
            return self.is_let(step);
        };
        let cycle = &self.folded.plan.cycles[at];
        let is_turn = self
            .folded
            .open_cycle()
            .map_or_else(|| self.first_waiting_cycle() == Some(at), |open| open == at);
        is_turn
            && !self.folded.failed[at]
            && self.is_let(step)
            && match self.folded.cycles[at] {
                // The closing step starts from an address that the account to be parked does not have yet.
                CycleStage::Waiting => cycle.forward().contains(&step) && step != cycle.close(),
                CycleStage::Open => cycle.forward().contains(&step),
                CycleStage::Unwinding => cycle.back().contains(&step),
                CycleStage::Over => false,
            }
    }

    fn first_waiting_cycle(&self) -> Option<usize> {
        let stages = self.folded.cycles.iter();
        stages.into_iter().position(|stage| *stage == CycleStage::Waiting)
    }

    /// Whether the readings of the step's account and of the address that it assigns are still valid.
    pub(super) fn is_fresh(&self, step: u32) -> bool {
        let fresh = self.folded.steps[step as usize].fresh;
        fresh.is_some_and(|at| self.now <= later(at, self.settings.fresh_for))
    }

    /// Whether a step could be sent now, apart from the rate and its own retry delay.
    pub(super) fn may_go(&self, step: u32) -> bool {
        let record = &self.folded.steps[step as usize];
        record.stage == Stage::Open
            && self.is_fresh(step)
            && self.is_next(step)
            && self.is_free_to_go(step)
            && !self.is_busy(step)
    }

    /// Whether everything that the step waits for has happened.
    fn is_free_to_go(&self, step: u32) -> bool {
        let of = &self.folded.plan.steps[step as usize];
        let has_freed = |other: &u32| {
            let record = &self.folded.steps[*other as usize];
            // To undo a step it is enough that the address is free, whoever freed it.
            if of.undoes.is_some() {
                record.is_free()
            } else {
                record.has_left()
            }
        };
        // An undo step that is not needed frees nothing, and nothing has to wait for it.
        let is_void = |other: &&u32| self.folded.steps[**other as usize].stage == Stage::Void;
        let has_order = of.waits_for.iter().filter(|other| !is_void(other)).all(has_freed);
        let opens = self
            .folded
            .plan
            .cycle_of(step)
            .filter(|&at| self.folded.plan.cycles[at].park() == step);
        has_order
            && (of.undoes.is_some() || self.rows_before_are_done(of.row))
            && opens.is_none_or(|at| self.all_members_may_follow(at))
    }

    /// Whether the rows that a row waits for are done.
    fn rows_before_are_done(&self, row: u32) -> bool {
        let others = &self.folded.plan.rows[row as usize].waits_for;
        let is_done = |other: &u32| self.folded.rows[*other as usize].is_done();
        others.iter().all(is_done)
    }

    /// Whether every member of a cycle is as planned, may be changed, and waits for nothing outside the cycle. Checked before an account
    /// is parked.
    fn all_members_may_follow(&self, cycle: usize) -> bool {
        let cycle = &self.folded.plan.cycles[cycle];
        (cycle.park()..cycle.close()).all(|step| {
            self.is_fresh(step) && self.rows_before_are_done(self.folded.plan.steps[step as usize].row)
        })
    }

    /// Whether another step that is under way or in doubt involves one of this step's addresses or its account.
    fn is_busy(&self, step: u32) -> bool {
        let addresses = |step: u32| {
            let from = self.folded.steps[step as usize].from.as_deref();
            [from, Some(self.folded.plan.steps[step as usize].to.as_str())]
                .into_iter()
                .flatten()
        };
        let row = |step: u32| self.folded.plan.row_of(step);
        let is_address = |step: u32| self.folded.plan.spec_of_step(step).is_address();
        let mut under_way = self.folded.sent.values().flatten().chain(&self.folded.doubts);
        under_way.any(|&other| {
            row(other).is_about_whom(row(step))
                || is_address(step)
                    && is_address(other)
                    && addresses(other).any(|theirs| addresses(step).any(|ours| address::same(theirs, ours)))
        })
    }
}
