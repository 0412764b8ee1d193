//! The canary, and the rest in batches that do not cut a chain without need, and a cycle never.

use super::{Options, Row, order, order::Order};

/// Units that go together.
#[derive(Debug, Default)]
pub(super) struct Pack {
    pub(super) canary: bool,
    pub(super) units: Vec<usize>,
}

/// The units in the order in which they run, packed.
///
/// The canary takes the first rows that are neither an administrator's nor part of a chain or a cycle; if there are none,
/// there is no canary. A chain that does not fit into what is left of a batch begins a new one; only one that is longer than a
/// whole batch is cut, at a place where the order allows it. A cycle that is longer than a batch makes the batch longer.
pub(super) fn pack(rows: &[Row], order: &Order, options: &Options) -> Vec<Pack> {
    let size = options.batch.max(1) as usize;
    let mut groups = groups(&order.waits);

    let is_fit = |group: &Vec<usize>| {
        let [unit] = group[..] else { return false };
        let rows_of = &order.units[unit].rows;
        rows_of.len() == 1 && !rows[rows_of[0]].administrator
    };
    let mut canary = Vec::new();
    groups.retain(|group| {
        let taken = canary.len() < options.canary as usize && is_fit(group);
        if taken {
            canary.push(group[0]);
        }
        !taken
    });
    let mut packs = vec![Pack {
        canary: true,
        units: canary,
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
