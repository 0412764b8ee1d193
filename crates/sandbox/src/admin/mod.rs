//! The organizations API: whose organization is meant, what a call takes, and the calls in their groups (Organizations REST
//! API).

mod auth_policy;
mod event;
mod group;
mod invite;
mod last_active;
mod membership;
mod organization;
mod other;
mod parameter;
mod policy;
mod retired;
mod role;
mod stats;
mod workspace;

pub(crate) use event::EventSearch;
pub(crate) use group::GroupSearch;
use http::StatusCode;
pub(crate) use retired::{GroupSearchV1, UserSearchV1};
use rollcall_atlassian::Generation;
use serde::de::DeserializeOwned;
pub(crate) use workspace::WorkspaceSearch;

use crate::account::Life;
use crate::answer::Asked;
use crate::organization::{Deed, Organization};
use crate::reply::{self, Reply};

/// A refusal on the way to the answer.
pub(crate) type Refused = Box<Reply>;

impl Organization {
    /// Answers a call of the organizations API.
    pub(crate) fn administer(&mut self, asked: &Asked<'_>) -> Reply {
        if self.is_v1_over && matches!(asked.endpoint.generation, Generation::Retired { .. }) {
            return self.is_over(asked);
        }
        if let Some(reply) = self.other_organization(asked) {
            return reply;
        }
        if let Some(unknown) = parameter::unknown(asked) {
            let detail = format!("Unknown query parameter: {unknown}");
            return asked.refused("ADMIN-400-19", "Invalid request syntax", &detail);
        }
        self.organization_call(asked)
            .or_else(|| self.directory_call(asked))
            .or_else(|| self.policy_call(asked))
            .or_else(|| self.retired_call(asked))
            .unwrap_or_else(|| asked.not_found("ADMIN-404-1", "Unknown resource"))
    }

    fn organization_call(&mut self, asked: &Asked<'_>) -> Option<Reply> {
        Some(match asked.endpoint.name {
            "get-organizations" => self.get_organizations(asked),
            "get-organization" => self.get_organization(asked),
            "get-domain" => self.get_domain(asked),
            "get-last-active" => self.get_last_active(asked),
            "search-workspaces" => self.search_workspaces(asked),
            "get-domains" => self.get_domains(asked),
            "get-managed-accounts" => self.get_managed_accounts(asked),
            "get-directories" => self.get_directories(asked),
            "invite-users" => self.invite_users(asked),
            "grant-role" | "revoke-role" => self.change_role(asked),
            "grant-organization-role" | "revoke-organization-role" => self.change_organization_role(asked),
            _ => return None,
        })
    }

    fn policy_call(&mut self, asked: &Asked<'_>) -> Option<Reply> {
        Some(match asked.endpoint.name {
            "add-to-policy" => self.add_to_policy(asked),
            "get-policy-task" => self.get_policy_task(asked),
            "get-user-policies" => self.get_user_policies(asked),
            "get-policies" => self.get_policies(asked),
            "get-policy" => self.get_policy(asked),
            "get-events" | "poll-events" => self.get_events(asked),
            "get-event" => self.get_event(asked),
            "get-event-actions" => event::event_actions(),
            _ => return None,
        })
    }

    fn directory_call(&mut self, asked: &Asked<'_>) -> Option<Reply> {
        Some(match asked.endpoint.name {
            "search-users" => self.search_users(asked),
            "get-users" => self.get_users(asked),
            "count-users" => self.count_users(asked),
            "get-user-stats" => self.get_user_stats(asked),
            "count-groups" => self.count_groups(asked),
            "get-group-stats" => self.get_group_stats(asked),
            "get-user" => self.get_user(asked),
            "suspend-user" => self.suspend_user(asked),
            "restore-user" => self.restore_user(asked),
            "remove-user" => self.remove_user(asked),
            "get-user-roles" => self.get_user_roles(asked),
            "get-group-roles" => self.get_group_roles(asked),
            "search-groups" => self.search_groups(asked),
            "get-group" => self.get_group(asked),
            "add-to-group" => self.add_to_group(asked),
            "remove-from-group" => self.remove_from_group(asked),
            _ => return None,
        })
    }

    /// The directory of the path, where `-` means all of them: `None`. Documented for reads.
    pub(crate) fn directory_read(&self, asked: &Asked<'_>) -> Result<Option<usize>, Refused> {
        match asked.params.get("directory") {
            Some("-") => Ok(None),
            _ => self.directory_written(asked).map(Some),
        }
    }

    /// The directory of the path. That `-` may stand for all of them is documented for no call that changes something, so it
    /// is none.
    fn directory_written(&self, asked: &Asked<'_>) -> Result<usize, Refused> {
        let id = asked.params.get("directory");
        self.directories
            .iter()
            .position(|directory| Some(directory.id.as_str()) == id)
            .ok_or_else(|| asked.not_found("ADMIN-404-1", "Unknown resource").into())
    }

    /// The account of the path, where there is one in this directory, or in any of them: managed accounts in no directory
    /// count there.
    pub(crate) fn user(&self, asked: &Asked<'_>, directory: Option<usize>) -> Result<usize, Refused> {
        let id = asked.params.get("account").unwrap_or_default();
        self.user_with_id(asked, id, directory)
    }

    fn user_with_id(&self, asked: &Asked<'_>, id: &str, directory: Option<usize>) -> Result<usize, Refused> {
        let found = self.book.find(id).filter(|at| {
            let account = &self.book.accounts[*at];
            account.life != Life::Closed
                && directory.map_or(account.managed || !account.memberships.is_empty(), |directory| {
                    account.membership(directory).is_some()
                })
        });
        found.ok_or_else(|| asked.not_found("ADMIN-404-8", "User not found").into())
    }

    /// What asking for something that is so already is answered. No document says, so an organization's seed chooses.
    fn so_already(&self, asked: &Asked<'_>) -> Reply {
        match self.seed % 3 {
            0 => asked.refused("ADMIN-400-24", "Invalid request", "It is so already."),
            1 => reply::empty(StatusCode::NO_CONTENT),
            _ => asked.error(StatusCode::CONFLICT, "ADMIN-409-28", "Conflict"),
        }
    }

    /// Writes down what was asked about an account and answered.
    fn log(&mut self, account: usize, asked: &Asked<'_>, reply: &Reply, effective: bool) {
        self.deeds.push(Deed {
            at: asked.now_ms,
            account: self.book.accounts[account].id.clone(),
            endpoint: asked.endpoint.name,
            status: reply.status().as_u16(),
            effective,
            body: asked.request.body().clone(),
        });
    }
}

impl Asked<'_> {
    /// The URL of the request without its query, as its client sees it.
    pub(super) fn url(&self) -> String {
        format!("{}{}", self.origin, self.request.uri().path())
    }

    /// `limit`: 1 to 100, 20 without one (limitParam).
    pub(super) fn page_size(&self) -> Option<usize> {
        let size = self.query("limit").map_or(Ok(20), str::parse).ok()?;
        (1..=100).contains(&size).then_some(size)
    }

    /// 400 with a code.
    pub(crate) fn refused(&self, code: &str, title: &str, detail: &str) -> Reply {
        reply::application_error(StatusCode::BAD_REQUEST, code, title, detail, self.serial)
    }

    /// A cursor that was not given out, or by another call.
    pub(crate) fn bad_cursor(&self) -> Reply {
        let detail = "The cursor does not belong to a page of this resource.";
        self.refused("ADMIN-400-1", "Invalid page cursor", detail)
    }

    /// 404 with a code.
    pub(crate) fn not_found(&self, code: &str, title: &str) -> Reply {
        reply::application_error(StatusCode::NOT_FOUND, code, title, title, self.serial)
    }

    /// A refusal whose title says enough.
    pub(crate) fn error(&self, status: StatusCode, code: &str, title: &str) -> Reply {
        reply::application_error(status, code, title, title, self.serial)
    }

    /// The body of a call that has one, with no field that the document does not have, which is stricter than it.
    pub(crate) fn body<T: DeserializeOwned>(&self) -> Result<T, String> {
        let body = self
            .json_object()
            .ok_or("The body must be a JSON object of at most 1 MB, with its content type.")?;
        serde_json::from_slice(body).map_err(|error| error.to_string())
    }

    /// The refusal of a body where none is due.
    fn no_body(&self) -> Result<(), Refused> {
        if self.request.body().is_empty() {
            Ok(())
        } else {
            let refusal = self.refused("ADMIN-400-24", "Invalid request body", "This call takes no body.");
            Err(refusal.into())
        }
    }
}
