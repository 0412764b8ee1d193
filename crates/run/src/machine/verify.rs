//! Verification: at the end, every account that the run changed is read back and compared with the run's result.

use super::{Run, readback::NotRead, texts};
use crate::journal::{Access, Event, OutcomeKind, Proof, Purpose};
use rollcall_model::address;

impl Run {
    /// Starts reading back rows that have not been read back yet.
    pub(super) fn look_at_proofs(&mut self) {
        let rows = self.folded.rows.len() as u32;
        // As many as the concurrent searches can cover, each for a whole group.
        let most = self.group() * self.settings.concurrency;
        let mut under_way = self.proofs_under_way();
        while under_way < most {
            let Some(row) = self.reach.next_to_prove(rows) else {
                break;
            };
            if let Some(step) = self.to_prove(row) {
                self.look_for(Purpose::Proof, step, self.now);
                under_way += 1;
            }
        }
    }

    /// Whether rows are still being read back. As long as any are, further rows are taken up.
    pub(super) fn is_proving(&self) -> bool {
        self.proofs_under_way() > 0
    }

    fn proofs_under_way(&self) -> usize {
        self.readings
            .readbacks
            .values()
            .filter(|look| look.purpose == Purpose::Proof)
            .count()
    }

    /// The step whose address the row ends with, if the run changed the row and has not read it back.
    fn to_prove(&self, row: u32) -> Option<u32> {
        let record = &self.folded.rows[row as usize];
        if record.proof.is_some() || self.successor(row).is_some() {
            return None;
        }
        let first = record.first_step;
        let cycle = self
            .folded
            .plan
            .cycle_of(first)
            .map(|at| &self.folded.plan.cycles[at]);
        match (record.kind()?, cycle) {
            (OutcomeKind::Changed | OutcomeKind::Already, Some(cycle)) if first == cycle.park() => {
                Some(cycle.close())
            }
            (OutcomeKind::Changed | OutcomeKind::Already, _) => Some(first),
            (OutcomeKind::Undone, Some(cycle)) => cycle.undoing(first),
            _ => None,
        }
    }

    /// The next row that changed the same thing of the same account: its result is the one that must be there now.
    fn successor(&self, row: u32) -> Option<u32> {
        let next = self.folded.successors.get(row as usize).copied().flatten()?;
        if self.folded.rows[next as usize].is_done() {
            Some(next)
        } else {
            self.successor(next)
        }
    }

    /// The earlier rows that changed the same thing of the same account, and what reading this row back proves about them.
    fn superseded_by(&self, row: u32) -> Vec<u32> {
        let is_its = |earlier: &u32| {
            let known = &self.folded.rows[*earlier as usize];
            known.is_done() && known.proof.is_none() && self.successor(*earlier) == Some(row)
        };
        (0..self.folded.successors.len() as u32).filter(is_its).collect()
    }

    /// Records that an account was read back, or could not be.
    pub(super) fn proved(
        &mut self,
        step: u32,
        held: Result<String, Option<NotRead>>,
        access: Option<Access>,
    ) {
        let expected = &self.folded.plan.steps[step as usize];
        // The account's earlier address may have been read first by the run itself.
        let from = self.folded.steps[step as usize].from.as_deref();
        let only_case = self.folded.plan.spec_of_step(step).operation.minds_case()
            || from.is_some_and(|from| address::same(from, &expected.to));
        let proof = match held {
            Ok(held) if held == expected.to || (!only_case && address::same(&held, &expected.to)) => {
                Proof::Verified
            }
            Ok(held) => Proof::Instead(held),
            Err(reason) => Proof::Unread(
                reason.map_or_else(|| texts::NO_AGREEMENT.to_owned(), |reason| reason.message()),
            ),
        };
        let row = expected.row;
        // An index that lags does not contradict the access that the answer reported.
        let access = access.filter(|_| proof == Proof::Verified);
        self.append(Event::Proved {
            proofs: self
                .superseded_by(row)
                .into_iter()
                .chain([row])
                .map(|row| (row, proof.clone()))
                .collect(),
            access: access.map(|access| (row, access)).into_iter().collect(),
        });
    }
}
