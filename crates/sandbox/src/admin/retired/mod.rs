//! The calls of v1 that v2 took the place of (Organizations REST API, document of July 2025). They speak of one directory; here
//! they are about all directories that an account is in.

mod search;

use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

pub(crate) use self::search::{GroupSearchV1, UserSearchV1};
use super::Refused;
use super::invite::{Part, Rule, bad_request};
use crate::account::Life;
use crate::address;
use crate::answer::Asked;
use crate::organization::Organization;
use crate::reply::{self, Reply};

impl Organization {
    pub(super) fn retired_call(&mut self, asked: &Asked<'_>) -> Option<Reply> {
        let result = match asked.endpoint.name {
            "suspend-access" => self.set_access(asked, true),
            "restore-access" => self.set_access(asked, false),
            "remove-access" => self.remove_access(asked),
            "add-to-group-v1" => self.add_to_group_v1(asked),
            "remove-from-group-v1" => self.remove_from_group_v1(asked),
            "invite-user" => self.invite_user(asked),
            "search-users-v1" => self.search_users_v1(asked),
            "search-groups-v1" => self.search_groups_v1(asked),
            _ => return None,
        };
        Some(result.unwrap_or_else(|refusal| *refusal))
    }

    /// What is answered once the calls have ended stands in no document.
    pub(super) fn is_over(&self, asked: &Asked<'_>) -> Reply {
        if self.seed.is_multiple_of(2) {
            reply::empty(StatusCode::GONE)
        } else {
            asked.not_found("ADMIN-404-1", "Unknown resource")
        }
    }

    fn set_access(&mut self, asked: &Asked<'_>, suspended: bool) -> Result<Reply, Refused> {
        let at = self.member(asked)?;
        if !asked.request.body().is_empty() {
            return Err(bad_resource(asked));
        }
        let account = &self.book.accounts[at];
        let effective = account
            .memberships
            .iter()
            .any(|place| place.suspended != suspended);
        if effective && !suspended {
            self.check_licences(asked, at)?;
        }
        for membership in &mut self.book.accounts[at].memberships {
            membership.suspended = suspended;
        }
        let reply = if effective || self.seed % 3 == 1 {
            let done = if suspended { "suspended" } else { "restored" };
            let id = &self.book.accounts[at].id;
            message(&format!(
                "Access to organization {} was {done} for user {id}",
                self.id
            ))
        } else {
            self.so_already(asked)
        };
        self.log(at, asked, &reply, effective);
        Ok(reply)
    }

    /// Nobody comes back to an app that has no licence left, and nobody at all while several have none.
    fn check_licences(&self, asked: &Asked<'_>, at: usize) -> Result<(), Refused> {
        let is_full = |workspace: &usize| {
            let capacity = self.workspaces[*workspace].capacity;
            capacity.is_some_and(|capacity| self.licences_used(*workspace) >= capacity)
        };
        if (0..self.workspaces.len()).filter(is_full).count() > 1 {
            let title = "Too many license breaches";
            return Err(asked.error(StatusCode::BAD_REQUEST, "ADMIN-400-32", title).into());
        }
        if self.workspaces_of(&self.book.accounts[at]).iter().any(is_full) {
            let title = "License limit exceeded";
            return Err(asked.error(StatusCode::CONFLICT, "ADMIN-409-3", title).into());
        }
        Ok(())
    }

    /// It declares no 404: whoever is not there is an invalid resource. (That removing takes its time is not played here.)
    fn remove_access(&mut self, asked: &Asked<'_>) -> Result<Reply, Refused> {
        let at = self.member(asked).map_err(|_| bad_resource(asked))?;
        let directories: Vec<usize> = self.book.accounts[at]
            .memberships
            .iter()
            .map(|membership| membership.directory)
            .collect();
        for directory in directories {
            self.leave(at, directory);
        }
        let reply = reply::empty(StatusCode::NO_CONTENT);
        self.log(at, asked, &reply, true);
        Ok(reply)
    }

    fn add_to_group_v1(&mut self, asked: &Asked<'_>) -> Result<Reply, Refused> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct MemberBody {
            account_id: String,
        }

        let group = self.group_v1(asked)?;
        let MemberBody { account_id } = asked
            .body()
            .map_err(|detail| asked.refused("ADMIN-400-24", "Invalid request body", &detail))?;
        let directory = self.groups[group].directory;
        let at = self.user_with_id(asked, &account_id, Some(directory))?;
        let reply = self.add_member(asked, group, at);
        Ok(self.told(reply, group, at, "added to"))
    }

    fn remove_from_group_v1(&mut self, asked: &Asked<'_>) -> Result<Reply, Refused> {
        let group = self.group_v1(asked)?;
        let at = self.user(asked, Some(self.groups[group].directory))?;
        let reply = self.remove_member(asked, group, at);
        Ok(self.told(reply, group, at, "removed from"))
    }

    fn group_v1(&self, asked: &Asked<'_>) -> Result<usize, Refused> {
        let id = asked.params.get("group").unwrap_or_default();
        check_id(asked, id)?;
        let group = self.group(asked, None)?;
        self.check_group(asked, group)?;
        Ok(group)
    }

    /// v1 says in words what v2 says with 204.
    fn told(&self, reply: Reply, group: usize, at: usize, done: &str) -> Reply {
        if reply.status() != StatusCode::NO_CONTENT {
            return reply;
        }
        let (user, group) = (&self.book.accounts[at].id, &self.groups[group].id);
        message(&format!("User {user} was {done} group {group}"))
    }

    fn invite_user(&mut self, asked: &Asked<'_>) -> Result<Reply, Refused> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase", deny_unknown_fields)]
        struct InviteBody {
            email: String,
            permission_rule: Option<Rule>,
            #[serde(default)]
            send_notification: bool,
            notification_text: Option<String>,
        }

        let body: InviteBody = asked.body().map_err(|_| bad_request(asked))?;
        if !address::violations(&body.email).is_empty() {
            return Err(bad_request(asked));
        }
        let grants = self.grants_of(asked, body.permission_rule.as_slice())?;
        let known = self.book.holder(&body.email);
        if known.is_some_and(|at| self.book.accounts[at].life != Life::Active) {
            let title = "Inactive user";
            return Err(asked
                .error(StatusCode::BAD_REQUEST, "ADMIN-UAM-400-2", title)
                .into());
        }
        let account = known.map(|at| &self.book.accounts[at]);
        if grants
            .iter()
            .any(|grant| !self.has_licence(grant.workspace, account))
        {
            let title = "Product License Limit Exceeded";
            return Err(asked.error(StatusCode::CONFLICT, "ADMIN-UAM-409-3", title).into());
        }
        let at = self.invited_account(&body.email, asked.now_ms);
        for grant in grants {
            // Whatever could stand in the way was looked at; that the role is there already is no matter.
            let _: Part = self.invite_to_role(at, grant);
        }
        if body.send_notification {
            self.mail(asked.now_ms, &body.email, body.notification_text.as_ref());
        }
        let ids: Value = json!([self.book.accounts[at].id]);
        let reply = reply::json(StatusCode::ACCEPTED, &ids);
        self.log(at, asked, &reply, true);
        Ok(reply)
    }

    /// A user who is in a directory.
    fn member(&self, asked: &Asked<'_>) -> Result<usize, Refused> {
        check_id(asked, asked.params.get("account").unwrap_or_default())?;
        let at = self.user(asked, None)?;
        if self.book.accounts[at].memberships.is_empty() {
            return Err(asked.not_found("ADMIN-404-8", "User not found").into());
        }
        Ok(at)
    }
}

/// When the declared "invalid resource" comes is not said; here it is for what cannot be an id.
fn check_id(asked: &Asked<'_>, id: &str) -> Result<(), Refused> {
    let is_id = id
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b"_|:-".contains(&b));
    if is_id { Ok(()) } else { Err(bad_resource(asked)) }
}

fn bad_resource(asked: &Asked<'_>) -> Refused {
    let title = "Invalid resource";
    asked.error(StatusCode::BAD_REQUEST, "ADMIN-400-4", title).into()
}

/// `GenericSuccess`
fn message(text: &str) -> Reply {
    reply::json(StatusCode::OK, &json!({ "message": text }))
}
