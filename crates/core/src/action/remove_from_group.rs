//! Removes users from groups.

use rollcall_atlassian::call::group::RemoveFromGroup;
use rollcall_atlassian::call::retired::RemoveFromGroupV1;

use super::{Action, DesiredState, Labels, ReviewSpec, RowSpec, StateKind, Undo, UndoRecipe, membership};
use rollcall_run::operation::{Operation, command};

/// The action.
pub static ACTION: Action = Action {
    row: RowSpec {
        key: "remove-from-group",
        title: "Remove from groups",
        fields: membership::PARTS,
        columns: membership::COLUMNS,
        kind: StateKind::Group,
        desired: DesiredState::Always(membership::OUTSIDE),
    },
    labels: Labels {
        hint: "People lose what the group gives: roles, and so apps. What other groups give them stays.",
        file: "One row for each account and group: the account's id, or the address that it has now; and the group's name or id.",
        effect: [
            "person will be removed from a group",
            "people will be removed from groups",
        ],
    },
    review: ReviewSpec {
        checks: &membership::CHECKS,
        current: membership::current,
        privilege: None,
        confirm: None,
    },
    operation: Operation {
        several: None,
        legacy: Some(|organization, row| {
            command(RemoveFromGroupV1 {
                organization: organization.clone(),
                group: membership::of(row)?.1,
                account: row.account.clone()?,
            })
        }),
        call: |organization, row, _| {
            let (directory, group) = membership::of(row)?;
            command(RemoveFromGroup {
                organization: organization.clone(),
                directory,
                group,
                account: row.account.clone()?,
            })
        },
        holds: membership::held(membership::INSIDE),
    },
    undo: Undo {
        recipes: &[UndoRecipe::by("add-to-group")],
        way_back: "The undo file puts the people who were removed into their groups again. Keep it.",
    },
};
