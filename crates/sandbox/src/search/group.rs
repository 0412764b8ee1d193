//! The search for groups (Organizations REST API, `POST v2 …/groups/search`).

use serde::Deserialize;

use crate::group::Group;
use crate::places::Places;
use crate::request::ApiRequest;
use crate::workspace::ROLES;

/// `MultiDirectoryGroupSearchRequest`, field by field.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(crate) struct GroupSearch {
    group_names: Option<Vec<String>>,
    group_ids: Option<Vec<String>>,
    account_ids: Option<Vec<String>>,
    directory_ids: Option<Vec<String>>,
    resource_ids: Option<Vec<String>>,
    resource_owners: Option<Vec<String>>,
    role_ids: Option<Vec<String>>,
    search_term: Option<String>,
    pub(crate) sort_by: Option<Vec<SortBy>>,
    expand: Option<Vec<Expand>>,
    pub(crate) limit: Option<u8>,
    pub(crate) cursor: Option<String>,
    /// The directory of the path, an index; `None` for `-`, all of them.
    #[serde(skip)]
    pub(crate) directory: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SortBy {
    #[serde(rename = "field")]
    _field: SortField,
    pub(crate) direction: Direction,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SortField {
    Name,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Direction {
    Asc,
    Desc,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub(crate) enum Expand {
    #[serde(rename = "counts.resources")]
    Resources,
    #[serde(rename = "counts.users")]
    Users,
}

impl GroupSearch {
    pub(crate) fn read(request: &ApiRequest<'_>) -> Result<Self, String> {
        if request.http.body().is_empty() {
            return Ok(Self::default());
        }
        request.body()
    }

    /// The rules of the document that a type cannot hold.
    pub(crate) fn check(&self) -> Result<(), String> {
        let lists = [
            ("groupNames", self.group_names.as_ref(), 100),
            ("groupIds", self.group_ids.as_ref(), 10),
            ("accountIds", self.account_ids.as_ref(), 10),
            ("directoryIds", self.directory_ids.as_ref(), 10),
            ("resourceIds", self.resource_ids.as_ref(), 20),
            ("resourceOwners", self.resource_owners.as_ref(), 10),
            ("roleIds", self.role_ids.as_ref(), 10),
        ];
        for (field, list, most) in lists {
            let Some(list) = list else { continue };
            if !(1..=most).contains(&list.len()) {
                return Err(format!("{field} takes 1 to {most} values"));
            }
            if list
                .iter()
                .enumerate()
                .any(|(at, value)| list[..at].contains(value))
            {
                return Err(format!("the values of {field} must be unique"));
            }
        }
        let role_ids = self.role_ids.iter().flatten();
        if let Some(role) = role_ids.into_iter().find(|role| !ROLES.contains(&role.as_str())) {
            return Err(format!("{role} is no role"));
        }
        let twice = self
            .expand
            .as_ref()
            .is_some_and(|expand| match expand.as_slice() {
                [] => true,
                [first, second] => first == second,
                list => list.len() > 2,
            });
        if twice || self.sort_by.as_ref().is_some_and(|sort| sort.len() != 1) {
            return Err("expand takes 1 or 2 values, each once, and sortBy one".to_owned());
        }
        if self.group_names.is_some() && (self.search_term.is_some() || self.group_ids.is_some()) {
            return Err("groupNames excludes searchTerm and groupIds".to_owned());
        }
        if self.limit.is_some_and(|limit| !(1..=100).contains(&limit)) {
            return Err("limit is a whole number from 1 to 100".to_owned());
        }
        Ok(())
    }

    pub(crate) fn fits(&self, places: &Places, group: &Group) -> bool {
        let folded = group.name.to_lowercase();
        let on = |fits: &dyn Fn(usize, &str) -> bool| {
            let mut grants = group.grants.iter();
            grants.any(|grant| fits(grant.workspace, grant.role))
        };
        self.directory
            .is_none_or(|directory| directory == group.directory)
            && one_of(self.group_names.as_ref(), |name| name.to_lowercase() == folded)
            && one_of(self.group_ids.as_ref(), |id| *id == group.id)
            && one_of(self.account_ids.as_ref(), |id| group.members.contains(id))
            && one_of(self.directory_ids.as_ref(), |id| {
                *id == places.directories[group.directory].id
            })
            && one_of(self.resource_ids.as_ref(), |id| {
                on(&|workspace, _| places.workspaces[workspace].id == *id)
            })
            && one_of(self.resource_owners.as_ref(), |owner| {
                on(&|workspace, _| places.workspaces[workspace].owner == owner)
            })
            && one_of(self.role_ids.as_ref(), |role| on(&|_, had| had == role))
            && self
                .search_term
                .as_ref()
                .is_none_or(|term| folded.contains(&term.to_lowercase()))
    }

    pub(crate) fn expands(&self, part: Expand) -> bool {
        self.expand.as_ref().is_some_and(|expand| expand.contains(&part))
    }
}

fn one_of(filter: Option<&Vec<String>>, fits: impl Fn(&String) -> bool) -> bool {
    filter.is_none_or(|values| values.iter().any(fits))
}
