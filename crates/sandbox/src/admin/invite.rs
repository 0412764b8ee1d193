//! Invitations: they create accounts, give roles and groups, and send mails.

use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::account::{Grant, Life};
use crate::address;
use crate::history::Mail;
use crate::organization::Organization;
use crate::reply::{self, Refused, Reply};
use crate::request::ApiRequest;
use crate::workspace;

/// The roles that an invitation may give.
const ROLES: [&str; 8] = [
    "atlassian/user",
    "atlassian/admin",
    "atlassian/guest",
    "atlassian/contributor",
    "atlassian/customer",
    "atlassian/basic",
    "atlassian/stakeholder",
    "atlassian/viewer",
];

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct InviteBody {
    emails: Vec<String>,
    #[serde(default)]
    permission_rules: Vec<Rule>,
    #[serde(default)]
    additional_groups: Vec<String>,
    #[serde(default)]
    send_notification: bool,
    notification_text: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rule {
    pub(crate) resource: String,
    pub(crate) role: String,
}

/// The outcome of one role or group of an invitation: the reason if it failed, `None` if it succeeded.
pub(crate) type Part = Option<&'static str>;

impl Organization {
    /// `POST /v2/orgs/{orgId}/users/invite`. What is wrong with the request is refused for all; what fails for one person is
    /// told for that person, with 206.
    pub(crate) fn invite_users(&mut self, request: &ApiRequest<'_>) -> Result<Reply, Refused> {
        let body: InviteBody = request.body().map_err(|_| bad_request(request))?;
        self.check_paying(request)?;
        if !(1..=25).contains(&body.emails.len()) || has_bad_address(&body.emails) {
            return Err(bad_request(request));
        }
        let grants = self.grants_of(request, &body.permission_rules)?;
        let groups = self.groups_of(request, &body.additional_groups)?;
        if grants
            .iter()
            .any(|grant| !self.places.has_licence(&self.book, grant.workspace, None))
        {
            let title = "Product License Limit Exceeded";
            return Err(request
                .error(StatusCode::CONFLICT, "ADMIN-UAM-409-3", title)
                .into());
        }
        let mut failed = false;
        let data: Vec<Value> = body
            .emails
            .iter()
            .map(|email| {
                let at = self.invited_account(email, request.now_ms);
                let roles: Vec<Part> = grants
                    .iter()
                    .map(|grant| self.invite_to_role(at, *grant))
                    .collect();
                let into: Vec<Part> = groups
                    .iter()
                    .map(|group| self.invite_to_group(at, *group))
                    .collect();
                if body.send_notification {
                    self.mail(request.now_ms, email, body.notification_text.as_ref());
                }
                failed |= roles.iter().chain(&into).any(Option::is_some);
                self.outcome(at, email, (&grants, &roles), (&groups, &into))
            })
            .collect();
        let status = if failed {
            StatusCode::PARTIAL_CONTENT
        } else {
            StatusCode::OK
        };
        let reply = reply::json(status, &json!({ "data": data }));
        for email in &body.emails {
            if let Some(at) = self.book.holder(email) {
                self.log(at, request, &reply, true);
            }
        }
        Ok(reply)
    }

    pub(crate) fn check_paying(&self, request: &ApiRequest<'_>) -> Result<(), Refused> {
        if self.behaviour.is_paying {
            return Ok(());
        }
        let title = "Payment Required";
        Err(request
            .error(StatusCode::PAYMENT_REQUIRED, "ADMIN-UAM-402-1", title)
            .into())
    }

    pub(crate) fn grants_of(&self, request: &ApiRequest<'_>, rules: &[Rule]) -> Result<Vec<Grant>, Refused> {
        let grant = |rule: &Rule| {
            let role = workspace::role(&rule.role)
                .filter(|role| ROLES.contains(role))
                .ok_or_else(|| bad_request(request))?;
            let workspace = self
                .places
                .workspace(&rule.resource)
                .ok_or_else(|| Refused::from(request.not_found("ADMIN-UAM-404-1", "Unknown Resource")))?;
            if !self.places.workspaces[workspace].roles.contains(&role) {
                let title = "Invalid Role for Resource";
                return Err(request
                    .error(StatusCode::BAD_REQUEST, "ADMIN-UAM-400-3", title)
                    .into());
            }
            Ok(Grant { workspace, role })
        };
        rules.iter().map(grant).collect()
    }

    fn groups_of(&self, request: &ApiRequest<'_>, ids: &[String]) -> Result<Vec<usize>, Refused> {
        let group = |id: &String| {
            self.places
                .group(id)
                .ok_or_else(|| Refused::from(request.not_found("ADMIN-UAM-404-3", "Group Not Found")))
        };
        ids.iter().map(group).collect()
    }

    /// The account with an address, created if the organization does not have it. An account elsewhere at Atlassian counts as
    /// new.
    pub(crate) fn invited_account(&mut self, email: &str, now_ms: i64) -> usize {
        if let Some(at) = self.book.holder(email) {
            return at;
        }
        self.book.elsewhere.remove(&address::folded(email));
        let managed = self.places.is_verified(&address::domain(email));
        let account = self.maker.newcomer(email, managed, now_ms);
        self.book.add(account);
        self.book.accounts.len() - 1
    }

    /// Adds the account to the directory of the workspace. No document says whether an invitation with a role that the account
    /// already has succeeds: it does for an odd seed.
    pub(crate) fn invite_to_role(&mut self, at: usize, grant: Grant) -> Part {
        let account = &self.book.accounts[at];
        if account.life != Life::Active {
            return Some("The account is inactive.");
        }
        if account.grants.contains(&grant) {
            return self
                .behaviour
                .is_first_of_two()
                .then_some("The user has this role already.");
        }
        if !self
            .places
            .has_licence(&self.book, grant.workspace, Some(account))
        {
            return Some("The app has no license left.");
        }
        let directory = self.places.workspaces[grant.workspace].directory;
        let account = &mut self.book.accounts[at];
        account.join(directory);
        account.grants.push(grant);
        None
    }

    fn invite_to_group(&mut self, at: usize, group: usize) -> Part {
        let account = &self.book.accounts[at];
        let is_full = |grant: &Grant| {
            !self
                .places
                .has_licence(&self.book, grant.workspace, Some(account))
        };
        if account.life != Life::Active {
            return Some("The account is inactive.");
        }
        if self.places.groups[group].synced {
            return Some("The group is synced from an identity provider.");
        }
        if self.places.groups[group].grants.iter().any(is_full) {
            return Some("An app of the group has no license left.");
        }
        let group = &mut self.places.groups[group];
        group.members.insert(account.id.clone());
        self.book.accounts[at].join(group.directory);
        None
    }

    pub(crate) fn mail(&mut self, at: i64, to: &str, text: Option<&String>) {
        self.history.mails.push(Mail {
            at,
            to: to.to_owned(),
            text: text.cloned(),
        });
    }

    fn outcome(
        &self,
        at: usize,
        email: &str,
        (grants, roles): (&[Grant], &[Part]),
        (groups, into): (&[usize], &[Part]),
    ) -> Value {
        let roles: Vec<Value> = grants
            .iter()
            .zip(roles)
            .map(|(grant, part)| {
                json!({
                    "resource": self.places.workspaces[grant.workspace].id,
                    "role": grant.role,
                    "status": status(*part),
                    "statusReason": part,
                })
            })
            .collect();
        let groups: Vec<Value> = groups
            .iter()
            .zip(into)
            .map(|(group, part)| {
                json!({ "group": self.places.groups[*group].id, "status": status(*part), "statusReason": part })
            })
            .collect();
        json!({
            "id": self.book.accounts[at].id,
            "email": email,
            "results": [{ "roleAssignmentResult": roles, "groupAssignmentResult": groups }],
        })
    }
}

fn status(part: Part) -> &'static str {
    if part.is_some() { "ERROR" } else { "INVITED" }
}

/// Whether an address is malformed or stands twice. Refusing a repeated address is stricter than the document.
fn has_bad_address(emails: &[String]) -> bool {
    emails.iter().enumerate().any(|(at, email)| {
        let twice = emails[..at]
            .iter()
            .any(|before| address::folded(before) == address::folded(email));
        twice || !address::violations(email).is_empty()
    })
}

pub(crate) fn bad_request(request: &ApiRequest<'_>) -> Refused {
    request
        .error(StatusCode::BAD_REQUEST, "ADMIN-UAM-400-1", "Bad Request")
        .into()
}
