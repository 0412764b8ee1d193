//! Cycles that were open when a journal was transferred. In an open cycle one account has a temporary address, and only the journal
//! records which address the account is meant to have.

use rollcall_atlassian::AccountId;

use super::Claim;
use crate::plan::Row;
use rollcall_model::address;

/// How an open cycle is resolved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Its accounts get the desired addresses of the journal.
    Finish,
    /// Its accounts get their previous addresses back.
    TakeBack,
}

/// An open cycle: one of its accounts still has the temporary address of the journal's plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenCycle {
    /// Rows of the cycle's accounts, as indices into the rows of the plan. The row of the parked account comes first.
    pub rows: Vec<u32>,
    /// The temporary address, which the parked account currently has.
    pub temporary: String,
}

impl Claim {
    /// The open cycles of the journal. `live` returns the current address of an account, if known.
    pub fn open_cycles<'a>(&self, live: impl Fn(&AccountId) -> Option<&'a str>) -> Vec<OpenCycle> {
        let plan = self.plan();
        let is_open = |cycle: &&crate::plan::Cycle| {
            let parked = plan.row_of(cycle.park()).account.as_ref();
            let has = parked.and_then(&live);
            has.is_some_and(|has| address::same(has, &cycle.temporary))
        };
        let open = plan.cycles.iter().filter(is_open);
        open.map(|cycle| OpenCycle {
            rows: (cycle.park()..cycle.close())
                .map(|step| plan.steps[step as usize].row)
                .collect(),
            temporary: cycle.temporary.clone(),
        })
        .collect()
    }

    /// The rows to review. If there are open cycles and a `turn` was chosen, the rows of their accounts are rewritten for that
    /// turn, and `alone` drops all other rows from this review. When a cycle is reverted, accounts that already have their previous
    /// address are dropped.
    pub fn rows<'a>(
        &self,
        turn: Option<Turn>,
        alone: bool,
        live: impl Fn(&AccountId) -> Option<&'a str>,
    ) -> Vec<Row> {
        let open = self.open_cycles(&live);
        let rows = (0u32..).zip(&self.plan().rows);
        rows.filter_map(|(at, row)| {
            let cycle = open.iter().find(|cycle| cycle.rows.contains(&at));
            let (Some(turn), Some(cycle)) = (turn, cycle) else {
                return (!alone || turn.is_none()).then(|| row.clone());
            };
            let is_parked = cycle.rows.first() == Some(&at);
            turned(row, turn, is_parked.then_some(&cycle.temporary), &live)
        })
        .collect()
    }
}

/// Rewrites the row of one account of an open cycle for `turn`; `None` if there is nothing to do. `parked_at`: the temporary
/// address, if this is the parked account.
fn turned<'a>(
    row: &Row,
    turn: Turn,
    parked_at: Option<&String>,
    live: impl Fn(&AccountId) -> Option<&'a str>,
) -> Option<Row> {
    let mut row = row.clone();
    let before = row.before.clone()?;
    match (turn, parked_at) {
        (Turn::Finish, None) => {}
        (Turn::Finish, Some(temporary)) => row.before = Some(temporary.clone()),
        (Turn::TakeBack, parked_at) => {
            let has = row.account.as_ref().and_then(live);
            if has.is_some_and(|has| address::same(has, &before)) {
                return None;
            }
            let left = std::mem::replace(&mut row.wanted, before);
            row.before = Some(parked_at.cloned().unwrap_or(left));
        }
    }
    Some(row)
}
