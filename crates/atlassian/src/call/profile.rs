//! The profile of one managed account (User management REST API, Profile).

use http::{Method, Request, Response};
use serde::Deserialize;

use super::organization::{AccountStatus, AccountType};
use crate::body::Object;
pub use crate::limits::{LONGEST_NAME, LONGEST_NICKNAME};
use crate::{AccountId, Body, Call, Endpoint, Failure, Generation, KeyKind, ResourceKind, answer, request};

/// The profile of an account.
pub static GET_PROFILE: Endpoint = Endpoint {
    name: "get-profile",
    method: Method::GET,
    path: "/users/{account}/manage/profile",
    query: &[],
    key: KeyKind::Unscoped,
    success: &[200],
    generation: Generation::Current,
    resource: ResourceKind::Account,
};

/// Changes fields of a profile.
pub static UPDATE_PROFILE: Endpoint = Endpoint {
    name: "update-profile",
    method: Method::PATCH,
    path: "/users/{account}/manage/profile",
    query: &[],
    key: KeyKind::Unscoped,
    success: &[200],
    generation: Generation::Current,
    resource: ResourceKind::Account,
};

/// Asks for an account's profile: the account itself, while searches read an index that may lag behind.
#[derive(Clone, Debug)]
pub struct GetProfile {
    /// Which account.
    pub account: AccountId,
}

/// An account's profile. `None` where the answer does not say.
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
    /// What the person is called in mentions.
    pub nickname: Option<String>,
    /// Its address.
    pub email: Option<String>,
    /// Whether the person has verified the address. Seen in live answers, in no document.
    pub email_verified: Option<bool>,
    /// The time zone: `America/Los_Angeles`.
    #[serde(rename = "zoneinfo")]
    pub time_zone: Option<String>,
    /// Language and country: `en-US`.
    pub locale: Option<String>,
    /// Job and place.
    #[serde(rename = "extended_profile")]
    pub extended: Option<ExtendedProfile>,
}

/// What a profile says about a person's job and place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct ExtendedProfile {
    /// The department.
    pub department: Option<String>,
    /// The job title.
    pub job_title: Option<String>,
    /// Where the person is.
    pub location: Option<String>,
    /// The person's organization, as they write it.
    pub organization: Option<String>,
}

impl Call for GetProfile {
    type Answer = Profile;

    fn endpoint(&self) -> &'static Endpoint {
        &GET_PROFILE
    }

    fn request(&self) -> Request<Body> {
        request::without_body(self.endpoint(), &[self.account.as_str()], &[])
    }

    fn answer(&self, response: &Response<Body>) -> Result<Profile, Failure> {
        of_account(&self.account, answer::said(self.endpoint(), response)?, response)
    }
}

/// Changes fields of an account's profile. `profile.write` of the permissions says which may be changed.
#[derive(Clone, Debug)]
pub struct UpdateProfile {
    /// Which account.
    pub account: AccountId,
    /// What is to be different.
    pub change: ProfileChange,
}

/// New values for fields of a profile. `None` leaves a field as it is; that a field can be emptied stands in no document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProfileChange {
    /// The name: at most [`LONGEST_NAME`] characters, no control characters.
    pub name: Option<String>,
    /// The nickname: 1 to [`LONGEST_NICKNAME`] characters, no control characters.
    pub nickname: Option<String>,
    /// The time zone: `America/Los_Angeles`.
    pub time_zone: Option<String>,
    /// Language and country, IETF BCP 47: `en-US`.
    pub locale: Option<String>,
    /// Job and place.
    pub extended: ExtendedProfile,
}

impl ProfileChange {
    fn to_json(&self) -> Object {
        let extended = self.extended.to_json();
        Object::default()
            .with_some("name", self.name.as_deref())
            .with_some("nickname", self.nickname.as_deref())
            .with_some("zoneinfo", self.time_zone.as_deref())
            .with_some("locale", self.locale.as_deref())
            .with_some(
                "extended_profile",
                Some(extended).filter(|extended| !extended.is_empty()),
            )
    }
}

impl ExtendedProfile {
    fn to_json(&self) -> Object {
        Object::default()
            .with_some("department", self.department.as_deref())
            .with_some("job_title", self.job_title.as_deref())
            .with_some("location", self.location.as_deref())
            .with_some("organization", self.organization.as_deref())
    }
}

impl Call for UpdateProfile {
    type Answer = Profile;

    fn endpoint(&self) -> &'static Endpoint {
        &UPDATE_PROFILE
    }

    fn request(&self) -> Request<Body> {
        request::with_json(self.endpoint(), &[self.account.as_str()], self.change.to_json())
    }

    fn answer(&self, response: &Response<Body>) -> Result<Profile, Failure> {
        of_account(&self.account, answer::json(self.endpoint(), response)?, response)
    }
}

#[derive(Deserialize)]
struct ProfileBody {
    account: Profile,
}

/// The profile in an answer, if it is the account's.
fn of_account(account: &AccountId, body: ProfileBody, response: &Response<Body>) -> Result<Profile, Failure> {
    answer::check_subject(body.account.id == *account, body.account, response)
}
