//! Reads what a person has in the organization, page by page: roles, groups, directories. Each query adds to the [`Access`] read so
//! far and then calls its continuation.

use std::rc::Rc;

use rollcall_atlassian::call::directory::GetDirectories;
use rollcall_atlassian::call::group::SearchGroups;
use rollcall_atlassian::call::role::{AssignmentMethod, GetUserRoles, RolesOnWorkspace};
use rollcall_atlassian::{AccountId, DirectoryId, OrganizationId};

use super::paging::Paging;
use rollcall_run::journal::{Access, RoleOn};
use rollcall_run::operation::{BoxedQuery, QueryOutcome, query};

/// The account whose access is read.
#[derive(Clone)]
pub(super) struct Whose {
    pub(super) organization: OrganizationId,
    pub(super) account: AccountId,
    /// The directory, or [`DirectoryId::every`].
    pub(super) directory: DirectoryId,
}

/// The continuation: called with the access read so far, after the last page.
pub(super) type Then = Rc<dyn Fn(Access) -> QueryOutcome>;

/// Adds the workspace roles that were granted to the person directly. A role that follows from a group or from another role is left
/// out: it comes and goes with its source.
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
            &page,
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

/// Adds the person's groups.
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
            &page,
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
            &page,
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
