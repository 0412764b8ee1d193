//! Deletes managed accounts: for 14 days they show as deactivated and the deletion can be cancelled, then they are gone for
//! good (User management REST API, `delete`).

use rollcall_atlassian::call::account::Privilege;
use rollcall_atlassian::call::lifecycle::DeleteAccount;

use super::checks::with;
use super::deed::doing;
use super::{Action, Deed, Undo, Wish, state};
use crate::check::{self, Confirmation};
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
    checks: &with::<16, 2, 18>(
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
    undo: Undo::By("cancel-deletion"),
    way_back: "The undo file cancels the deletions, within 14 days. The accounts are active then: deactivate again those that were deactivated before.",
    deed: Deed {
        call: |_, row, _| {
            doing(DeleteAccount {
                account: row.account.clone(),
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
