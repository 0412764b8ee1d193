//! Groups: their search, one of them, and who is in it.

use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Refused;
use crate::account::Grant;
use crate::answer::Asked;
use crate::cursor::Place;
use crate::group::Group;
use crate::organization::Organization;
use crate::reply::{self, Reply};
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
    sort_by: Option<Vec<SortBy>>,
    expand: Option<Vec<Expand>>,
    limit: Option<u8>,
    cursor: Option<String>,
    /// The directory of the path, an index; `None` for `-`, all of them.
    #[serde(skip)]
    pub(crate) directory: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct SortBy {
    #[serde(rename = "field")]
    _field: SortField,
    direction: Direction,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum SortField {
    Name,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Direction {
    Asc,
    Desc,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
enum Expand {
    #[serde(rename = "counts.resources")]
    Resources,
    #[serde(rename = "counts.users")]
    Users,
}

impl GroupSearch {
    fn read(asked: &Asked<'_>) -> Result<Self, String> {
        if asked.request.body().is_empty() {
            return Ok(Self::default());
        }
        asked.body()
    }

    /// The rules of the document that a type cannot hold.
    pub(super) fn check(&self) -> Result<(), String> {
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

    pub(super) fn fits(&self, organization: &Organization, group: &Group) -> bool {
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
                *id == organization.directories[group.directory].id
            })
            && one_of(self.resource_ids.as_ref(), |id| {
                on(&|workspace, _| organization.workspaces[workspace].id == *id)
            })
            && one_of(self.resource_owners.as_ref(), |owner| {
                on(&|workspace, _| organization.workspaces[workspace].owner == owner)
            })
            && one_of(self.role_ids.as_ref(), |role| on(&|_, had| had == role))
            && self
                .search_term
                .as_ref()
                .is_none_or(|term| folded.contains(&term.to_lowercase()))
    }

    fn expands(&self, part: Expand) -> bool {
        self.expand.as_ref().is_some_and(|expand| expand.contains(&part))
    }
}

fn one_of(filter: Option<&Vec<String>>, fits: impl Fn(&String) -> bool) -> bool {
    filter.is_none_or(|values| values.iter().any(fits))
}

impl Organization {
    /// `POST …/groups/search`
    pub(super) fn search_groups(&mut self, asked: &Asked<'_>) -> Reply {
        self.groups_found(asked).unwrap_or_else(|refusal| *refusal)
    }

    fn groups_found(&mut self, asked: &Asked<'_>) -> Result<Reply, Refused> {
        let bad = |detail: String| -> Refused {
            asked
                .refused("ADMIN-400-24", "Invalid request body", &detail)
                .into()
        };
        let directory = self.directory_read(asked)?;
        let mut search = GroupSearch::read(asked).map_err(bad)?;
        search.directory = directory;
        let given = search.cursor.take();
        let (search, start) = match given.as_deref().map(|token| self.cursors.place(token)) {
            None => {
                search.check().map_err(bad)?;
                (Box::new(search), 0)
            }
            // As with the search for users, a cursor carries the search along.
            Some(Some(Place::Groups(search, start))) => (search, start),
            Some(_) => return Err(asked.bad_cursor().into()),
        };
        let size = usize::from(search.limit.unwrap_or(20));
        let mut found: Vec<&Group> = self
            .groups
            .iter()
            .filter(|group| search.fits(self, group))
            .collect();
        if let Some([sort]) = search.sort_by.as_deref() {
            found.sort_by_key(|group| group.name.to_lowercase());
            if sort.direction == Direction::Desc {
                found.reverse();
            }
        }
        let is_last = found.len() <= start + size;
        let data: Vec<Value> = found
            .into_iter()
            .skip(start)
            .take(size)
            .map(|group| {
                let mut item = self.group_item(group);
                if search.expands(Expand::Resources) {
                    item["counts"]["resources"] = workspaces(group).into();
                }
                if search.expands(Expand::Users) {
                    item["counts"]["users"] = group.members.len().into();
                }
                item
            })
            .collect();
        let next = (!is_last).then(|| Place::Groups(search.clone(), start + size));
        let next = self.next_token(asked, given.as_deref(), Place::Groups(search, start), next);
        let links = next.map_or_else(|| json!({}), |next| json!({ "next": next }));
        Ok(reply::json(
            StatusCode::OK,
            &json!({ "data": data, "links": links }),
        ))
    }

    /// `GET …/groups/{groupId}`
    pub(super) fn get_group(&mut self, asked: &Asked<'_>) -> Reply {
        let found = self
            .directory_read(asked)
            .and_then(|directory| self.group(asked, directory));
        match found {
            Ok(at) => {
                let group = &self.groups[at];
                let mut item = self.group_item(group);
                item["counts"] = json!({ "resources": workspaces(group), "users": group.members.len() });
                reply::json(StatusCode::OK, &json!({ "data": item }))
            }
            Err(refusal) => *refusal,
        }
    }

    /// `MultiDirectoryGroup`
    fn group_item(&self, group: &Group) -> Value {
        let mut item = json!({
            "id": group.id,
            "name": group.name,
            "directoryId": self.directories[group.directory].id,
            "externalSynced": group.synced,
            "managedBy": if group.synced { "external" } else { "admins" },
            "managementAccess": { "readable": true, "modifiable": !group.synced, "deletable": !group.synced },
            "links": { "self": null },
        });
        if let Some(description) = group.description {
            item["description"] = description.into();
        }
        item
    }

    pub(super) fn group(&self, asked: &Asked<'_>, directory: Option<usize>) -> Result<usize, Refused> {
        let id = asked.params.get("group").unwrap_or_default();
        self.groups
            .iter()
            .position(|group| {
                group.id == id && directory.is_none_or(|directory| directory == group.directory)
            })
            .ok_or_else(|| asked.not_found("ADMIN-404-10", "Group not found").into())
    }

    /// `POST …/memberships`
    pub(super) fn add_to_group(&mut self, asked: &Asked<'_>) -> Reply {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase", deny_unknown_fields)]
        struct MemberBody {
            account_id: String,
        }

        let add = |organization: &mut Self| {
            let (directory, group) = organization.group_to_change(asked)?;
            let MemberBody { account_id } = asked
                .body()
                .map_err(|detail| asked.refused("ADMIN-400-24", "Invalid request body", &detail))?;
            let at = organization.user_with_id(asked, &account_id, Some(directory))?;
            Ok::<_, Refused>(organization.add_member(asked, group, at))
        };
        add(self).unwrap_or_else(|refusal| *refusal)
    }

    pub(super) fn add_member(&mut self, asked: &Asked<'_>, group: usize, at: usize) -> Reply {
        let account = &self.book.accounts[at];
        let is_full = |grant: &Grant| !self.has_licence(grant.workspace, Some(account));
        let reply = if self.groups[group].members.contains(&account.id) {
            asked.error(StatusCode::CONFLICT, "ADMIN-409-28", "Conflict")
        } else if self.groups[group].grants.iter().any(is_full) {
            asked.error(StatusCode::CONFLICT, "ADMIN-409-3", "License limit exceeded")
        } else {
            self.groups[group].members.insert(account.id.clone());
            reply::empty(StatusCode::NO_CONTENT)
        };
        self.log(at, asked, &reply, reply.status().is_success());
        reply
    }

    /// `DELETE …/memberships/{accountId}`
    pub(super) fn remove_from_group(&mut self, asked: &Asked<'_>) -> Reply {
        let remove = |organization: &mut Self| {
            let (directory, group) = organization.group_to_change(asked)?;
            let at = organization.user(asked, Some(directory))?;
            asked.no_body()?;
            Ok::<_, Refused>(organization.remove_member(asked, group, at))
        };
        remove(self).unwrap_or_else(|refusal| *refusal)
    }

    /// What removing somebody who is not in the group is answered stands in no document.
    pub(super) fn remove_member(&mut self, asked: &Asked<'_>, group: usize, at: usize) -> Reply {
        let effective = self.groups[group].members.remove(&self.book.accounts[at].id);
        let reply = if effective || !self.seed.is_multiple_of(2) {
            reply::empty(StatusCode::NO_CONTENT)
        } else {
            asked.not_found("ADMIN-404-8", "User not found")
        };
        self.log(at, asked, &reply, effective);
        reply
    }

    /// A group whose members may be changed here.
    fn group_to_change(&self, asked: &Asked<'_>) -> Result<(usize, usize), Refused> {
        let directory = self.directory_written(asked)?;
        let group = self.group(asked, Some(directory))?;
        self.check_group(asked, group)?;
        Ok((directory, group))
    }

    /// "You can’t add a user to a group synced from an identity provider"; under which status and code is unconfirmed.
    pub(super) fn check_group(&self, asked: &Asked<'_>, group: usize) -> Result<(), Refused> {
        if self.groups[group].synced {
            let title = "Not allowed to manage the group";
            return Err(asked.error(StatusCode::FORBIDDEN, "ADMIN-403-5", title).into());
        }
        Ok(())
    }
}

/// On how many workspaces a group has roles.
fn workspaces(group: &Group) -> usize {
    let mut workspaces: Vec<usize> = group.grants.iter().map(|grant| grant.workspace).collect();
    workspaces.sort_unstable();
    workspaces.dedup();
    workspaces.len()
}
