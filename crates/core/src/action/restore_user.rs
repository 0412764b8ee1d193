//! Restores users who are suspended in a directory.

use rollcall_atlassian::call::membership::RestoreUser;
use rollcall_atlassian::call::retired::RestoreAccess;

use super::{Action, DesiredState, Labels, ReviewSpec, RowSpec, StateKind, Undo, UndoRecipe, directory};
use rollcall_run::operation::{Fits, Operation, command};

/// The action.
pub static ACTION: Action = Action {
    row: RowSpec {
        key: "restore-user",
        title: "Restore in a directory",
        fields: directory::PARTS,
        columns: directory::COLUMNS,
        kind: StateKind::Directory,
        desired: DesiredState::Always(directory::ACTIVE),
    },
    labels: Labels {
        hint: "People who are suspended can use the directory's apps again, with the roles and groups of before, and are billed there.",
        file: "One row for each account: its id, or the address that it has now; and the directory, where there are several.",
        effect: [
            "person will get the access to the directory's apps back",
            "people will get the access to the directory's apps back",
        ],
    },
    review: ReviewSpec {
        checks: &directory::CHECKS,
        current: directory::current,
        privilege: None,
        confirm: None,
    },
    operation: Operation {
        several: None,
        legacy: Some(|organization, row| {
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
    undo: Undo {
        recipes: &[UndoRecipe::by("suspend-user")],
        way_back: "The undo file suspends the users who were restored. Keep it.",
    },
};
