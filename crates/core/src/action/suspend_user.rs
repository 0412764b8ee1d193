//! Suspends users in a directory: they cannot use its apps until they are restored.

use rollcall_atlassian::call::membership::SuspendUser;
use rollcall_atlassian::call::retired::SuspendAccess;

use super::{Action, DesiredState, Labels, ReviewSpec, RowSpec, StateKind, Undo, UndoRecipe, directory};
use rollcall_run::operation::{Fits, Operation, command};

/// The action.
pub static ACTION: Action = Action {
    row: RowSpec {
        key: "suspend-user",
        title: "Suspend in a directory",
        fields: directory::PARTS,
        columns: directory::COLUMNS,
        kind: StateKind::Directory,
        desired: DesiredState::Always(directory::SUSPENDED),
    },
    labels: Labels {
        hint: "People cannot use the directory's apps until they are restored, and are not billed there meanwhile. Roles and groups are kept.",
        file: "One row for each account: its id, or the address that it has now; and the directory, where there are several.",
        effect: [
            "person will lose the access to the directory's apps",
            "people will lose the access to the directory's apps",
        ],
    },
    review: ReviewSpec {
        checks: &directory::CHECKS_OF_TAKING,
        current: directory::current,
        privilege: None,
        confirm: None,
    },
    operation: Operation {
        several: None,
        legacy: Some(|organization, row| {
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
    undo: Undo {
        recipes: &[UndoRecipe::by("restore-user")],
        way_back: "The undo file restores the users who were suspended. Keep it.",
    },
};
