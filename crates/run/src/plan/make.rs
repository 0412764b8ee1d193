//! Makes a plan: orders the rows, packs them into batches, and derives their steps.

use rollcall_model::{Diff, RunId, hash};

use super::{
    Batch, OperationIndex, Options, Plan, PlanError, PlannedOperation, Row, Step, batches, cycle, order,
};

/// One row to plan: what is to be done, to whom, and after which other rows.
#[derive(Clone, Debug)]
pub struct Wish {
    /// The operation, and whether its legacy call is used.
    pub operation: PlannedOperation,
    /// The account, its current state, and its desired state.
    pub diff: Diff,
    /// The rows that must be done first, as indices into the list that is passed to [`Plan::of_wishes`].
    pub waits_for: Vec<u32>,
}

impl Plan {
    /// Makes a plan with a single operation: see [`Plan::of_wishes`].
    ///
    /// # Errors
    /// The same as for [`Plan::of_wishes`].
    pub fn make(
        operation: impl Into<PlannedOperation>,
        diffs: Vec<Diff>,
        options: &Options,
        is_held: impl Fn(&str) -> bool,
    ) -> Result<Self, PlanError> {
        let operation = operation.into();
        let wish = |diff| Wish {
            operation,
            diff,
            waits_for: Vec::new(),
        };
        Self::of_wishes(diffs.into_iter().map(wish).collect(), options, is_held)
    }

    /// Orders the changes and packs them into the canary and batches. A row that leaves an address goes before the row that takes
    /// it, and a row that waits for others goes after them. Accounts that take each other's addresses in a circle use one temporary
    /// address. Otherwise the order of the file is kept.
    ///
    /// `is_held`: whether any account is known to have an address, so that no address in use is chosen as a temporary one.
    ///
    /// # Errors
    /// [`PlanError`] if there are no rows, if two rows ask for the same, or if no order satisfies all rows.
    pub fn of_wishes(
        wishes: Vec<Wish>,
        options: &Options,
        is_held: impl Fn(&str) -> bool,
    ) -> Result<Self, PlanError> {
        let mut plan = Self {
            operations: Vec::new(),
            rows: Vec::with_capacity(wishes.len()),
            steps: Vec::new(),
            batches: Vec::new(),
            cycles: Vec::new(),
            stop_rules: options.stop_rules,
        };
        for wish in wishes {
            let operation = plan.index_of(wish.operation)?;
            let mut row = Row::of(operation, wish.diff);
            row.waits_for = wish.waits_for;
            plan.rows.push(row);
        }
        plan.carry_on()?;
        let mut order = order::order(&plan)?;
        order.gather(&plan);
        // A file that was made from an earlier run may contain temporary addresses.
        let in_file: hash::Set<String> = (plan.rows.iter())
            .flat_map(|row| row.before.iter().chain([&row.wanted]))
            .map(|address| address.to_lowercase())
            .filter(|address| address.starts_with(cycle::PREFIX))
            .collect();
        let is_taken = |address: &str| in_file.contains(address) || is_held(address);
        // For each row, the step that frees its address.
        let mut frees = vec![0; plan.rows.len()];
        for pack in batches::pack(&plan, &order, options) {
            let first = plan.steps.len() as u32;
            for unit in pack.units {
                let unit = &order.units[unit];
                if unit.is_cycle() {
                    plan.push_cycle(&unit.rows, &order, options.run, &is_taken, &mut frees);
                } else {
                    plan.push_row(unit.rows[0], &order, &mut frees);
                }
            }
            plan.batches.push(Batch {
                canary: pack.canary,
                first,
                steps: plan.steps.len() as u32 - first,
            });
        }
        Ok(plan)
    }

    fn index_of(&mut self, operation: PlannedOperation) -> Result<OperationIndex, PlanError> {
        let known = self.operations.iter().position(|known| *known == operation);
        let at = known.unwrap_or_else(|| {
            self.operations.push(operation);
            self.operations.len() - 1
        });
        let at = u16::try_from(at).map_err(|_| PlanError::TooManyOperations)?;
        Ok(OperationIndex(at))
    }

    /// Makes a row that comes after others about the same person start from their result: from the state that they set, and with
    /// the address that the person has by then.
    fn carry_on(&mut self) -> Result<(), PlanError> {
        if self.operations.len() < 2 {
            return Ok(());
        }
        for at in order::by_waits(&self.rows)? {
            let row = &self.rows[at];
            let mut earlier = order::all_before(&self.rows, at);
            earlier.retain(|&other| self.rows[other].is_about_whom(row));
            let is_same_state = |other: &&usize| self.is_same_state(**other, at);
            let before = earlier.iter().rev().find(is_same_state);
            let before = before.map(|&other| self.rows[other].wanted.clone());
            let gives_address = |other: &&usize| self.spec_of(&self.rows[**other]).is_address();
            let address = earlier.iter().rev().find(gives_address);
            let address = address.map(|&other| self.rows[other].wanted.clone());
            let row = &mut self.rows[at];
            if before.is_some() {
                row.before = before;
            }
            if let Some(address) = address
                && row.account.is_some()
                && row.details.address().is_some()
            {
                row.details.set_address(address);
            }
        }
        Ok(())
    }

    fn push_row(&mut self, row: usize, order: &order::Order, frees: &mut [u32]) {
        frees[row] = self.steps.len() as u32;
        self.steps.push(Step {
            row: row as u32,
            from: self.rows[row].before.clone(),
            to: self.rows[row].wanted.clone(),
            waits_for: order.row_waits[row].iter().map(|&other| frees[other]).collect(),
            undoes: None,
        });
    }

    fn push_cycle(
        &mut self,
        members: &[usize],
        order: &order::Order,
        run: RunId,
        is_held: &dyn Fn(&str) -> bool,
        frees: &mut [u32],
    ) {
        let members = cycle::parked_first(members, &self.rows);
        let first = self.steps.len() as u32;
        let others = members.iter().flat_map(|&row| &order.row_waits[row]);
        let waits_for = others
            .filter(|other| !members.contains(other))
            .map(|&other| frees[other])
            .collect();
        let parked = self.rows[members[0]].before.clone().unwrap_or_default();
        let temporary = cycle::temporary(run, self.cycles.len() + 1, &parked, is_held);
        let (cycle, steps) = cycle::steps(&self.rows, &members, first, &temporary, waits_for);
        for (at, step) in (first..).zip(&steps).take(members.len()) {
            frees[step.row as usize] = at;
        }
        self.steps.extend(steps);
        self.cycles.push(cycle);
    }
}
