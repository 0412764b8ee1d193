//! One user, as the calls about directories return it (Organizations REST API, v2).

use http::{Method, Request, Response};
use serde::de::Error;
use serde::{Deserialize, Deserializer};

use super::organization::{AccountStatus, AccountType};
use crate::answer::Data;
use crate::open::open_enum;
use crate::{
    AccountId, Body, Call, DirectoryId, Endpoint, Failure, Generation, GroupId, KeyKind, OrganizationId,
    ResourceKind, WorkspaceId, answer, request,
};

/// One user of a directory.
pub static GET_USER: Endpoint = Endpoint {
    name: "get-user",
    method: Method::GET,
    path: "/admin/v2/orgs/{organization}/directories/{directory}/users/{account}",
    query: &[],
    key: KeyKind::Any,
    success: &[200],
    generation: Generation::Current,
    resource: ResourceKind::Item,
};

/// Asks for one user. It reads the directory, not the account: [`GetProfile`](super::profile::GetProfile) does that.
#[derive(Clone, Debug)]
pub struct GetUser {
    /// Whose directory.
    pub organization: OrganizationId,
    /// Which directory, or all of them.
    pub directory: DirectoryId,
    /// Which user.
    pub account: AccountId,
}

impl Call for GetUser {
    type Answer = User;

    fn endpoint(&self) -> &'static Endpoint {
        &GET_USER
    }

    fn request(&self) -> Request<Body> {
        let values = [
            self.organization.as_str(),
            self.directory.as_str(),
            self.account.as_str(),
        ];
        request::without_body(self.endpoint(), &values, &[])
    }

    fn answer(&self, response: &Response<Body>) -> Result<User, Failure> {
        let Data { data }: Data<User> = answer::said(self.endpoint(), response)?;
        answer::check_subject(data.id == self.account, data, response)
    }
}

/// A user as the search gives it. `None` where the answer does not say.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct User {
    /// The account's id.
    #[serde(rename = "accountId")]
    pub id: AccountId,
    /// What kind of account.
    #[serde(rename = "accountType")]
    pub kind: Option<AccountType>,
    /// Account and membership taken together.
    pub status: Option<UserStatus>,
    /// Whether the account can be used.
    pub account_status: Option<AccountStatus>,
    /// Whether it is in a directory of the organization.
    pub membership_status: Option<MembershipStatus>,
    /// Whether the organization manages it.
    pub claim_status: Option<AccountClaim>,
    /// Whether an admin invited it or an identity provider provisioned it; null where Atlassian cannot tell.
    pub management_source: Option<ManagementSource>,
    /// The person's name.
    pub name: Option<String>,
    /// Its address.
    pub email: Option<String>,
    /// Whether the person has verified the address.
    pub email_verified: Option<bool>,
    /// Administrative roles, such as [`PlatformRole::OrgAdmin`]; `None` unless [`Expand::PlatformRoles`](super::search::Expand::PlatformRoles) was asked for.
    pub platform_roles: Option<Vec<PlatformRole>>,
    /// What the person is called in mentions.
    pub nickname: Option<String>,
    /// When the person was first added to a directory that the key may see, in milliseconds since 1970.
    #[serde(default, deserialize_with = "answer::time", rename = "addedToOrg")]
    pub added: Option<i64>,
    /// When the account was deactivated, likewise.
    #[serde(default, deserialize_with = "answer::time", rename = "deactivatedOn")]
    pub deactivated: Option<i64>,
    /// Whether two-step verification is on; told of managed accounts.
    #[serde(rename = "mfaEnabled")]
    pub two_step: Option<bool>,
    /// The job title.
    pub job_title: Option<String>,
    /// The department.
    pub department: Option<String>,
    /// The person's organization, as they write it.
    pub organization: Option<String>,
    /// Where the person is.
    pub location: Option<String>,
    /// The time zone: `Europe/Berlin`.
    pub time_zone: Option<String>,
    /// How many workspaces the person has roles on; `None` unless [`Expand::Workspaces`](super::search::Expand::Workspaces) was asked for.
    #[serde(default, deserialize_with = "resources", rename = "counts")]
    pub workspaces: Option<u64>,
    /// Which apps the person may use and when they last did; `None` unless [`Expand::ProductAccess`](super::search::Expand::ProductAccess) was asked for.
    pub product_access: Option<Vec<ProductAccess>>,
    /// The person's groups; `None` unless [`Expand::Groups`](super::search::Expand::Groups) was asked for.
    pub groups: Option<Vec<GroupOfUser>>,
}

/// An app that a person may use.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProductAccess {
    /// The workspace.
    pub id: Option<WorkspaceId>,
    /// Which app: `jira-software`.
    pub key: Option<String>,
    /// When the person last used it, in milliseconds since 1970; up to a day late.
    #[serde(default, deserialize_with = "answer::time", rename = "lastActiveTimestamp")]
    pub last_active: Option<i64>,
}

/// A group of a person, as the search gives it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct GroupOfUser {
    /// Its id.
    #[serde(deserialize_with = "group_of_ari")]
    pub id: GroupId,
    /// Its name.
    pub name: Option<String>,
}

/// The search writes the id of a group as `ari:cloud:identity::group/…`; all other calls write it bare.
fn group_of_ari<'de, D: Deserializer<'de>>(deserializer: D) -> Result<GroupId, D::Error> {
    let text = String::deserialize(deserializer)?;
    let id = text.strip_prefix("ari:cloud:identity::group/").unwrap_or(&text);
    GroupId::parse(id).ok_or_else(|| D::Error::custom("not an id"))
}

/// `{"resources": 3}`
fn resources<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    #[derive(Deserialize)]
    struct Counts {
        resources: Option<u64>,
    }

    let counts = Option::<Counts>::deserialize(deserializer)?;
    Ok(counts.and_then(|counts| counts.resources))
}

open_enum! {
    /// `status` of a user.
    pub enum UserStatus {
        /// The account is active, and so is a membership.
        Active = "active",
        /// The account is active, and suspended in all directories that the key may see.
        Suspended = "suspended",
        /// The account is active and in no directory.
        NotInvited = "not_invited",
        /// The account is inactive.
        Deactivated = "deactivated",
        /// Its deletion is scheduled.
        ForDeletion = "for_deletion",
    }
}

open_enum! {
    /// `membershipStatus`.
    pub enum MembershipStatus {
        /// Active in one directory at least.
        Active = "active",
        /// Suspended in all directories that the key may see.
        Suspended = "suspended",
        /// In none of the organization's directories.
        NoMembership = "no_membership",
    }
}

open_enum! {
    /// `claimStatus` of a user.
    pub enum AccountClaim {
        /// The organization manages the account.
        Managed = "managed",
        /// It does not.
        Unmanaged = "unmanaged",
    }
}

open_enum! {
    /// `managementSource`.
    pub enum ManagementSource {
        /// Invited by an admin.
        Invited = "invited",
        /// Provisioned from an identity provider, which locks its address here.
        Synced = "synced",
    }
}

open_enum! {
    /// One of `platformRoles`.
    pub enum PlatformRole {
        /// Organization admin.
        OrgAdmin = "atlassian/org-admin",
        /// Site admin.
        SiteAdmin = "atlassian/site-admin",
        /// User access admin.
        UserAccessAdmin = "atlassian/user-access-admin",
        /// May use AI features; administers nothing.
        AiAccess = "atlassian/ai-access",
    }
}
