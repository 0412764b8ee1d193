//! The canary, and the rest in batches that do not cut a chain without need, and a cycle never.

use rollcall_model::{address, hash};

use super::Plan;
use super::options::Options;
use super::order::{self, Order};

/// Units that go together.
#[derive(Debug, Default)]
pub(super) struct Pack {
    pub(super) canary: bool,
    pub(super) units: Vec<usize>,
}

/// The units in the order in which they run, packed.
///
/// The canary takes the first people of whom no row is an administrator's, or part of a chain or a cycle with somebody else's; if
/// there are none, there is no canary. It takes people whole: all rows of one. A chain that does not fit into what is left of a batch
/// begins a new one; only one that is longer than a whole batch is cut, at a place where the order allows it. A cycle that is longer
/// than a batch makes the batch longer.
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

/// The units of the canary, which are taken out of the groups. `most`: rows; who begins below that is taken whole.
fn canary(plan: &Plan, order: &Order, most: usize, groups: &mut Vec<Vec<usize>>) -> Vec<usize> {
    let row_of = |unit: usize| &plan.rows[order.units[unit].rows[0]];
    // Of whom a group is, where it is one person's, and no administrator's.
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

/// A batch that is being filled.
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

/// Units that depend on each other, directly or not; a unit alone is a group of one. In the order of their first rows.
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
