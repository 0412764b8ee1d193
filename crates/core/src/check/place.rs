//! Shared by the checks of a cell that has to name a directory, group, role or workspace, and is empty, ambiguous, or matches none.

use super::{CheckContext, FOUND, MissingFact, Named, RowContext, Text, Verdict};
use rollcall_model::Field;
use rollcall_model::finding::Fix;
use rollcall_review::target::{find, groups_in};
use rollcall_roster::{Found, PlaceKind};

/// Fires if the row does not clearly identify its place.
pub(super) fn unclear(context: &CheckContext, row: &RowContext, part: Field) -> Verdict {
    let Some(kind) = part.place() else {
        return Verdict::Fine;
    };
    match row.target.named(kind) {
        Named::Missing if context.changes.is_blank(row.change.row) => Verdict::Fine,
        Named::Missing | Named::Several | Named::Nothing => FOUND,
        Named::Unknown => Verdict::Lacks(MissingFact::Places),
        Named::Unasked | Named::One(_) => Verdict::Fine,
    }
}

/// Fires if one of several groups is unknown or ambiguous.
pub(super) fn groups_unclear(row: &RowContext) -> Verdict {
    let is_unclear = |named: &&Named| matches!(named, Named::Several | Named::Nothing);
    match row.target.groups() {
        groups if groups.iter().any(|named| is_unclear(&named)) => FOUND,
        groups if groups.contains(&Named::Unknown) => Verdict::Lacks(MissingFact::Places),
        _ => Verdict::Fine,
    }
}

/// The finding's text.
pub(super) fn text(context: &CheckContext, row: &RowContext, part: Field) -> Text {
    let kind = part.place().unwrap_or(PlaceKind::Directory);
    let written = context.changes.text(row.change.row, part);
    what_is_unclear(context, kind, written, again(context, row, part))
}

/// The finding's text, about the first group that is unknown or ambiguous.
pub(super) fn text_of_groups(context: &CheckContext, row: &RowContext) -> Text {
    let written = context.changes.text(row.change.row, Field::Groups);
    let (name, found) = unclear_groups(context, written).next().unwrap_or_default();
    if apart(context, name).is_some() {
        return Text::new(
            format!("No group is called “{name}”: these are several groups."),
            "Put semicolons between groups.",
        );
    }
    what_is_unclear(context, PlaceKind::Group, name, found)
}

/// Replaces each unknown group with the one of the most similar name; `None` if a group is ambiguous or has no similar name.
pub(super) fn fix_of_groups(context: &CheckContext, row: &RowContext) -> Option<Fix> {
    let written = context.changes.text(row.change.row, Field::Groups);
    let mut mended: Vec<&str> = groups_in(written).collect();
    for (name, found) in unclear_groups(context, written) {
        if let Some(parts) = apart(context, name) {
            let at = mended.iter().position(|its| *its == name)?;
            mended.splice(at..=at, parts);
            continue;
        }
        let Some(Found::Nothing(Some(near))) = found else {
            return None;
        };
        for its in mended.iter_mut().filter(|its| **its == name) {
            *its = &near.name;
        }
    }
    Some(Fix::Put {
        part: Field::Groups,
        value: mended.join("; "),
    })
}

/// The groups in a name that is several with another sign between them: `jira-users, confluence-users`. All of them must be groups.
fn apart<'a>(context: &CheckContext, name: &'a str) -> Option<Vec<&'a str>> {
    let parts: Vec<&str> = ["~>", ",", "|", "/", "\n"]
        .into_iter()
        .find(|between| name.contains(between))
        .map(|between| {
            name.split(between)
                .map(str::trim)
                .filter(|part| !part.is_empty())
                .collect()
        })?;
    let places = context.roster.places();
    let is_group = |part: &&str| matches!(places.find(PlaceKind::Group, part, None), Found::One(_));
    (parts.len() > 1 && parts.iter().all(is_group)).then_some(parts)
}

fn unclear_groups<'a>(
    context: &CheckContext<'a>,
    written: &'a str,
) -> impl Iterator<Item = (&'a str, Option<Found<'a>>)> {
    let places = context.roster.places();
    groups_in(written)
        .map(|name| (name, places.find(PlaceKind::Group, name, None)))
        .filter(|(_, found)| !matches!(found, Found::One(_)))
        .map(|(name, found)| (name, Some(found)))
}

fn what_is_unclear(context: &CheckContext, kind: PlaceKind, written: &str, found: Option<Found>) -> Text {
    let title = kind.title();
    match found {
        Some(Found::Several(places)) => {
            let names: Vec<String> = places
                .iter()
                .map(|place| match directory_of(context, place.directory.as_deref()) {
                    Some(directory) => format!("{} in {directory} ({})", place.name, place.id),
                    None => format!("{} ({})", place.name, place.id),
                })
                .collect();
            Text::new(
                format!(
                    "“{written}” names {} {}: {}.",
                    places.len(),
                    kind.plural(),
                    names.join(", ")
                ),
                if kind == PlaceKind::Group {
                    "Write the group's id, or name its directory in a column of its own."
                } else {
                    "Write the id, or the whole name."
                },
            )
        }
        Some(Found::Nothing(near)) => Text::new(
            format!("There is no {title} “{written}”."),
            match near {
                Some(near) => format!("Did you mean {}?", near.name),
                None => match kind {
                    PlaceKind::Role => "The roles are User, App admin, Guest, Customer, Contributor, Basic, Stakeholder, Viewer, User access admin, Site admin and Organization admin.".to_owned(),
                    _ => format!("Compare it with the list of {} on the page Directory.", kind.plural()),
                },
            },
        ),
        _ => Text::new(
            format!("The row names no {title}."),
            if kind == PlaceKind::Directory {
                let count = context.roster.places().all(kind).map_or(0, <[_]>::len);
                format!("The organization has {count} directories. Add a column with the directory's name or id.")
            } else {
                format!("Write the {title}'s name or id into its cell.")
            },
        ),
    }
}

/// Replaces an unknown place with the one of the most similar name.
pub(super) fn fix(context: &CheckContext, row: &RowContext, part: Field) -> Option<Fix> {
    context.changes.column(part)?;
    match again(context, row, part)? {
        Found::Nothing(Some(near)) => Some(Fix::Put {
            part,
            value: near.name.clone(),
        }),
        _ => None,
    }
}

fn again<'a>(context: &CheckContext<'a>, row: &RowContext<'a>, part: Field) -> Option<Found<'a>> {
    let kind = part.place()?;
    find(
        &context.changes,
        context.roster.places(),
        row.change.row,
        part,
        kind,
        &row.target,
    )
}

fn directory_of<'a>(context: &CheckContext<'a>, id: Option<&str>) -> Option<&'a str> {
    match context.roster.places().find(PlaceKind::Directory, id?, None) {
        Found::One(directory) => Some(directory.name.as_str()),
        _ => None,
    }
}
