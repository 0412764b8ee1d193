//! Grants roles on workspaces, and the role on the organization itself.

use rollcall_atlassian::call::role::{GrantOrganizationRole, GrantRole};

use super::checks::with;
use super::{Action, DesiredState, Labels, ReviewSpec, RowSpec, StateKind, Undo, UndoRecipe, role};
use crate::check;
use rollcall_run::operation::{Operation, command};

/// The action.
pub static ACTION: Action = Action {
    row: RowSpec {
        key: "grant-role",
        title: "Grant roles",
        fields: role::PARTS,
        columns: role::COLUMNS,
        kind: StateKind::Role,
        desired: DesiredState::Always(role::GRANTED),
    },
    labels: Labels {
        hint: "People get a role on a workspace: they may use or administer an app, which may cost a licence.",
        file: "One row for each account and role: the account's id, or the address that it has now; the role; and the workspace, but for Organization admin.",
        effect: ["role will be granted", "roles will be granted"],
    },
    review: ReviewSpec {
        checks: &with::<27, 1, 28>(role::CHECKS, [&check::becomes_administrator::CHECK]),
        current: |_| None,
        privilege: None,
        confirm: None,
    },
    operation: Operation {
        several: None,
        legacy: None,
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
    undo: Undo {
        recipes: &[UndoRecipe::by("revoke-role")],
        way_back: "The undo file revokes the roles that were granted. Keep it.",
    },
};
