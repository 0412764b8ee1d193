//! Activates accounts that were deactivated.

use rollcall_atlassian::call::account::Privilege;
use rollcall_atlassian::call::lifecycle::ActivateAccount;

use super::checks::with;
use super::operation::command;
use super::{Action, Back, Operation, Wish, state};
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
    checks: &with::<17, 1, 18>(state::CHECKS, [&check::for_deletion::CHECK]),
    wish: Wish::Always(Status::Active.title()),
    live: state::live,
    effect: ["account will be activated", "accounts will be activated"],
    privilege: Some(Privilege::LifecycleEnablement),
    confirm: None,
    undo: &[Back::by("deactivate-account")],
    way_back: "The undo file deactivates the accounts that were activated. Keep it.",
    operation: Operation {
        several: None,
        older: None,
        call: |_, row, _| {
            command(ActivateAccount {
                account: row.account.clone()?,
            })
        },
        holds: state::BY_PROFILE,
    },
};
