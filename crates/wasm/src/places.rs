//! The places in which an action takes effect.

use rollcall_core::roster::{Place, PlaceKind};
use serde::Deserialize;

use crate::Problem;
use crate::view::unknown;

/// A directory, a group or a workspace.
#[derive(Deserialize)]
#[serde(expecting = "an object with `id` and `name`")]
pub(crate) struct AskedPlace {
    id: String,
    name: String,
    #[serde(default)]
    others: Vec<String>,
    #[serde(default)]
    directory: Option<String>,
}

impl From<AskedPlace> for Place {
    fn from(asked: AskedPlace) -> Self {
        Self {
            id: asked.id,
            name: asked.name,
            others: asked.others,
            directory: asked.directory,
            locked: None,
        }
    }
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
