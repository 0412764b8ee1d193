//! Who must go before whom: A takes the address that B leaves, so B goes first. Where accounts take each other's addresses in
//! a circle nobody can, and they become one unit, a cycle.

use super::{Member, PlanError, Row};
use crate::hash;

/// Rows that go one after the other without anything in between: one row, or the rows of a cycle, each of which takes the
/// address of the next, and the last that of the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unit {
    pub(super) rows: Vec<usize>,
}

impl Unit {
    pub(super) fn is_cycle(&self) -> bool {
        self.rows.len() > 1
    }
}

/// The units in the order of their first rows, and the units that each of them waits for.
#[derive(Debug)]
pub(super) struct Order {
    pub(super) units: Vec<Unit>,
    pub(super) waits: Vec<Vec<usize>>,
    /// For each row the rows that leave the address that it takes.
    pub(super) row_waits: Vec<Vec<usize>>,
}

impl Order {
    /// Puts rows of one kind behind the first of them. Only for rows of which none waits for another one.
    pub(super) fn gather(&mut self, kind: impl Fn(usize) -> String) {
        let mut known: hash::Map<String, usize> = hash::Map::default();
        self.units.sort_by_cached_key(|unit| {
            let next = known.len();
            *known.entry(kind(unit.rows[0])).or_insert(next)
        });
    }
}

/// Ties the rows together: by what they hold and want, where that can belong to one account only.
///
/// # Errors
/// No rows; two rows for one account or one address.
pub(super) fn order(rows: &[Row], is_exclusive: bool) -> Result<Order, PlanError> {
    let row_waits = waits(rows, is_exclusive)?;
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
    let waits = units
        .iter()
        .enumerate()
        .map(|(at, unit)| {
            let others = unit.rows.iter().flat_map(|&row| &row_waits[row]);
            let mut units: Vec<usize> = others
                .map(|&row| unit_of[row])
                .filter(|&other| other != at)
                .collect();
            units.sort_unstable();
            units.dedup();
            units
        })
        .collect();
    Ok(Order {
        units,
        waits,
        row_waits,
    })
}

/// For each row the rows that it waits for.
fn waits(rows: &[Row], is_exclusive: bool) -> Result<Vec<Vec<usize>>, PlanError> {
    if rows.is_empty() {
        return Err(PlanError::NothingToDo);
    }
    let mut people = hash::Map::default();
    let mut wanted = hash::Map::default();
    let mut leaves: hash::Map<String, Vec<usize>> = hash::Map::default();
    for (at, row) in rows.iter().enumerate() {
        if let Some(first) = people.insert(row.key(), at) {
            return Err(PlanError::SameAccount(member(&rows[first]), member(row)));
        }
        if !is_exclusive {
            continue;
        }
        if let Some(first) = wanted.insert(row.wanted.to_lowercase(), at) {
            return Err(PlanError::SameAddress(member(&rows[first]), member(row)));
        }
        if let Some(before) = &row.before {
            leaves.entry(before.to_lowercase()).or_default().push(at);
        }
    }
    let waits_of = |(at, row): (usize, &Row)| {
        let others = leaves.get(&row.wanted.to_lowercase());
        others
            .into_iter()
            .flatten()
            .copied()
            .filter(|&other| other != at)
            .collect()
    };
    Ok(rows.iter().enumerate().map(waits_of).collect())
}

fn member(row: &Row) -> Member {
    Member {
        account: row.person().to_owned(),
        line: row.line,
    }
}

/// The units in an order in which each stands after those that it waits for, and which is the given one otherwise.
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

/// The cycles, each in the order "takes the address of the next". A row takes one address, and no two rows take the same, so
/// each row is waited for by at most one other: whatever goes in a circle is a simple cycle, and nothing waits for it.
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
