//! What Atlassian does after it has answered: a task, which is asked how far it is.
//!
//! Until it says so the step is in doubt, and nothing of the task is journaled: after a crash the account itself tells.

use super::{Run, later};
use crate::{
    action::deed::Ask,
    journal::{Event, OutcomeKind, Purpose},
};

impl Run {
    /// Asks how far it is, before the account itself is read.
    pub(super) fn follow(&mut self, step: u32, ask: Ask) {
        self.looks.remove(&step);
        self.look_for(Purpose::Settle, step, self.now);
        if let Some(look) = self.looks.get_mut(&step) {
            look.further = Some(ask.into());
            look.patient_until = later(self.now, self.settings.request_life);
        }
    }

    /// It is not done yet. A task that takes too long is left to itself, and the account read.
    pub(super) fn ask_later(&mut self, step: u32, ask: Ask) {
        let next = later(self.now, self.settings.between_reads);
        if let Some(look) = self.looks.get_mut(&step) {
            (look.is_out, look.not_before) = (false, next);
            look.further = (self.now < look.patient_until).then(|| ask.into());
        }
    }

    /// It is over.
    pub(super) fn done_afterwards(&mut self, step: u32, kind: OutcomeKind, words: String) {
        let Some(look) = self.looks.remove(&step) else {
            return;
        };
        let outcome = self.outcome(step, kind, |_| words);
        self.append(Event::Looked {
            step,
            purpose: look.purpose,
            held: None,
            outcome: Some(outcome),
            access: None,
        });
    }
}
