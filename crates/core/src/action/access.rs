//! Reads what somebody has in the organization: roles, groups, directories, page by page. Each reading adds to what is known, and goes on
//! with what comes after it.

use std::rc::Rc;

use rollcall_atlassian::call::directory::GetDirectories;
use rollcall_atlassian::call::group::SearchGroups;
use rollcall_atlassian::call::role::{AssignmentMethod, GetUserRoles, RolesOnWorkspace};
use rollcall_atlassian::{AccountId, DirectoryId, OrganizationId};

use super::paging::Paging;
use rollcall_run::journal::{Access, RoleOn};
use rollcall_run::operation::{BoxedQuery, QueryOutcome, query};

/// Whose access is read.
#[derive(Clone)]
pub(super) struct Whose {
    pub(super) organization: OrganizationId,
    pub(super) account: AccountId,
    /// In this directory, or in all of them.
    pub(super) directory: DirectoryId,
}

/// What comes after a reading.
pub(super) type Then = Rc<dyn Fn(Access) -> QueryOutcome>;

/// Adds the roles on workspaces that were granted to the person. A role that follows from a group, or from another role, is not
/// among them: it comes and goes with that.
pub(super) fn roles(whose: Whose, access: Access, then: Then) -> BoxedQuery {
    page_of_roles(whose, access, then, Paging::default())
}

fn page_of_roles(whose: Whose, access: Access, then: Then, paging: Paging) -> BoxedQuery {
    let call = GetUserRoles {
        organization: whose.organization.clone(),
        directory: whose.directory.clone(),
        account: whose.account.clone(),
        cursor: paging.cursor.clone(),
    };
    query(call, move |page| {
        let mut access = access.clone();
        let is_there = |on: &&RolesOnWorkspace| {
            whose.directory == DirectoryId::every() || on.directory.as_ref() == Some(&whose.directory)
        };
        access
            .roles
            .extend(page.items.iter().filter(is_there).flat_map(granted));
        paging.on_to(
            page.items.len(),
            page.next,
            || then(access.clone()),
            |next| Some(page_of_roles(whose.clone(), access.clone(), then.clone(), next)),
        )
    })
}

fn granted(on: &RolesOnWorkspace) -> Vec<RoleOn> {
    let Some(workspace) = &on.workspace else {
        return Vec::new();
    };
    let role_on = |role: &str| RoleOn {
        role: role.to_owned(),
        workspace: workspace.to_string(),
    };
    match &on.assignments {
        None => on.roles.iter().map(|role| role_on(role.as_str())).collect(),
        Some(assignments) => {
            let own = assignments.iter().filter(|assignment| {
                assignment.methods.is_empty() || assignment.methods.contains(&AssignmentMethod::Direct)
            });
            own.map(|assignment| role_on(assignment.role.as_str())).collect()
        }
    }
}

/// Adds the groups.
pub(super) fn groups(whose: Whose, access: Access, then: Then) -> Option<BoxedQuery> {
    page_of_groups(whose, access, then, Paging::default())
}

fn page_of_groups(whose: Whose, access: Access, then: Then, paging: Paging) -> Option<BoxedQuery> {
    let search = SearchGroups::of_accounts(
        whose.organization.clone(),
        whose.directory.clone(),
        [whose.account.clone()],
    )
    .ok()?;
    let search = match &paging.cursor {
        Some(cursor) => search.after(cursor),
        None => search,
    };
    Some(query(search, move |page| {
        let mut access = access.clone();
        access
            .groups
            .extend(page.items.iter().map(|group| group.id.to_string()));
        paging.on_to(
            page.items.len(),
            page.next,
            || then(access.clone()),
            |next| page_of_groups(whose.clone(), access.clone(), then.clone(), next),
        )
    }))
}

/// Adds the directories that the account is in.
pub(super) fn directories(whose: Whose, access: Access, then: Then) -> BoxedQuery {
    page_of_directories(whose, access, then, Paging::default())
}

fn page_of_directories(whose: Whose, access: Access, then: Then, paging: Paging) -> BoxedQuery {
    let call = GetDirectories {
        organization: whose.organization.clone(),
        account: Some(whose.account.clone()),
        cursor: paging.cursor.clone(),
    };
    query(call, move |page| {
        let mut access = access.clone();
        let ids = page.items.iter().map(|directory| directory.id.to_string());
        access.directories.get_or_insert_default().extend(ids);
        paging.on_to(
            page.items.len(),
            page.next,
            || then(access.clone()),
            |next| {
                Some(page_of_directories(
                    whose.clone(),
                    access.clone(),
                    then.clone(),
                    next,
                ))
            },
        )
    })
}
