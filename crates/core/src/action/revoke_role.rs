//! Revokes roles on workspaces, and the role on the organization itself.

use rollcall_atlassian::call::role::{RevokeOrganizationRole, RevokeRole};

use super::checks::with;
use super::{Action, DesiredState, Labels, ReviewSpec, RowSpec, StateKind, Undo, UndoRecipe, role};
use crate::check;
use rollcall_run::operation::{Operation, command};

/// The action.
pub static ACTION: Action = Action {
    row: RowSpec {
        key: "revoke-role",
        title: "Revoke roles",
        fields: role::PARTS,
        columns: role::COLUMNS,
        kind: StateKind::Role,
        desired: DesiredState::Always(role::WITHOUT),
    },
    labels: Labels {
        hint: "People lose a role that was granted to them on a workspace. What a group gives them stays.",
        file: "One row for each account and role: the account's id, or the address that it has now; the role; and the workspace, but for Organization admin.",
        effect: ["role will be revoked", "roles will be revoked"],
    },
    review: ReviewSpec {
        checks: &with::<27, 1, 28>(role::CHECKS, [&check::last_administrator::CHECK]),
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
    undo: Undo {
        recipes: &[UndoRecipe::by("grant-role")],
        way_back: "The undo file grants the roles that were revoked. Keep it.",
    },
};
