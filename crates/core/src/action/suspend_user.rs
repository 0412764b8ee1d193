//! Suspends users in a directory: they cannot use its apps until they are restored.

use rollcall_atlassian::call::membership::SuspendUser;
use rollcall_atlassian::call::retired::SuspendAccess;

use super::operation::{Fits, Operation, command};
use super::{Action, Back, Wish, directory};

/// The action.
pub static ACTION: Action = Action {
    key: "suspend-user",
    title: "Suspend in a directory",
    hint: "People cannot use the directory's apps until they are restored, and are not billed there meanwhile. Roles and groups are kept.",
    file: "One row for each account: its id, or the address that it has now; and the directory, where there are several.",
    parts: directory::PARTS,
    columns: directory::COLUMNS,
    checks: &directory::CHECKS_OF_TAKING,
    wish: Wish::Always(directory::SUSPENDED),
    live: directory::live,
    effect: [
        "person will lose the access to the directory's apps",
        "people will lose the access to the directory's apps",
    ],
    privilege: None,
    confirm: None,
    undo: &[Back::by("restore-user")],
    way_back: "The undo file restores the users who were suspended. Keep it.",
    operation: Operation {
        several: None,
        older: Some(|organization, row| {
            command(SuspendAccess {
                organization: directory::of_the_only(row, organization)?,
                account: row.account.clone()?,
            })
        }),
        call: |organization, row, _| {
            command(SuspendUser {
                organization: organization.clone(),
                directory: directory::of(row)?,
                account: row.account.clone()?,
            })
        },
        holds: directory::held(Fits::Only(directory::ACTIVE)),
    },
};
