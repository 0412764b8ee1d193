//! Activates accounts that were deactivated.

use rollcall_atlassian::call::lifecycle::ActivateAccount;

use super::{Action, Alone, Deed, Searched, Undo, Wish, state};
use crate::check;
use crate::roster::Status;

/// The action.
pub static ACTION: Action = Action {
    key: "activate-account",
    title: "Activate accounts",
    hint: "People can log in again with these accounts, and count for the bill where they use an app.",
    file: "One row for each account: its id, or the address that it has now.",
    parts: state::PARTS,
    columns: &state::COLUMNS,
    checks: &state::with::<1, 16>([&check::for_deletion::CHECK]),
    wish: Wish::State(Status::Active),
    live: state::live,
    effect: ["account will be activated", "accounts will be activated"],
    confirm: None,
    undo: Undo::By("deactivate-account"),
    way_back: "The undo file deactivates the accounts that were activated. Keep it.",
    deed: Deed {
        is_exclusive: false,
        is_address: false,
        call: |row, _| {
            Box::new(ActivateAccount {
                account: row.account.clone(),
            })
        },
        searched: Searched::ById,
        found: state::found,
        alone: Alone::Profile(state::of_profile),
    },
};
