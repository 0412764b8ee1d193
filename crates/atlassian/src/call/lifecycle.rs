//! The life of one managed account: deactivate, activate, delete, cancel the deletion (User management REST API, Lifecycle).

use http::{Method, Request, Response};
use serde::Deserialize;

use crate::body::Object;
use crate::{AccountId, Body, Call, Endpoint, Failure, Generation, KeyKind, ResourceKind, answer, request};

/// Deactivates an account.
pub static DEACTIVATE_ACCOUNT: Endpoint = Endpoint {
    name: "deactivate-account",
    method: Method::POST,
    path: "/users/{account}/manage/lifecycle/disable",
    query: &[],
    key: KeyKind::Unscoped,
    success: &[204],
    generation: Generation::Current,
    resource: ResourceKind::Account,
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
    resource: ResourceKind::Account,
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
    resource: ResourceKind::Account,
};

/// Cancels a deletion, within its 14 days.
pub static CANCEL_DELETION: Endpoint = Endpoint {
    name: "cancel-deletion",
    method: Method::POST,
    path: "/users/{account}/manage/lifecycle/cancel-delete",
    query: &[],
    key: KeyKind::Unscoped,
    success: &[200],
    generation: Generation::Current,
    resource: ResourceKind::Account,
};

/// Deactivates an account: nobody can log in with it any more, to any app of any organization.
#[derive(Clone, Debug)]
pub struct DeactivateAccount {
    /// Which account.
    pub account: AccountId,
    /// The message that goes with it; without one Atlassian uses its own. It cannot be read back.
    pub message: Option<String>,
}

impl Call for DeactivateAccount {
    type Answer = ();

    fn endpoint(&self) -> &'static Endpoint {
        &DEACTIVATE_ACCOUNT
    }

    fn request(&self) -> Request<Body> {
        // The message is optional, the body is not.
        let body = Object::default().with_some("message", self.message.as_deref());
        request::with_json(self.endpoint(), &[self.account.as_str()], body)
    }

    fn answer(&self, response: &Response<Body>) -> Result<(), Failure> {
        answer::status_only(self.endpoint(), response)
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
        request::with_nothing(self.endpoint(), &[self.account.as_str()])
    }

    fn answer(&self, response: &Response<Body>) -> Result<(), Failure> {
        answer::status_only(self.endpoint(), response)
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
        request::with_nothing(self.endpoint(), &[self.account.as_str()])
    }

    fn answer(&self, response: &Response<Body>) -> Result<Done, Failure> {
        answer::json(self.endpoint(), response)
    }
}

/// Cancels a deletion within its 14 days: restores the account, and activates it even if it was deactivated before.
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
        request::with_nothing(self.endpoint(), &[self.account.as_str()])
    }

    fn answer(&self, response: &Response<Body>) -> Result<Done, Failure> {
        answer::json(self.endpoint(), response)
    }
}

/// The message of a success (`ResultMessage`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "ResultMessage")]
pub struct Done {
    /// `Success`, where the answer says anything.
    pub message: Option<String>,
}

#[derive(Deserialize)]
struct ResultMessage {
    message: Option<String>,
    #[serde(flatten)]
    others: serde_json::Map<String, serde_json::Value>,
}

impl TryFrom<ResultMessage> for Done {
    type Error = &'static str;

    /// The message may be missing, and other fields may stand beside it. A body with other fields alone is no success: some
    /// gateways wrap an error in a 200.
    fn try_from(body: ResultMessage) -> Result<Self, Self::Error> {
        if body.message.is_none() && !body.others.is_empty() {
            return Err("something else stands where the message should");
        }
        Ok(Self {
            message: body.message,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_inside_a_success_is_none() {
        let read = |body: &str| serde_json::from_str::<Done>(body).ok();
        let done = |message: &str| {
            Some(Done {
                message: Some(message.to_owned()),
            })
        };
        assert_eq!(read(r#"{"message":"Success"}"#), done("Success"));
        assert_eq!(read(r#"{"message":"Success","requestId":"1"}"#), done("Success"));
        assert_eq!(read("{}"), Some(Done::default()));
        for body in [
            r#"{"error":1}"#,
            r#"{"key":"forbidden"}"#,
            "[]",
            "\"Success\"",
            "null",
        ] {
            assert_eq!(read(body), None, "{body}");
        }
    }
}
