//! Cycles: accounts that take each other's addresses in a circle. One account is parked: it takes a temporary address, so that its
//! own becomes free. Then each of the others takes the address that has just become free. At last the parked account takes the
//! address that it wants. That is one call more than there are accounts, and the parked person is logged out twice.
//!
//! The plan also contains the steps that undo each of these steps except the last. If a cycle cannot be closed it is unwound in
//! reverse order, and nothing is ever written that the plan does not contain.

use std::ops::Range;

use rollcall_model::RunId;
use serde::{Deserialize, Serialize};

use super::row::Row;
use super::step::Step;

/// A cycle in a plan. Its steps are contiguous: first those that carry it out, then those that unwind it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cycle {
    /// Index of the cycle's first step in [`super::Plan::steps`].
    pub first: u32,
    /// Number of accounts in the cycle, at least two. With `n` accounts, `n + 1` steps carry the cycle out and `n` steps unwind it.
    pub accounts: u32,
    /// The address at which the first account is parked.
    pub temporary: String,
}

impl Cycle {
    /// All steps of the cycle.
    pub fn range(&self) -> Range<u32> {
        self.first..self.first + 2 * self.accounts + 1
    }

    /// The steps that carry the cycle out, in order.
    pub fn forward(&self) -> Range<u32> {
        self.first..self.first + self.accounts + 1
    }

    /// The steps that unwind the cycle, in the order in which they run: the first undoes the last but one of [`Cycle::forward`].
    pub fn back(&self) -> Range<u32> {
        self.first + self.accounts + 1..self.first + 2 * self.accounts + 1
    }

    /// The step that opens the cycle by parking an account.
    pub fn park(&self) -> u32 {
        self.first
    }

    /// The step that closes the cycle: the parked account takes the address that it wants.
    pub fn close(&self) -> u32 {
        self.first + self.accounts
    }

    /// The step that undoes a forward step; `None` for the closing step, which ends the cycle, and for a step that is not a forward
    /// step.
    pub fn undoing(&self, forward: u32) -> Option<u32> {
        (forward < self.close() && forward >= self.first).then(|| 2 * self.close() - forward)
    }

    /// The forward step that an unwinding step undoes; `None` for any other step.
    pub fn undone_by(&self, back: u32) -> Option<u32> {
        self.back().contains(&back).then(|| 2 * self.close() - back)
    }
}

/// The rows of a cycle, rotated so that the row whose account is parked comes first. That is the first row of the file that is not
/// about an administrator, if there is one: an administrator who is logged out halfway may be needed to repair a failure.
pub(super) fn parked_first(cycle: &[usize], rows: &[Row]) -> Vec<usize> {
    let place = (0..cycle.len())
        .min_by_key(|&at| (rows[cycle[at]].administrator, cycle[at]))
        .unwrap_or(0);
    let mut turned = cycle.to_vec();
    turned.rotate_left(place);
    turned
}

/// The steps of a cycle. `cycle`: its rows, each of which takes the address of the next, the parked one first. `first`: the index
/// of its first step. `waits_for`: steps outside the cycle that must run first.
pub(super) fn steps(
    rows: &[Row],
    cycle: &[usize],
    first: u32,
    temporary: &str,
    waits_for: Vec<u32>,
) -> (Cycle, Vec<Step>) {
    let before = |row: usize| rows[row].before.clone().unwrap_or_default();
    let parked = cycle[0];
    let step = |row: usize, from: String, to: String, waits_for: Vec<u32>, undoes: Option<u32>| Step {
        row: row as u32,
        from: Some(from),
        to,
        waits_for,
        undoes,
    };
    let mut steps = vec![step(
        parked,
        before(parked),
        temporary.to_owned(),
        waits_for,
        None,
    )];
    for (done, &row) in (0..).zip(cycle.iter().skip(1).rev()) {
        let (from, to) = (before(row), rows[row].wanted.clone());
        steps.push(step(row, from, to, vec![first + done], None));
    }
    let close = first + cycle.len() as u32;
    let wanted = rows[parked].wanted.clone();
    steps.push(step(parked, temporary.to_owned(), wanted, vec![close - 1], None));
    for undone in (0..cycle.len()).rev() {
        let Step { row, from, to, .. } = steps[undone].clone();
        let behind = first + steps.len() as u32 - 1;
        let waits_for = if behind > close { vec![behind] } else { Vec::new() };
        let undoes = Some(first + undone as u32);
        steps.push(step(
            row as usize,
            to,
            from.unwrap_or_default(),
            waits_for,
            undoes,
        ));
    }
    let cycle = Cycle {
        first,
        accounts: cycle.len() as u32,
        temporary: temporary.to_owned(),
    };
    (cycle, steps)
}

/// The prefix of temporary addresses.
pub(super) const PREFIX: &str = "rollcall-temporary-";

/// An address for a parked account. It is on the account's current domain, which is verified: otherwise the account's address could
/// not be changed. Its local part contains the run id and the number of the cycle and is nobody's mailbox. `number` is the number
/// of the cycle in the run, counted from 1; `is_held` tells whether an address is in use.
pub(super) fn temporary(run: RunId, number: usize, address: &str, is_held: &dyn Fn(&str) -> bool) -> String {
    let (base, domain) = temporary_parts(run, number, address);
    let mut candidate = format!("{base}@{domain}");
    let mut again = 1u32;
    while is_held(&candidate) {
        again += 1;
        candidate = format!("{base}-{again}@{domain}");
    }
    candidate
}

/// Whether [`temporary`] can return this address for this account, for any `is_held`.
pub(super) fn is_temporary(candidate: &str, run: RunId, number: usize, address: &str) -> bool {
    let (base, domain) = temporary_parts(run, number, address);
    let Some((local, of)) = candidate.split_once('@') else {
        return false;
    };
    let rest = local.strip_prefix(&base);
    let is_numbered = |rest: &str| {
        let again = rest
            .strip_prefix('-')
            .and_then(|digits| digits.parse::<u32>().ok());
        again.is_some_and(|again| again > 1 && rest == format!("-{again}"))
    };
    of == domain && rest.is_some_and(|rest| rest.is_empty() || is_numbered(rest))
}

fn temporary_parts(run: RunId, number: usize, address: &str) -> (String, String) {
    let domain = address.rsplit_once('@').map_or(address, |(_, domain)| domain);
    (format!("{PREFIX}{run}-{number}"), domain.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_rule_gives_is_known_again_and_nothing_else() {
        let run = RunId::of_draw(7);
        for held in 0..3 {
            let is_held = |address: &str| (0..held).any(|at| address == taken(run, at));
            let given = temporary(run, 2, "Ann@X.org", &is_held);
            assert!(is_temporary(&given, run, 2, "Ann@X.org"), "{given}");
            assert!(!is_temporary(&given, run, 1, "Ann@X.org"));
            assert!(!is_temporary(&given, RunId::of_draw(8), 2, "Ann@X.org"));
            assert!(!is_temporary(&given, run, 2, "Ann@y.org"));
        }
        for other in ["0", "-", "-1", "-02", "-2-3", "-x", "-2x"] {
            let other = format!("{PREFIX}{run}-2{other}@x.org");
            assert!(!is_temporary(&other, run, 2, "ann@x.org"), "{other}");
        }
    }

    fn taken(run: RunId, at: u32) -> String {
        let again = if at == 0 {
            String::new()
        } else {
            format!("-{}", at + 1)
        };
        format!("{PREFIX}{run}-2{again}@x.org")
    }
}
