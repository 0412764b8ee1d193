//! The journal from elsewhere that is open.

use rollcall_atlassian::AccountId;
use rollcall_core::claim::{Claim, OpenCycle, Turn};
use rollcall_core::plan::Row;
use rollcall_core::roster::{Account, Presence};
use rollcall_core::workbench::Workbench;

/// A journal from elsewhere that is open.
pub(super) struct OpenJournal {
    pub(super) claim: Claim,
    /// Whether this browser keeps a part of it, or all.
    pub(super) replaces: bool,
    pub(super) turn: Option<(Turn, bool)>,
    /// Whether its rows are in the workbench.
    pub(super) is_reviewed: bool,
}

impl OpenJournal {
    /// The journal whose rows are in the workbench, where they are.
    pub(super) fn reviewed(&self) -> Option<&Claim> {
        self.is_reviewed.then_some(&self.claim)
    }

    /// Cycles about which nobody has said yet what becomes of them.
    pub(super) fn open_cycles(&self, workbench: &Workbench) -> Vec<OpenCycle> {
        self.claim.open_cycles(|id| live(workbench, id))
    }

    /// Whether somebody has said what becomes of the cycles that are open.
    pub(super) fn has_turn(&self) -> bool {
        self.turn.is_some()
    }

    pub(super) fn rows(&self, workbench: &Workbench) -> Vec<Row> {
        let (turn, alone) = self.turn.unzip();
        self.claim
            .rows(turn, alone.unwrap_or_default(), |id| live(workbench, id))
    }
}

/// The address that an account has now, as far as it was looked up.
fn live<'d>(workbench: &'d Workbench, id: &AccountId) -> Option<&'d str> {
    here(workbench, id)?.email.value().map(String::as_str)
}

/// The account, as far as it was looked up.
pub(super) fn here<'d>(workbench: &'d Workbench, id: &AccountId) -> Option<&'d Account> {
    match workbench.roster().by_id(id) {
        Presence::Here(account) => Some(account),
        Presence::Absent | Presence::Unknown => None,
    }
}
