//! What is known of one step, and of one row.

use crate::{
    journal::{Access, Answer, Attempt, Outcome, OutcomeKind, Proof},
    plan::Step,
};
use rollcall_model::{address, time::Time};

/// What is known of one step.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Record {
    pub(super) stage: Stage,
    /// The address before the step: the plan's, or what the reading before it gave.
    pub(super) from: Option<String>,
    /// When its last call was announced.
    pub(super) sent_at: Time,
    /// When its account, and who holds the address that it takes, were read, if that still counts.
    pub(super) fresh: Option<Time>,
    /// Tries that ended without an outcome, those answered 429 not counted.
    pub(super) tries: u32,
    /// The last answer that was not a success.
    pub(super) answer: Option<Answer>,
    /// For the canary: what was there afterwards.
    pub(super) read_back: ReadBack,
    /// The account was read and does not have the address that the step leaves.
    pub(super) is_gone: bool,
    /// A call for it may have done it unseen, at some time: a refusal of a later one says nothing then.
    pub(super) was_in_doubt: bool,
    /// Such a refusal came.
    pub(super) was_refused: bool,
    /// Atlassian took a call for it, to carry it out afterwards: it is never made again.
    pub(super) was_taken: bool,
    /// What the person had besides before the step, and has after it, where that was told.
    pub(super) had: Option<Access>,
    pub(super) has: Option<Access>,
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
    /// Not needed: its cycle is over without it.
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

    /// Whether nothing more becomes of it.
    pub(super) fn is_over(&self) -> bool {
        matches!(self.stage, Stage::Closed { .. } | Stage::Void)
    }

    /// Whether the address that the step leaves is free now, by the step itself.
    pub(super) fn has_left(&self) -> bool {
        matches!(self.kind(), Some(OutcomeKind::Changed | OutcomeKind::Already))
    }

    /// Whether the step has an outcome that leaves the address where it was.
    pub(super) fn has_stayed(&self) -> bool {
        self.outcome().is_some() && !self.has_left()
    }

    /// Whether the address that the step leaves is free now, by whosever hand.
    pub(super) fn is_free(&self) -> bool {
        self.has_left() || (self.outcome().is_some() && self.is_gone)
    }

    /// Nobody knows whether a call did it: the account has to be read.
    pub(super) fn doubt(&mut self, since: Time, late: bool) {
        self.tries += 1;
        self.was_in_doubt = true;
        self.stage = Stage::Doubt { since, late };
    }

    /// Takes note of what the person had before the step. Once it was tried, a reading may show what came of it: what was known stays.
    pub(super) fn had_before(&mut self, access: Option<&Access>) {
        if self.tries == 0 || self.had.is_none() {
            self.had = access.cloned();
        }
    }

    /// Takes note of what the account was seen to have.
    pub(super) fn read(&mut self, held: &str) {
        self.is_gone = self
            .from
            .as_deref()
            .is_some_and(|from| !address::same(from, held));
    }
}

/// How far a cycle is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CycleStage {
    /// Nobody is parked.
    Waiting,
    /// An account is parked, and the others follow.
    Open,
    /// A step was not done: those before it are undone in reverse.
    Unwinding,
    /// Closed, unwound, given up before it began, or stuck: then the parked account needs somebody.
    Over,
}

/// What is known of one row.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct RowRecord {
    /// The first of its steps.
    pub(super) first_step: u32,
    pub(super) outcome: Option<(Outcome, Time)>,
    /// What reading it back at the end showed.
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

    /// Whether the account holds what the row wants, as far as the run knows.
    pub(super) fn is_done(&self) -> bool {
        matches!(self.kind(), Some(OutcomeKind::Changed | OutcomeKind::Already))
    }

    /// Whether it is over, and not done.
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
