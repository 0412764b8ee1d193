//! What is retried and when, and how often in a row the connection has failed.

use std::collections::BTreeMap;

use rollcall_model::time::Time;

/// Steps to retry, and the state of the connection.
#[derive(Debug)]
pub(super) struct Retries {
    /// Steps to retry, and the earliest time for each.
    not_before: BTreeMap<u32, Time>,
    /// Time of the latest setback, the number of consecutive setbacks, and the number since the user was last asked.
    since: Time,
    setbacks: u32,
    trouble: u32,
    /// Web pages in answer to changing calls, since one was answered properly or the user was asked.
    web_pages: u32,
}

impl Retries {
    pub(super) fn new(now: Time) -> Self {
        Self {
            not_before: BTreeMap::new(),
            since: now,
            setbacks: 0,
            trouble: 0,
            web_pages: 0,
        }
    }

    /// Postpones a step: it is not retried before `until`.
    pub(super) fn put_off(&mut self, step: u32, until: Time) {
        self.not_before.insert(step, until);
    }

    /// Forgets a step that is sent or over.
    pub(super) fn forget(&mut self, step: u32) {
        self.not_before.remove(&step);
    }

    /// The time until which a step is postponed.
    pub(super) fn until(&self, step: u32) -> Option<Time> {
        self.not_before.get(&step).copied()
    }

    /// The times until which steps are postponed, in no particular order.
    pub(super) fn all(&self) -> impl Iterator<Item = Time> + '_ {
        self.not_before.values().copied()
    }

    /// The user chose to continue: postponed steps may be sent, and earlier failures no longer count.
    pub(super) fn forgive(&mut self) {
        self.not_before.clear();
        self.came_through();
        self.web_pages = 0;
    }

    /// A call succeeded: resets the counts.
    pub(super) fn came_through(&mut self) {
        (self.setbacks, self.trouble) = (0, 0);
    }

    /// A changing call got a proper answer.
    pub(super) fn was_answered(&mut self) {
        self.web_pages = 0;
    }

    /// A changing call was answered with a web page. Returns whether there were so many that the user must be asked; then also resets
    /// their number. Readings that go well in between say nothing: many networks let them through.
    pub(super) fn is_web_page_again(&mut self, most: u32) -> bool {
        self.web_pages += 1;
        let is_too_much = self.web_pages >= most;
        if is_too_much {
            self.web_pages = 0;
        }
        is_too_much
    }

    /// A call sent at `sent_at` failed. Calls that were under way together count as one setback, however many fail. Returns the number of
    /// consecutive setbacks if this is a new one.
    pub(super) fn set_back(&mut self, now: Time, sent_at: Time) -> Option<u32> {
        let is_new = self.setbacks == 0 || sent_at >= self.since;
        is_new.then(|| {
            self.setbacks += 1;
            self.trouble += 1;
            self.since = now;
            self.setbacks
        })
    }

    /// Whether there were so many setbacks that the user must be asked. Then also resets their number, so that the user is asked once.
    pub(super) fn is_trouble(&mut self, most: u32) -> bool {
        let is_too_much = self.trouble >= most;
        if is_too_much {
            self.trouble = 0;
        }
        is_too_much
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_that_were_under_way_together_are_one_setback() {
        let mut retries = Retries::new(Time(0));
        assert_eq!(retries.set_back(Time(100), Time(10)), Some(1));
        assert_eq!(
            retries.set_back(Time(110), Time(20)),
            None,
            "it went out before the first came back"
        );
        assert_eq!(retries.set_back(Time(300), Time(200)), Some(2));
        retries.came_through();
        assert_eq!(
            retries.set_back(Time(400), Time(250)),
            Some(1),
            "from the beginning"
        );
    }

    #[test]
    fn somebody_is_asked_once_for_so_many_setbacks() {
        let mut retries = Retries::new(Time(0));
        for at in [10, 30] {
            retries.set_back(Time(at), Time(at));
            assert!(!retries.is_trouble(3));
        }
        retries.set_back(Time(50), Time(50));
        assert!(retries.is_trouble(3) && !retries.is_trouble(3));
    }

    #[test]
    fn what_is_put_off_waits_until_its_time_or_until_somebody_says_to_go_on() {
        let mut retries = Retries::new(Time(0));
        retries.put_off(1, Time(50));
        retries.put_off(2, Time(60));
        retries.forget(1);
        assert_eq!((retries.until(1), retries.until(2)), (None, Some(Time(60))));
        assert_eq!(retries.all().collect::<Vec<_>>(), [Time(60)]);
        retries.forgive();
        assert_eq!(retries.all().count(), 0);
    }
}
