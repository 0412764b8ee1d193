//! Roles of users: their list, and granting and revoking them.

use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::account::{Account, Grant, Life};
use crate::cursor::{PageStart, Slice};
use crate::organization::Organization;
use crate::places::HeldRole;
use crate::reply::{self, Refused, Reply};
use crate::request::ApiRequest;
use crate::workspace;

const ORGANIZATION_ADMIN: &str = "atlassian/org-admin";

/// `ResourceAndRole`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RoleBody {
    role: String,
    resource: Option<String>,
}

/// What is to be granted or revoked.
enum Wanted {
    OrganizationAdmin,
    OnWorkspace(Grant),
}

impl Organization {
    /// `GET …/role-assignments`: one item for each workspace, and one for the organization.
    pub(crate) fn get_user_roles(&mut self, request: &ApiRequest<'_>) -> Result<Reply, Refused> {
        let directory = self.directory_read(request)?;
        let at = self.user(request, directory)?;
        let items = self.role_items(&self.book.accounts[at], directory);
        self.page_of_roles(request, &items, at, false)
    }

    /// `GET …/groups/{groupId}/role-assignments`
    pub(crate) fn get_group_roles(&mut self, request: &ApiRequest<'_>) -> Result<Reply, Refused> {
        let directory = self.directory_read(request)?;
        let at = self.group(request, directory)?;
        let grants = self.places.groups[at].grants.iter();
        let items: Vec<Value> = grants
            .map(|grant| {
                let workspace = &self.places.workspaces[grant.workspace];
                json!({
                    "resourceId": workspace.id,
                    "resourceOwner": workspace.owner,
                    "roles": [grant.role],
                    "defaultRole": null,
                })
            })
            .collect();
        self.page_of_roles(request, &items, at, true)
    }

    /// One page of the roles of the account or group with this index.
    fn page_of_roles(
        &mut self,
        request: &ApiRequest<'_>,
        items: &[Value],
        at: usize,
        of_group: bool,
    ) -> Result<Reply, Refused> {
        let place = |start, size| {
            if of_group {
                PageStart::GroupRoles(at, start, size)
            } else {
                PageStart::Roles(at, start, size)
            }
        };
        let (start, size) = match request.query("cursor").map(|token| self.cursors.find(token)) {
            Some(Some(PageStart::Roles(of, start, size))) if of == at && !of_group => (start, size),
            Some(Some(PageStart::GroupRoles(of, start, size))) if of == at && of_group => (start, size),
            Some(_) => return Err(request.bad_cursor().into()),
            None => {
                let detail = "limit is a whole number from 1 to 100";
                let refusal = || request.bad_query(detail);
                (0, request.page_size().ok_or_else(refusal)?)
            }
        };
        let fitting: Vec<&Value> = items.iter().filter(|item| passes(request, item)).collect();
        let data: Vec<&&Value> = fitting.iter().skip(start).take(size).collect();
        let end = start + data.len();
        let slice = Slice {
            here: place(start, size),
            after: place(end, size),
            items: data.len(),
            has_more: end < fitting.len(),
        };
        let links = self.cursors.around(request, slice);
        let links = links.tokens(request.forms.links);
        Ok(reply::json(
            StatusCode::OK,
            &json!({ "data": data, "links": links }),
        ))
    }

    /// `MultiDirectoryUserRoleAssignment`
    fn role_items(&self, account: &Account, directory: Option<usize>) -> Vec<Value> {
        let held = self.places.held(account);
        let mut items: Vec<Value> = held
            .chunk_by(|a, b| a.grant.workspace == b.grant.workspace)
            .filter_map(|of_workspace| {
                let workspace = &self.places.workspaces[of_workspace.first()?.grant.workspace];
                if directory.is_some_and(|directory| directory != workspace.directory) {
                    return None;
                }
                let membership = account.membership(workspace.directory);
                let roles: Vec<&str> = of_workspace.iter().map(|held| held.grant.role).collect();
                let assignments: Vec<Value> = of_workspace.iter().map(assignment).collect();
                Some(json!({
                    "resourceId": workspace.id,
                    "resourceOwner": workspace.owner,
                    "roles": roles,
                    "roleAssignments": assignments,
                    "directoryId": self.places.directories[workspace.directory].id,
                    "userDirectoryStatus": match membership {
                        None => "no_membership",
                        Some(membership) if membership.suspended => "suspended",
                        Some(_) => "active",
                    },
                }))
            })
            .collect();
        if account.administrator {
            items.push(json!({
                "resourceId": format!("ari:cloud:platform::org/{}", self.identity.id),
                "resourceOwner": "platform",
                "roles": [ORGANIZATION_ADMIN],
                "roleAssignments": [{ "role": ORGANIZATION_ADMIN, "roleAssignmentMethods": ["direct"] }],
                "directoryId": null,
            }));
        }
        items
    }

    /// `POST …/roles/assign`
    pub(crate) fn grant_workspace_role(&mut self, request: &ApiRequest<'_>) -> Result<Reply, Refused> {
        let (at, wanted) = self.role_wanted(request)?;
        self.grant_role(request, at, &wanted)
    }

    /// `POST …/roles/revoke`
    pub(crate) fn revoke_workspace_role(&mut self, request: &ApiRequest<'_>) -> Result<Reply, Refused> {
        let (at, wanted) = self.role_wanted(request)?;
        Ok(self.revoke_role(request, at, &wanted))
    }

    /// `POST …/role-assignments/assign`. (That a change takes up to 30 seconds to show is not simulated.)
    pub(crate) fn grant_organization_role(&mut self, request: &ApiRequest<'_>) -> Result<Reply, Refused> {
        let at = self.user_of_organization_role(request)?;
        self.grant_role(request, at, &Wanted::OrganizationAdmin)
    }

    /// `POST …/role-assignments/revoke`
    pub(crate) fn revoke_organization_role(&mut self, request: &ApiRequest<'_>) -> Result<Reply, Refused> {
        let at = self.user_of_organization_role(request)?;
        Ok(self.revoke_role(request, at, &Wanted::OrganizationAdmin))
    }

    /// The user of a call that takes one role alone.
    fn user_of_organization_role(&self, request: &ApiRequest<'_>) -> Result<usize, Refused> {
        let body = request.body::<RoleBody>().ok();
        let is_good = body.is_some_and(|body| body.role == ORGANIZATION_ADMIN && body.resource.is_none());
        if !is_good {
            return Err(bad_request(request));
        }
        self.user_of_role(request)
    }

    fn role_wanted(&self, request: &ApiRequest<'_>) -> Result<(usize, Wanted), Refused> {
        let body: RoleBody = request.body().map_err(|_| bad_request(request))?;
        let role = workspace::role(&body.role)
            .filter(|role| !matches!(*role, "atlassian/viewer" | "atlassian/ai-access"))
            .ok_or_else(|| bad_request(request))?;
        let at = self.user_of_role(request)?;
        // "Any resource passed for org-admin" is ignored.
        if role == ORGANIZATION_ADMIN {
            return Ok((at, Wanted::OrganizationAdmin));
        }
        let resource = body.resource.ok_or_else(|| bad_request(request))?;
        let place = self.places.workspace(&resource).ok_or_else(|| unknown(request))?;
        if !self.places.workspaces[place].roles.contains(&role) {
            let code = "ADMIN-UAM-400-3";
            return Err(request
                .error(StatusCode::BAD_REQUEST, code, "Invalid Role for Resource")
                .into());
        }
        let workspace = place;
        Ok((at, Wanted::OnWorkspace(Grant { workspace, role })))
    }

    /// Any account that the organization knows, whatever directory it is in.
    fn user_of_role(&self, request: &ApiRequest<'_>) -> Result<usize, Refused> {
        self.user(request, None).map_err(|_| unknown(request))
    }

    /// Only members of the workspace's directory get a role there. The documents say so of groups and nothing of roles.
    fn grant_role(&mut self, request: &ApiRequest<'_>, at: usize, wanted: &Wanted) -> Result<Reply, Refused> {
        let account = &self.book.accounts[at];
        if account.life != Life::Active {
            return Err(bad_request(request));
        }
        let effective = match *wanted {
            Wanted::OrganizationAdmin => !std::mem::replace(&mut self.book.accounts[at].administrator, true),
            Wanted::OnWorkspace(grant) => {
                let directory = self.places.workspaces[grant.workspace].directory;
                if account.membership(directory).is_none() {
                    return Err(unknown(request));
                }
                if !self
                    .places
                    .has_licence(&self.book, grant.workspace, Some(account))
                {
                    let title = "Product License Limit Exceeded";
                    return Err(request
                        .error(StatusCode::CONFLICT, "ADMIN-UAM-409-3", title)
                        .into());
                }
                let account = &mut self.book.accounts[at];
                let is_new = !account.grants.contains(&grant);
                if is_new {
                    account.grants.push(grant);
                }
                is_new
            }
        };
        // No document says what granting a role twice answers, so the seed chooses.
        let reply = if effective || !self.behaviour.is_first_of_two() {
            reply::empty(StatusCode::NO_CONTENT)
        } else {
            request.error(StatusCode::CONFLICT, "ADMIN-UAM-409-2", "Resource Conflicts")
        };
        self.log(at, request, &reply, effective);
        Ok(reply)
    }

    /// Revokes a role that was granted directly; one that comes from a group stays. That revoking an absent role succeeds is
    /// unconfirmed.
    fn revoke_role(&mut self, request: &ApiRequest<'_>, at: usize, wanted: &Wanted) -> Reply {
        let account = &mut self.book.accounts[at];
        let effective = match wanted {
            Wanted::OrganizationAdmin => std::mem::replace(&mut account.administrator, false),
            Wanted::OnWorkspace(grant) => {
                let before = account.grants.len();
                account.grants.retain(|granted| granted != grant);
                account.grants.len() < before
            }
        };
        let reply = reply::empty(StatusCode::NO_CONTENT);
        self.log(at, request, &reply, effective);
        reply
    }
}

fn assignment(held: &HeldRole) -> Value {
    let methods: Vec<&str> = [("direct", held.directly), ("group_direct", held.by_group)]
        .into_iter()
        .filter_map(|(method, is_so)| is_so.then_some(method))
        .collect();
    json!({ "role": held.grant.role, "roleAssignmentMethods": methods })
}

/// Whether an item of the list passes the filters of the query.
fn passes(request: &ApiRequest<'_>, item: &Value) -> bool {
    let filters = [
        ("directoryIds", "directoryId"),
        ("resourceOwners", "resourceOwner"),
        ("resourceIds", "resourceId"),
    ];
    let one_of = |name: &str, fits: &dyn Fn(&str) -> bool| {
        request.query(name).is_none() || request.query_all(name).any(fits)
    };
    let roles = item["roles"].as_array();
    let has = |role: &str| roles.is_some_and(|roles| roles.iter().any(|had| had == role));
    filters
        .iter()
        .all(|(name, field)| one_of(name, &|wanted| item[field] == wanted))
        && one_of("roleIds", &has)
}

fn bad_request(request: &ApiRequest<'_>) -> Refused {
    request
        .error(StatusCode::BAD_REQUEST, "ADMIN-UAM-400-1", "Bad Request")
        .into()
}

/// The one code that these calls declare for 404, whatever is missing.
fn unknown(request: &ApiRequest<'_>) -> Refused {
    request.not_found("ADMIN-UAM-404-3", "Resource not found").into()
}
