//! Shared by granting and revoking roles. Only a role that was granted to the person directly can be revoked; a role inherited from
//! a group stays with the group.

use rollcall_atlassian::call::role::{AssignmentMethod, GetUserRoles, RoleId, RolesOnWorkspace};
use rollcall_atlassian::{DirectoryId, OrganizationId, WorkspaceId};

use super::checks::{OF_WHO, with};
use super::paging::Paging;
use super::{Column, Field};
use crate::check::{self, Check};
use rollcall_run::operation::{BoxedQuery, Fits, Holds, MOST_TOGETHER, QueryOutcome, Shared, query};
use rollcall_run::plan::Row;

/// The states of an account relative to a role.
pub(super) const GRANTED: &str = "granted the role";
pub(super) const BY_GROUP: &str = "given the role by a group";
pub(super) const WITHOUT: &str = "without the role";

/// The fields: the account, the role, and the workspace.
pub(super) const PARTS: &[Field] = &[
    Field::AccountId,
    Field::CurrentAddress,
    Field::Role,
    Field::Workspace,
    Field::Organization,
];

/// The columns of the grid.
pub(super) const COLUMNS: &[Column] = &[
    Column::ADDRESS_NOW,
    Column::ADDRESS_IN_FILE,
    Column::of(Field::Role),
    Column::of(Field::Workspace),
];

pub(super) const CHECKS: [&Check; 15] = with(
    OF_WHO,
    [&check::role_unclear::CHECK, &check::workspace_unclear::CHECK],
);

/// The row's role and workspace. The workspace is `None` for a role on the organization itself.
pub(super) fn of(row: &Row) -> Option<(RoleId, Option<WorkspaceId>)> {
    let text = |part: Field| row.details.get(part);
    let role: RoleId = text(Field::Role)?.to_owned().into();
    match (role == RoleId::OrgAdmin, text(Field::Workspace)) {
        (true, _) => Some((role, None)),
        (false, workspace) => Some((role, Some(WorkspaceId::parse(workspace?)?))),
    }
}

/// How the role is read. `from`: the state that the action applies to. No call returns the roles of several accounts at once.
pub(super) const fn held(from: &'static str) -> Holds {
    Holds::Shared(Shared {
        what: "account",
        from: Fits::Only(from),
        most: MOST_TOGETHER,
        together: |_, _| None,
        alone,
    })
}

/// Reads the roles of one account, page by page.
fn alone(organization: &OrganizationId, row: &Row) -> Option<BoxedQuery> {
    page(organization.clone(), row.clone(), Paging::default())
}

fn page(organization: OrganizationId, row: Row, paging: Paging) -> Option<BoxedQuery> {
    let (role, workspace) = of(&row)?;
    let call = GetUserRoles {
        organization: organization.clone(),
        directory: DirectoryId::every(),
        account: row.account.clone()?,
        cursor: paging.cursor.clone(),
    };
    Some(query(call, move |answer| {
        let of_workspace = |roles: &&RolesOnWorkspace| workspace.is_none() || roles.workspace == workspace;
        let mut here = answer.items.iter().filter(of_workspace);
        if let Some(held) = here.find_map(|roles| among(roles, &role)) {
            return QueryOutcome::one(held.to_owned());
        }
        paging.on_to(
            &answer,
            || QueryOutcome::one(WITHOUT.to_owned()),
            |next| page(organization.clone(), row.clone(), next),
        )
    }))
}

fn among(roles: &RolesOnWorkspace, role: &RoleId) -> Option<&'static str> {
    let Some(assignments) = &roles.assignments else {
        return roles.roles.contains(role).then_some(GRANTED);
    };
    let assignment = assignments.iter().find(|assignment| assignment.role == *role)?;
    let is_own = assignment.methods.is_empty() || assignment.methods.contains(&AssignmentMethod::Direct);
    Some(if is_own { GRANTED } else { BY_GROUP })
}
