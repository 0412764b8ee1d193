//! Counts failed rows for the user's stop rules.

use crate::{
    journal::{OutcomeKind, Question},
    plan::Plan,
};

/// Failed rows since the user last chose to continue.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Failures {
    in_a_row: u32,
    in_batch: Vec<u32>,
    /// Batches that the user was asked about; each is asked about only once.
    is_asked: Vec<bool>,
}

impl Failures {
    pub(super) fn new(batches: usize) -> Self {
        Self {
            in_a_row: 0,
            in_batch: vec![0; batches],
            is_asked: vec![false; batches],
        }
    }

    /// Counts the outcome of a row of this batch. Skipped rows count neither as success nor as failure.
    pub(super) fn count(&mut self, batch: usize, kind: OutcomeKind) {
        if kind.is_failure() {
            self.in_a_row += 1;
            if let Some(count) = self.in_batch.get_mut(batch) {
                *count += 1;
            }
        } else if matches!(kind, OutcomeKind::Changed | OutcomeKind::Already) {
            self.in_a_row = 0;
        }
    }

    /// Records that the user was asked.
    pub(super) fn asked(&mut self, plan: &Plan) {
        for batch in 0..self.in_batch.len() {
            self.is_asked[batch] |= self.exceeds(batch, plan);
        }
    }

    /// Resets the counts: the user chose to continue.
    pub(super) fn forgive(&mut self) {
        self.in_a_row = 0;
    }

    /// The question required by the plan's stop rules, if any.
    pub(super) fn question(&self, plan: &Plan) -> Option<Question> {
        let in_a_row = plan.stop_rules.in_a_row;
        let in_a_row = in_a_row.filter(|&most| most > 0 && self.in_a_row >= most);
        let of_batch = (0..self.in_batch.len())
            .find(|&batch| !self.is_asked[batch] && self.exceeds(batch, plan))
            .map(|batch| (self.in_batch[batch], plan.rows_in(plan.batches[batch])));
        (in_a_row.is_some() || of_batch.is_some()).then_some(Question::Failures {
            in_a_row: in_a_row.map(|_| self.in_a_row),
            of_batch,
        })
    }

    fn exceeds(&self, batch: usize, plan: &Plan) -> bool {
        let count = u64::from(self.in_batch[batch]);
        // A single failed row in a batch of three does not mean that all will fail.
        count > 1
            && plan.stop_rules.percent.is_some_and(|percent| {
                count * 100 > u64::from(percent) * u64::from(plan.rows_in(plan.batches[batch]))
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Batch, StopRules};

    fn plan(batches: &[u32], in_a_row: Option<u32>, percent: Option<u32>) -> Plan {
        let mut first = 0;
        let batches = batches.iter().map(|&steps| {
            let batch = Batch {
                canary: false,
                first,
                steps,
            };
            first += steps;
            batch
        });
        Plan {
            operations: Vec::new(),
            rows: Vec::new(),
            steps: Vec::new(),
            batches: batches.collect(),
            cycles: Vec::new(),
            stop_rules: StopRules { in_a_row, percent },
        }
    }

    #[test]
    fn a_row_that_works_ends_the_series_and_one_that_is_skipped_does_not() {
        let plan = plan(&[100], Some(3), None);
        let mut failures = Failures::new(1);
        for kind in [
            OutcomeKind::Refused,
            OutcomeKind::Changed,
            OutcomeKind::Failed,
            OutcomeKind::Skipped,
            OutcomeKind::InDoubt,
        ] {
            failures.count(0, kind);
            assert_eq!(failures.question(&plan), None);
        }
        failures.count(0, OutcomeKind::Refused);
        assert_eq!(
            failures.question(&plan),
            Some(Question::Failures {
                in_a_row: Some(3),
                of_batch: None
            })
        );
        failures.forgive();
        assert_eq!(failures.question(&plan), None);
    }

    #[test]
    fn a_rule_of_none_in_a_row_is_no_rule() {
        assert_eq!(Failures::new(1).question(&plan(&[3], Some(0), None)), None);
    }

    #[test]
    fn one_row_that_fails_in_a_small_batch_is_not_asked_about() {
        let plan = plan(&[3], None, Some(20));
        let mut failures = Failures::new(1);
        failures.count(0, OutcomeKind::Refused);
        assert_eq!(failures.question(&plan), None);
        failures.count(0, OutcomeKind::Refused);
        assert!(failures.question(&plan).is_some());
    }

    #[test]
    fn a_batch_is_asked_about_once_and_by_its_own_share() {
        let plan = plan(&[10, 10], None, Some(20));
        let mut failures = Failures::new(2);
        for _ in 0..2 {
            failures.count(0, OutcomeKind::Refused);
            failures.count(1, OutcomeKind::Refused);
            assert_eq!(failures.question(&plan), None);
        }
        failures.count(1, OutcomeKind::Refused);
        assert_eq!(
            failures.question(&plan),
            Some(Question::Failures {
                in_a_row: None,
                of_batch: Some((3, 10))
            })
        );
        failures.asked(&plan);
        failures.count(1, OutcomeKind::Refused);
        assert_eq!(failures.question(&plan), None);
    }
}
