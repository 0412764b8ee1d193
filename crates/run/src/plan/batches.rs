//! Packs units into the canary and into batches. A chain is split across batches only if it has to be, and a cycle never is.

use rollcall_model::{address, hash};

use super::Plan;
use super::options::Options;
use super::order::{self, Order};

/// Units that run together: the canary or one batch.
#[derive(Debug, Default)]
pub(super) struct Pack {
    pub(super) canary: bool,
    pub(super) units: Vec<usize>,
}

/// The units in the order in which they run, packed.
///
/// The canary takes the first people none of whose rows is about an administrator, is part of a cycle, or is in one chain with
/// another person's row. If there are no such people, there is no canary. It always takes all rows of a person. A chain that does
/// not fit into the rest of a batch begins a new batch; only a chain that is longer than a whole batch is split, at a place where
/// the order allows it. A cycle that is longer than a batch makes the batch longer.
pub(super) fn pack(plan: &Plan, order: &Order, options: &Options) -> Vec<Pack> {
    let size = options.batch.max(1) as usize;
    let mut groups = groups(&order.waits);
    let mut packs = vec![Pack {
        canary: true,
        units: canary(plan, order, options.canary as usize, &mut groups),
    }];
    let mut batch = Batch::default();
    let rows_of = |unit: usize| order.units[unit].rows.len();
    for group in groups {
        let all: usize = group.iter().map(|&unit| rows_of(unit)).sum();
        if batch.rows + all > size && all <= size {
            packs.push(batch.close());
        }
        for unit in order::sorted(&group, &order.waits) {
            if batch.rows + rows_of(unit) > size {
                packs.push(batch.close());
            }
            batch.rows += rows_of(unit);
            batch.units.push(unit);
        }
    }
    packs.push(batch.close());
    packs.retain(|pack| !pack.units.is_empty());
    packs
}

/// Takes the units of the canary out of `groups`. `most`: the maximum number of rows, which the last person taken may exceed.
fn canary(plan: &Plan, order: &Order, most: usize, groups: &mut Vec<Vec<usize>>) -> Vec<usize> {
    let row_of = |unit: usize| &plan.rows[order.units[unit].rows[0]];
    // The person whom all rows of a group are about; `None` if there are several, or if the person is an administrator.
    let person_of = |group: &[usize]| {
        let first = row_of(*group.first()?);
        let fits = |&unit: &usize| {
            let row = row_of(unit);
            !order.units[unit].is_cycle() && !row.administrator && row.is_about_whom(first)
        };
        group.iter().all(fits).then(|| address::key(first.person()))
    };
    let has_several = plan.operations.len() > 1 || plan.specs().any(|spec| spec.row.has_objects());
    let mut unfit: hash::Set<String> = hash::Set::default();
    if has_several {
        let others = groups.iter().filter(|group| person_of(group).is_none()).flatten();
        let rows = others.flat_map(|&unit| &order.units[unit].rows);
        unfit.extend(rows.map(|&row| address::key(plan.rows[row].person())));
    }
    let mut taken: hash::Set<String> = hash::Set::default();
    let mut rows = 0;
    for group in groups.iter() {
        if rows >= most {
            break;
        }
        if let Some(person) = person_of(group).filter(|person| !unfit.contains(person)) {
            rows += group.len();
            taken.insert(person);
        }
    }
    let mut canary = Vec::new();
    groups.retain(|group| {
        let is_full = !has_several && canary.len() >= taken.len();
        let is_taken = !is_full && person_of(group).is_some_and(|person| taken.contains(&person));
        if is_taken {
            canary.extend(order::sorted(group, &order.waits));
        }
        !is_taken
    });
    canary
}

/// The batch that is being filled.
#[derive(Default)]
struct Batch {
    units: Vec<usize>,
    rows: usize,
}

impl Batch {
    fn close(&mut self) -> Pack {
        Pack {
            canary: false,
            units: std::mem::take(self).units,
        }
    }
}

/// Groups of units that depend on each other, directly or indirectly, in the order of their first rows. An independent unit is a
/// group of one.
fn groups(waits: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut touches = vec![Vec::new(); waits.len()];
    for (unit, others) in waits.iter().enumerate() {
        for &other in others {
            touches[unit].push(other);
            touches[other].push(unit);
        }
    }
    let mut seen = vec![false; waits.len()];
    let mut groups = Vec::new();
    for unit in 0..waits.len() {
        if std::mem::replace(&mut seen[unit], true) {
            continue;
        }
        let mut group = vec![unit];
        let mut at = 0;
        while let Some(&member) = group.get(at) {
            at += 1;
            for &other in &touches[member] {
                if !std::mem::replace(&mut seen[other], true) {
                    group.push(other);
                }
            }
        }
        group.sort_unstable();
        groups.push(group);
    }
    groups
}
