//! Activates deactivated accounts.

use rollcall_atlassian::call::account::Privilege;
use rollcall_atlassian::call::lifecycle::ActivateAccount;

use super::checks::with;
use super::{
    Action, DesiredState, Labels, Operation, ReviewSpec, RowSpec, StateKind, Undo, UndoRecipe, state,
};
use crate::check;
use rollcall_roster::Status;
use rollcall_run::operation::command;

/// The action.
pub static ACTION: Action = Action {
    row: RowSpec {
        key: "activate-account",
        title: "Activate accounts",
        fields: state::PARTS,
        columns: &state::COLUMNS,
        kind: StateKind::Status,
        desired: DesiredState::Always(Status::Active.title()),
    },
    labels: Labels {
        hint: "People can log in again with these accounts, and count for the bill where they use an app.",
        file: "One row for each account: its id, or the address that it has now.",
        effect: ["account will be activated", "accounts will be activated"],
    },
    review: ReviewSpec {
        checks: &with::<29, 1, 30>(state::CHECKS, [&check::for_deletion::CHECK]),
        current: state::current,
        privilege: Some(Privilege::LifecycleEnablement),
        confirm: None,
    },
    operation: Operation {
        several: None,
        legacy: None,
        call: |_, row, _| {
            command(ActivateAccount {
                account: row.account.clone()?,
            })
        },
        holds: state::BY_PROFILE,
    },
    undo: Undo {
        recipes: &[UndoRecipe::by("deactivate-account")],
        way_back: "The undo file deactivates the accounts that were activated. Keep it.",
    },
};
