//! Undo of an invitation. It removes only what the invitation added: the difference between a person's access before and after.

use super::standing::OUTSIDE;
use crate::action::Field;
use rollcall_model::Details;
use rollcall_run::ResultRow;
use rollcall_run::journal::Access;

/// The directories that the person has joined since, to be removed from.
pub(super) fn removals(row: &ResultRow) -> Vec<Details> {
    let Some(has) = row.has.as_ref().filter(|has| has.account.is_some()) else {
        return Vec::new();
    };
    let had = directories_before(row);
    let in_directory = |id: Option<&String>| {
        let id = id.map(|id| (Field::Directory, id.clone()));
        id.into_iter().collect::<Details>()
    };
    match &has.directories {
        // The directory was not read. The check of the undo file fills it in if the organization has only one, and asks if there
        // are several.
        None if gave(has) && had.is_some_and(<[String]>::is_empty) => vec![in_directory(None)],
        None => Vec::new(),
        Some(now) => now
            .iter()
            .filter(|directory| had.is_some_and(|had| !had.contains(directory)))
            .map(|directory| in_directory(Some(directory)))
            .collect(),
    }
}

/// Whether the invitation granted a role or a group.
fn gave(has: &Access) -> bool {
    !has.roles.is_empty() || !has.groups.is_empty()
}

/// The directories that the person was in before; `None` if unknown.
fn directories_before(row: &ResultRow) -> Option<&[String]> {
    match &row.had {
        Some(had) => had.directories.as_deref(),
        None => (row.before.as_deref() == Some(OUTSIDE)).then_some(&[]),
    }
}

/// Whether the person was in the organization before, and so keeps their earlier access. Counts as true if unknown.
fn was_inside(row: &ResultRow) -> bool {
    directories_before(row).is_none_or(|had| !had.is_empty())
}

/// The newly granted role of a person who was in the organization before.
pub(super) fn revocations(row: &ResultRow) -> Vec<Details> {
    let (Some(has), Some(had)) = (&row.has, &row.had) else {
        return Vec::new();
    };
    let new = has.roles.iter().filter(|role| !had.roles.contains(role));
    new.filter(|_| was_inside(row))
        .map(|role| {
            Details::default()
                .with(Field::Role, role.role.as_str())
                .with(Field::Workspace, role.workspace.as_str())
        })
        .collect()
}

/// The newly joined groups of a person who was in the organization before.
pub(super) fn departures(row: &ResultRow) -> Vec<Details> {
    let (Some(has), Some(had)) = (&row.has, &row.had) else {
        return Vec::new();
    };
    let new = has.groups.iter().filter(|group| !had.groups.contains(group));
    new.filter(|_| was_inside(row))
        .map(|group| Details::default().with(Field::Group, group.as_str()))
        .collect()
}
