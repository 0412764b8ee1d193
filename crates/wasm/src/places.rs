//! The places in which an action takes effect.

use rollcall_core::roster::{Place, PlaceKind};

use crate::Problem;
use crate::given::Given;
use crate::view::unknown;

/// Directories, groups or workspaces.
pub(crate) fn places(given: &Given) -> Result<Vec<Place>, Problem> {
    given.entries()?.into_iter().map(place).collect()
}

fn place(given: Given) -> Result<Place, Problem> {
    let fields = given.object()?;
    let others = fields.optional("others", |others| {
        others.entries()?.iter().map(Given::text).collect()
    })?;
    Ok(Place {
        id: fields.field("id")?.text()?,
        name: fields.field("name")?.text()?,
        others: others.unwrap_or_default(),
        directory: fields.optional("directory", Given::text)?,
        locked: None,
    })
}

/// The kinds that can be told. Roles are the same in every organization, and known.
const KINDS: [(&str, PlaceKind); 3] = [
    ("directory", PlaceKind::Directory),
    ("group", PlaceKind::Group),
    ("workspace", PlaceKind::Workspace),
];

/// The kind of place with this name.
pub(crate) fn kind(name: &str) -> Result<PlaceKind, Problem> {
    let known = KINDS.iter().find(|(kind, _)| *kind == name);
    known
        .map(|(_, kind)| *kind)
        .ok_or_else(|| unknown("kind of place", name, KINDS.iter().map(|(kind, _)| *kind)))
}
