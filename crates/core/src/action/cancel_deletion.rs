//! Takes deletions back, within their 14 days. The account is active afterwards, whatever it was before (User management REST
//! API, `cancel-delete`).

use rollcall_atlassian::call::account::Privilege;
use rollcall_atlassian::call::lifecycle::CancelDeletion;

use super::checks::with;
use super::operation::command;
use super::{Action, Operation, Wish, state};
use crate::check;
use crate::roster::Status;

/// The action.
pub static ACTION: Action = Action {
    key: "cancel-deletion",
    title: "Cancel deletions",
    hint: "Accounts that are marked for deletion stay, and are active afterwards, also those that were deactivated before.",
    file: "One row for each account: its id, or the address that it has now.",
    parts: state::PARTS,
    columns: &state::COLUMNS,
    checks: &with::<17, 1, 18>(state::CHECKS, [&check::not_for_deletion::CHECK]),
    wish: Wish::Always(Status::Active.title()),
    live: state::live,
    effect: ["deletion will be cancelled", "deletions will be cancelled"],
    privilege: Some(Privilege::LifecycleDelete),
    confirm: None,
    undo: &[],
    way_back: "There is no undo file: an account whose deletion was cancelled can be deleted again, if that is meant.",
    operation: Operation {
        several: None,
        older: None,
        call: |_, row, _| {
            command(CancelDeletion {
                account: row.account.clone()?,
            })
        },
        holds: state::BY_SEARCH,
    },
};
