//! Roles of a user or a group: on a workspace, which is an app on a site, and for the whole organization (Organizations REST API, Users).
//!
//! Listing is v2; granting and revoking are v1 in today's documents, without a successor.

use http::{Method, Request, Response};
use serde::Deserialize;

use super::user::MembershipStatus;
use crate::body::Object;
use crate::limits::MOST_ON_A_PAGE;
use crate::open::open_enum;
use crate::{
    AccountId, Body, Call, Cursor, DirectoryId, Endpoint, Failure, Generation, GroupId, KeyKind,
    OrganizationId, Page, ResourceKind, WorkspaceId, answer, request,
};

/// The roles of a user, a page at a time.
pub static GET_USER_ROLES: Endpoint = Endpoint {
    name: "get-user-roles",
    method: Method::GET,
    path: "/admin/v2/orgs/{organization}/directories/{directory}/users/{account}/role-assignments",
    query: &["cursor", "limit"],
    key: KeyKind::Any,
    success: &[200],
    generation: Generation::Current,
    resource: ResourceKind::Role,
};

/// The roles of a group, a page at a time.
pub static GET_GROUP_ROLES: Endpoint = Endpoint {
    name: "get-group-roles",
    method: Method::GET,
    path: "/admin/v2/orgs/{organization}/directories/{directory}/groups/{group}/role-assignments",
    query: &["cursor", "limit"],
    key: KeyKind::Any,
    success: &[200],
    generation: Generation::Current,
    resource: ResourceKind::Role,
};

/// Grants a role on a workspace.
pub static GRANT_ROLE: Endpoint = Endpoint {
    name: "grant-role",
    method: Method::POST,
    path: "/admin/v1/orgs/{organization}/users/{account}/roles/assign",
    query: &[],
    key: KeyKind::Any,
    success: &[204],
    generation: Generation::Current,
    resource: ResourceKind::Role,
};

/// Revokes a role on a workspace.
pub static REVOKE_ROLE: Endpoint = Endpoint {
    name: "revoke-role",
    method: Method::POST,
    path: "/admin/v1/orgs/{organization}/users/{account}/roles/revoke",
    query: &[],
    key: KeyKind::Any,
    success: &[204],
    generation: Generation::Current,
    resource: ResourceKind::Role,
};

/// Makes a user an organization admin; experimental in the documents.
pub static GRANT_ORGANIZATION_ROLE: Endpoint = Endpoint {
    name: "grant-organization-role",
    method: Method::POST,
    path: "/admin/v1/orgs/{organization}/users/{account}/role-assignments/assign",
    query: &[],
    key: KeyKind::Any,
    success: &[204],
    generation: Generation::Current,
    resource: ResourceKind::Role,
};

/// Takes that role away again; experimental in the documents.
pub static REVOKE_ORGANIZATION_ROLE: Endpoint = Endpoint {
    name: "revoke-organization-role",
    method: Method::POST,
    path: "/admin/v1/orgs/{organization}/users/{account}/role-assignments/revoke",
    query: &[],
    key: KeyKind::Any,
    success: &[204],
    generation: Generation::Current,
    resource: ResourceKind::Role,
};

open_enum! {
    /// A role that Atlassian defines. Which of them a workspace has depends on its app.
    pub enum RoleId {
        /// May use the app.
        User = "atlassian/user",
        /// May use and administer the app.
        Admin = "atlassian/admin",
        /// May use a part of the app.
        Guest = "atlassian/guest",
        /// May raise requests.
        Customer = "atlassian/customer",
        /// May contribute without a full licence.
        Contributor = "atlassian/contributor",
        /// May use the basic part of the app.
        Basic = "atlassian/basic",
        /// May look on and comment.
        Stakeholder = "atlassian/stakeholder",
        /// May look on; named where groups and invitations are described, not where users are.
        Viewer = "atlassian/viewer",
        /// Administers who may use the app, without using it.
        UserAccessAdmin = "atlassian/user-access-admin",
        /// Administers a site.
        SiteAdmin = "atlassian/site-admin",
        /// Administers the organization.
        OrgAdmin = "atlassian/org-admin",
        /// May use AI features.
        AiAccess = "atlassian/ai-access",
    }
}

/// Asks for a page of a user's roles, 100 workspaces on a page.
#[derive(Clone, Debug)]
pub struct GetUserRoles {
    /// Whose directory.
    pub organization: OrganizationId,
    /// Which directory, or all of them.
    pub directory: DirectoryId,
    /// Which user.
    pub account: AccountId,
    /// Where the page starts; `None` for the first one.
    pub cursor: Option<Cursor>,
}

/// What roles a user has on one workspace, or for the organization. `None` where the answer does not say.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RolesOnWorkspace {
    /// The workspace; for platform roles such as [`RoleId::OrgAdmin`] the resource is the organization's.
    #[serde(rename = "resourceId")]
    pub workspace: Option<WorkspaceId>,
    /// Which app: `jira-software`.
    #[serde(rename = "resourceOwner")]
    pub owner: Option<String>,
    /// The directory of the workspace; `None` for platform roles.
    #[serde(rename = "directoryId")]
    pub directory: Option<DirectoryId>,
    /// The user's membership in that directory.
    #[serde(rename = "userDirectoryStatus")]
    pub membership: Option<MembershipStatus>,
    /// The roles, with how the user came to them.
    #[serde(rename = "roleAssignments")]
    pub assignments: Option<Vec<RoleAssignment>>,
    /// The roles alone: older, and superseded by [`Self::assignments`].
    #[serde(default, deserialize_with = "flat")]
    pub roles: Option<Vec<RoleId>>,
}

/// A role, and how a user came to it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct RoleAssignment {
    /// The role.
    pub role: RoleId,
    /// How, in several ways at once perhaps.
    #[serde(default, rename = "roleAssignmentMethods")]
    pub methods: Vec<AssignmentMethod>,
}

open_enum! {
    /// `roleAssignmentMethods`. Only what was granted directly can be revoked from the user.
    pub enum AssignmentMethod {
        /// It follows from another role.
        Inferred = "inferred",
        /// It was granted to the user.
        Direct = "direct",
        /// A group of the user has it.
        Group = "group_direct",
    }
}

/// An older example nests the list in another one (the reference page of the call).
fn flat<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<RoleId>>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum OneOrMany {
        One(RoleId),
        Many(Vec<RoleId>),
    }

    let roles = Option::<Vec<OneOrMany>>::deserialize(deserializer)?;
    let list = |roles| match roles {
        OneOrMany::One(role) => vec![role],
        OneOrMany::Many(roles) => roles,
    };
    Ok(roles.map(|roles| roles.into_iter().flat_map(list).collect()))
}

impl Call for GetUserRoles {
    type Answer = Page<RolesOnWorkspace>;

    fn endpoint(&self) -> &'static Endpoint {
        &GET_USER_ROLES
    }

    fn request(&self) -> Request<Body> {
        let values = [
            self.organization.as_str(),
            self.directory.as_str(),
            self.account.as_str(),
        ];
        request::page(self.endpoint(), &values, self.cursor.as_ref(), MOST_ON_A_PAGE)
    }

    fn answer(&self, response: &Response<Body>) -> Result<Page<RolesOnWorkspace>, Failure> {
        answer::page(self.endpoint(), response)
    }
}

/// Asks for a page of a group's roles, which its members have: 100 workspaces on a page.
#[derive(Clone, Debug)]
pub struct GetGroupRoles {
    /// Whose directory.
    pub organization: OrganizationId,
    /// Which directory, or all of them.
    pub directory: DirectoryId,
    /// Which group.
    pub group: GroupId,
    /// Where the page starts; `None` for the first one.
    pub cursor: Option<Cursor>,
}

/// What roles a group has on one workspace. `None` where the answer does not say.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RolesOfGroup {
    /// The workspace.
    #[serde(rename = "resourceId")]
    pub workspace: Option<WorkspaceId>,
    /// Which app: `jira-software`.
    #[serde(rename = "resourceOwner")]
    pub owner: Option<String>,
    /// The roles.
    #[serde(default, deserialize_with = "flat")]
    pub roles: Option<Vec<RoleId>>,
    /// The role that new people of the workspace get from this group; `None` where it is no default group.
    pub default_role: Option<RoleId>,
}

impl Call for GetGroupRoles {
    type Answer = Page<RolesOfGroup>;

    fn endpoint(&self) -> &'static Endpoint {
        &GET_GROUP_ROLES
    }

    fn request(&self) -> Request<Body> {
        let values = [
            self.organization.as_str(),
            self.directory.as_str(),
            self.group.as_str(),
        ];
        request::page(self.endpoint(), &values, self.cursor.as_ref(), MOST_ON_A_PAGE)
    }

    fn answer(&self, response: &Response<Body>) -> Result<Page<RolesOfGroup>, Failure> {
        answer::page(self.endpoint(), response)
    }
}

/// Grants a user a role on a workspace. No document says what granting it twice answers.
#[derive(Clone, Debug)]
pub struct GrantRole {
    /// Whose user.
    pub organization: OrganizationId,
    /// Which user.
    pub account: AccountId,
    /// Which role.
    pub role: RoleId,
    /// On which workspace; needed for all roles but [`RoleId::OrgAdmin`].
    pub workspace: Option<WorkspaceId>,
}

/// Revokes a role of a user on a workspace. A role that comes from a group stays.
#[derive(Clone, Debug)]
pub struct RevokeRole {
    /// Whose user.
    pub organization: OrganizationId,
    /// Which user.
    pub account: AccountId,
    /// Which role.
    pub role: RoleId,
    /// On which workspace; needed for all roles but [`RoleId::OrgAdmin`].
    pub workspace: Option<WorkspaceId>,
}

/// Makes a user an organization admin. It may take 30 seconds to show.
#[derive(Clone, Debug)]
pub struct GrantOrganizationRole {
    /// Whose user.
    pub organization: OrganizationId,
    /// Which user.
    pub account: AccountId,
}

/// Makes an organization admin an ordinary user. It may take 30 seconds to show.
#[derive(Clone, Debug)]
pub struct RevokeOrganizationRole {
    /// Whose user.
    pub organization: OrganizationId,
    /// Which user.
    pub account: AccountId,
}

/// `ResourceAndRole`
fn role_body(role: &RoleId, workspace: Option<&WorkspaceId>) -> Object {
    Object::default()
        .with("role", role.as_str())
        .with_some("resource", workspace.map(WorkspaceId::as_str))
}

macro_rules! about_a_role {
    ($($call:ident $endpoint:ident $body:expr;)+) => {$(
        impl Call for $call {
            type Answer = ();

            fn endpoint(&self) -> &'static Endpoint {
                &$endpoint
            }

            fn request(&self) -> Request<Body> {
                let body: fn(&Self) -> Object = $body;
                let values = [self.organization.as_str(), self.account.as_str()];
                request::with_json(self.endpoint(), &values, body(self))
            }

            fn answer(&self, response: &Response<Body>) -> Result<(), Failure> {
                answer::status_only(self.endpoint(), response)
            }
        }
    )+};
}

about_a_role! {
    GrantRole GRANT_ROLE |call| role_body(&call.role, call.workspace.as_ref());
    RevokeRole REVOKE_ROLE |call| role_body(&call.role, call.workspace.as_ref());
    // The organization-level calls take no other role.
    GrantOrganizationRole GRANT_ORGANIZATION_ROLE |_| role_body(&RoleId::OrgAdmin, None);
    RevokeOrganizationRole REVOKE_ORGANIZATION_ROLE |_| role_body(&RoleId::OrgAdmin, None);
}
