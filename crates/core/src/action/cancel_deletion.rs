//! Cancels deletions of accounts, within their 14 days. The account is active afterwards, even if it was deactivated before (User
//! management REST API, `cancel-delete`).

use rollcall_atlassian::call::account::Privilege;
use rollcall_atlassian::call::lifecycle::CancelDeletion;

use super::checks::with;
use super::{Action, DesiredState, Labels, Operation, ReviewSpec, RowSpec, StateKind, Undo, state};
use crate::check;
use rollcall_roster::Status;
use rollcall_run::operation::command;

/// The action.
pub static ACTION: Action = Action {
    row: RowSpec {
        key: "cancel-deletion",
        title: "Cancel deletions",
        fields: state::PARTS,
        columns: &state::COLUMNS,
        kind: StateKind::Status,
        desired: DesiredState::Always(Status::Active.title()),
    },
    labels: Labels {
        hint: "Accounts that are marked for deletion stay, and are active afterwards, also those that were deactivated before.",
        file: "One row for each account: its id, or the address that it has now.",
        effect: ["deletion will be cancelled", "deletions will be cancelled"],
    },
    review: ReviewSpec {
        checks: &with::<29, 1, 30>(state::CHECKS, [&check::not_for_deletion::CHECK]),
        current: state::current,
        privilege: Some(Privilege::LifecycleDelete),
        confirm: None,
    },
    operation: Operation {
        several: None,
        legacy: None,
        call: |_, row, _| {
            command(CancelDeletion {
                account: row.account.clone()?,
            })
        },
        holds: state::BY_SEARCH,
    },
    undo: Undo {
        recipes: &[],
        way_back: "There is no undo file: an account whose deletion was cancelled can be deleted again, if that is meant.",
    },
};
