//! Deactivates managed accounts: nobody can log in with them any more, to any app of any organization.

use rollcall_atlassian::call::account::Privilege;
use rollcall_atlassian::call::lifecycle::DeactivateAccount;

use super::checks::with;
use super::{
    Action, Column, DesiredState, Field, Labels, Operation, ReviewSpec, RowSpec, StateKind, Undo, UndoRecipe,
    state,
};
use crate::check;
use rollcall_roster::Status;
use rollcall_run::operation::command;

/// The action.
pub static ACTION: Action = Action {
    row: RowSpec {
        key: "deactivate-account",
        title: "Deactivate accounts",
        fields: &[
            Field::AccountId,
            Field::CurrentAddress,
            Field::Message,
            Field::Organization,
        ],
        columns: &[
            state::COLUMNS[0],
            state::COLUMNS[1],
            state::COLUMNS[2],
            Column::of(Field::Message),
        ],
        kind: StateKind::Status,
        desired: DesiredState::Always(Status::Deactivated.title()),
    },
    labels: Labels {
        hint: "Nobody can log in with these accounts any more, to any app of any organization. Content and addresses stay.",
        file: "One row for each account: its id, or the address that it has now; and a message to the person, if you like.",
        effect: [
            "person will be logged out everywhere",
            "people will be logged out everywhere",
        ],
    },
    review: ReviewSpec {
        checks: &with::<29, 3, 32>(
            state::CHECKS,
            [
                &check::for_deletion::CHECK,
                &check::administrator_stays::CHECK,
                &check::owns_tokens::CHECK,
            ],
        ),
        current: state::current,
        privilege: Some(Privilege::LifecycleEnablement),
        confirm: None,
    },
    operation: Operation {
        several: None,
        legacy: None,
        call: |_, row, _| {
            command(DeactivateAccount {
                account: row.account.clone()?,
                message: row.details.get(Field::Message).map(str::to_owned),
            })
        },
        holds: state::BY_PROFILE,
    },
    undo: Undo {
        recipes: &[UndoRecipe::by("activate-account")],
        way_back: "The undo file activates the accounts that were deactivated. Keep it.",
    },
};
