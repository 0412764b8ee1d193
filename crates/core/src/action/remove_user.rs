//! Removes users from a directory, with their roles and groups there. The accounts stay.

use rollcall_atlassian::call::membership::RemoveUser;
use rollcall_atlassian::call::retired::RemoveAccess;

use super::invite::{BETWEEN_GROUPS, ROLES};
use super::operation::{Operation, command};
use super::{Action, Back, Field, Wish, directory};
use crate::check::Confirmation;
use crate::diff::Details;
use crate::journal::{Access, OutcomeKind, RoleOn};
use crate::run::ResultRow;
use crate::words::counted;

/// The action.
pub static ACTION: Action = Action {
    key: "remove-user",
    title: "Remove from a directory",
    hint: "People lose the directory's apps, and their roles and groups there. Their accounts stay, and content too.",
    file: "One row for each account: its id, or the address that it has now; and the directory, where there are several.",
    parts: directory::PARTS,
    columns: directory::COLUMNS,
    checks: &directory::CHECKS_OF_TAKING,
    wish: Wish::Always(directory::OUTSIDE),
    live: directory::live,
    effect: [
        "person will be removed from the directory",
        "people will be removed from the directory",
    ],
    privilege: None,
    confirm: Some(confirm),
    undo: &[
        Back::with("invite", invitations).called("invite file"),
        Back::with("grant-role", other_roles).called("role file"),
    ],
    way_back: "There is no undo: whoever is to come back must be invited again. The invite file does that, with the roles and groups that each person had there when the run removed them; without a mail, unless you write one into it. Roles that no invitation gives are in a second file, for afterwards.",
    operation: Operation {
        several: None,
        older: Some(|organization, row| {
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
};

/// One row for each role, and the groups with the first. Whoever had neither cannot be invited: an invitation has to give something.
fn invitations(row: &ResultRow) -> Vec<Details> {
    let Some(had) = had(row) else { return Vec::new() };
    let roles = had.roles.iter().filter(|on| is_by_invitation(on));
    let mut rows: Vec<Details> = roles.map(role).collect();
    if !had.groups.is_empty() {
        let groups = had.groups.join(&BETWEEN_GROUPS.to_string());
        if rows.is_empty() {
            rows.push(Details::new());
        }
        rows[0].insert(Field::Groups.key().to_owned(), groups);
    }
    rows
}

/// The roles that no invitation gives.
fn other_roles(row: &ResultRow) -> Vec<Details> {
    let roles = had(row).into_iter().flat_map(|had| &had.roles);
    roles.filter(|on| !is_by_invitation(on)).map(role).collect()
}

/// What somebody had whom the run removed, or may have: to invite somebody who is still there does nothing.
fn had(row: &ResultRow) -> Option<&Access> {
    let may_be_gone = match row.outcome {
        OutcomeKind::Changed | OutcomeKind::InDoubt | OutcomeKind::Failed => true,
        // The second try finds nobody where the first did it.
        OutcomeKind::Refused => row.status == Some(404),
        _ => false,
    };
    row.had.as_ref().filter(|_| may_be_gone)
}

fn is_by_invitation(on: &RoleOn) -> bool {
    ROLES.iter().any(|role| role.as_str() == on.role)
}

fn role(on: &RoleOn) -> Details {
    let cell = |part: Field, text: &str| (part.key().to_owned(), text.to_owned());
    Details::from([cell(Field::Role, &on.role), cell(Field::Workspace, &on.workspace)])
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
