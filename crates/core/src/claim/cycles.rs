//! Cycles that were open when a journal was transferred: an account sits at a temporary address, and only the journal says which
//! address is meant for it.

use rollcall_atlassian::AccountId;

use super::Claim;
use crate::plan::Row;
use rollcall_model::address;

/// What becomes of the accounts of open cycles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// They get the addresses that the journal wants for them.
    Finish,
    /// They get the addresses that they had before.
    TakeBack,
}

/// A cycle that is open: its account has the temporary address of the journal's plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenCycle {
    /// The rows of its members, as indices into the plan's; the parked one first.
    pub rows: Vec<u32>,
    /// The address that the parked account has.
    pub temporary: String,
}

impl Claim {
    /// The cycles that are open. `live` says which address an account has now, where that is known.
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

    /// The rows to be reviewed. Where cycles are open and it was said what becomes of them, their members stand there as that wants
    /// it; `alone` leaves all other rows for another time. Of a cycle that is taken back those members are left out that have their
    /// former addresses still.
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

/// A member's row as the turn wants it. `parked_at`: where it is the parked one.
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
