//! Adds users to groups.

use rollcall_atlassian::call::group::AddToGroup;
use rollcall_atlassian::call::retired::AddToGroupV1;

use super::operation::{Operation, command};
use super::{Action, Back, Wish, membership};

/// The action.
pub static ACTION: Action = Action {
    key: "add-to-group",
    title: "Add to groups",
    hint: "People get what the group gives: roles, and so apps, which may cost licences.",
    file: "One row for each account and group: the account's id, or the address that it has now; and the group's name or id.",
    parts: membership::PARTS,
    columns: membership::COLUMNS,
    checks: &membership::CHECKS,
    wish: Wish::Always(membership::INSIDE),
    live: membership::live,
    effect: [
        "person will be added to a group",
        "people will be added to groups",
    ],
    privilege: None,
    confirm: None,
    undo: &[Back::by("remove-from-group")],
    way_back: "The undo file takes the people who were added out of their groups again. Keep it.",
    operation: Operation {
        several: None,
        older: Some(|organization, row| {
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
};
