//! Groups: search, details, members.

use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::account::Grant;
use crate::cursor::{PageStart, Slice};
use crate::group::Group;
use crate::organization::Organization;
use crate::reply::{self, Refused, Reply};
use crate::request::ApiRequest;
use crate::search::group::{Direction, Expand, GroupSearch};

impl Organization {
    /// `POST …/groups/search`
    pub(crate) fn search_groups(&mut self, request: &ApiRequest<'_>) -> Result<Reply, Refused> {
        let bad = |detail: String| -> Refused { request.bad_body(&detail).into() };
        let directory = self.directory_read(request)?;
        let mut search = GroupSearch::read(request).map_err(bad)?;
        search.directory = directory;
        let given = search.cursor.take();
        let (search, start) = match given.as_deref().map(|token| self.cursors.find(token)) {
            None => {
                search.check().map_err(bad)?;
                (Box::new(search), 0)
            }
            // As with the search for users, a cursor carries the search along.
            Some(Some(PageStart::Groups(search, start))) => (search, start),
            Some(_) => return Err(request.bad_cursor().into()),
        };
        let size = usize::from(search.limit.unwrap_or(20));
        let mut found: Vec<&Group> = self
            .places
            .groups
            .iter()
            .filter(|group| search.fits(&self.places, group))
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
                let mut item = self.group_item(request, group);
                if search.expands(Expand::Resources) {
                    item["counts"]["resources"] = workspaces(group).into();
                }
                if search.expands(Expand::Users) {
                    item["counts"]["users"] = group.members.len().into();
                }
                item
            })
            .collect();
        let slice = Slice {
            here: PageStart::Groups(search.clone(), start),
            after: PageStart::Groups(search, start + data.len()),
            items: data.len(),
            has_more: !is_last,
        };
        let links = self.cursors.neighbours(request, given.as_deref(), slice);
        let links = links.tokens(request.forms.links);
        Ok(reply::json(
            StatusCode::OK,
            &json!({ "data": data, "links": links }),
        ))
    }

    /// `GET …/groups/{groupId}`
    pub(crate) fn get_group(&self, request: &ApiRequest<'_>) -> Result<Reply, Refused> {
        let directory = self.directory_read(request)?;
        let group = &self.places.groups[self.group(request, directory)?];
        let mut item = self.group_item(request, group);
        item["counts"] = json!({ "resources": workspaces(group), "users": group.members.len() });
        Ok(reply::json(StatusCode::OK, &json!({ "data": item })))
    }

    /// `MultiDirectoryGroup`
    fn group_item(&self, request: &ApiRequest<'_>, group: &Group) -> Value {
        let mut item = json!({
            "id": group.id,
            "name": group.name,
            "directoryId": self.places.directories[group.directory].id,
            "externalSynced": group.synced,
            "managedBy": if group.synced { "external" } else { "admins" },
            "managementAccess": { "readable": true, "modifiable": !group.synced, "deletable": !group.synced },
            "links": request.forms.links.link_to_self(&group.id),
        });
        if let Some(description) = group.description {
            item["description"] = description.into();
        }
        item
    }

    pub(crate) fn group(&self, request: &ApiRequest<'_>, directory: Option<usize>) -> Result<usize, Refused> {
        let id = request.params.get("group").unwrap_or_default();
        let is_there =
            |at: &usize| directory.is_none_or(|directory| directory == self.places.groups[*at].directory);
        self.places
            .group(id)
            .filter(is_there)
            .ok_or_else(|| request.not_found("ADMIN-404-10", "Group not found").into())
    }

    /// `POST …/memberships`
    pub(crate) fn add_to_group(&mut self, request: &ApiRequest<'_>) -> Result<Reply, Refused> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase", deny_unknown_fields)]
        struct MemberBody {
            account_id: String,
        }

        let (directory, group) = self.group_to_change(request)?;
        let MemberBody { account_id } = request.body().map_err(|detail| request.bad_body(&detail))?;
        let at = self.user_with_id(request, &account_id, Some(directory))?;
        Ok(self.add_member(request, group, at))
    }

    pub(crate) fn add_member(&mut self, request: &ApiRequest<'_>, group: usize, at: usize) -> Reply {
        let account = &self.book.accounts[at];
        let is_full = |grant: &Grant| {
            !self
                .places
                .has_licence(&self.book, grant.workspace, Some(account))
        };
        let reply = if self.places.groups[group].members.contains(&account.id) {
            request.error(StatusCode::CONFLICT, "ADMIN-409-28", "Conflict")
        } else if self.places.groups[group].grants.iter().any(is_full) {
            request.error(StatusCode::CONFLICT, "ADMIN-409-3", "License limit exceeded")
        } else {
            self.places.groups[group].members.insert(account.id.clone());
            reply::empty(StatusCode::NO_CONTENT)
        };
        self.log(at, request, &reply, reply.status().is_success());
        reply
    }

    /// `DELETE …/memberships/{accountId}`
    pub(crate) fn remove_from_group(&mut self, request: &ApiRequest<'_>) -> Result<Reply, Refused> {
        let (directory, group) = self.group_to_change(request)?;
        let at = self.user(request, Some(directory))?;
        request.check_spare_body()?;
        Ok(self.remove_member(request, group, at))
    }

    /// No document says what removing a non-member answers, so the seed chooses.
    pub(crate) fn remove_member(&mut self, request: &ApiRequest<'_>, group: usize, at: usize) -> Reply {
        let effective = self.places.groups[group]
            .members
            .remove(&self.book.accounts[at].id);
        let reply = if effective || !self.behaviour.is_first_of_two() {
            reply::empty(StatusCode::NO_CONTENT)
        } else {
            request.not_found("ADMIN-404-8", "User not found")
        };
        self.log(at, request, &reply, effective);
        reply
    }

    /// Directory and group of the path, if the members of the group may be changed here.
    fn group_to_change(&self, request: &ApiRequest<'_>) -> Result<(usize, usize), Refused> {
        let directory = self.directory_written(request)?;
        let group = self.group(request, Some(directory))?;
        self.check_group(request, group)?;
        Ok((directory, group))
    }

    /// "You can’t add a user to a group synced from an identity provider"; under which status and code is unconfirmed.
    pub(crate) fn check_group(&self, request: &ApiRequest<'_>, group: usize) -> Result<(), Refused> {
        if self.places.groups[group].synced {
            let title = "Not allowed to manage the group";
            return Err(request.error(StatusCode::FORBIDDEN, "ADMIN-403-5", title).into());
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
