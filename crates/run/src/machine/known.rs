//! Queries on the folded state of a run.

use super::{
    fold::Folded,
    record::Stage,
    texts::{self, About},
};
use rollcall_model::StateKind;

use crate::{
    journal::{Answer, Outcome, OutcomeKind},
    operation::{Fits, Holds},
    plan::Batch,
};

impl Folded {
    /// Whether the journal accepts no more entries here.
    pub(super) fn is_closed(&self) -> bool {
        self.finished || self.transferred
    }

    /// Number of rows without an outcome.
    pub(super) fn left(&self) -> u32 {
        self.rows.len() as u32 - self.closed.values().sum::<u32>()
    }

    /// The current or next batch; `None` after the last.
    pub(super) fn batch(&self) -> Option<Batch> {
        self.plan.batches.get(self.batch as usize).copied()
    }

    /// Index of the batch that has this step.
    pub(super) fn batch_of(&self, step: u32) -> usize {
        self.plan
            .batches
            .partition_point(|batch| batch.first <= step)
            .saturating_sub(1)
    }

    /// The state that a step's account has before the step, or must have for the action to make sense; `None`: any state.
    pub(super) fn starts_from(&self, step: u32) -> Option<&str> {
        let before = self.steps[step as usize].from.as_deref();
        match self.plan.spec_of_step(step).operation.fits() {
            Fits::Anything => before,
            Fits::Only(must) => before.or(Some(must)),
            Fits::Mostly(_) => None,
        }
    }

    /// The state that a reading before the step is expected to show. An index that shows it is trusted.
    pub(super) fn expected_before(&self, step: u32) -> Option<&str> {
        let mostly = match self.plan.spec_of_step(step).operation.fits() {
            Fits::Mostly(mostly) => Some(mostly),
            Fits::Anything | Fits::Only(_) => None,
        };
        self.starts_from(step).or(mostly)
    }

    /// What a step changes, for use in messages.
    pub(super) fn about(&self, step: u32) -> About<'_> {
        let to = &self.plan.steps[step as usize].to;
        let spec = self.plan.spec_of_step(step);
        match spec.operation.holds {
            Holds::Address => About::Address,
            Holds::Shared(_) if spec.row.kind == StateKind::Profile => About::Profile(to),
            Holds::Shared(shared) => About::State(shared.what, to),
        }
    }

    /// The outcome of a step that the run leaves undone.
    pub(super) fn left_undone(&self, step: u32) -> Outcome {
        let record = &self.steps[step as usize];
        let last = record.answer.as_ref();
        let (kind, message) = match record.stage {
            Stage::Doubt { .. } | Stage::Sent(_) => {
                (OutcomeKind::InDoubt, texts::left_in_doubt(self.about(step)))
            }
            _ if record.tries > 0 => (
                OutcomeKind::Failed,
                texts::stopped_before_retry(last.map_or(texts::NO_ANSWER, |answer| answer.message())),
            ),
            _ => (OutcomeKind::NotRun, texts::NOT_SENT.to_owned()),
        };
        Outcome {
            kind,
            status: last.and_then(Answer::status),
            code: last.and_then(|answer| answer.code().map(str::to_owned)),
            message,
        }
    }
}
