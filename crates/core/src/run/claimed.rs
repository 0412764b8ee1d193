//! What a journal said before it was taken in here from elsewhere. It is a claim: shown as what the file says, and looked at where a
//! call may still be on its way. Nothing else follows from it.

use std::collections::{BTreeMap, BTreeSet};

use super::{fold::Folded, record::Stage, state::ResultRow};
use crate::{
    journal::OutcomeKind,
    plan::{Row, RowKey},
};

/// A journal from elsewhere, as it says that it went.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Claimed {
    pub(super) folded: Folded,
    /// Its rows.
    rows: BTreeMap<RowKey, u32>,
    /// Those for which a call may have been made that has no answer.
    under_way: BTreeSet<u32>,
}

impl Claimed {
    pub(super) fn new(folded: Folded) -> Self {
        let rows = (0..).zip(&folded.plan.rows);
        let steps = folded.plan.steps.iter().zip(&folded.steps);
        let under_way = steps.filter(|(_, record)| {
            let is_open = matches!(record.stage, Stage::Sent(_) | Stage::Doubt { .. });
            is_open || record.kind() == Some(OutcomeKind::InDoubt)
        });
        Self {
            rows: rows.map(|(at, row)| (row.key(), at)).collect(),
            under_way: under_way.map(|(step, _)| step.row).collect(),
            folded,
        }
    }

    /// Whether a call for this row may still arrive.
    pub(super) fn may_be_under_way(&self, row: &Row) -> bool {
        self.find(row).is_some_and(|at| self.under_way.contains(&at))
    }

    /// What the file says became of a row; of rows that it took in itself, what the file before it said.
    pub(super) fn says(&self, row: &Row) -> Option<OutcomeKind> {
        match (self.find(row), &self.folded.claimed) {
            (Some(at), _) => Some(self.folded.kind(at)),
            (None, Some(claimed)) => claimed.says(row),
            (None, None) => None,
        }
    }

    /// What an account held before the run, as the file says: a part of the run may begin at a temporary address here, or take back what
    /// another part gave, and to undo it all is to give the account what it had at first.
    pub(super) fn before(&self, row: &Row) -> Option<&str> {
        let of = &self.folded.plan.rows[self.find(row)? as usize];
        of.before.as_deref()
    }

    /// What the file says of the rows that are not in `known`, the newest word first: each once.
    pub(super) fn others(&self, mut known: BTreeSet<RowKey>) -> Vec<ResultRow> {
        let mut rows = Vec::new();
        let mut claimed = Some(self);
        while let Some(Self { folded, .. }) = claimed {
            let results = (0..).zip(&folded.plan.rows);
            let results = results.filter(|(_, row)| known.insert(row.key()));
            rows.extend(results.map(|(at, _)| folded.result(at)));
            claimed = folded.claimed.as_deref();
        }
        rows
    }

    fn find(&self, row: &Row) -> Option<u32> {
        self.rows.get(&row.key()).copied()
    }
}
