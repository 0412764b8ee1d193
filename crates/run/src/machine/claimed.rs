//! What a journal said before it was imported here. It is a claim: it is shown as what the file says, and accounts are read if a call may
//! still be on its way. It has no other effect.

use std::collections::BTreeSet;

use super::fold::{Claimed, Folded};
use super::record::Stage;
use crate::journal::OutcomeKind;
use crate::plan::{Plan, Row, RowKey};
use crate::result_row::ResultRow;
use rollcall_model::address;

/// How often a run can be imported. Each import keeps the previous history nested in the new one.
pub(super) const MOST_TIMES: u32 = 100;

impl Claimed {
    pub(super) fn new(folded: Folded) -> Self {
        let rows = (0..).zip(&folded.plan.rows);
        let steps = folded.plan.steps.iter().zip(&folded.steps);
        let under_way = steps.filter(|(_, record)| {
            let is_open = matches!(record.stage, Stage::Sent(_) | Stage::Doubt { .. });
            is_open || record.kind() == Some(OutcomeKind::InDoubt)
        });
        Self {
            rows: rows.map(|(at, row)| (folded.plan.key_of(row), at)).collect(),
            under_way: under_way.map(|(step, _)| step.row).collect(),
            temporary: (folded.plan.cycles.iter())
                .map(|cycle| address::key(&cycle.temporary))
                .collect(),
            times: times(&folded) + 1,
            folded,
        }
    }

    /// Whether a call for this row may still arrive.
    pub(super) fn may_be_under_way(&self, plan: &Plan, row: &Row) -> bool {
        self.find(&plan.key_of(row))
            .is_some_and(|at| self.under_way.contains(&at))
    }

    /// The outcome of a row that the file claims; for rows that the file had itself imported, the outcome that the earlier file claimed.
    pub(super) fn says(&self, plan: &Plan, row: &Row) -> Option<OutcomeKind> {
        let key = plan.key_of(row);
        let mut said = self
            .each()
            .filter_map(|claimed| Some(claimed.folded.kind(claimed.find(&key)?)));
        said.next()
    }

    /// The original state of an account as the file claims it, for rows whose original state this run cannot know: it found the account
    /// at a temporary address, or it reverts what another part of the run assigned. A complete undo restores the original state. For
    /// every other row, the review here has seen the account's state, and that counts.
    pub(super) fn before(&self, plan: &Plan, row: &Row) -> Option<&str> {
        let key = plan.key_of(row);
        let said = self.each().filter_map(|claimed| {
            let of = &claimed.folded.plan.rows[claimed.find(&key)? as usize];
            of.before.as_deref()
        });
        let first = said.filter(|before| !self.is_temporary(before)).last()?;
        let begins_in_a_cycle = row
            .before
            .as_deref()
            .is_some_and(|before| self.is_temporary(before));
        (begins_in_a_cycle || address::same(first, &row.wanted)).then_some(first)
    }

    fn is_temporary(&self, address: &str) -> bool {
        let key = address::key(address);
        self.each().any(|claimed| claimed.temporary.contains(&key))
    }

    /// This claim and the claims nested in it, newest first.
    fn each(&self) -> impl Iterator<Item = &Self> {
        std::iter::successors(Some(self), |claimed| claimed.folded.claimed.as_deref())
    }

    /// What the file says about the rows that are not in `known`: each row once, by the newest claim.
    pub(super) fn others(&self, mut known: BTreeSet<RowKey>) -> Vec<ResultRow> {
        let mut rows = Vec::new();
        for Self { folded, .. } in self.each() {
            let results = (0..).zip(&folded.plan.rows);
            let results = results.filter(|(_, row)| known.insert(folded.plan.key_of(row)));
            rows.extend(results.map(|(at, _)| folded.result(at)));
        }
        rows
    }

    fn find(&self, key: &RowKey) -> Option<u32> {
        self.rows.get(key).copied()
    }
}

/// How often the run was imported.
pub(super) fn times(folded: &Folded) -> u32 {
    folded.claimed.as_ref().map_or(0, |claimed| claimed.times)
}
