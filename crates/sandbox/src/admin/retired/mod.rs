//! The calls of v1 that v2 replaced (Organizations REST API, document of July 2025). Their documents know one directory; here a
//! call applies to all directories of the account.

mod search;

use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::invite::{Part, Rule, bad_request};
use crate::account::Life;
use crate::address;
use crate::organization::Organization;
use crate::reply::{self, Refused, Reply};
use crate::request::ApiRequest;

impl Organization {
    /// `POST …/suspend-access`
    pub(crate) fn suspend_access(&mut self, request: &ApiRequest<'_>) -> Result<Reply, Refused> {
        self.set_access(request, true)
    }

    /// `POST …/restore-access`
    pub(crate) fn restore_access(&mut self, request: &ApiRequest<'_>) -> Result<Reply, Refused> {
        self.set_access(request, false)
    }

    /// The answer to a call that has ended. No document shows one, so the seed chooses.
    pub(crate) fn call_has_ended(&self, request: &ApiRequest<'_>) -> Reply {
        if self.behaviour.is_first_of_two() {
            reply::empty(StatusCode::GONE)
        } else {
            request.not_found("ADMIN-404-1", "Unknown resource")
        }
    }

    fn set_access(&mut self, request: &ApiRequest<'_>, suspended: bool) -> Result<Reply, Refused> {
        let at = self.member(request)?;
        request.any_body().map_err(|_| bad_resource(request))?;
        let account = &self.book.accounts[at];
        let effective = account
            .memberships
            .iter()
            .any(|place| place.suspended != suspended);
        if effective && !suspended {
            self.check_licences(request, at)?;
        }
        for membership in &mut self.book.accounts[at].memberships {
            membership.suspended = suspended;
        }
        let reply = if effective || self.behaviour.seed % 3 == 1 {
            let done = if suspended { "suspended" } else { "restored" };
            let id = &self.book.accounts[at].id;
            message(&format!(
                "Access to organization {} was {done} for user {id}",
                self.identity.id
            ))
        } else {
            self.already_in_effect(request)
        };
        self.log(at, request, &reply, effective);
        Ok(reply)
    }

    /// Refuses to restore access to an app without a free licence, and to any app while more than one has none.
    fn check_licences(&self, request: &ApiRequest<'_>, at: usize) -> Result<(), Refused> {
        let is_full = |workspace: &usize| {
            let capacity = self.places.workspaces[*workspace].capacity;
            capacity.is_some_and(|capacity| self.places.licences_used(&self.book, *workspace) >= capacity)
        };
        if (0..self.places.workspaces.len()).filter(is_full).count() > 1 {
            let title = "Too many license breaches";
            return Err(request
                .error(StatusCode::BAD_REQUEST, "ADMIN-400-32", title)
                .into());
        }
        if self
            .places
            .workspaces_of(&self.book.accounts[at])
            .iter()
            .any(is_full)
        {
            let title = "License limit exceeded";
            return Err(request.error(StatusCode::CONFLICT, "ADMIN-409-3", title).into());
        }
        Ok(())
    }

    /// The call declares no 404: an account that is not there is an invalid resource. (That removing takes time is not
    /// simulated.)
    pub(crate) fn remove_access(&mut self, request: &ApiRequest<'_>) -> Result<Reply, Refused> {
        let at = self.member(request).map_err(|_| bad_resource(request))?;
        let directories: Vec<usize> = self.book.accounts[at]
            .memberships
            .iter()
            .map(|membership| membership.directory)
            .collect();
        for directory in directories {
            self.places.leave(&mut self.book.accounts[at], directory);
        }
        let reply = reply::empty(StatusCode::NO_CONTENT);
        self.log(at, request, &reply, true);
        Ok(reply)
    }

    pub(crate) fn add_to_group_v1(&mut self, request: &ApiRequest<'_>) -> Result<Reply, Refused> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct MemberBody {
            account_id: String,
        }

        let group = self.group_v1(request)?;
        let MemberBody { account_id } = request.body().map_err(|detail| request.bad_body(&detail))?;
        let directory = self.places.groups[group].directory;
        let at = self.user_with_id(request, &account_id, Some(directory))?;
        let reply = self.add_member(request, group, at);
        Ok(self.in_words(reply, group, at, "added to"))
    }

    pub(crate) fn remove_from_group_v1(&mut self, request: &ApiRequest<'_>) -> Result<Reply, Refused> {
        let group = self.group_v1(request)?;
        let at = self.user(request, Some(self.places.groups[group].directory))?;
        let reply = self.remove_member(request, group, at);
        Ok(self.in_words(reply, group, at, "removed from"))
    }

    fn group_v1(&self, request: &ApiRequest<'_>) -> Result<usize, Refused> {
        let id = request.params.get("group").unwrap_or_default();
        check_id(request, id)?;
        let group = self.group(request, None)?;
        self.check_group(request, group)?;
        Ok(group)
    }

    /// The answer of v1 for what v2 answers with 204: a sentence.
    fn in_words(&self, reply: Reply, group: usize, at: usize, done: &str) -> Reply {
        if reply.status() != StatusCode::NO_CONTENT {
            return reply;
        }
        let (user, group) = (&self.book.accounts[at].id, &self.places.groups[group].id);
        message(&format!("User {user} was {done} group {group}"))
    }

    pub(crate) fn invite_user(&mut self, request: &ApiRequest<'_>) -> Result<Reply, Refused> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase", deny_unknown_fields)]
        struct InviteBody {
            email: String,
            permission_rule: Option<Rule>,
            #[serde(default)]
            send_notification: bool,
            notification_text: Option<String>,
        }

        let body: InviteBody = request.body().map_err(|_| bad_request(request))?;
        if !address::violations(&body.email).is_empty() {
            return Err(bad_request(request));
        }
        let grants = self.grants_of(request, body.permission_rule.as_slice())?;
        let known = self.book.holder(&body.email);
        if known.is_some_and(|at| self.book.accounts[at].life != Life::Active) {
            let title = "Inactive user";
            return Err(request
                .error(StatusCode::BAD_REQUEST, "ADMIN-UAM-400-2", title)
                .into());
        }
        let account = known.map(|at| &self.book.accounts[at]);
        if grants
            .iter()
            .any(|grant| !self.places.has_licence(&self.book, grant.workspace, account))
        {
            let title = "Product License Limit Exceeded";
            return Err(request
                .error(StatusCode::CONFLICT, "ADMIN-UAM-409-3", title)
                .into());
        }
        let at = self.invited_account(&body.email, request.now_ms);
        for grant in grants {
            // Licence and state were checked above; a role that is there already is no error.
            let _: Part = self.invite_to_role(at, grant);
        }
        if body.send_notification {
            self.mail(request.now_ms, &body.email, body.notification_text.as_ref());
        }
        let ids: Value = json!([self.book.accounts[at].id]);
        let reply = reply::json(StatusCode::ACCEPTED, &ids);
        self.log(at, request, &reply, true);
        Ok(reply)
    }

    /// A user who is in a directory.
    fn member(&self, request: &ApiRequest<'_>) -> Result<usize, Refused> {
        check_id(request, request.params.get("account").unwrap_or_default())?;
        let at = self.user(request, None)?;
        if self.book.accounts[at].memberships.is_empty() {
            return Err(request.not_found("ADMIN-404-8", "User not found").into());
        }
        Ok(at)
    }
}

/// The document declares "invalid resource" without saying when. Here it is the answer to a text that cannot be an id.
fn check_id(request: &ApiRequest<'_>, id: &str) -> Result<(), Refused> {
    let is_id = id
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b"_|:-".contains(&b));
    if is_id { Ok(()) } else { Err(bad_resource(request)) }
}

fn bad_resource(request: &ApiRequest<'_>) -> Refused {
    let title = "Invalid resource";
    request
        .error(StatusCode::BAD_REQUEST, "ADMIN-400-4", title)
        .into()
}

/// `GenericSuccess`
fn message(text: &str) -> Reply {
    reply::json(StatusCode::OK, &json!({ "message": text }))
}
