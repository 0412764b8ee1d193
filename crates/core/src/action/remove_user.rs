//! Removes users from a directory, with their roles and groups there. The accounts stay.

use rollcall_atlassian::call::membership::RemoveUser;

use super::deed::{Deed, Fits, doing};
use super::{Action, Wish, directory};
use crate::check::Confirmation;
use crate::words::counted;

/// The action.
pub static ACTION: Action = Action {
    key: "remove-user",
    title: "Remove from a directory",
    hint: "People lose the directory's apps, and their roles and groups there for good. Their accounts stay, and content too.",
    file: "One row for each account: its id, or the address that it has now; and the directory, where there are several.",
    parts: directory::PARTS,
    columns: directory::COLUMNS,
    checks: &directory::CHECKS_OF_TAKING,
    wish: Wish::Always(directory::OUTSIDE),
    live: directory::live,
    effect: [
        "person will be removed from the directory",
        "people will be removed from the directory",
    ],
    privilege: None,
    confirm: Some(confirm),
    undo: &[],
    way_back: "There is no undo: whoever is to come back is invited again, and gets roles and groups anew.",
    deed: Deed {
        several: None,
        call: |organization, row, _| {
            doing(RemoveUser {
                organization: organization.clone(),
                directory: directory::of(row)?,
                account: row.account.clone()?,
            })
        },
        holds: directory::held(Fits::Anything),
    },
};

fn confirm(rows: u32) -> Confirmation {
    Confirmation {
        key: "remove",
        typed: Some(rows.to_string()),
        text: format!(
            "The run removes {} from their directory. Their roles and groups there cannot be brought back. Type {rows} to confirm.",
            counted(rows, "user")
        ),
    }
}
