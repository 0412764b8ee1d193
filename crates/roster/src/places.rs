//! The places of an organization, as the rows of a change file name them: its directories, groups and workspaces, and the roles there.

use std::collections::BTreeMap;

use rollcall_atlassian::call::role::RoleId;

use rollcall_model::hash;

pub use rollcall_model::PlaceKind;

/// A directory, group or workspace, or a role there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Its id, as Atlassian's calls expect it.
    pub id: String,
    /// Its display name: "Jira on acme.atlassian.net".
    pub name: String,
    /// Its other names: the workspace's own name, its address.
    pub others: Vec<String>,
    /// The id of the directory that a group belongs to.
    pub directory: Option<String>,
    /// Why the members of this place cannot be changed here, if that is known.
    pub locked: Option<&'static str>,
}

/// The known places: roles always, the other kinds once they were read.
#[derive(Clone, Debug)]
pub struct Places {
    lists: BTreeMap<PlaceKind, List>,
}

#[derive(Clone, Debug, Default)]
struct List {
    places: Vec<Place>,
    /// Indices by id and by every name, folded.
    named: hash::Map<String, Vec<usize>>,
}

/// The result of looking up a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found<'a> {
    /// This place.
    One(&'a Place),
    /// Several places; their ids distinguish them.
    Several(Vec<&'a Place>),
    /// No place has this id or name; the place with the most similar name, if there is one.
    Nothing(Option<&'a Place>),
    /// The places of this kind were not read.
    Unknown,
}

impl Default for Places {
    fn default() -> Self {
        let mut places = Self {
            lists: BTreeMap::new(),
        };
        places.learn(PlaceKind::Role, roles());
        places
    }
}

/// The roles that can be granted on workspaces and in the organization. Their titles are those of Atlassian Administration.
fn roles() -> Vec<Place> {
    let roles = [
        (RoleId::User, "User"),
        (RoleId::Admin, "App admin"),
        (RoleId::Guest, "Guest"),
        (RoleId::Customer, "Customer"),
        (RoleId::Contributor, "Contributor"),
        (RoleId::Basic, "Basic"),
        (RoleId::Stakeholder, "Stakeholder"),
        (RoleId::Viewer, "Viewer"),
        (RoleId::UserAccessAdmin, "User access admin"),
        (RoleId::SiteAdmin, "Site admin"),
        (RoleId::OrgAdmin, "Organization admin"),
    ];
    roles
        .into_iter()
        .map(|(role, name)| Place {
            id: role.as_str().to_owned(),
            name: name.to_owned(),
            others: role
                .as_str()
                .strip_prefix("atlassian/")
                .into_iter()
                .map(str::to_owned)
                .collect(),
            ..Place::default()
        })
        .collect()
}

impl Places {
    /// Replaces the known places of one kind with this complete list.
    pub fn learn(&mut self, kind: PlaceKind, places: Vec<Place>) {
        let mut named: hash::Map<String, Vec<usize>> = hash::Map::default();
        for (at, place) in places.iter().enumerate() {
            for text in [&place.id, &place.name].into_iter().chain(&place.others) {
                let of_text = named.entry(fold(text)).or_default();
                if !of_text.contains(&at) {
                    of_text.push(at);
                }
            }
        }
        self.lists.insert(kind, List { places, named });
    }

    /// All places of one kind; `None` if they were not read.
    pub fn all(&self, kind: PlaceKind) -> Option<&[Place]> {
        self.lists.get(&kind).map(|list| list.places.as_slice())
    }

    /// The only place of its kind; `None` if there are several or none, or they were not read.
    pub fn only(&self, kind: PlaceKind) -> Option<&Place> {
        match self.all(kind)? {
            [only] => Some(only),
            _ => None,
        }
    }

    /// The place that a text names: by its id, otherwise by a name, ignoring case. With `directory`, only places in that directory.
    pub fn find(&self, kind: PlaceKind, text: &str, directory: Option<&str>) -> Found<'_> {
        let Some(list) = self.lists.get(&kind) else {
            return Found::Unknown;
        };
        let is_there = |place: &&Place| match (directory, &place.directory) {
            (Some(directory), Some(its)) => directory == its,
            _ => true,
        };
        let of_text = list.named.get(&fold(text)).map_or(&[][..], Vec::as_slice);
        let found: Vec<&Place> = of_text
            .iter()
            .map(|&at| &list.places[at])
            .filter(is_there)
            .collect();
        match found[..] {
            [one] => Found::One(one),
            [] => Found::Nothing(near(list.places.iter().filter(is_there), text)),
            _ => Found::Several(found),
        }
    }
}

/// The place whose name the text may be a misspelling of: at least three quarters of the letters must match.
fn near<'a>(places: impl Iterator<Item = &'a Place>, text: &str) -> Option<&'a Place> {
    const ALIKE: f64 = 0.75;
    let text = fold(text);
    places
        .flat_map(|place| {
            let names = [&place.name].into_iter().chain(&place.others);
            names.map(move |name| (place, name))
        })
        .map(|(place, name)| (place, strsim::normalized_damerau_levenshtein(&fold(name), &text)))
        .filter(|(_, alike)| *alike >= ALIKE)
        .max_by(|(_, one), (_, other)| one.total_cmp(other))
        .map(|(place, _)| place)
}

fn fold(text: &str) -> String {
    text.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(id: &str, name: &str, directory: &str) -> Place {
        Place {
            id: id.to_owned(),
            name: name.to_owned(),
            directory: Some(directory.to_owned()),
            ..Place::default()
        }
    }

    fn places() -> Places {
        let mut places = Places::default();
        let groups = vec![
            group("g1", "jira-users", "d1"),
            group("g2", "jira-users", "d2"),
            group("g3", "Engineering", "d1"),
        ];
        places.learn(PlaceKind::Group, groups);
        places
    }

    #[test]
    fn a_place_is_found_by_its_id_or_its_name_in_any_case() {
        let places = places();
        let id = |text, directory| match places.find(PlaceKind::Group, text, directory) {
            Found::One(place) => place.id.clone(),
            other => panic!("{other:?}"),
        };
        assert_eq!(id("g2", None), "g2");
        assert_eq!(id(" engineering ", None), "g3");
        assert_eq!(id("JIRA-users", Some("d2")), "g2");
    }

    #[test]
    fn a_name_that_two_have_names_both_and_a_slip_the_nearest() {
        let places = places();
        assert!(
            matches!(places.find(PlaceKind::Group, "jira-users", None), Found::Several(both) if both.len() == 2)
        );
        let near = |text| match places.find(PlaceKind::Group, text, None) {
            Found::Nothing(near) => near.map(|place| place.id.as_str()),
            other => panic!("{other:?}"),
        };
        assert_eq!(near("enginering"), Some("g3"));
        assert_eq!(near("marketing"), None);
        assert_eq!(near(""), None);
    }

    #[test]
    fn what_was_never_read_is_unknown_and_not_absent() {
        assert_eq!(
            Places::default().find(PlaceKind::Directory, "Main", None),
            Found::Unknown
        );
        assert_eq!(places().only(PlaceKind::Directory), None);
    }
}
