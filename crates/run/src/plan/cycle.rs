//! Accounts that hand their addresses round in a circle. One of them is parked: it takes a temporary address, so that its own
//! is free; then each of the others takes the address that has just been freed; at last the parked account takes the one that
//! it wants. That is one call more than there are accounts, and the parked person is logged out twice.
//!
//! The steps that would undo each of these, but for the last, stand in the plan as well: where a cycle cannot be closed it
//! is unwound in reverse, and nothing is ever written that the plan does not name.

use std::ops::Range;

use rollcall_model::RunId;
use serde::{Deserialize, Serialize};

use super::row::Row;
use super::step::Step;

/// A cycle in a plan: its steps stand together, first those that carry it out, then those that unwind it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cycle {
    /// Its first step: an index into [`super::Plan::steps`].
    pub first: u32,
    /// Accounts in it, at least two. It has one step more, and as many again to unwind them.
    pub accounts: u32,
    /// The address at which the first account is parked.
    pub temporary: String,
}

impl Cycle {
    /// All its steps.
    pub fn range(&self) -> Range<u32> {
        self.first..self.first + 2 * self.accounts + 1
    }

    /// The steps that carry it out, in order.
    pub fn forward(&self) -> Range<u32> {
        self.first..self.first + self.accounts + 1
    }

    /// The steps that unwind it, in the order in which they go: the first undoes the last but one of [`Cycle::forward`].
    pub fn back(&self) -> Range<u32> {
        self.first + self.accounts + 1..self.first + 2 * self.accounts + 1
    }

    /// The step that parks an account, which opens the cycle.
    pub fn park(&self) -> u32 {
        self.first
    }

    /// The step that closes the cycle: the parked account takes the address that it wants.
    pub fn close(&self) -> u32 {
        self.first + self.accounts
    }

    /// The step that undoes a step that carries the cycle out; `None` for the closing one, which ends it.
    pub fn undoing(&self, forward: u32) -> Option<u32> {
        (forward < self.close() && forward >= self.first).then(|| 2 * self.close() - forward)
    }

    /// The step that a step back undoes; `None` for one that carries the cycle out.
    pub fn undone_by(&self, back: u32) -> Option<u32> {
        self.back().contains(&back).then(|| 2 * self.close() - back)
    }
}

/// The rows of a cycle, turned so that it begins with the one that is parked: the first in the file that is no
/// administrator's, for an administrator who is logged out in the middle may have to mend what went wrong.
pub(super) fn parked_first(cycle: &[usize], rows: &[Row]) -> Vec<usize> {
    let place = (0..cycle.len())
        .min_by_key(|&at| (rows[cycle[at]].administrator, cycle[at]))
        .unwrap_or(0);
    let mut turned = cycle.to_vec();
    turned.rotate_left(place);
    turned
}

/// The steps of a cycle. `cycle`: its rows, each of which takes the address of the next, the parked one first. `first`: the
/// place of its first step. `waits_for`: steps outside that must have gone before.
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

/// What temporary addresses begin with.
pub(super) const PREFIX: &str = "rollcall-temporary-";

/// An address for a parked account: on the domain that it is on, which is verified, or nothing could be changed there; in a
/// form that is nobody's mailbox, and that names run and cycle. `number` counts the cycles of the run from 1. `is_held` says which
/// addresses somebody has.
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

/// Whether [`temporary`] gives this address for this account, whoever has which address.
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
