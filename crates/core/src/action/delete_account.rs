//! Deletes managed accounts: for 14 days they show as deactivated and the deletion can be cancelled, then they are gone for
//! good (User management REST API, `delete`).

use rollcall_atlassian::call::account::Privilege;
use rollcall_atlassian::call::lifecycle::DeleteAccount;

use super::checks::with;
use super::operation::command;
use super::{Action, Back, Operation, Wish, state};
use crate::check::{self, Confirmation};
use crate::diff::Details;
use crate::roster::Status;
use crate::words::counted;

/// The action.
pub static ACTION: Action = Action {
    key: "delete-account",
    title: "Delete accounts",
    hint: "The accounts are gone for good after 14 days. Until then the deletion can be cancelled; their addresses stay taken.",
    file: "One row for each account: its id, or the address that it has now.",
    parts: state::PARTS,
    columns: &state::COLUMNS,
    checks: &with::<17, 2, 19>(
        state::CHECKS,
        [&check::administrator_stays::CHECK, &check::owns_tokens::CHECK],
    ),
    wish: Wish::Always(Status::ForDeletion.title()),
    live: state::live,
    effect: [
        "account will be deleted for good after 14 days",
        "accounts will be deleted for good after 14 days",
    ],
    privilege: Some(Privilege::LifecycleDelete),
    confirm: Some(confirm),
    undo: &[
        Back::by("cancel-deletion"),
        // Cancelling activates whatever was deactivated before (User management REST API, `cancel-delete`).
        Back::with("deactivate-account", |row| {
            let was_deactivated = row.before.as_deref() == Some(Status::Deactivated.title());
            was_deactivated.then(Details::new).into_iter().collect()
        }),
    ],
    way_back: "Within 14 days, the first undo file cancels the deletions. The accounts are active then; the second file, where there is one, deactivates again those that were deactivated before.",
    operation: Operation {
        several: None,
        older: None,
        call: |_, row, _| {
            command(DeleteAccount {
                account: row.account.clone()?,
            })
        },
        holds: state::BY_SEARCH,
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
