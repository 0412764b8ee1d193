//! Removes users from a directory, with their roles and groups there. Their accounts remain.

use rollcall_atlassian::call::membership::RemoveUser;
use rollcall_atlassian::call::retired::RemoveAccess;

use super::{
    Action, DesiredState, Field, Labels, ReviewSpec, RowSpec, StateKind, Undo, UndoRecipe, directory,
};
use crate::check::Confirmation;
use rollcall_atlassian::call::invite::INVITED_ROLES;
use rollcall_model::Details;
use rollcall_model::field::BETWEEN_GROUPS;
use rollcall_model::phrasing::counted;
use rollcall_run::ResultRow;
use rollcall_run::journal::{Access, OutcomeKind, RoleOn};
use rollcall_run::operation::{Operation, command};

/// The action.
pub static ACTION: Action = Action {
    row: RowSpec {
        key: "remove-user",
        title: "Remove from a directory",
        fields: directory::PARTS,
        columns: directory::COLUMNS,
        kind: StateKind::Directory,
        desired: DesiredState::Always(directory::OUTSIDE),
    },
    labels: Labels {
        hint: "People lose the directory's apps, and their roles and groups there. Their accounts stay, and content too.",
        file: "One row for each account: its id, or the address that it has now; and the directory, where there are several.",
        effect: [
            "person will be removed from the directory",
            "people will be removed from the directory",
        ],
    },
    review: ReviewSpec {
        checks: &directory::CHECKS_OF_TAKING,
        current: directory::current,
        privilege: None,
        confirm: Some(confirm),
    },
    operation: Operation {
        several: None,
        legacy: Some(|organization, row| {
            command(RemoveAccess {
                organization: directory::of_the_only(row, organization)?,
                account: row.account.clone()?,
            })
        }),
        call: |organization, row, _| {
            command(RemoveUser {
                organization: organization.clone(),
                directory: directory::of(row)?,
                account: row.account.clone()?,
            })
        },
        holds: directory::WITH_ACCESS,
    },
    undo: Undo {
        recipes: &[
            UndoRecipe::with("invite", invitations).called("invite file"),
            UndoRecipe::with("grant-role", other_roles).called("role file"),
        ],
        way_back: "There is no undo: whoever is to come back must be invited again. The invite file does that, with the roles and groups that each person had there when the run removed them; without a mail, unless you write one into it. Roles that no invitation gives are in a second file, for afterwards.",
    },
};

/// One row for each role; the first row also has the groups. None for a person who had neither, because an invitation has to grant
/// something.
fn invitations(row: &ResultRow) -> Vec<Details> {
    let Some(had) = had(row) else { return Vec::new() };
    let roles = had.roles.iter().filter(|on| is_by_invitation(on));
    let mut rows: Vec<Details> = roles.map(role).collect();
    if !had.groups.is_empty() {
        let groups = had.groups.join(&BETWEEN_GROUPS.to_string());
        if rows.is_empty() {
            rows.push(Details::default());
        }
        rows[0].set(Field::Groups, groups);
    }
    rows
}

/// The roles that an invitation cannot grant.
fn other_roles(row: &ResultRow) -> Vec<Details> {
    let roles = had(row).into_iter().flat_map(|had| &had.roles);
    roles.filter(|on| !is_by_invitation(on)).map(role).collect()
}

/// The access of a person whom the run removed, or may have removed. `None` for a person who is still in the directory: inviting
/// them again would do nothing.
fn had(row: &ResultRow) -> Option<&Access> {
    let may_be_gone = match row.outcome {
        OutcomeKind::Changed | OutcomeKind::InDoubt | OutcomeKind::Failed => true,
        // 404 may mean that an earlier attempt did remove the user.
        OutcomeKind::Refused => row.status == Some(404),
        _ => false,
    };
    row.had.as_ref().filter(|_| may_be_gone)
}

fn is_by_invitation(on: &RoleOn) -> bool {
    INVITED_ROLES.iter().any(|role| role.as_str() == on.role)
}

fn role(on: &RoleOn) -> Details {
    Details::default()
        .with(Field::Role, on.role.as_str())
        .with(Field::Workspace, on.workspace.as_str())
}

fn confirm(rows: u32) -> Confirmation {
    Confirmation {
        key: "remove",
        typed: Some(rows.to_string()),
        text: format!(
            "The run removes {} from their directory. Nothing undoes that: whoever is to come back must be invited again, for which the run writes a file. Type {rows} to confirm.",
            counted(rows, "user")
        ),
    }
}
