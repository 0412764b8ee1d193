//! What Atlassian does after it has answered: a task, which is asked how far it is.
//!
//! Until it says so the step is in doubt, and nothing of the task is journaled: after a crash the account itself tells.

use std::rc::Rc;

use super::{Run, instants::later};
use crate::{
    journal::{Event, Outcome, Purpose},
    operation::{BoxedQuery, Query},
};

/// The longest wait between two questions, in times of the shortest.
const LONGEST_GAP: u32 = 15;

impl Run {
    /// Asks how far it is, before the account itself is read.
    pub(super) fn follow(&mut self, step: u32, ask: BoxedQuery) {
        self.readings.readbacks.remove(&step);
        self.look_for(Purpose::Settle, step, self.now);
        if let Some(look) = self.readings.readbacks.get_mut(&step) {
            look.further = Some(ask.into());
            look.patient_until = later(self.now, self.settings.longest_wait);
        }
    }

    /// It is not done yet: it is asked about again, after ever longer waits. A task that takes too long is left to itself, and so is one
    /// of a run that is to stop: the account is read then.
    pub(super) fn ask_later(&mut self, step: u32, ask: BoxedQuery) {
        let is_stopping = self.folded.stopping.is_some();
        let Some(look) = self.readings.readbacks.get_mut(&step) else {
            return;
        };
        if is_stopping || self.now >= look.patient_until {
            return self.over_afterwards(step);
        }
        look.questions += 1;
        let wait = self.settings.between_reads * look.questions.min(LONGEST_GAP);
        (look.out, look.not_before) = (None, later(self.now, wait));
        look.further = Some(ask.into());
    }

    /// Whether a question is how far a task is, and no part of a reading that takes several calls.
    pub(super) fn is_about_a_task(&self, step: u32, asking: Option<&Rc<dyn Query>>) -> bool {
        let is_reading = self
            .readings
            .readbacks
            .get(&step)
            .is_some_and(|look| look.read_at.is_some());
        asking.is_some() && self.folded.steps[step as usize].was_taken && !is_reading
    }

    /// It is over, or nobody waits for it any more: what came of it the account tells.
    pub(super) fn over_afterwards(&mut self, step: u32) {
        self.readings.readbacks.remove(&step);
        self.look_for(Purpose::Settle, step, self.now);
    }

    /// It is over, and this came of it.
    pub(super) fn done_afterwards(&mut self, step: u32, outcome: Outcome) {
        let Some(look) = self.readings.readbacks.remove(&step) else {
            return;
        };
        self.append(Event::Looked {
            step,
            purpose: look.purpose,
            held: None,
            outcome: Some(outcome),
            access: None,
            since: None,
        });
        self.ask_about_refusal(&[step]);
    }
}
