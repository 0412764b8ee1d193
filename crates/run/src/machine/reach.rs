//! How far a run has come in its plan: which steps it has taken up.

use std::collections::BTreeSet;

/// How far a run has come in its plan.
#[derive(Debug)]
pub(super) struct Reach {
    /// Steps that were taken up and are not over.
    open: BTreeSet<u32>,
    /// Batches that steps were taken from: all before this index.
    batches: u32,
    /// Rows that may have to be read back at the end, from this one on.
    unproved: u32,
    /// True when a step ended without freeing its address, and others may wait for that.
    has_fallen: bool,
}

impl Default for Reach {
    fn default() -> Self {
        Self {
            open: BTreeSet::new(),
            batches: 0,
            unproved: 0,
            // A journal may end there.
            has_fallen: true,
        }
    }
}

impl Reach {
    /// The steps that were taken up and are not over, in the order of the plan.
    pub(super) fn open(&self) -> &BTreeSet<u32> {
        &self.open
    }

    /// The next batch that no step was taken from.
    pub(super) fn next_batch(&self) -> u32 {
        self.batches
    }

    /// Takes up these steps of the next batch. What they wait for may have ended already.
    pub(super) fn take_up(&mut self, steps: impl Iterator<Item = u32>) {
        self.batches += 1;
        self.open.extend(steps);
        self.has_fallen = true;
    }

    /// A step is over.
    pub(super) fn over(&mut self, step: u32) {
        self.open.remove(&step);
    }

    /// Something ended for which others may have waited in vain.
    pub(super) fn fallen(&mut self) {
        self.has_fallen = true;
    }

    /// Whether something has ended so since this was asked last.
    pub(super) fn take_fallen(&mut self) -> bool {
        std::mem::take(&mut self.has_fallen)
    }

    /// The next row to be read back at the end, of so many; each once.
    pub(super) fn next_to_prove(&mut self, rows: u32) -> Option<u32> {
        let row = self.unproved;
        (row < rows).then(|| {
            self.unproved += 1;
            row
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_taken_up_batch_by_batch_and_let_go_when_they_are_over() {
        let mut reach = Reach::default();
        assert!(reach.take_fallen() && !reach.take_fallen());
        reach.take_up(0..3);
        assert_eq!((reach.next_batch(), reach.open().len()), (1, 3));
        assert!(reach.take_fallen(), "what the new ones wait for may be over");
        reach.over(1);
        assert_eq!(reach.open().iter().copied().collect::<Vec<_>>(), [0, 2]);
        assert!(!reach.take_fallen());
        reach.fallen();
        assert!(reach.take_fallen());
    }

    #[test]
    fn each_row_is_proved_once() {
        let mut reach = Reach::default();
        assert_eq!(
            (0..3).map(|_| reach.next_to_prove(2)).collect::<Vec<_>>(),
            [Some(0), Some(1), None]
        );
    }
}
