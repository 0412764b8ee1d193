//! One managed account: what may be done to it, its profile, its e-mail address (User management REST API).

use http::{Method, Request, Response};
use serde::{Deserialize, Serialize};

use super::organization::{AccountStatus, AccountType};
use crate::{AccountId, Body, Call, Endpoint, Failure, KeyKind, Reason, answer, request};

/// What the key may do to an account.
pub static GET_PERMISSIONS: Endpoint = Endpoint {
    name: "get-permissions",
    method: Method::GET,
    path: "/users/{account}/manage",
    query: &["privileges"],
    key: KeyKind::Unscoped,
    success: &[200],
};

/// The profile of an account.
pub static GET_PROFILE: Endpoint = Endpoint {
    name: "get-profile",
    method: Method::GET,
    path: "/users/{account}/manage/profile",
    query: &[],
    key: KeyKind::Unscoped,
    success: &[200],
};

/// Gives an account another e-mail address.
pub static SET_EMAIL: Endpoint = Endpoint {
    name: "set-email",
    method: Method::PUT,
    path: "/users/{account}/manage/email",
    query: &[],
    key: KeyKind::Unscoped,
    success: &[204],
};

/// Asks what the key may do to an account: the only rehearsal that Atlassian documents.
#[derive(Clone, Debug)]
pub struct GetPermissions {
    /// Which account.
    pub account: AccountId,
    /// What is asked about; nothing means everything. The name is repeated for each, as `OpenAPI` has it where a document
    /// says nothing else.
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
}

impl Privilege {
    /// As Atlassian writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::EmailSet => "email.set",
            Self::LifecycleEnablement => "lifecycle.enablement",
            Self::LifecycleDelete => "lifecycle.delete",
            Self::ProfileRead => "profile.read",
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
        request::plain(self.endpoint(), &[self.account.as_str()], &query)
    }

    fn answer(&self, response: &Response<Body>) -> Result<Permissions, Failure> {
        answer::json(self.endpoint(), response)
    }
}

/// Asks for an account's profile: the account itself, while searches read an index that may lag behind.
#[derive(Clone, Debug)]
pub struct GetProfile {
    /// Which account.
    pub account: AccountId,
}

/// An account's profile.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Profile {
    /// The account's id: the one that was asked for.
    #[serde(rename = "account_id")]
    pub id: AccountId,
    /// What kind of account.
    #[serde(rename = "account_type")]
    pub kind: Option<AccountType>,
    /// Whether it can be used.
    #[serde(rename = "account_status")]
    pub status: Option<AccountStatus>,
    /// The person's name.
    pub name: Option<String>,
    /// Its address.
    pub email: Option<String>,
    /// Whether the person has verified the address. Seen in live answers, in no document.
    pub email_verified: Option<bool>,
}

impl Call for GetProfile {
    type Answer = Profile;

    fn endpoint(&self) -> &'static Endpoint {
        &GET_PROFILE
    }

    fn request(&self) -> Request<Body> {
        request::plain(self.endpoint(), &[self.account.as_str()], &[])
    }

    fn answer(&self, response: &Response<Body>) -> Result<Profile, Failure> {
        #[derive(Deserialize)]
        struct ProfileBody {
            account: Profile,
        }

        let ProfileBody { account } = answer::json(self.endpoint(), response)?;
        answer::about(account.id == self.account, account, response)
    }
}

/// Gives an account another address. It counts as verified at once, and the person is logged out everywhere.
#[derive(Clone, Debug)]
pub struct SetEmail {
    /// Which account.
    pub account: AccountId,
    /// The new address. Its rules: no part before the @ or between dots over 255 characters, no control characters.
    pub email: String,
}

impl Call for SetEmail {
    type Answer = ();

    fn endpoint(&self) -> &'static Endpoint {
        &SET_EMAIL
    }

    fn request(&self) -> Request<Body> {
        #[derive(Serialize)]
        struct EmailBody<'a> {
            email: &'a str,
        }

        request::with_json(
            self.endpoint(),
            &[self.account.as_str()],
            &EmailBody { email: &self.email },
        )
    }

    fn answer(&self, response: &Response<Body>) -> Result<(), Failure> {
        answer::nothing(self.endpoint(), response)
    }
}
