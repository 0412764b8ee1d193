//! The profile of one managed account (User management REST API, Profile).

use http::{Method, Request, Response};
use serde::{Deserialize, Serialize};

use super::organization::{AccountStatus, AccountType};
use crate::{AccountId, Body, Call, Endpoint, Failure, Generation, KeyKind, answer, request};

/// The profile of an account.
pub static GET_PROFILE: Endpoint = Endpoint {
    name: "get-profile",
    method: Method::GET,
    path: "/users/{account}/manage/profile",
    query: &[],
    key: KeyKind::Unscoped,
    success: &[200],
    generation: Generation::Current,
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
};

/// The longest name, in characters (schema `Name`).
pub const LONGEST_NAME: usize = 100;

/// The longest nickname, in characters; the shortest has one (schema `Nickname`).
pub const LONGEST_NICKNAME: usize = 30;

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
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtendedProfile {
    /// The department.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    /// The job title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub job_title: Option<String>,
    /// Where the person is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// The person's organization, as they write it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
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
        read(self.endpoint(), &self.account, response)
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
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ProfileChange {
    /// The name: at most [`LONGEST_NAME`] characters, no control characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The nickname: 1 to [`LONGEST_NICKNAME`] characters, no control characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nickname: Option<String>,
    /// The time zone: `America/Los_Angeles`.
    #[serde(rename = "zoneinfo", skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// Language and country, IETF BCP 47: `en-US`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// Job and place.
    #[serde(
        rename = "extended_profile",
        skip_serializing_if = "ExtendedProfile::is_empty"
    )]
    pub extended: ExtendedProfile,
}

impl ExtendedProfile {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Call for UpdateProfile {
    type Answer = Profile;

    fn endpoint(&self) -> &'static Endpoint {
        &UPDATE_PROFILE
    }

    fn request(&self) -> Request<Body> {
        request::with_json(self.endpoint(), &[self.account.as_str()], &self.change)
    }

    fn answer(&self, response: &Response<Body>) -> Result<Profile, Failure> {
        read(self.endpoint(), &self.account, response)
    }
}

/// The profile in an answer, if it is the account's.
fn read(endpoint: &Endpoint, account: &AccountId, response: &Response<Body>) -> Result<Profile, Failure> {
    #[derive(Deserialize)]
    struct ProfileBody {
        account: Profile,
    }

    let body: ProfileBody = answer::json(endpoint, response)?;
    answer::about(body.account.id == *account, body.account, response)
}
