//! What the checks say of a cell that names a directory, a group, a role or a workspace, and names none, more than one, or none at
//! all.

use super::spot::find;
use super::{Case, FOUND, Lack, Look, Named, Text, Verdict};
use crate::action::Part;
use crate::finding::Fix;
use crate::roster::{Found, PlaceKind};

/// Finds something where a row does not say clearly which place is meant.
pub(super) fn unclear(case: &Case, look: &Look, part: Part) -> Verdict {
    let Some(kind) = part.place() else {
        return Verdict::Fine;
    };
    match look.spot.named(kind) {
        Named::Missing if case.changes.is_blank(look.change.row) => Verdict::Fine,
        Named::Missing | Named::Several | Named::Nothing => FOUND,
        Named::Unknown => Verdict::Lacks(Lack::Places),
        Named::Unasked | Named::One(_) => Verdict::Fine,
    }
}

/// What is unclear.
pub(super) fn text(case: &Case, look: &Look, part: Part) -> Text {
    let kind = part.place().unwrap_or(PlaceKind::Directory);
    let title = kind.title();
    let written = case.changes.text(look.change.row, part);
    match again(case, look, part) {
        Some(Found::Several(places)) => {
            let names: Vec<String> = places
                .iter()
                .map(|place| match directory_of(case, place.directory.as_deref()) {
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
                let count = case.roster.places().all(kind).map_or(0, <[_]>::len);
                format!("The organization has {count} directories. Add a column with the directory's name or id.")
            } else {
                format!("Write the {title}'s name or id into its cell.")
            },
        ),
    }
}

/// The place that is called nearly so.
pub(super) fn fix(case: &Case, look: &Look, part: Part) -> Option<Fix> {
    case.changes.column(part)?;
    match again(case, look, part)? {
        Found::Nothing(Some(near)) => Some(Fix::Put {
            part,
            value: near.name.clone(),
        }),
        _ => None,
    }
}

fn again<'a>(case: &Case<'a>, look: &Look<'a>, part: Part) -> Option<Found<'a>> {
    let kind = part.place()?;
    find(
        &case.changes,
        case.roster.places(),
        look.change.row,
        part,
        kind,
        &look.spot,
    )
}

fn directory_of<'a>(case: &Case<'a>, id: Option<&str>) -> Option<&'a str> {
    match case.roster.places().find(PlaceKind::Directory, id?, None) {
        Found::One(directory) => Some(directory.name.as_str()),
        _ => None,
    }
}
