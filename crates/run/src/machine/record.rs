//! What is known of each step and each row.

use crate::{
    journal::{Access, Answer, Attempt, Outcome, OutcomeKind, Proof},
    plan::Step,
};
use rollcall_model::{address, time::Time};

/// What is known of one step.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Record {
    pub(super) stage: Stage,
    /// The address before the step: from the plan, or from the reading before the step.
    pub(super) from: Option<String>,
    /// When the step's last call was announced.
    pub(super) sent_at: Time,
    /// When the account, and any holder of the address that the step assigns, were read; `None` if that no longer counts.
    pub(super) fresh: Option<Time>,
    /// Tries that ended without an outcome, excluding those answered 429.
    pub(super) tries: u32,
    /// The last answer that was not a success.
    pub(super) answer: Option<Answer>,
    /// For the canary: the result of reading it back.
    pub(super) read_back: ReadBack,
    /// The account was read and does not have the address that the step replaces.
    pub(super) is_gone: bool,
    /// An earlier call for this step may have taken effect unseen: the refusal of a later call then proves nothing.
    pub(super) was_in_doubt: bool,
    /// Such a refusal came.
    pub(super) was_refused: bool,
    /// Atlassian accepted a call for this step, to carry it out later: the call is never repeated.
    pub(super) was_taken: bool,
    /// What else the person had access to before the step (`had`) and after it (`has`), if known.
    pub(super) had: Option<Access>,
    pub(super) has: Option<Access>,
}

/// Result of reading back the canary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ReadBack {
    NotYet,
    Unreadable,
    Held(String),
}

/// Stage of a step.
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
    /// Not needed: its cycle is over without this step.
    Void,
}

impl Record {
    pub(super) fn new(step: &Step) -> Self {
        Self {
            stage: Stage::Open,
            from: step.from.clone(),
            sent_at: Time(0),
            fresh: None,
            tries: 0,
            answer: None,
            read_back: ReadBack::NotYet,
            is_gone: false,
            was_in_doubt: false,
            was_refused: false,
            was_taken: false,
            had: None,
            has: None,
        }
    }

    pub(super) fn outcome(&self) -> Option<&Outcome> {
        match &self.stage {
            Stage::Closed { outcome, .. } => Some(outcome),
            _ => None,
        }
    }

    pub(super) fn kind(&self) -> Option<OutcomeKind> {
        self.outcome().map(|outcome| outcome.kind)
    }

    /// Whether the step is over.
    pub(super) fn is_over(&self) -> bool {
        matches!(self.stage, Stage::Closed { .. } | Stage::Void)
    }

    /// Whether this step itself has freed the account's old address.
    pub(super) fn has_left(&self) -> bool {
        matches!(self.kind(), Some(OutcomeKind::Changed | OutcomeKind::Already))
    }

    /// Whether the step has an outcome and has not freed the account's old address.
    pub(super) fn has_stayed(&self) -> bool {
        self.outcome().is_some() && !self.has_left()
    }

    /// Whether the account's old address is free now, whoever freed it.
    pub(super) fn is_free(&self) -> bool {
        self.has_left() || (self.outcome().is_some() && self.is_gone)
    }

    /// Marks the step as in doubt: whether a call took effect is unknown, and the account must be read.
    pub(super) fn doubt(&mut self, since: Time, late: bool) {
        self.tries += 1;
        self.was_in_doubt = true;
        self.stage = Stage::Doubt { since, late };
    }

    /// Records what the person had access to before the step. After a first try, a reading may show its effect, so the recorded value is
    /// kept.
    pub(super) fn had_before(&mut self, access: Option<&Access>) {
        if self.tries == 0 || self.had.is_none() {
            self.had = access.cloned();
        }
    }

    /// Records what the account was seen to have.
    pub(super) fn read(&mut self, held: &str) {
        self.is_gone = self
            .from
            .as_deref()
            .is_some_and(|from| !address::same(from, held));
    }
}

/// Stage of a cycle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CycleStage {
    /// No account has been parked yet.
    Waiting,
    /// One account is parked, and the others follow.
    Open,
    /// A step was not done: the steps before it are undone in reverse order.
    Unwinding,
    /// Closed, unwound, given up before it began, or stuck; if stuck, the parked account needs attention.
    Over,
}

/// What is known of one row.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct RowRecord {
    /// Index of the row's first step.
    pub(super) first_step: u32,
    pub(super) outcome: Option<(Outcome, Time)>,
    /// Result of reading the row back at the end.
    pub(super) proof: Option<Proof>,
}

impl RowRecord {
    pub(super) fn new(first_step: u32) -> Self {
        Self {
            first_step,
            outcome: None,
            proof: None,
        }
    }

    pub(super) fn kind(&self) -> Option<OutcomeKind> {
        self.outcome.as_ref().map(|(outcome, _)| outcome.kind)
    }

    /// Whether the account is as the row desires, as far as the run knows.
    pub(super) fn is_done(&self) -> bool {
        matches!(self.kind(), Some(OutcomeKind::Changed | OutcomeKind::Already))
    }

    /// Whether the row is over without being done.
    pub(super) fn has_fallen(&self) -> bool {
        self.kind().is_some() && !self.is_done()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_had_stays_known_once_something_was_tried() {
        let mut record = Record::new(&Step {
            row: 0,
            from: None,
            to: "not in the directory".to_owned(),
            waits_for: Vec::new(),
            undoes: None,
        });
        let had = Access {
            groups: vec!["g-1".to_owned()],
            ..Access::default()
        };
        record.had_before(Some(&Access::default()));
        record.had_before(Some(&had));
        assert_eq!(
            record.had.as_ref(),
            Some(&had),
            "until then the newest reading counts"
        );
        record.tries = 1;
        record.had_before(None);
        assert_eq!(record.had.as_ref(), Some(&had));
    }
}
