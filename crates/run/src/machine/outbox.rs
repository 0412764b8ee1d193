//! Entries that are not yet durable, and the calls that wait for them.

use std::collections::VecDeque;

use super::effect::Effect;
use crate::journal::{Attempt, Entry, Seq};

/// Entries being written, one append at a time, and the calls that they announce.
#[derive(Debug, Default)]
pub(super) struct Outbox {
    /// Entries that are not part of an append yet.
    unsaved: Vec<Entry>,
    /// The last entry of the append under way.
    appending: Option<Seq>,
    /// Attempts whose announcing entry is not yet durable, with that entry's number.
    intents: VecDeque<(Seq, Attempt)>,
    /// Why the journal can no longer be stored, if so.
    broken: Option<String>,
}

impl Outbox {
    /// Adds an entry to be stored.
    pub(super) fn write(&mut self, entry: Entry) {
        self.unsaved.push(entry);
    }

    /// Adds an attempt to be sent once the entry `intent` is durable.
    pub(super) fn announce(&mut self, intent: Seq, attempt: Attempt) {
        self.intents.push_back((intent, attempt));
    }

    /// The next append: all unsaved entries, unless an append is under way.
    pub(super) fn flush(&mut self) -> Option<Effect> {
        let last = self.unsaved.last().filter(|_| self.appending.is_none())?.seq;
        self.appending = Some(last);
        Some(Effect::Append(last, std::mem::take(&mut self.unsaved)))
    }

    /// Records that all entries up to `seq` are durable. Returns the attempts announced by then. A report about an older append is
    /// ignored.
    pub(super) fn durable(&mut self, seq: Seq) -> Vec<Attempt> {
        let Some(appended) = self.appending.filter(|appending| seq >= *appending) else {
            return Vec::new();
        };
        self.appending = None;
        let announced = self.intents.partition_point(|(intent, _)| *intent <= appended);
        self.intents
            .drain(..announced)
            .map(|(_, attempt)| attempt)
            .collect()
    }

    /// Records that the journal can no longer be stored. Returns the attempts that were announced and must not be sent.
    pub(super) fn break_off(&mut self, why: String) -> Vec<Attempt> {
        self.broken = Some(why);
        self.intents.drain(..).map(|(_, attempt)| attempt).collect()
    }

    /// Why the journal can no longer be stored, if so.
    pub(super) fn broken(&self) -> Option<&str> {
        self.broken.as_deref()
    }

    /// Whether an append is under way.
    pub(super) fn is_appending(&self) -> bool {
        self.appending.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::Event;
    use rollcall_model::time::Time;

    fn entry(seq: u64) -> Entry {
        Entry {
            seq: Seq(seq),
            at: Time(0),
            event: Event::Slept,
        }
    }

    #[test]
    fn one_append_at_a_time_and_nothing_goes_out_before_it_is_kept() {
        let mut outbox = Outbox::default();
        assert!(outbox.flush().is_none());
        outbox.write(entry(1));
        outbox.announce(Seq(1), Attempt(1));
        assert!(matches!(outbox.flush(), Some(Effect::Append(Seq(1), _))));
        outbox.write(entry(2));
        outbox.announce(Seq(2), Attempt(2));
        assert!(outbox.flush().is_none(), "the first is under way");
        assert_eq!(outbox.durable(Seq(0)), []);
        assert!(outbox.is_appending());
        assert_eq!(outbox.durable(Seq(1)), [Attempt(1)]);
        assert!(!outbox.is_appending());
        assert!(matches!(outbox.flush(), Some(Effect::Append(Seq(2), _))));
        assert_eq!(outbox.durable(Seq(2)), [Attempt(2)]);
        assert_eq!(outbox.durable(Seq(9)), [], "nothing was under way");
    }

    #[test]
    fn what_was_announced_and_is_not_kept_is_given_back() {
        let mut outbox = Outbox::default();
        outbox.write(entry(1));
        outbox.announce(Seq(1), Attempt(1));
        outbox.flush();
        assert_eq!(outbox.break_off("full".to_owned()), [Attempt(1)]);
        assert_eq!(outbox.broken(), Some("full"));
        assert_eq!(outbox.durable(Seq(1)), []);
    }
}
