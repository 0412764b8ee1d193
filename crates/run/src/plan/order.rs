//! The order of rows: if A takes the address that B leaves, B goes first. Accounts that take each other's addresses in a circle
//! have no such order; they become one unit, a cycle. A row that names other rows in [`Row::waits_for`] goes after them.

use rollcall_model::{StateKind, hash};

use super::Plan;
use super::error::PlanError;
use super::row::{OperationIndex, Row, RowSubject};

/// Rows that run directly after one another: one row, or the rows of a cycle, each of which takes the address of the next, and the
/// last that of the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unit {
    pub(super) rows: Vec<usize>,
}

impl Unit {
    pub(super) fn is_cycle(&self) -> bool {
        self.rows.len() > 1
    }
}

/// The units in the order of their first rows, and for each of them the units that it waits for.
#[derive(Debug)]
pub(super) struct Order {
    pub(super) units: Vec<Unit>,
    pub(super) waits: Vec<Vec<usize>>,
    /// For each row, the rows that leave the address that it takes.
    pub(super) row_waits: Vec<Vec<usize>>,
}

impl Order {
    /// Moves rows that can share a call directly behind the first of them: rows of one operation and one kind that neither wait for
    /// others nor are waited for.
    pub(super) fn gather(&mut self, plan: &Plan) {
        if plan.specs().all(|spec| spec.operation.several.is_none()) {
            return;
        }
        let mut is_tied = vec![false; self.units.len()];
        for (unit, others) in self.waits.iter().enumerate() {
            is_tied[unit] |= !others.is_empty();
            for &other in others {
                is_tied[other] = true;
            }
        }
        let mut first_of: hash::Map<(OperationIndex, String), usize> = hash::Map::default();
        let place = |(at, unit): (usize, &Unit)| {
            let row = &plan.rows[unit.rows[0]];
            match &plan.spec_of(row).operation.several {
                Some(several) if !is_tied[at] => {
                    *first_of.entry((row.operation, (several.kind)(row))).or_insert(at)
                }
                _ => at,
            }
        };
        let places: Vec<usize> = self.units.iter().enumerate().map(place).collect();
        let mut sorted: Vec<usize> = (0..places.len()).collect();
        sorted.sort_by_key(|&unit| places[unit]);
        let mut new_place = vec![0; sorted.len()];
        for (new, &old) in sorted.iter().enumerate() {
            new_place[old] = new;
        }
        self.units = sorted.iter().map(|&old| self.units[old].clone()).collect();
        let moved = |&old: &usize| self.waits[old].iter().map(|&other| new_place[other]).collect();
        self.waits = sorted.iter().map(moved).collect();
    }
}

/// Orders the rows by the addresses that they leave and take, and by the rows that they say they wait for.
///
/// # Errors
/// There are no rows, two rows ask for the same, or no order satisfies all rows.
pub(super) fn order(plan: &Plan) -> Result<Order, PlanError> {
    let rows = &plan.rows;
    let row_waits = waits(plan)?;
    plan.check_several()?;
    let mut units: Vec<Unit> = cycles(&row_waits).into_iter().map(|rows| Unit { rows }).collect();
    let mut is_in_cycle = vec![false; rows.len()];
    for unit in &units {
        for &row in &unit.rows {
            is_in_cycle[row] = true;
        }
    }
    let alone = (0..rows.len()).filter(|&row| !is_in_cycle[row]);
    units.extend(alone.map(|row| Unit { rows: vec![row] }));
    units.sort_by_key(|unit| unit.rows.iter().copied().min());
    let mut unit_of = vec![0; rows.len()];
    for (at, unit) in units.iter().enumerate() {
        for &row in &unit.rows {
            unit_of[row] = at;
        }
    }
    let waits: Vec<Vec<usize>> = units
        .iter()
        .enumerate()
        .map(|(at, unit)| {
            let said = unit.rows.iter().flat_map(|&row| &rows[row].waits_for);
            let others = unit.rows.iter().flat_map(|&row| &row_waits[row]);
            let mut units: Vec<usize> = others
                .copied()
                .chain(said.map(|&row| row as usize))
                .map(|row| unit_of[row])
                .filter(|&other| other != at)
                .collect();
            units.sort_unstable();
            units.dedup();
            units
        })
        .collect();
    if let Some(stuck) = first_in_a_circle(&waits) {
        return Err(PlanError::WaitsForItself((&rows[units[stuck].rows[0]]).into()));
    }
    Ok(Order {
        units,
        waits,
        row_waits,
    })
}

/// For each row, the rows that leave the address that it takes.
fn waits(plan: &Plan) -> Result<Vec<Vec<usize>>, PlanError> {
    let rows = &plan.rows;
    if rows.is_empty() {
        return Err(PlanError::NothingToDo);
    }
    let mut people = hash::Map::default();
    let mut wanted = hash::Map::default();
    let mut leaves: hash::Map<String, Vec<usize>> = hash::Map::default();
    for (at, row) in rows.iter().enumerate() {
        if let Some(first) = people.insert((row.subject(), row.operation), at) {
            return Err(PlanError::SameAccount((&rows[first]).into(), row.into()));
        }
        if !plan.spec_of(row).is_address() {
            continue;
        }
        if let Some(first) = wanted.insert(row.wanted.to_lowercase(), at) {
            return Err(PlanError::SameAddress((&rows[first]).into(), row.into()));
        }
        if let Some(before) = &row.before {
            leaves.entry(before.to_lowercase()).or_default().push(at);
        }
    }
    let waits_of = |(at, row): (usize, &Row)| {
        let is_address = plan.spec_of(row).is_address();
        let others = leaves.get(&row.wanted.to_lowercase()).filter(|_| is_address);
        others
            .into_iter()
            .flatten()
            .copied()
            .filter(|&other| other != at)
            .collect()
    };
    Ok(rows.iter().enumerate().map(waits_of).collect())
}

impl Plan {
    /// Whether two rows change the same kind of state of the same account. If so, the later one determines the final state.
    pub(super) fn is_same_state(&self, one: usize, other: usize) -> bool {
        let (one, other) = (&self.rows[one], &self.rows[other]);
        self.spec_of(one).row.kind == self.spec_of(other).row.kind && one.subject() == other.subject()
    }

    /// Checks that, of two rows with different operations that change the same state of one account, one is said to go first.
    fn check_several(&self) -> Result<(), PlanError> {
        if self.operations.len() < 2 {
            return Ok(());
        }
        let mut known: hash::Map<(RowSubject, StateKind), usize> = hash::Map::default();
        for at in by_waits(&self.rows)? {
            let row = &self.rows[at];
            let key = (row.subject(), self.spec_of(row).row.kind);
            if let Some(earlier) = known.insert(key, at)
                && !all_before(&self.rows, at).contains(&earlier)
            {
                return Err(PlanError::NoOrder((&self.rows[earlier]).into(), row.into()));
            }
        }
        Ok(())
    }

    /// For each row, the next row that changes the same state of the same account. Empty if the plan has only one operation.
    pub(crate) fn successors(&self) -> Vec<Option<u32>> {
        if self.operations.len() < 2 {
            return Vec::new();
        }
        let mut next = vec![None; self.rows.len()];
        let mut last: hash::Map<(RowSubject, StateKind), usize> = hash::Map::default();
        // In the order of the steps, in which every row comes after the rows that it waits for.
        for at in self.steps.iter().map(|step| step.row as usize) {
            let row = &self.rows[at];
            let key = (row.subject(), self.spec_of(row).row.kind);
            if let Some(earlier) = last.insert(key, at).filter(|earlier| *earlier != at) {
                next[earlier] = Some(at as u32);
            }
        }
        next
    }
}

/// The rows in an order in which each comes after the rows that it says it waits for.
pub(super) fn by_waits(rows: &[Row]) -> Result<Vec<usize>, PlanError> {
    let waits_of = |row: &Row| {
        let others = row.waits_for.iter().map(|&other| other as usize);
        let others: Vec<usize> = others.collect();
        let is_there = others.iter().all(|&other| other < rows.len());
        is_there
            .then_some(others)
            .ok_or_else(|| PlanError::WaitsForNothing(row.into()))
    };
    let waits: Vec<Vec<usize>> = rows.iter().map(waits_of).collect::<Result<_, _>>()?;
    if let Some(stuck) = first_in_a_circle(&waits) {
        return Err(PlanError::WaitsForItself((&rows[stuck]).into()));
    }
    let all: Vec<usize> = (0..rows.len()).collect();
    Ok(sorted(&all, &waits))
}

/// The rows that a row waits for, directly or indirectly, in the order in which they run. Requires that no row waits for itself.
pub(super) fn all_before(rows: &[Row], row: usize) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    let mut open = vec![(row, 0)];
    while let Some((at, next)) = open.last_mut() {
        if let Some(&other) = rows[*at].waits_for.get(*next) {
            *next += 1;
            if !found.contains(&(other as usize)) {
                open.push((other as usize, 0));
            }
        } else {
            let (done, _) = (*at, open.pop());
            if done != row && !found.contains(&done) {
                found.push(done);
            }
        }
    }
    found
}

/// A node that waits for itself, directly or through others, if there is one.
fn first_in_a_circle(waits: &[Vec<usize>]) -> Option<usize> {
    let mut left: Vec<usize> = waits.iter().map(Vec::len).collect();
    let mut waited_by = vec![Vec::new(); waits.len()];
    for (at, others) in waits.iter().enumerate() {
        for &other in others {
            waited_by[other].push(at);
        }
    }
    let mut free: Vec<usize> = (0..waits.len()).filter(|&at| left[at] == 0).collect();
    while let Some(at) = free.pop() {
        for &other in &waited_by[at] {
            left[other] -= 1;
            if left[other] == 0 {
                free.push(other);
            }
        }
    }
    left.iter().position(|&left| left > 0)
}

/// The units sorted so that each comes after those that it waits for; otherwise the given order is kept.
pub(super) fn sorted(units: &[usize], waits: &[Vec<usize>]) -> Vec<usize> {
    let mut done = vec![true; waits.len()];
    for &unit in units {
        done[unit] = false;
    }
    let mut order = Vec::with_capacity(units.len());
    for &unit in units {
        // Depth first, with a stack of our own: a chain may be longer than the call stack is deep.
        let mut stack = vec![unit];
        while let Some(&top) = stack.last() {
            let open = waits[top].iter().copied().find(|&other| !done[other]);
            if let Some(other) = open {
                stack.push(other);
                continue;
            }
            stack.pop();
            if !std::mem::replace(&mut done[top], true) {
                order.push(top);
            }
        }
    }
    order
}

/// The cycles, each in the order "takes the address of the next". A row takes one address, and no two rows take the same one, so
/// each row is waited for by at most one other row. A closed path is therefore a simple cycle, and no row outside it waits for it.
fn cycles(waits: &[Vec<usize>]) -> Vec<Vec<usize>> {
    #[derive(Clone, Copy, PartialEq)]
    enum Mark {
        New,
        OnPath,
        Left,
    }
    let mut marks = vec![Mark::New; waits.len()];
    let mut found = Vec::new();
    for start in 0..waits.len() {
        if marks[start] != Mark::New {
            continue;
        }
        let mut path = vec![(start, 0)];
        marks[start] = Mark::OnPath;
        while let Some((row, next)) = path.last_mut() {
            let Some(&other) = waits[*row].get(*next) else {
                marks[*row] = Mark::Left;
                path.pop();
                continue;
            };
            *next += 1;
            match marks[other] {
                Mark::New => {
                    marks[other] = Mark::OnPath;
                    path.push((other, 0));
                }
                Mark::OnPath => {
                    let rows = path.iter().map(|&(row, _)| row);
                    found.push(rows.skip_while(|&row| row != other).collect());
                }
                Mark::Left => {}
            }
        }
    }
    found
}
