//! Deactivates managed accounts: nobody can log in with them any more, to any app of any organization.

use rollcall_atlassian::call::account::Privilege;
use rollcall_atlassian::call::lifecycle::DeactivateAccount;

use super::checks::with;
use super::operation::command;
use super::{Action, Back, Column, Field, Operation, Wish, state};
use crate::check;
use crate::roster::Status;

/// The action.
pub static ACTION: Action = Action {
    key: "deactivate-account",
    title: "Deactivate accounts",
    hint: "Nobody can log in with these accounts any more, to any app of any organization. Content and addresses stay.",
    file: "One row for each account: its id, or the address that it has now; and a message to the person, if you like.",
    parts: &[
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
    checks: &with::<17, 3, 20>(
        state::CHECKS,
        [
            &check::for_deletion::CHECK,
            &check::administrator_stays::CHECK,
            &check::owns_tokens::CHECK,
        ],
    ),
    wish: Wish::Always(Status::Deactivated.title()),
    live: state::live,
    effect: [
        "person will be logged out everywhere",
        "people will be logged out everywhere",
    ],
    privilege: Some(Privilege::LifecycleEnablement),
    confirm: None,
    undo: &[Back::by("activate-account")],
    way_back: "The undo file activates the accounts that were deactivated. Keep it.",
    operation: Operation {
        several: None,
        older: None,
        call: |_, row, _| {
            command(DeactivateAccount {
                account: row.account.clone()?,
                message: row.details.get(Field::Message.key()).cloned(),
            })
        },
        holds: state::BY_PROFILE,
    },
};
