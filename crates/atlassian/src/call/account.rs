//! One managed account: what may be done to it, and its e-mail address (User management REST API, Manage and Email).

use std::collections::BTreeMap;

use http::{Method, Request, Response};
use serde::Deserialize;

pub use super::profile::{GetProfile, Profile};
use crate::body::Object;
use crate::{
    AccountId, Body, Call, Endpoint, Failure, Generation, KeyKind, Reason, ResourceKind, answer, request,
};

/// What the key may do to an account.
pub static GET_PERMISSIONS: Endpoint = Endpoint {
    name: "get-permissions",
    method: Method::GET,
    path: "/users/{account}/manage",
    query: &["privileges"],
    key: KeyKind::Unscoped,
    success: &[200],
    generation: Generation::Current,
    resource: ResourceKind::Account,
};

/// Gives an account another e-mail address.
pub static SET_EMAIL: Endpoint = Endpoint {
    name: "set-email",
    method: Method::PUT,
    path: "/users/{account}/manage/email",
    query: &[],
    key: KeyKind::Unscoped,
    success: &[204],
    generation: Generation::Current,
    resource: ResourceKind::Address,
};

/// Asks what the key may do to an account. Atlassian documents no other way to try a change without making it.
#[derive(Clone, Debug)]
pub struct GetPermissions {
    /// Which account.
    pub account: AccountId,
    /// The privileges to ask about; empty for all. The query repeats the name for each (`OpenAPI`: style form, exploded).
    pub privileges: Vec<Privilege>,
}

/// What a key may be allowed to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Privilege {
    /// `email.set`
    EmailSet,
    /// `lifecycle.enablement`: activate and deactivate.
    LifecycleEnablement,
    /// `lifecycle.delete`: delete, and cancel a deletion.
    LifecycleDelete,
    /// `profile.read`
    ProfileRead,
    /// `profile.write`: which fields of the profile may be changed.
    ProfileWrite,
    /// `apiToken.read`
    ApiTokenRead,
    /// `apiToken.delete`
    ApiTokenDelete,
}

impl Privilege {
    /// As Atlassian writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::EmailSet => "email.set",
            Self::LifecycleEnablement => "lifecycle.enablement",
            Self::LifecycleDelete => "lifecycle.delete",
            Self::ProfileRead => "profile.read",
            Self::ProfileWrite => "profile.write",
            Self::ApiTokenRead => "apiToken.read",
            Self::ApiTokenDelete => "apiToken.delete",
        }
    }
}

/// What the key may do. `None` where the answer does not say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Permissions {
    /// [`Privilege::EmailSet`]
    #[serde(rename = "email.set")]
    pub email_set: Option<Permission>,
    /// [`Privilege::LifecycleEnablement`]
    #[serde(rename = "lifecycle.enablement")]
    pub lifecycle_enablement: Option<Permission>,
    /// [`Privilege::LifecycleDelete`]
    #[serde(rename = "lifecycle.delete")]
    pub lifecycle_delete: Option<Permission>,
    /// [`Privilege::ProfileRead`]
    #[serde(rename = "profile.read")]
    pub profile_read: Option<Permission>,
    /// [`Privilege::ProfileWrite`], by JSON path: `name`, `extended_profile.job_title`.
    #[serde(rename = "profile.write")]
    pub profile_write: Option<BTreeMap<String, Permission>>,
    /// [`Privilege::ApiTokenRead`]
    #[serde(rename = "apiToken.read")]
    pub api_token_read: Option<Permission>,
    /// [`Privilege::ApiTokenDelete`]
    #[serde(rename = "apiToken.delete")]
    pub api_token_delete: Option<Permission>,
}

/// Allowed or not.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "Rule")]
pub enum Permission {
    /// Yes.
    Allowed,
    /// No, for this reason.
    Restricted(Reason),
}

impl Permission {
    /// Why it is not allowed, in the administrator's words; `None` where it is.
    pub fn refusal(&self) -> Option<String> {
        match self {
            Self::Allowed => None,
            Self::Restricted(reason) => Some(crate::texts::restricted(reason)),
        }
    }
}

/// `Manageability.Rule.Simple`
#[derive(Deserialize)]
struct Rule {
    allowed: bool,
    reason: Option<RuleReason>,
}

#[derive(Deserialize)]
struct RuleReason {
    key: Option<Reason>,
}

impl From<Rule> for Permission {
    fn from(rule: Rule) -> Self {
        if rule.allowed {
            return Self::Allowed;
        }
        let reason = rule.reason.and_then(|reason| reason.key);
        Self::Restricted(reason.unwrap_or(Reason::Other(String::new())))
    }
}

impl Call for GetPermissions {
    type Answer = Permissions;

    fn endpoint(&self) -> &'static Endpoint {
        &GET_PERMISSIONS
    }

    fn request(&self) -> Request<Body> {
        let mut privileges = self.privileges.clone();
        privileges.sort_unstable();
        privileges.dedup();
        let query: Vec<_> = privileges
            .iter()
            .map(|privilege| ("privileges", privilege.as_str()))
            .collect();
        request::without_body(self.endpoint(), &[self.account.as_str()], &query)
    }

    fn answer(&self, response: &Response<Body>) -> Result<Permissions, Failure> {
        answer::said(self.endpoint(), response)
    }
}

/// Gives an account another address. It counts as verified at once, and the person is logged out everywhere.
#[derive(Clone, Debug)]
pub struct SetEmail {
    /// Which account.
    pub account: AccountId,
    /// The new address. No part before the @ or between dots may have more than 255 characters, and none may be a control
    /// character.
    pub email: String,
}

impl Call for SetEmail {
    type Answer = ();

    fn endpoint(&self) -> &'static Endpoint {
        &SET_EMAIL
    }

    fn request(&self) -> Request<Body> {
        let body = Object::default().with("email", &self.email);
        request::with_json(self.endpoint(), &[self.account.as_str()], body)
    }

    fn answer(&self, response: &Response<Body>) -> Result<(), Failure> {
        answer::status_only(self.endpoint(), response)
    }
}
