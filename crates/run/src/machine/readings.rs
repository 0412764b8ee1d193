//! Which accounts are to be read, and which readings are under way.

use std::collections::BTreeMap;
use std::time::Duration;

use rollcall_model::time::Time;

use super::effect::ReadId;
use super::instants::later;
use super::readback::Readback;
use super::reading::Reading;

/// Which accounts are to be read, and which readings are under way. None of it is journaled: after a crash it begins anew.
#[derive(Debug, Default)]
pub(super) struct Readings {
    /// What is to be found out, by step.
    pub(super) readbacks: BTreeMap<u32, Readback>,
    /// The readings under way, and when they went out.
    under_way: BTreeMap<ReadId, (Time, Reading)>,
    last: ReadId,
    /// Members of cycles that Atlassian says may be changed, and when it said so.
    permitted: BTreeMap<u32, Time>,
}

impl Readings {
    /// A reading goes out: it is what these steps wait for now.
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

    /// A reading ended: when it went out, and what it was; `None` for one that nobody waits for.
    pub(super) fn end(&mut self, read: ReadId) -> Option<(Time, Reading)> {
        self.under_way.remove(&read)
    }

    /// How many readings are under way.
    pub(super) fn under_way(&self) -> usize {
        self.under_way.len()
    }

    /// Nothing more is to be found out.
    pub(super) fn clear(&mut self) {
        self.readbacks.clear();
        self.under_way.clear();
    }

    /// What is not found out to its end begins anew: the accounts may be others by now. What was read before a step counts no more, and
    /// tasks are asked about as before.
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

    /// Atlassian says that the account of a step may be changed.
    pub(super) fn permit(&mut self, now: Time, step: u32) {
        self.permitted.insert(step, now);
    }

    /// Whether it said so no longer ago than that.
    pub(super) fn is_permitted(&self, now: Time, step: u32, counts_for: Duration) -> bool {
        let said_at = self.permitted.get(&step);
        said_at.is_some_and(|&at| now <= later(at, counts_for))
    }
}
