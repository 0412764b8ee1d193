//! A run's progress through its plan: which steps it has taken up.

use std::collections::BTreeSet;

/// A run's progress through its plan.
#[derive(Debug)]
pub(super) struct Reach {
    /// Steps that were taken up and are not over.
    open: BTreeSet<u32>,
    /// Number of batches whose steps were taken up.
    batches: u32,
    /// First row that may still have to be read back at the end.
    unproved: u32,
    /// Whether a step ended without freeing its address, so that steps waiting for it may have to be closed.
    has_fallen: bool,
}

impl Default for Reach {
    fn default() -> Self {
        Self {
            open: BTreeSet::new(),
            batches: 0,
            unproved: 0,
            // A journal may end right after such a step.
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

    /// Takes up these steps of the next batch. Whatever they wait for may have ended already.
    pub(super) fn take_up(&mut self, steps: impl Iterator<Item = u32>) {
        self.batches += 1;
        self.open.extend(steps);
        self.has_fallen = true;
    }

    /// Marks a step as over.
    pub(super) fn over(&mut self, step: u32) {
        self.open.remove(&step);
    }

    /// Records that something ended without the result that other steps may be waiting for.
    pub(super) fn fallen(&mut self) {
        self.has_fallen = true;
    }

    /// Whether that has happened since the last call of this function.
    pub(super) fn take_fallen(&mut self) -> bool {
        std::mem::take(&mut self.has_fallen)
    }

    /// The next row to read back at the end, out of `rows` rows; each row is returned once.
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
        assert_eq!(reach.next_batch(), 0);
        reach.take_up(0..3);
        assert_eq!((reach.next_batch(), reach.open().len()), (1, 3));
        assert!(reach.take_fallen(), "what the new ones wait for may be over");
        reach.over(1);
        assert_eq!(reach.open().iter().copied().collect::<Vec<_>>(), [0, 2]);
        assert!(!reach.take_fallen());
        reach.fallen();
        assert!(reach.take_fallen());
        reach.take_up(3..4);
        assert_eq!(reach.next_batch(), 2);
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
