//! What takes back what an invitation gave, and no more: it follows from what somebody had before and has after.

use super::standing::OUTSIDE;
use crate::action::Field;
use rollcall_model::Details;
use rollcall_run::ResultRow;
use rollcall_run::journal::Access;

/// The directories that somebody is in since.
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
        // Nobody looked where: the file's check knows it where there is but one directory, and asks where there are several.
        None if gave(has) && had.is_some_and(<[String]>::is_empty) => vec![in_directory(None)],
        None => Vec::new(),
        Some(now) => now
            .iter()
            .filter(|directory| had.is_some_and(|had| !had.contains(directory)))
            .map(|directory| in_directory(Some(directory)))
            .collect(),
    }
}

/// Whether the answer gave somebody anything.
fn gave(has: &Access) -> bool {
    !has.roles.is_empty() || !has.groups.is_empty()
}

/// The directories that somebody was in before; `None` where nobody knows.
fn directories_before(row: &ResultRow) -> Option<&[String]> {
    match &row.had {
        Some(had) => had.directories.as_deref(),
        None => (row.before.as_deref() == Some(OUTSIDE)).then_some(&[]),
    }
}

/// Whether somebody was in the organization before, and so keeps what he had.
fn was_inside(row: &ResultRow) -> bool {
    directories_before(row).is_none_or(|had| !had.is_empty())
}

/// The role, where somebody who was there before got it.
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

/// The groups that somebody who was there before got into.
pub(super) fn departures(row: &ResultRow) -> Vec<Details> {
    let (Some(has), Some(had)) = (&row.has, &row.had) else {
        return Vec::new();
    };
    let new = has.groups.iter().filter(|group| !had.groups.contains(group));
    new.filter(|_| was_inside(row))
        .map(|group| Details::default().with(Field::Group, group.as_str()))
        .collect()
}
