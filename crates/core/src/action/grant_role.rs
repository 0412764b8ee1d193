//! Grants roles on workspaces, and the organization's own.

use rollcall_atlassian::call::role::{GrantOrganizationRole, GrantRole};

use super::checks::with;
use super::operation::{Operation, command};
use super::{Action, Back, Wish, role};
use crate::check;

/// The action.
pub static ACTION: Action = Action {
    key: "grant-role",
    title: "Grant roles",
    hint: "People get a role on a workspace: they may use or administer an app, which may cost a licence.",
    file: "One row for each account and role: the account's id, or the address that it has now; the role; and the workspace, but for Organization admin.",
    parts: role::PARTS,
    columns: role::COLUMNS,
    checks: &with::<15, 1, 16>(role::CHECKS, [&check::becomes_administrator::CHECK]),
    wish: Wish::Always(role::GRANTED),
    live: |_| None,
    effect: ["role will be granted", "roles will be granted"],
    privilege: None,
    confirm: None,
    undo: &[Back::by("revoke-role")],
    way_back: "The undo file revokes the roles that were granted. Keep it.",
    operation: Operation {
        several: None,
        older: None,
        call: |organization, row, _| {
            let (role, workspace) = role::of(row)?;
            let (organization, account) = (organization.clone(), row.account.clone()?);
            if workspace.is_none() {
                return command(GrantOrganizationRole {
                    organization,
                    account,
                });
            }
            command(GrantRole {
                organization,
                account,
                role,
                workspace,
            })
        },
        holds: role::held(role::WITHOUT),
    },
};
