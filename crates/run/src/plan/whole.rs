//! Checks that a plan that was read back has the structure that [`Plan::make`] produces, so that a run can use its indices without
//! further checks. [`super::values`] checks that its values follow from its rows.

use super::{Cycle, Plan};

impl Plan {
    /// Whether every index is in range, every operation is used by a row, every step comes after those that it waits for, the
    /// batches cover the steps, no batch splits a cycle, and every row is served by one step or by the steps of one cycle.
    pub(super) fn holds_together(&self) -> bool {
        // The order matters: each check uses only what the checks before it have validated.
        self.operations_fit()
            && self.indices_fit()
            && self.batches_fit()
            && self.cycles_fit()
            && self.rows_fit()
    }

    /// Whether each operation occurs once and is used by a row.
    fn operations_fit(&self) -> bool {
        let mut is_used = vec![false; self.operations.len()];
        let all_known = self.rows.iter().all(|row| {
            let used = is_used.get_mut(row.operation.at());
            used.map(|used| *used = true).is_some()
        });
        let mut keys: Vec<&str> = self.specs().map(|spec| spec.key()).collect();
        keys.sort_unstable();
        all_known && is_used.into_iter().all(|used| used) && keys.is_sorted_by(|one, next| one < next)
    }

    fn indices_fit(&self) -> bool {
        self.steps.iter().enumerate().all(|(at, step)| {
            let mut others = step.waits_for.iter().chain(&step.undoes);
            (step.row as usize) < self.rows.len() && others.all(|&other| (other as usize) < at)
        })
    }

    fn batches_fit(&self) -> bool {
        let mut next = 0u32;
        let follow = self.batches.iter().all(|batch| {
            // Only the first batch may be the canary.
            let begins_here = batch.first == next && batch.steps > 0 && (next == 0 || !batch.canary);
            next = next.saturating_add(batch.steps);
            begins_here
        });
        follow && next as usize == self.steps.len()
    }

    fn cycles_fit(&self) -> bool {
        let mut free = 0u64;
        let follow = self.cycles.iter().all(|cycle| {
            let end = u64::from(cycle.first) + 2 * u64::from(cycle.accounts) + 1;
            let begins_here = u64::from(cycle.first) >= free && cycle.accounts >= 2;
            free = end;
            begins_here && end <= self.steps.len() as u64
        });
        follow && self.cycles.iter().all(|cycle| self.is_one_cycle(cycle))
    }

    /// Whether the parked account also has the closing step, each unwinding step has the same row as the step that it undoes, and
    /// one batch contains the whole cycle.
    fn is_one_cycle(&self, cycle: &Cycle) -> bool {
        let row = |step: u32| self.steps[step as usize].row;
        let batch = self
            .batches
            .iter()
            .find(|batch| batch.range().contains(&cycle.first));
        row(cycle.park()) == row(cycle.close())
            && cycle
                .back()
                .all(|back| cycle.undone_by(back).map(row) == Some(row(back)))
            && batch.is_some_and(|batch| cycle.range().end <= batch.range().end)
    }

    fn rows_fit(&self) -> bool {
        let mut served = vec![0u32; self.rows.len()];
        (0u32..).zip(&self.steps).all(|(at, step)| {
            let cycle = self.cycle_of(at).map(|cycle| &self.cycles[cycle]);
            let is_first = cycle.is_none_or(|cycle| cycle.undoing(at).is_some());
            served[step.row as usize] += u32::from(is_first);
            step.undoes == cycle.and_then(|cycle| cycle.undone_by(at))
        }) && served.iter().all(|&steps| steps == 1)
            && self.waiting_rows_fit()
    }

    /// Whether each row comes after the rows that it waits for.
    fn waiting_rows_fit(&self) -> bool {
        let mut first_steps = vec![0; self.rows.len()];
        for (at, step) in self.steps.iter().enumerate().rev() {
            first_steps[step.row as usize] = at;
        }
        self.rows.iter().zip(&first_steps).all(|(row, own)| {
            let others = row.waits_for.iter().map(|&other| first_steps.get(other as usize));
            others
                .into_iter()
                .all(|first| first.is_some_and(|first| first < own))
        })
    }
}
