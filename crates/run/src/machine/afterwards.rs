//! Tasks that Atlassian carries out after it has answered, and whose progress is polled.
//!
//! Until a task is done its step is in doubt. Nothing about the task is journaled: after a crash the account itself shows the result.

use std::rc::Rc;

use super::{Run, instants::later};
use crate::{
    journal::{Event, Outcome, Purpose},
    operation::{BoxedQuery, Query},
};

/// The longest interval between two polls, as a multiple of the shortest.
const LONGEST_GAP: u32 = 15;

impl Run {
    /// Polls the task before the account itself is read.
    pub(super) fn follow(&mut self, step: u32, ask: BoxedQuery) {
        self.readings.readbacks.remove(&step);
        self.look_for(Purpose::Settle, step, self.now);
        if let Some(look) = self.readings.readbacks.get_mut(&step) {
            look.further = Some(ask.into());
            look.patient_until = later(self.now, self.settings.longest_wait);
        }
    }

    /// The task is not done yet: polls it again, at increasing intervals. If the task takes too long or the run is stopping, polling ends
    /// and the account is read.
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

    /// Whether a query polls a task, as opposed to being part of a reading that takes several calls.
    pub(super) fn is_about_a_task(&self, step: u32, asking: Option<&Rc<dyn Query>>) -> bool {
        let is_reading = self
            .readings
            .readbacks
            .get(&step)
            .is_some_and(|look| look.read_at.is_some());
        asking.is_some() && self.folded.steps[step as usize].was_taken && !is_reading
    }

    /// The task is over or no longer polled: the account is read to see the result.
    pub(super) fn over_afterwards(&mut self, step: u32) {
        self.readings.readbacks.remove(&step);
        self.look_for(Purpose::Settle, step, self.now);
    }

    /// The task is over with this outcome.
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
