//! Adds users to groups.

use rollcall_atlassian::call::group::AddToGroup;
use rollcall_atlassian::call::retired::AddToGroupV1;

use super::{Action, DesiredState, Labels, ReviewSpec, RowSpec, StateKind, Undo, UndoRecipe, membership};
use rollcall_run::operation::{Operation, command};

/// The action.
pub static ACTION: Action = Action {
    row: RowSpec {
        key: "add-to-group",
        title: "Add to groups",
        fields: membership::PARTS,
        columns: membership::COLUMNS,
        kind: StateKind::Group,
        desired: DesiredState::Always(membership::INSIDE),
    },
    labels: Labels {
        hint: "People get what the group gives: roles, and so apps, which may cost licences.",
        file: "One row for each account and group: the account's id, or the address that it has now; and the group's name or id.",
        effect: [
            "person will be added to a group",
            "people will be added to groups",
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
            command(AddToGroupV1 {
                organization: organization.clone(),
                group: membership::of(row)?.1,
                account: row.account.clone()?,
            })
        }),
        call: |organization, row, _| {
            let (directory, group) = membership::of(row)?;
            command(AddToGroup {
                organization: organization.clone(),
                directory,
                group,
                account: row.account.clone()?,
            })
        },
        holds: membership::held(membership::OUTSIDE),
    },
    undo: Undo {
        recipes: &[UndoRecipe::by("remove-from-group")],
        way_back: "The undo file takes the people who were added out of their groups again. Keep it.",
    },
};
