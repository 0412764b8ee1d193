//! Restores users who are suspended in a directory.

use rollcall_atlassian::call::membership::RestoreUser;
use rollcall_atlassian::call::retired::RestoreAccess;

use super::operation::{Fits, Operation, command};
use super::{Action, Back, Wish, directory};

/// The action.
pub static ACTION: Action = Action {
    key: "restore-user",
    title: "Restore in a directory",
    hint: "People who are suspended can use the directory's apps again, with the roles and groups of before, and are billed there.",
    file: "One row for each account: its id, or the address that it has now; and the directory, where there are several.",
    parts: directory::PARTS,
    columns: directory::COLUMNS,
    checks: &directory::CHECKS,
    wish: Wish::Always(directory::ACTIVE),
    live: directory::live,
    effect: [
        "person will get the access to the directory's apps back",
        "people will get the access to the directory's apps back",
    ],
    privilege: None,
    confirm: None,
    undo: &[Back::by("suspend-user")],
    way_back: "The undo file suspends the users who were restored. Keep it.",
    operation: Operation {
        several: None,
        older: Some(|organization, row| {
            command(RestoreAccess {
                organization: directory::of_the_only(row, organization)?,
                account: row.account.clone()?,
            })
        }),
        call: |organization, row, _| {
            command(RestoreUser {
                organization: organization.clone(),
                directory: directory::of(row)?,
                account: row.account.clone()?,
            })
        },
        holds: directory::held(Fits::Only(directory::SUSPENDED)),
    },
};
