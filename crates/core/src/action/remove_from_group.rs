//! Removes users from groups.

use rollcall_atlassian::call::group::RemoveFromGroup;
use rollcall_atlassian::call::retired::RemoveFromGroupV1;

use super::operation::{Operation, command};
use super::{Action, Back, Wish, membership};

/// The action.
pub static ACTION: Action = Action {
    key: "remove-from-group",
    title: "Remove from groups",
    hint: "People lose what the group gives: roles, and so apps. What other groups give them stays.",
    file: "One row for each account and group: the account's id, or the address that it has now; and the group's name or id.",
    parts: membership::PARTS,
    columns: membership::COLUMNS,
    checks: &membership::CHECKS,
    wish: Wish::Always(membership::OUTSIDE),
    live: membership::live,
    effect: [
        "person will be removed from a group",
        "people will be removed from groups",
    ],
    privilege: None,
    confirm: None,
    undo: &[Back::by("add-to-group")],
    way_back: "The undo file puts the people who were removed into their groups again. Keep it.",
    operation: Operation {
        several: None,
        older: Some(|organization, row| {
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
};
