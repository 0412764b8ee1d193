//! Revokes roles on workspaces, and the organization's own.

use rollcall_atlassian::call::role::{RevokeOrganizationRole, RevokeRole};

use super::checks::with;
use super::operation::{Operation, command};
use super::{Action, Back, Wish, role};
use crate::check;

/// The action.
pub static ACTION: Action = Action {
    key: "revoke-role",
    title: "Revoke roles",
    hint: "People lose a role that was granted to them on a workspace. What a group gives them stays.",
    file: "One row for each account and role: the account's id, or the address that it has now; the role; and the workspace, but for Organization admin.",
    parts: role::PARTS,
    columns: role::COLUMNS,
    checks: &with::<15, 1, 16>(role::CHECKS, [&check::last_administrator::CHECK]),
    wish: Wish::Always(role::WITHOUT),
    live: |_| None,
    effect: ["role will be revoked", "roles will be revoked"],
    privilege: None,
    confirm: None,
    undo: &[Back::by("grant-role")],
    way_back: "The undo file grants the roles that were revoked. Keep it.",
    operation: Operation {
        several: None,
        older: None,
        call: |organization, row, _| {
            let (role, workspace) = role::of(row)?;
            let (organization, account) = (organization.clone(), row.account.clone()?);
            if workspace.is_none() {
                return command(RevokeOrganizationRole {
                    organization,
                    account,
                });
            }
            command(RevokeRole {
                organization,
                account,
                role,
                workspace,
            })
        },
        holds: role::held(role::GRANTED),
    },
};
