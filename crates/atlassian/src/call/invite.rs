//! Inviting people into the organization (Organizations REST API, v2).

use http::{Method, Request, Response};
use serde::Deserialize;

use super::role::RoleId;
use super::search::once_each;
use crate::answer::{Data, Items};
use crate::body::{Json, Object};
use crate::limits::{OutOfLimits, within};
use crate::open::open_enum;
use crate::{
    AccountId, Body, Call, Endpoint, Failure, Generation, GroupId, KeyKind, OrganizationId, ResourceKind,
    WorkspaceId, answer, request,
};

/// The roles that an invitation can give (Organizations REST API, invite: `permissionRules`).
pub const INVITED_ROLES: [RoleId; 8] = [
    RoleId::User,
    RoleId::Admin,
    RoleId::Guest,
    RoleId::Contributor,
    RoleId::Customer,
    RoleId::Basic,
    RoleId::Stakeholder,
    RoleId::Viewer,
];

/// Invites up to 25 people at once. 206 has the same body as 200 and says that at least one invitation failed.
pub static INVITE_USERS: Endpoint = Endpoint {
    name: "invite-users",
    method: Method::POST,
    path: "/admin/v2/orgs/{organization}/users/invite",
    query: &[],
    key: KeyKind::Any,
    success: &[200, 206],
    generation: Generation::Current,
    resource: ResourceKind::Organization,
};

/// The most addresses that one invitation takes (`emails`, `maximum`).
pub const MOST_INVITED: usize = 25;

/// Invites people: gives them roles and groups, adds them to the directories of those roles' workspaces, and sends a mail if
/// asked to. A call with an unknown outcome is never repeated, because each call sends its mails.
#[derive(Clone, Debug)]
pub struct InviteUsers {
    organization: OrganizationId,
    body: InviteBody,
}

#[derive(Clone, Debug)]
struct InviteBody {
    emails: Vec<String>,
    permission_rules: Vec<PermissionRule>,
    additional_groups: Vec<GroupId>,
    send_notification: bool,
    notification_text: Option<String>,
}

impl InviteBody {
    fn to_json(&self) -> Object {
        Object::default()
            .with("emails", Json::list(&self.emails))
            .with_items(
                "permissionRules",
                self.permission_rules.iter().map(PermissionRule::to_json),
            )
            .with_items(
                "additionalGroups",
                self.additional_groups.iter().map(GroupId::as_str),
            )
            .with("sendNotification", self.send_notification)
            .with_some("notificationText", self.notification_text.as_deref())
    }
}

/// A role that the invited people get.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PermissionRule {
    /// On which workspace.
    pub workspace: WorkspaceId,
    /// Which role.
    pub role: RoleId,
}

impl PermissionRule {
    pub(in crate::call) fn to_json(&self) -> Object {
        Object::default()
            .with("resource", self.workspace.as_str())
            .with("role", self.role.as_str())
    }
}

impl InviteUsers {
    /// Invites these addresses, without a mail; the same one twice counts once.
    ///
    /// # Errors
    /// [`OutOfLimits`] if there are none, or more than [`MOST_INVITED`].
    pub fn new(
        organization: OrganizationId,
        emails: impl IntoIterator<Item = String>,
    ) -> Result<Self, OutOfLimits> {
        let body = InviteBody {
            emails: once_each(emails),
            permission_rules: Vec::new(),
            additional_groups: Vec::new(),
            send_notification: false,
            notification_text: None,
        };
        within("addresses", MOST_INVITED, body.emails.len())?;
        Ok(Self { organization, body })
    }

    /// Gives them a role.
    #[must_use]
    pub fn with_role(mut self, workspace: WorkspaceId, role: RoleId) -> Self {
        self.body
            .permission_rules
            .push(PermissionRule { workspace, role });
        self
    }

    /// Adds them to a group.
    #[must_use]
    pub fn with_group(mut self, group: GroupId) -> Self {
        self.body.additional_groups.push(group);
        self
    }

    /// Sends each of them a mail, with this text in it if there is one.
    #[must_use]
    pub fn with_mail(mut self, text: Option<String>) -> Self {
        self.body.send_notification = true;
        self.body.notification_text = text;
        self
    }

    /// Who is invited.
    pub fn emails(&self) -> &[String] {
        &self.body.emails
    }
}

/// The outcome for one address. `None` where the answer does not say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invited {
    /// The address.
    pub email: Option<String>,
    /// The account, which may be a new one.
    pub account: Option<AccountId>,
    /// The outcome for each role.
    pub roles: Vec<RoleOutcome>,
    /// The outcome for each group.
    pub groups: Vec<GroupOutcome>,
}

impl Invited {
    /// Whether every role and group succeeded.
    pub fn is_complete(&self) -> bool {
        let roles = self.roles.iter().map(|role| &role.status);
        let groups = self.groups.iter().map(|group| &group.status);
        roles.chain(groups).all(|status| *status == InviteStatus::Invited)
    }
}

/// The outcome for a role.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RoleOutcome {
    /// The workspace.
    #[serde(rename = "resource")]
    pub workspace: Option<WorkspaceId>,
    /// The role.
    pub role: Option<RoleId>,
    /// Whether it was granted.
    pub status: InviteStatus,
    /// Why not, in Atlassian's words.
    pub status_reason: Option<String>,
}

/// The outcome for a group.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GroupOutcome {
    /// The group.
    pub group: Option<GroupId>,
    /// Whether the person is in it now.
    pub status: InviteStatus,
    /// Why not, in Atlassian's words.
    pub status_reason: Option<String>,
}

open_enum! {
    /// `status` of a part of an invitation.
    pub enum InviteStatus {
        /// Done.
        Invited = "INVITED",
        /// Not done.
        Error = "ERROR",
    }
}

/// The document has a list of results for each address, each with lists of outcomes.
impl<'de> Deserialize<'de> for Invited {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Item {
            id: Option<AccountId>,
            email: Option<String>,
            results: Option<Vec<Outcomes>>,
        }
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Outcomes {
            role_assignment_result: Option<Vec<RoleOutcome>>,
            group_assignment_result: Option<Vec<GroupOutcome>>,
        }

        let Item { id, email, results } = Item::deserialize(deserializer)?;
        let (mut roles, mut groups) = (Vec::new(), Vec::new());
        for outcomes in results.unwrap_or_default() {
            roles.extend(outcomes.role_assignment_result.unwrap_or_default());
            groups.extend(outcomes.group_assignment_result.unwrap_or_default());
        }
        Ok(Self {
            email,
            account: id,
            roles,
            groups,
        })
    }
}

impl Call for InviteUsers {
    type Answer = Vec<Invited>;

    fn endpoint(&self) -> &'static Endpoint {
        &INVITE_USERS
    }

    fn request(&self) -> Request<Body> {
        request::with_json(
            self.endpoint(),
            &[self.organization.as_str()],
            self.body.to_json(),
        )
    }

    fn answer(&self, response: &Response<Body>) -> Result<Vec<Invited>, Failure> {
        // A person whose result cannot be read counts as not mentioned; the results of the others stand.
        let Data { data } = answer::said::<Data<Items<Invited>>>(self.endpoint(), response)?;
        Ok(data.read)
    }
}
