//! The tab dies, and comes back to what the disk holds.

use rollcall_core::{
    journal::{Attempt, Decision, Entry, Event},
    run::{Phase, Run},
    time::Time,
};

use super::{Coming, Driver, Then};
use crate::scenario;

impl Driver {
    /// The tab is gone. What is on its way arrives, but nobody hears the answer; what is not safe is lost, or just made it.
    pub(super) fn crash(&mut self) {
        let Some(run) = self.run.as_ref().filter(|_| self.safe > 0) else {
            return;
        };
        if run.state(Time(self.now)).phase == Phase::Stopped || !self.chance(self.scenario.faults.crash) {
            return;
        }
        self.hits.insert(scenario::CRASH);
        if self.chance(500) {
            let rest = self.journal[self.safe..].to_vec();
            self.witness.safe(&rest);
            self.safe = self.journal.len();
        }
        self.journal.truncate(self.safe);
        self.run = None;
        self.witness.crashed();
        self.coming
            .retain(|_, coming| matches!(coming, Coming::Arrives { .. }));
        for coming in self.coming.values_mut() {
            if let Coming::Arrives { then, .. } = coming {
                *then = Then::Nobody;
            }
        }
        let away = self.scenario.chance.between(1, 3_600_000);
        self.schedule(away, Coming::Resumes);
    }

    /// From what the disk holds.
    pub(super) fn resume(&mut self) {
        let lines: Vec<String> = self
            .journal
            .iter()
            .map(|entry| serde_json::to_string(entry).expect("JSON"))
            .collect();
        let journal: Vec<Entry> = lines
            .iter()
            .map(|line| serde_json::from_str(line).expect("an entry"))
            .collect();
        assert_eq!(journal, self.journal, "the journal reads back as it was written");
        let answered = |attempt: Attempt| {
            journal.iter().any(|entry| match &entry.event {
                Event::Answered { attempt: other, .. } | Event::Withdrawn { attempt: other } => {
                    *other == attempt
                }
                _ => false,
            })
        };
        let has_open = journal
            .iter()
            .any(|entry| matches!(entry.event, Event::Intended { attempt, .. } if !answered(attempt)));
        if has_open {
            self.hits.insert(scenario::CRASH_WITH_INTENT);
        }
        let run = Run::resume(Time(self.now), &journal, self.scenario.settings).expect("a whole journal");
        let phase = run.state(Time(self.now)).phase;
        self.run = Some(run);
        match phase {
            Phase::Ready => self.schedule(10, Coming::Decides(Decision::Begin)),
            Phase::CanaryDone | Phase::BatchDone | Phase::Paused => self.decide(),
            Phase::Running | Phase::Done | Phase::Stopped | Phase::HandedOver => {}
        }
        self.carry_out();
    }
}
