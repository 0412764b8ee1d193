//! Roles of users: their list, and granting and revoking them.

use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Refused;
use crate::account::{Account, Grant, Life};
use crate::answer::Asked;
use crate::cursor::Place;
use crate::organization::Organization;
use crate::reply::{self, Reply};
use crate::roles::Held;
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
    pub(super) fn get_user_roles(&mut self, asked: &Asked<'_>) -> Reply {
        self.user_roles(asked).unwrap_or_else(|refusal| *refusal)
    }

    fn user_roles(&mut self, asked: &Asked<'_>) -> Result<Reply, Refused> {
        let directory = self.directory_read(asked)?;
        let at = self.user(asked, directory)?;
        let items = self.role_items(&self.book.accounts[at], directory);
        self.page_of_roles(asked, &items, at, false)
    }

    /// `GET …/groups/{groupId}/role-assignments`
    pub(super) fn get_group_roles(&mut self, asked: &Asked<'_>) -> Reply {
        self.group_roles(asked).unwrap_or_else(|refusal| *refusal)
    }

    fn group_roles(&mut self, asked: &Asked<'_>) -> Result<Reply, Refused> {
        let directory = self.directory_read(asked)?;
        let at = self.group(asked, directory)?;
        let grants = self.groups[at].grants.iter();
        let items: Vec<Value> = grants
            .map(|grant| {
                let workspace = &self.workspaces[grant.workspace];
                json!({
                    "resourceId": workspace.id,
                    "resourceOwner": workspace.owner,
                    "roles": [grant.role],
                    "defaultRole": null,
                })
            })
            .collect();
        self.page_of_roles(asked, &items, at, true)
    }

    /// One page of the roles of the account or group with this index.
    fn page_of_roles(
        &mut self,
        asked: &Asked<'_>,
        items: &[Value],
        at: usize,
        of_group: bool,
    ) -> Result<Reply, Refused> {
        let place = |start, size| {
            if of_group {
                Place::GroupRoles(at, start, size)
            } else {
                Place::Roles(at, start, size)
            }
        };
        let (start, size) = match asked.query("cursor").map(|token| self.cursors.place(token)) {
            Some(Some(Place::Roles(of, start, size))) if of == at && !of_group => (start, size),
            Some(Some(Place::GroupRoles(of, start, size))) if of == at && of_group => (start, size),
            Some(_) => return Err(asked.bad_cursor().into()),
            None => {
                let detail = "limit is a whole number from 1 to 100";
                let refusal = || asked.refused("ADMIN-400-19", "Invalid request syntax", detail);
                (0, asked.page_size().ok_or_else(refusal)?)
            }
        };
        let fitting: Vec<&Value> = items.iter().filter(|item| passes(asked, item)).collect();
        let data: Vec<&&Value> = fitting.iter().skip(start).take(size).collect();
        let end = start + data.len();
        let next = (end < fitting.len()).then(|| place(end, size));
        let next = self.next_token(asked, asked.query("cursor"), place(start, size), next);
        let links = json!({ "self": null, "prev": null, "next": next });
        Ok(reply::json(
            StatusCode::OK,
            &json!({ "data": data, "links": links }),
        ))
    }

    /// `MultiDirectoryUserRoleAssignment`
    fn role_items(&self, account: &Account, directory: Option<usize>) -> Vec<Value> {
        let held = self.held(account);
        let mut items: Vec<Value> = held
            .chunk_by(|a, b| a.grant.workspace == b.grant.workspace)
            .filter_map(|of_workspace| {
                let workspace = &self.workspaces[of_workspace.first()?.grant.workspace];
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
                    "directoryId": self.directories[workspace.directory].id,
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
                "resourceId": format!("ari:cloud:platform::org/{}", self.id),
                "resourceOwner": "platform",
                "roles": [ORGANIZATION_ADMIN],
                "roleAssignments": [{ "role": ORGANIZATION_ADMIN, "roleAssignmentMethods": ["direct"] }],
                "directoryId": null,
            }));
        }
        items
    }

    /// `POST …/roles/assign` and `…/revoke`
    pub(super) fn change_role(&mut self, asked: &Asked<'_>) -> Reply {
        let result = self.role_wanted(asked).and_then(|(at, wanted)| {
            if asked.endpoint.name == "grant-role" {
                self.grant_role(asked, at, &wanted)
            } else {
                Ok(self.revoke_role(asked, at, &wanted))
            }
        });
        result.unwrap_or_else(|refusal| *refusal)
    }

    /// `POST …/role-assignments/assign` and `…/revoke`, which take one role alone. (That a change takes up to 30 seconds to show
    /// is not played here.)
    pub(super) fn change_organization_role(&mut self, asked: &Asked<'_>) -> Reply {
        let result = asked
            .body::<RoleBody>()
            .ok()
            .filter(|body| body.role == ORGANIZATION_ADMIN && body.resource.is_none())
            .ok_or_else(|| bad_request(asked))
            .and_then(|_| {
                let at = self.user_of_role(asked)?;
                let wanted = Wanted::OrganizationAdmin;
                if asked.endpoint.name == "grant-organization-role" {
                    self.grant_role(asked, at, &wanted)
                } else {
                    Ok(self.revoke_role(asked, at, &wanted))
                }
            });
        result.unwrap_or_else(|refusal| *refusal)
    }

    fn role_wanted(&self, asked: &Asked<'_>) -> Result<(usize, Wanted), Refused> {
        let body: RoleBody = asked.body().map_err(|_| bad_request(asked))?;
        let role = workspace::role(&body.role)
            .filter(|role| !matches!(*role, "atlassian/viewer" | "atlassian/ai-access"))
            .ok_or_else(|| bad_request(asked))?;
        let at = self.user_of_role(asked)?;
        // "Any resource passed for org-admin" is ignored.
        if role == ORGANIZATION_ADMIN {
            return Ok((at, Wanted::OrganizationAdmin));
        }
        let resource = body.resource.ok_or_else(|| bad_request(asked))?;
        let place = self
            .workspaces
            .iter()
            .position(|workspace| workspace.id == resource)
            .ok_or_else(|| unknown(asked))?;
        if !self.workspaces[place].roles.contains(&role) {
            let code = "ADMIN-UAM-400-3";
            return Err(asked
                .error(StatusCode::BAD_REQUEST, code, "Invalid Role for Resource")
                .into());
        }
        let workspace = place;
        Ok((at, Wanted::OnWorkspace(Grant { workspace, role })))
    }

    /// Any account that the organization knows, whatever directory it is in.
    fn user_of_role(&self, asked: &Asked<'_>) -> Result<usize, Refused> {
        self.user(asked, None).map_err(|_| unknown(asked))
    }

    /// Only somebody in the workspace's directory gets a role there, as the documents say of groups; of roles they say nothing.
    fn grant_role(&mut self, asked: &Asked<'_>, at: usize, wanted: &Wanted) -> Result<Reply, Refused> {
        let account = &self.book.accounts[at];
        if account.life != Life::Active {
            return Err(bad_request(asked));
        }
        let effective = match *wanted {
            Wanted::OrganizationAdmin => !std::mem::replace(&mut self.book.accounts[at].administrator, true),
            Wanted::OnWorkspace(grant) => {
                let directory = self.workspaces[grant.workspace].directory;
                if account.membership(directory).is_none() {
                    return Err(unknown(asked));
                }
                if !self.has_licence(grant.workspace, Some(account)) {
                    let title = "Product License Limit Exceeded";
                    return Err(asked.error(StatusCode::CONFLICT, "ADMIN-UAM-409-3", title).into());
                }
                let account = &mut self.book.accounts[at];
                let is_new = !account.grants.contains(&grant);
                if is_new {
                    account.grants.push(grant);
                }
                is_new
            }
        };
        // What granting a role twice is answered stands in no document.
        let reply = if effective || !self.seed.is_multiple_of(2) {
            reply::empty(StatusCode::NO_CONTENT)
        } else {
            asked.error(StatusCode::CONFLICT, "ADMIN-UAM-409-2", "Resource Conflicts")
        };
        self.log(at, asked, &reply, effective);
        Ok(reply)
    }

    /// Only what was granted directly can be revoked; what comes from a group stays, and so does nothing. That revoking what is
    /// not there succeeds stands in no document.
    fn revoke_role(&mut self, asked: &Asked<'_>, at: usize, wanted: &Wanted) -> Reply {
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
        self.log(at, asked, &reply, effective);
        reply
    }
}

fn assignment(held: &Held) -> Value {
    let methods: Vec<&str> = [("direct", held.directly), ("group_direct", held.by_group)]
        .into_iter()
        .filter_map(|(method, is_so)| is_so.then_some(method))
        .collect();
    json!({ "role": held.grant.role, "roleAssignmentMethods": methods })
}

/// The filters of the list, against an item as it would be answered.
fn passes(asked: &Asked<'_>, item: &Value) -> bool {
    let filters = [
        ("directoryIds", "directoryId"),
        ("resourceOwners", "resourceOwner"),
        ("resourceIds", "resourceId"),
    ];
    let one_of = |name: &str, fits: &dyn Fn(&str) -> bool| {
        asked.query(name).is_none() || asked.query_all(name).any(fits)
    };
    let roles = item["roles"].as_array();
    let has = |role: &str| roles.is_some_and(|roles| roles.iter().any(|had| had == role));
    filters
        .iter()
        .all(|(name, field)| one_of(name, &|wanted| item[field] == wanted))
        && one_of("roleIds", &has)
}

fn bad_request(asked: &Asked<'_>) -> Refused {
    asked
        .error(StatusCode::BAD_REQUEST, "ADMIN-UAM-400-1", "Bad Request")
        .into()
}

/// The one code that is declared for what is not found, whatever its own title.
fn unknown(asked: &Asked<'_>) -> Refused {
    asked.not_found("ADMIN-UAM-404-3", "Resource not found").into()
}
