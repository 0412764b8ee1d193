//! The life of one managed account: deactivate, activate, delete, cancel the deletion (User management REST API, Lifecycle).

use http::{Method, Request, Response};
use serde::{Deserialize, Serialize};

use crate::{AccountId, Body, Call, Endpoint, Failure, Generation, KeyKind, answer, request};

/// Deactivates an account.
pub static DEACTIVATE_ACCOUNT: Endpoint = Endpoint {
    name: "deactivate-account",
    method: Method::POST,
    path: "/users/{account}/manage/lifecycle/disable",
    query: &[],
    key: KeyKind::Unscoped,
    success: &[204],
    generation: Generation::Current,
};

/// Activates a deactivated account.
pub static ACTIVATE_ACCOUNT: Endpoint = Endpoint {
    name: "activate-account",
    method: Method::POST,
    path: "/users/{account}/manage/lifecycle/enable",
    query: &[],
    key: KeyKind::Unscoped,
    success: &[204],
    generation: Generation::Current,
};

/// Deletes an account after 14 days.
pub static DELETE_ACCOUNT: Endpoint = Endpoint {
    name: "delete-account",
    method: Method::POST,
    path: "/users/{account}/manage/lifecycle/delete",
    query: &[],
    key: KeyKind::Unscoped,
    success: &[200],
    generation: Generation::Current,
};

/// Takes a deletion back, within its 14 days.
pub static CANCEL_DELETION: Endpoint = Endpoint {
    name: "cancel-deletion",
    method: Method::POST,
    path: "/users/{account}/manage/lifecycle/cancel-delete",
    query: &[],
    key: KeyKind::Unscoped,
    success: &[200],
    generation: Generation::Current,
};

/// Deactivates an account: nobody can log in with it any more, to any app of any organization.
#[derive(Clone, Debug)]
pub struct DeactivateAccount {
    /// Which account.
    pub account: AccountId,
    /// What is told about it; without one Atlassian uses a message of its own. It cannot be read back.
    pub message: Option<String>,
}

impl Call for DeactivateAccount {
    type Answer = ();

    fn endpoint(&self) -> &'static Endpoint {
        &DEACTIVATE_ACCOUNT
    }

    fn request(&self) -> Request<Body> {
        /// The message is optional, the body is not.
        #[derive(Serialize)]
        struct MessageBody<'a> {
            #[serde(skip_serializing_if = "Option::is_none")]
            message: Option<&'a str>,
        }

        let message = self.message.as_deref();
        request::with_json(
            self.endpoint(),
            &[self.account.as_str()],
            &MessageBody { message },
        )
    }

    fn answer(&self, response: &Response<Body>) -> Result<(), Failure> {
        answer::nothing(self.endpoint(), response)
    }
}

/// Activates an account. One that is deleted needs its deletion cancelled first; one that is blocked by the export control of
/// the United States stays blocked.
#[derive(Clone, Debug)]
pub struct ActivateAccount {
    /// Which account.
    pub account: AccountId,
}

impl Call for ActivateAccount {
    type Answer = ();

    fn endpoint(&self) -> &'static Endpoint {
        &ACTIVATE_ACCOUNT
    }

    fn request(&self) -> Request<Body> {
        request::plain(self.endpoint(), &[self.account.as_str()], &[])
    }

    fn answer(&self, response: &Response<Body>) -> Result<(), Failure> {
        answer::nothing(self.endpoint(), response)
    }
}

/// Deletes an account. For 14 days it shows as deactivated, keeps its address, and [`CancelDeletion`] brings it back; then it
/// is gone for good.
#[derive(Clone, Debug)]
pub struct DeleteAccount {
    /// Which account.
    pub account: AccountId,
}

impl Call for DeleteAccount {
    type Answer = Done;

    fn endpoint(&self) -> &'static Endpoint {
        &DELETE_ACCOUNT
    }

    fn request(&self) -> Request<Body> {
        request::plain(self.endpoint(), &[self.account.as_str()], &[])
    }

    fn answer(&self, response: &Response<Body>) -> Result<Done, Failure> {
        answer::json(self.endpoint(), response)
    }
}

/// Takes a deletion back within its 14 days: restores the account, and activates it even if it was deactivated before.
#[derive(Clone, Debug)]
pub struct CancelDeletion {
    /// Which account.
    pub account: AccountId,
}

impl Call for CancelDeletion {
    type Answer = Done;

    fn endpoint(&self) -> &'static Endpoint {
        &CANCEL_DELETION
    }

    fn request(&self) -> Request<Body> {
        request::plain(self.endpoint(), &[self.account.as_str()], &[])
    }

    fn answer(&self, response: &Response<Body>) -> Result<Done, Failure> {
        answer::json(self.endpoint(), response)
    }
}

/// What Atlassian says to a success (`ResultMessage`). An object without a message is none: a gateway's 200 with an error inside
/// must not pass for it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Done {
    /// `Success`.
    pub message: String,
}
