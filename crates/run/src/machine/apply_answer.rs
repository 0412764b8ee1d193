//! How answers and readings change the folded state.

use super::{
    fold::Folded,
    record::{ReadBack, Stage},
};
use crate::journal::{Access, Answer, Meaning, Outcome, OutcomeKind, Purpose};
use rollcall_model::time::Time;

impl Folded {
    /// A call ended for one of its steps.
    pub(super) fn answered(&mut self, step: u32, answer: &Answer, meaning: Meaning, at: Time) -> Vec<u32> {
        let Some(record) = self.steps.get_mut(step as usize) else {
            return Vec::new();
        };
        record.answer = (meaning != Meaning::Changed).then(|| answer.clone());
        let outcome = |kind| Outcome {
            kind,
            status: answer.status(),
            code: answer.code().map(str::to_owned),
            message: answer.message().to_owned(),
        };
        match meaning {
            Meaning::Changed => return self.close(step, outcome(OutcomeKind::Changed), at),
            Meaning::RefusedAgain => {
                record.was_refused = true;
                record.doubt(at, false);
                self.doubts.insert(step);
            }
            Meaning::Refused => return self.close(step, outcome(OutcomeKind::Refused), at),
            Meaning::Taken => {
                record.was_taken = true;
                record.doubt(at, false);
                self.doubts.insert(step);
            }
            Meaning::Again => {
                record.tries += 1;
                record.stage = Stage::Open;
            }
            Meaning::TooFast | Meaning::NotDone => record.stage = Stage::Open,
            Meaning::InDoubt { late } => {
                record.doubt(at, late);
                self.doubts.insert(step);
            }
        }
        self.reopened(step, at)
    }

    /// A step is no longer under way and has no outcome: a cycle that waited for it may now start unwinding.
    pub(super) fn reopened(&mut self, step: u32, at: Time) -> Vec<u32> {
        let mut over = Vec::new();
        if let Some(cycle) = self.plan.cycle_of(step) {
            self.cycle_moved(cycle, at, &mut over);
        }
        over
    }

    /// An account was read at the given time, and its step continues.
    pub(super) fn looked(
        &mut self,
        step: u32,
        purpose: Purpose,
        held: Option<&str>,
        access: Option<&Access>,
        at: Time,
    ) {
        let Some(record) = self.steps.get_mut(step as usize) else {
            return;
        };
        match purpose {
            Purpose::Fresh => {
                record.fresh = Some(at);
                if let Some(held) = held {
                    record.from = Some(held.to_owned());
                    record.had_before(access);
                }
            }
            Purpose::Settle => {
                record.stage = Stage::Open;
                record.fresh = Some(at);
                if record.from.is_none() {
                    record.from = held.map(str::to_owned);
                    record.had = access.cloned();
                }
                self.doubts.remove(&step);
            }
            Purpose::Canary => {
                record.read_back = held.map_or(ReadBack::Unreadable, |held| ReadBack::Held(held.to_owned()));
            }
            Purpose::Proof => {}
        }
    }

    /// Records what the person has access to after a step.
    pub(super) fn has_by_it(&mut self, step: u32, access: &Access) {
        if let Some(record) = self.steps.get_mut(step as usize) {
            record.has = Some(access.clone());
        }
    }
}
