//! What must hold, checked against the organization's own state and the entries that are safe.

use std::collections::{BTreeMap, BTreeSet};

use rollcall_core::{
    journal::{Attempt, Entry, Event, OutcomeKind},
    plan::{Plan, Step},
    run::{Phase, Run},
    time::Time,
};

use crate::organization::Organization;

/// Keeps what the promises are measured against.
pub(crate) struct Witness {
    plan: Plan,
    /// Address of each account before the run.
    before: BTreeMap<String, String>,
    /// Attempts whose intent is safe, and their steps.
    announced: BTreeMap<Attempt, u32>,
    sent: BTreeSet<Attempt>,
    /// Steps of calls that have not ended for the run.
    under_way: BTreeMap<Attempt, u32>,
}

impl Witness {
    pub(crate) fn new(plan: Plan, organization: &Organization) -> Self {
        let before = plan
            .rows
            .iter()
            .map(|row| {
                (
                    row.account.to_string(),
                    organization.address(row.account.as_str()).to_owned(),
                )
            })
            .collect();
        Self {
            plan,
            before,
            announced: BTreeMap::new(),
            sent: BTreeSet::new(),
            under_way: BTreeMap::new(),
        }
    }

    pub(crate) fn safe(&mut self, entries: &[Entry]) {
        for entry in entries {
            if let Event::Intended { attempt, step } = entry.event {
                assert!(
                    self.announced.insert(attempt, step).is_none(),
                    "{attempt:?} is announced twice"
                );
            }
        }
    }

    /// A call goes out.
    pub(crate) fn sends(&mut self, attempt: Attempt, organization: &Organization) {
        let step = *self
            .announced
            .get(&attempt)
            .expect("a call goes out only after its intent is safe");
        assert!(self.sent.insert(attempt), "{attempt:?} goes out twice");
        let ours = self.step(step);
        for &other in self.under_way.values() {
            assert_ne!(other, step, "two calls for one account at a time");
            for address in [ours.from.as_deref(), Some(ours.to.as_str())]
                .into_iter()
                .flatten()
            {
                let theirs = self.step(other);
                assert_ne!(
                    theirs.from.as_deref(),
                    Some(address),
                    "two calls for one address at a time"
                );
                assert_ne!(theirs.to, address, "two calls for one address at a time");
            }
        }
        for &other in &ours.waits_for {
            let row = self.plan.row_of(other);
            assert_eq!(
                organization.address(row.account.as_str()),
                row.wanted,
                "step {step} goes out before step {other} has freed its address"
            );
        }
        self.under_way.insert(attempt, step);
    }

    pub(crate) fn ends(&mut self, attempt: Attempt) {
        self.under_way.remove(&attempt);
    }

    pub(crate) fn crashed(&mut self) {
        self.under_way.clear();
    }

    fn step(&self, step: u32) -> &Step {
        &self.plan.steps[step as usize]
    }

    /// At every moment.
    pub(crate) fn looks(&self, organization: &Organization) {
        for row in &self.plan.rows {
            let address = organization.address(row.account.as_str());
            let old = &self.before[row.account.as_str()];
            assert!(
                address == old || address == row.wanted,
                "{} has {address}, neither {old} nor {}",
                row.account,
                row.wanted
            );
            let changes = organization.effective_changes(row.account.as_str());
            assert!(changes <= 1, "{} was changed {changes} times", row.account);
        }
    }

    /// At the end: every outcome is true of the server.
    pub(crate) fn judges(&self, run: &Run, now: Time, organization: &Organization) {
        let state = run.state(now);
        assert!(
            matches!(state.phase, Phase::Done | Phase::Stopped),
            "it ended as {:?}",
            state.phase
        );
        let sum: u32 = state.counts.iter().map(|(_, rows)| rows).sum();
        assert_eq!(sum, state.rows, "the counts add up to the rows");
        for row in run.all_results() {
            let address = organization.address(row.account.as_str());
            let changes = organization.effective_changes(row.account.as_str());
            let old = &self.before[row.account.as_str()];
            let is_true = match row.outcome {
                OutcomeKind::Changed => address == row.wanted && changes == 1,
                OutcomeKind::Already => address == row.wanted && changes == 0,
                OutcomeKind::Refused | OutcomeKind::Failed | OutcomeKind::Skipped | OutcomeKind::NotRun => {
                    address == old && changes == 0
                }
                OutcomeKind::InDoubt => true,
            };
            assert!(
                is_true,
                "line {} is {:?} ({}), but has {address} after {changes} changes; before {old}, wanted {}",
                row.line, row.outcome, row.words, row.wanted
            );
        }
        if state.phase == Phase::Done {
            assert_eq!(state.done, state.rows);
            for row in run.all_results() {
                assert_ne!(
                    row.outcome,
                    OutcomeKind::NotRun,
                    "line {} was forgotten",
                    row.line
                );
            }
        }
    }
}
