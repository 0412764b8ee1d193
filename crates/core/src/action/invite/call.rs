//! The calls that invite, and the results for each person in their answers.

use http::{Request, Response};
use rollcall_atlassian::call::invite::{InviteStatus, InviteUsers, Invited, PermissionRule};
use rollcall_atlassian::call::retired::InviteUser;
use rollcall_atlassian::call::role::RoleId;
use rollcall_atlassian::{Body, Call, Failure, OrganizationId, WorkspaceId};

use super::given::Given;
use crate::action::Field;
use rollcall_model::address;
use rollcall_run::journal::{Access, RoleOn};
use rollcall_run::operation::{Command, Done, RowDone};
use rollcall_run::plan::Row;

/// Invites the people of `rows`, all of which grant the same.
pub(super) fn call(organization: &OrganizationId, rows: &[&Row]) -> Option<Box<dyn Command>> {
    let first = rows.first()?;
    let given = Given::by(first)?;
    let addresses: Option<Vec<String>> = rows.iter().map(|row| row.address().map(str::to_owned)).collect();
    let mut call = InviteUsers::new(organization.clone(), addresses?).ok()?;
    if let Some((role, workspace)) = given.role.clone() {
        call = call.with_role(workspace, role);
    }
    for group in given.groups.iter().cloned() {
        call = call.with_group(group);
    }
    if let Some(text) = first.details.get(Field::Message) {
        call = call.with_mail(Some(text.to_owned()));
    }
    Some(Box::new(Invitation { call, given }))
}

/// Invites one person with the older call, which grants a role and no groups.
pub(super) fn legacy(organization: &OrganizationId, row: &Row) -> Option<Box<dyn Command>> {
    let given = Given::by(row)?;
    let (role, workspace) = given.role.filter(|_| given.groups.is_empty())?;
    let text = row.details.get(Field::Message).map(str::to_owned);
    Some(Box::new(OlderInvitation {
        call: InviteUser {
            organization: organization.clone(),
            email: row.address()?.to_owned(),
            rule: Some(PermissionRule { workspace, role }),
            mail: text.is_some(),
            text,
        },
    }))
}

/// The older call. It can send mail too, so it must not be repeated.
#[derive(Debug)]
struct OlderInvitation {
    call: InviteUser,
}

impl Command for OlderInvitation {
    fn request(&self) -> Request<Body> {
        Call::request(&self.call)
    }

    fn answer(&self, response: &Response<Body>) -> Result<Done, Failure> {
        let accounts = Call::answer(&self.call, response)?;
        let role_on = |rule: &PermissionRule| RoleOn {
            role: rule.role.as_str().to_owned(),
            workspace: rule.workspace.to_string(),
        };
        let access = Access {
            account: accounts.first().map(ToString::to_string),
            address: Some(self.call.email.clone()),
            directories: None,
            roles: self.call.rule.iter().map(role_on).collect(),
            groups: Vec::new(),
        };
        Ok(Done::Each(vec![Some(RowDone {
            refused: None,
            access,
        })]))
    }

    fn may_repeat(&self) -> bool {
        false
    }
}

/// The current call, whose answer has a result for each person. It can send mail, so it must not be repeated.
#[derive(Debug)]
struct Invitation {
    call: InviteUsers,
    given: Given,
}

impl Command for Invitation {
    fn request(&self) -> Request<Body> {
        Call::request(&self.call)
    }

    fn answer(&self, response: &Response<Body>) -> Result<Done, Failure> {
        let told = Call::answer(&self.call, response)?;
        let of = |address: &String| {
            let is_of = |its: &&Invited| {
                its.email
                    .as_deref()
                    .is_some_and(|email| address::same(email, address))
            };
            told.iter()
                .find(is_of)
                .and_then(|its| done(address, its, &self.given))
        };
        Ok(Done::Each(self.call.emails().iter().map(of).collect()))
    }

    fn may_repeat(&self) -> bool {
        false
    }
}

/// The result for one person; `None` if the answer does not cover all that was to be granted: the person then has to be read.
fn done(address: &str, told: &Invited, given: &Given) -> Option<RowDone> {
    let is_given = |status: &InviteStatus| *status == InviteStatus::Invited;
    let role_on = |workspace: &WorkspaceId, role: &RoleId| RoleOn {
        role: role.as_str().to_owned(),
        workspace: workspace.to_string(),
    };
    let roles = told.roles.iter().filter(|role| is_given(&role.status));
    let groups = told.groups.iter().filter(|group| is_given(&group.status));
    let access = Access {
        account: told.account.as_ref().map(ToString::to_string),
        address: Some(address.to_owned()),
        directories: None,
        roles: roles
            .filter_map(|role| Some(role_on(role.workspace.as_ref()?, role.role.as_ref()?)))
            .collect(),
        groups: groups
            .filter_map(|group| Some(group.group.as_ref()?.to_string()))
            .collect(),
    };
    let refused = (!told.is_complete()).then(|| why(told, &access));
    let is_whole = refused.is_some() || (access.account.is_some() && given.is_had(&access));
    is_whole.then_some(RowDone { refused, access })
}

/// Why a person did not get everything that was to be granted.
fn why(told: &Invited, given: &Access) -> String {
    let roles = told
        .roles
        .iter()
        .map(|role| ("the role", &role.status, &role.status_reason));
    let groups = told
        .groups
        .iter()
        .map(|group| ("a group", &group.status, &group.status_reason));
    let failed = roles
        .chain(groups)
        .filter(|(_, status, _)| **status != InviteStatus::Invited);
    let mut reasons: Vec<String> = failed
        .map(|(what, _, reason)| match reason {
            Some(reason) => format!("{what}: {}", in_words(reason)),
            None => format!("{what}, without a reason"),
        })
        .collect();
    reasons.dedup();
    let some = if given.roles.is_empty() && given.groups.is_empty() {
        "Atlassian did not give"
    } else {
        "Atlassian gave a part of it, but not"
    };
    format!("{some} {}", reasons.join("; "))
}

/// Atlassian's reason; one that is written as a code also in words. No document lists the codes.
fn in_words(reason: &str) -> String {
    let code = reason.split_whitespace().next().unwrap_or(reason);
    let is_letter = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    let is_code = code.contains('_') && code.chars().all(is_letter);
    match code {
        "ACCOUNT_DEACTIVATED" | "USER_DEACTIVATED" => {
            format!("the account is deactivated; activate it first ({reason})")
        }
        _ if is_code => format!("{} ({reason})", code.replace('_', " ").to_ascii_lowercase()),
        _ => reason.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADDRESS: &str = "ann@new.example";

    /// The result for a person to whom a role and a group are to be granted.
    fn judged(told: serde_json::Value) -> Option<RowDone> {
        let given = Given {
            role: Some((
                RoleId::User,
                WorkspaceId::parse("ari:cloud:jira-software::site/1").unwrap(),
            )),
            groups: vec![rollcall_atlassian::GroupId::parse("ec7b1e90-0c3f-4a5b-9d8e-7f6a5b4c3d2e").unwrap()],
        };
        let told: Invited = serde_json::from_value(told).unwrap();
        done(ADDRESS, &told, &given)
    }

    fn answer(role: &str, group: &str) -> serde_json::Value {
        serde_json::json!({
            "id": "5b10a2844c20165700ede21g",
            "email": ADDRESS,
            "results": [{
                "roleAssignmentResult": [{
                    "resource": "ari:cloud:jira-software::site/1", "role": "atlassian/user", "status": role, "statusReason": "No licence.",
                }],
                "groupAssignmentResult": [{
                    "group": "ec7b1e90-0c3f-4a5b-9d8e-7f6a5b4c3d2e", "status": group, "statusReason": "Synced.",
                }],
            }],
        })
    }

    #[test]
    fn all_of_it_has_to_be_said_or_the_person_is_read() {
        let whole = judged(answer("INVITED", "INVITED")).unwrap();
        assert_eq!((whole.refused, whole.access.roles.len()), (None, 1));
        let mut without_account = answer("INVITED", "INVITED");
        without_account["id"] = serde_json::Value::Null;
        assert_eq!(judged(without_account), None);
        let mut without_results = answer("INVITED", "INVITED");
        without_results["results"] = serde_json::json!([]);
        assert_eq!(judged(without_results), None);
        let mut without_group = answer("INVITED", "INVITED");
        without_group["results"][0]["groupAssignmentResult"] = serde_json::json!([]);
        assert_eq!(judged(without_group), None);
    }

    #[test]
    fn what_was_not_given_is_told_with_its_reason() {
        let part = judged(answer("INVITED", "ERROR")).unwrap();
        assert_eq!(
            part.refused.as_deref(),
            Some("Atlassian gave a part of it, but not a group: Synced.")
        );
        assert_eq!((part.access.roles.len(), part.access.groups.len()), (1, 0));
        let mut coded = answer("ERROR", "ERROR");
        coded["results"][0]["roleAssignmentResult"][0]["statusReason"] = "ACCOUNT_DEACTIVATED".into();
        coded["results"][0]["groupAssignmentResult"][0]["statusReason"] = "GROUP_IS_FULL".into();
        assert_eq!(
            judged(coded).unwrap().refused.as_deref(),
            Some(
                "Atlassian did not give the role: the account is deactivated; activate it first (ACCOUNT_DEACTIVATED); a group: \
                 group is full (GROUP_IS_FULL)"
            )
        );
        let nothing = judged(answer("ERROR", "ERROR")).unwrap();
        assert_eq!(
            nothing.refused.as_deref(),
            Some("Atlassian did not give the role: No licence.; a group: Synced.")
        );
    }
}
