//! The accounts to read, and the readings under way.

use std::collections::BTreeMap;
use std::time::Duration;

use rollcall_model::time::Time;

use super::effect::ReadId;
use super::instants::later;
use super::readback::Readback;
use super::reading::Reading;

/// The accounts to read, and the readings under way. Nothing here is journaled: after a crash it starts over.
#[derive(Debug, Default)]
pub(super) struct Readings {
    /// The readbacks to do, by step.
    pub(super) readbacks: BTreeMap<u32, Readback>,
    /// The readings under way, and when they were sent.
    under_way: BTreeMap<ReadId, (Time, Reading)>,
    last: ReadId,
    /// Members of cycles that Atlassian says may be changed, and when it said so.
    permitted: BTreeMap<u32, Time>,
}

impl Readings {
    /// Starts a reading: its steps now wait for it.
    pub(super) fn begin(&mut self, now: Time, reading: Reading) -> ReadId {
        self.last = ReadId(self.last.0 + 1);
        for step in reading.steps() {
            if let Some(readback) = self.readbacks.get_mut(step) {
                readback.out = Some(self.last);
            }
        }
        self.under_way.insert(self.last, (now, reading));
        self.last
    }

    /// Ends a reading. Returns when it was sent and what it was; `None` if nothing waits for it.
    pub(super) fn end(&mut self, read: ReadId) -> Option<(Time, Reading)> {
        self.under_way.remove(&read)
    }

    /// Number of readings under way.
    pub(super) fn under_way(&self) -> usize {
        self.under_way.len()
    }

    /// Discards all readings.
    pub(super) fn clear(&mut self) {
        self.readbacks.clear();
        self.under_way.clear();
    }

    /// Restarts unfinished readbacks, since the accounts may have changed. Readings made before a step no longer count; polling of tasks
    /// continues.
    pub(super) fn begin_anew(&mut self) {
        self.readbacks.retain(|_, readback| !readback.is_fresh());
        for (_, reading) in self.under_way.values() {
            if let Reading::Further(step, query) = reading
                && let Some(readback) = self
                    .readbacks
                    .get_mut(step)
                    .filter(|readback| readback.out.is_some())
            {
                readback.further = Some(query.clone());
            }
        }
        for readback in self.readbacks.values_mut() {
            readback.begin_anew();
        }
    }

    /// Records that Atlassian allows changing the account of a step.
    pub(super) fn permit(&mut self, now: Time, step: u32) {
        self.permitted.insert(step, now);
    }

    /// Whether Atlassian allowed the change no longer than `counts_for` ago.
    pub(super) fn is_permitted(&self, now: Time, step: u32, counts_for: Duration) -> bool {
        let said_at = self.permitted.get(&step);
        said_at.is_some_and(|&at| now <= later(at, counts_for))
    }
}
