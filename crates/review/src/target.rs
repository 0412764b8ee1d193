//! Where a row's action takes effect: in which directory or group, with which role on which workspace.

use std::collections::BTreeSet;

use rollcall_atlassian::call::role::RoleId;

use rollcall_model::field::BETWEEN_GROUPS;
use rollcall_model::{Details, Field, RowSpec};
use rollcall_roster::{Found, Place, PlaceKind, Places};

use crate::changes::Changes;

/// What a cell names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Named<'a> {
    /// The action does not ask for it.
    #[default]
    Unasked,
    /// This place.
    One(&'a Place),
    /// The cell is empty.
    Missing,
    /// More than one is called so.
    Several,
    /// None is called so.
    Nothing,
    /// The places of this kind are not known.
    Unknown,
}

/// Where a row's action takes effect.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Target<'a> {
    named: [Named<'a>; PlaceKind::ALL.len()],
    /// The groups, where a row can name several.
    groups: Vec<Named<'a>>,
    /// Id of the organization's only directory, where there is but one.
    only_directory: Option<&'a str>,
}

impl<'a> Target<'a> {
    /// What a row says of it.
    pub fn of(changes: &Changes<'a>, places: &'a Places, row: u32) -> Self {
        let spec = changes.spec();
        let mut target = Self::default();
        if !spec.has_places() {
            return target;
        }
        target.only_directory = places.only(PlaceKind::Directory).map(|only| only.id.as_str());
        // Whoever gives groups need not give a role.
        let gives_no_role = spec.has(Field::Groups)
            && [Field::Role, Field::Workspace].map(|part| changes.text(row, part)) == [""; 2];
        for part in spec.fields {
            if *part == Field::Groups {
                let names = groups_in(changes.text(row, *part));
                let groups = names.map(|name| Named::from(places.find(PlaceKind::Group, name, None)));
                target.groups = groups.collect();
            } else if let Some(kind) = part.place()
                && !(kind == PlaceKind::Workspace && target.is_of_organization())
                && !gives_no_role
            {
                // The group's own directory is as good as the row's.
                let has_group = spec.has(Field::Group);
                target.named[kind as usize] = match find(changes, places, row, *part, kind, &target) {
                    Some(Found::Unknown) if changes.text(row, *part).is_empty() && has_group => {
                        Named::Unasked
                    }
                    Some(found) => found.into(),
                    None if kind == PlaceKind::Directory && has_group => Named::Unasked,
                    None => Named::Missing,
                };
            }
        }
        target
    }

    /// What the row names of one kind.
    pub fn named(&self, kind: PlaceKind) -> Named<'a> {
        self.named[kind as usize]
    }

    /// The place of one kind, where the row names one.
    pub fn place(&self, kind: PlaceKind) -> Option<&'a Place> {
        match self.named(kind) {
            Named::One(place) => Some(place),
            _ => None,
        }
    }

    /// The groups that the row names, where it can name several.
    pub fn groups(&self) -> &[Named<'a>] {
        &self.groups
    }

    /// The group or groups that the row names, as far as it names them clearly.
    pub fn known_groups(&self) -> impl Iterator<Item = &'a Place> {
        let all = [self.named(PlaceKind::Group)].into_iter();
        let known = all.chain(self.groups.iter().copied());
        known.filter_map(|named| match named {
            Named::One(group) => Some(group),
            _ => None,
        })
    }

    /// Whether the organization has but one directory.
    pub fn in_only_directory(&self) -> bool {
        self.only_directory.is_some()
    }

    /// Whether the role is the organization's, and of no workspace.
    pub fn is_of_organization(&self) -> bool {
        let role = self.place(PlaceKind::Role);
        role.is_some_and(|role| role.id == RoleId::OrgAdmin.as_str())
    }

    /// Whether every place that the action asks for is known.
    pub fn is_whole(&self) -> bool {
        let named = self.named.iter().chain(&self.groups);
        named
            .into_iter()
            .all(|named| matches!(named, Named::Unasked | Named::One(_)))
    }

    /// The places, as a step needs them: their ids by their fields, and in words.
    pub fn tell(&self, spec: &RowSpec, details: &mut Details) {
        let fields = spec
            .fields
            .iter()
            .filter_map(|field| Some((*field, self.place(field.place()?)?)));
        for (field, place) in fields {
            details.set(field, place.id.clone());
            if let Some(directory) = &place.directory
                && !details.has(Field::Directory)
            {
                details.set(Field::Directory, directory.clone());
            }
        }
        if spec.has(Field::Groups) {
            let groups: BTreeSet<&str> = self.known_groups().map(|group| group.id.as_str()).collect();
            let ids: Vec<&str> = groups.into_iter().collect();
            details.remove(Field::Groups);
            if !ids.is_empty() {
                details.set(Field::Groups, ids.join(&BETWEEN_GROUPS.to_string()));
            }
        }
        if let Some(only) = self.only_directory {
            details.set_only_directory(only);
        }
        if let Some(place) = self.message() {
            details.set_place(place);
        }
    }

    /// In words: "jira-users", "User on Jira on acme.atlassian.net", "Main Directory".
    pub fn message(&self) -> Option<String> {
        let name = |kind| self.place(kind).map(|place| place.name.clone());
        let role = name(PlaceKind::Role).map(|role| match name(PlaceKind::Workspace) {
            Some(workspace) => format!("{role} on {workspace}"),
            None => role,
        });
        let groups: Vec<&str> = self.known_groups().map(|group| group.name.as_str()).collect();
        let groups = (!groups.is_empty()).then(|| groups.join(", "));
        match (groups, role) {
            (Some(groups), Some(role)) => Some(format!("{role}; {groups}")),
            (groups, role) => groups.or(role).or_else(|| name(PlaceKind::Directory)),
        }
    }

    /// What tells this row from another one of the same account: empty where the action has no places.
    pub fn key(&self) -> String {
        let place = |named: &Named| match named {
            Named::One(place) => format!("\n{}", place.id),
            _ => String::new(),
        };
        self.named.iter().chain(&self.groups).map(place).collect()
    }
}

/// The names in a cell that can hold several groups.
pub fn groups_in(text: &str) -> impl Iterator<Item = &str> {
    text.split(BETWEEN_GROUPS)
        .map(str::trim)
        .filter(|name| !name.is_empty())
}

impl<'a> From<Found<'a>> for Named<'a> {
    fn from(found: Found<'a>) -> Self {
        match found {
            Found::One(place) => Self::One(place),
            Found::Several(_) => Self::Several,
            Found::Nothing(_) => Self::Nothing,
            Found::Unknown => Self::Unknown,
        }
    }
}

/// What the cell in a part names; `None` for an empty cell that says nothing.
pub fn find<'a>(
    changes: &Changes<'a>,
    places: &'a Places,
    row: u32,
    part: Field,
    kind: PlaceKind,
    target: &Target<'a>,
) -> Option<Found<'a>> {
    let text = changes.text(row, part);
    let directory = target.place(PlaceKind::Directory).map(|place| place.id.as_str());
    if !text.is_empty() {
        return Some(places.find(kind, text, directory));
    }
    match (kind, places.all(kind)) {
        (PlaceKind::Directory, None) => Some(Found::Unknown),
        (PlaceKind::Directory, Some([only])) => Some(Found::One(only)),
        _ => None,
    }
}
