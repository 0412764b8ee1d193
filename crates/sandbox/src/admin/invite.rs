//! Invitations: accounts that come to be, roles and groups, and the mails that tell of them.

use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Refused;
use crate::account::{Grant, Life};
use crate::address;
use crate::answer::Asked;
use crate::organization::{Mail, Organization};
use crate::reply::{self, Reply};
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
pub(super) struct Rule {
    pub(super) resource: String,
    pub(super) role: String,
}

/// What one of the parts came to; the reason where it failed.
pub(super) type Part = Option<&'static str>;

impl Organization {
    /// `POST /v2/orgs/{orgId}/users/invite`. What is wrong with the request is refused for all; what fails for one person is
    /// told for that person, with 206.
    pub(super) fn invite_users(&mut self, asked: &Asked<'_>) -> Reply {
        self.invite_all(asked).unwrap_or_else(|refusal| *refusal)
    }

    fn invite_all(&mut self, asked: &Asked<'_>) -> Result<Reply, Refused> {
        let body: InviteBody = asked.body().map_err(|_| bad_request(asked))?;
        self.check_paying(asked)?;
        if !(1..=25).contains(&body.emails.len()) || has_bad_address(&body.emails) {
            return Err(bad_request(asked));
        }
        let grants = self.grants_of(asked, &body.permission_rules)?;
        let groups = self.groups_of(asked, &body.additional_groups)?;
        if grants
            .iter()
            .any(|grant| !self.has_licence(grant.workspace, None))
        {
            let title = "Product License Limit Exceeded";
            return Err(asked.error(StatusCode::CONFLICT, "ADMIN-UAM-409-3", title).into());
        }
        let mut failed = false;
        let data: Vec<Value> = body
            .emails
            .iter()
            .map(|email| {
                let at = self.invited_account(email, asked.now_ms);
                let roles: Vec<Part> = grants
                    .iter()
                    .map(|grant| self.invite_to_role(at, *grant))
                    .collect();
                let into: Vec<Part> = groups
                    .iter()
                    .map(|group| self.invite_to_group(at, *group))
                    .collect();
                if body.send_notification {
                    self.mail(asked.now_ms, email, body.notification_text.as_ref());
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
                self.log(at, asked, &reply, true);
            }
        }
        Ok(reply)
    }

    pub(super) fn check_paying(&self, asked: &Asked<'_>) -> Result<(), Refused> {
        if self.is_paying {
            return Ok(());
        }
        let title = "Payment Required";
        Err(asked
            .error(StatusCode::PAYMENT_REQUIRED, "ADMIN-UAM-402-1", title)
            .into())
    }

    pub(super) fn grants_of(&self, asked: &Asked<'_>, rules: &[Rule]) -> Result<Vec<Grant>, Refused> {
        let grant = |rule: &Rule| {
            let role = workspace::role(&rule.role)
                .filter(|role| ROLES.contains(role))
                .ok_or_else(|| bad_request(asked))?;
            let workspace = self
                .workspaces
                .iter()
                .position(|workspace| workspace.id == rule.resource)
                .ok_or_else(|| Refused::from(asked.not_found("ADMIN-UAM-404-1", "Unknown Resource")))?;
            if !self.workspaces[workspace].roles.contains(&role) {
                let title = "Invalid Role for Resource";
                return Err(asked
                    .error(StatusCode::BAD_REQUEST, "ADMIN-UAM-400-3", title)
                    .into());
            }
            Ok(Grant { workspace, role })
        };
        rules.iter().map(grant).collect()
    }

    fn groups_of(&self, asked: &Asked<'_>, ids: &[String]) -> Result<Vec<usize>, Refused> {
        let group = |id: &String| {
            let mut groups = self.groups.iter();
            groups
                .position(|group| group.id == *id)
                .ok_or_else(|| Refused::from(asked.not_found("ADMIN-UAM-404-3", "Group Not Found")))
        };
        ids.iter().map(group).collect()
    }

    /// The account with an address: one that is here, or a new one. Somebody elsewhere at Atlassian is new here too.
    pub(super) fn invited_account(&mut self, email: &str, now_ms: i64) -> usize {
        if let Some(at) = self.book.holder(email) {
            return at;
        }
        self.book.elsewhere.remove(&address::folded(email));
        let managed = self.is_verified(&address::domain(email));
        let account = self.maker.newcomer(email, managed, now_ms);
        self.book.add(account);
        self.book.accounts.len() - 1
    }

    /// Adds the account to the directory of the workspace. That somebody who has the role already is invited once more
    /// succeeds for some organizations and fails for others: no document says.
    pub(super) fn invite_to_role(&mut self, at: usize, grant: Grant) -> Part {
        let account = &self.book.accounts[at];
        if account.life != Life::Active {
            return Some("The account is inactive.");
        }
        if account.grants.contains(&grant) {
            return (self.seed.is_multiple_of(2)).then_some("The user has this role already.");
        }
        if !self.has_licence(grant.workspace, Some(account)) {
            return Some("The app has no license left.");
        }
        let directory = self.workspaces[grant.workspace].directory;
        let account = &mut self.book.accounts[at];
        account.join(directory);
        account.grants.push(grant);
        None
    }

    fn invite_to_group(&mut self, at: usize, group: usize) -> Part {
        let account = &self.book.accounts[at];
        let is_full = |grant: &Grant| !self.has_licence(grant.workspace, Some(account));
        if account.life != Life::Active {
            return Some("The account is inactive.");
        }
        if self.groups[group].synced {
            return Some("The group is synced from an identity provider.");
        }
        if self.groups[group].grants.iter().any(is_full) {
            return Some("An app of the group has no license left.");
        }
        let group = &mut self.groups[group];
        group.members.insert(account.id.clone());
        self.book.accounts[at].join(group.directory);
        None
    }

    pub(super) fn mail(&mut self, at: i64, to: &str, text: Option<&String>) {
        self.mails.push(Mail {
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
                    "resource": self.workspaces[grant.workspace].id,
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
                json!({ "group": self.groups[*group].id, "status": status(*part), "statusReason": part })
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

/// An address that is none, or that stands twice, which is stricter than the document.
fn has_bad_address(emails: &[String]) -> bool {
    emails.iter().enumerate().any(|(at, email)| {
        let twice = emails[..at]
            .iter()
            .any(|before| address::folded(before) == address::folded(email));
        twice || !address::violations(email).is_empty()
    })
}

pub(super) fn bad_request(asked: &Asked<'_>) -> Refused {
    asked
        .error(StatusCode::BAD_REQUEST, "ADMIN-UAM-400-1", "Bad Request")
        .into()
}
