//! Deletes managed accounts. For 14 days they show as deactivated and the deletion can be cancelled; after that they are
//! permanently deleted (User management REST API, `delete`).

use rollcall_atlassian::call::account::Privilege;
use rollcall_atlassian::call::lifecycle::DeleteAccount;

use super::checks::with;
use super::{
    Action, DesiredState, Labels, Operation, ReviewSpec, RowSpec, StateKind, Undo, UndoRecipe, state,
};
use crate::check::{self, Confirmation};
use rollcall_model::Details;
use rollcall_model::phrasing::counted;
use rollcall_roster::Status;
use rollcall_run::operation::command;

/// The action.
pub static ACTION: Action = Action {
    row: RowSpec {
        key: "delete-account",
        title: "Delete accounts",
        fields: state::PARTS,
        columns: &state::COLUMNS,
        kind: StateKind::Status,
        desired: DesiredState::Always(Status::ForDeletion.title()),
    },
    labels: Labels {
        hint: "The accounts are gone for good after 14 days. Until then the deletion can be cancelled; their addresses stay taken.",
        file: "One row for each account: its id, or the address that it has now.",
        effect: [
            "account will be deleted for good after 14 days",
            "accounts will be deleted for good after 14 days",
        ],
    },
    review: ReviewSpec {
        checks: &with::<29, 2, 31>(
            state::CHECKS,
            [&check::administrator_stays::CHECK, &check::owns_tokens::CHECK],
        ),
        current: state::current,
        privilege: Some(Privilege::LifecycleDelete),
        confirm: Some(confirm),
    },
    operation: Operation {
        several: None,
        legacy: None,
        call: |_, row, _| {
            command(DeleteAccount {
                account: row.account.clone()?,
            })
        },
        holds: state::BY_SEARCH,
    },
    undo: Undo {
        recipes: &[
            UndoRecipe::by("cancel-deletion"),
            // Cancelling a deletion also activates an account that was deactivated before (User management REST API,
            // `cancel-delete`).
            UndoRecipe::with("deactivate-account", |row| {
                let was_deactivated = row.before.as_deref() == Some(Status::Deactivated.title());
                was_deactivated.then(Details::default).into_iter().collect()
            }),
        ],
        way_back: "Within 14 days, the first undo file cancels the deletions. The accounts are active then; the second file, where there is one, deactivates again those that were deactivated before.",
    },
};

fn confirm(rows: u32) -> Confirmation {
    Confirmation {
        key: "delete",
        typed: Some(rows.to_string()),
        text: format!(
            "The run deletes {}. After 14 days nobody can bring them back. Type {rows} to confirm.",
            counted(rows, "account")
        ),
    }
}
