//! The canary, and the rest in batches that do not cut a chain without need.

use super::{Batch, Options, Row, order};

/// The rows in the order in which they run, and the batches over that order.
///
/// The canary takes the first rows that are neither an administrator's nor part of a chain; if there are none, there is no
/// canary. A chain that does not fit into what is left of a batch begins a new one; only one that is longer than a whole
/// batch is cut, at a place where the order allows it.
pub(super) fn pack(rows: &[Row], waits: &[Vec<usize>], options: Options) -> (Vec<usize>, Vec<Batch>) {
    let size = options.batch.max(1) as usize;
    let mut groups = groups(waits);

    let is_fit = |group: &Vec<usize>| group.len() == 1 && !rows[group[0]].administrator;
    let mut canary = Vec::new();
    groups.retain(|group| {
        let taken = canary.len() < options.canary as usize && is_fit(group);
        if taken {
            canary.push(group[0]);
        }
        !taken
    });

    let mut order = Vec::with_capacity(rows.len());
    let mut batches = Vec::new();
    let mut close = |order: &Vec<usize>, canary: bool| {
        let first = batches.last().map_or(0, |last: &Batch| last.first + last.steps);
        let steps = order.len() as u32 - first;
        if steps > 0 {
            batches.push(Batch { canary, first, steps });
        }
        order.len()
    };
    order.extend(canary);
    let mut start = close(&order, true);
    for group in groups {
        let is_full = order.len() - start >= size;
        let would_be_cut = order.len() - start + group.len() > size && group.len() <= size;
        if is_full || would_be_cut {
            start = close(&order, false);
        }
        for row in order::sorted(&group, waits) {
            if order.len() - start >= size {
                start = close(&order, false);
            }
            order.push(row);
        }
    }
    close(&order, false);
    (order, batches)
}

/// Rows that depend on each other, directly or not; a row alone is a group of one. In the order of their first rows.
fn groups(waits: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut touches = vec![Vec::new(); waits.len()];
    for (row, others) in waits.iter().enumerate() {
        for &other in others {
            touches[row].push(other);
            touches[other].push(row);
        }
    }
    let mut seen = vec![false; waits.len()];
    let mut groups = Vec::new();
    for row in 0..waits.len() {
        if std::mem::replace(&mut seen[row], true) {
            continue;
        }
        let mut group = vec![row];
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
