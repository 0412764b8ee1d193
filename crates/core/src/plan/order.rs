//! Who must go before whom: A takes the address that B leaves, so B goes first.

use std::collections::HashMap;

use super::{Member, PlanError, Row};

/// For each row the rows that it waits for.
///
/// # Errors
/// No rows, two rows for one account or one address, and cycles, for which no order exists.
pub(super) fn waits(rows: &[Row]) -> Result<Vec<Vec<usize>>, PlanError> {
    if rows.is_empty() {
        return Err(PlanError::NothingToDo);
    }
    let mut accounts = HashMap::new();
    let mut wanted = HashMap::new();
    let mut leaves: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, row) in rows.iter().enumerate() {
        if let Some(first) = accounts.insert(&row.account, at) {
            return Err(PlanError::SameAccount(member(&rows[first]), member(row)));
        }
        if let Some(first) = wanted.insert(row.wanted.to_lowercase(), at) {
            return Err(PlanError::SameAddress(member(&rows[first]), member(row)));
        }
        if let Some(before) = &row.before {
            leaves.entry(before.to_lowercase()).or_default().push(at);
        }
    }
    let waits: Vec<Vec<usize>> = rows
        .iter()
        .enumerate()
        .map(|(at, row)| {
            let others = leaves.get(&row.wanted.to_lowercase());
            others
                .into_iter()
                .flatten()
                .copied()
                .filter(|&other| other != at)
                .collect()
        })
        .collect();
    match cycles(&waits) {
        found if found.is_empty() => Ok(waits),
        found => Err(PlanError::Cycles(
            found
                .iter()
                .map(|cycle| cycle.iter().map(|&at| member(&rows[at])).collect())
                .collect(),
        )),
    }
}

fn member(row: &Row) -> Member {
    Member {
        account: row.account.clone(),
        line: row.line,
    }
}

/// The rows in an order in which each stands after those that it waits for, and which is the given one otherwise.
pub(super) fn sorted(rows: &[usize], waits: &[Vec<usize>]) -> Vec<usize> {
    let mut done = vec![true; waits.len()];
    for &row in rows {
        done[row] = false;
    }
    let mut order = Vec::with_capacity(rows.len());
    for &row in rows {
        // Depth first, with a stack of our own: a chain may be longer than the call stack is deep.
        let mut stack = vec![row];
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

/// The cycles, each beginning with its first row: what remains when all that is not in one has been taken away.
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
                    found.push(
                        path.iter()
                            .map(|&(row, _)| row)
                            .skip_while(|&row| row != other)
                            .collect(),
                    );
                }
                Mark::Left => {}
            }
        }
    }
    found
}
