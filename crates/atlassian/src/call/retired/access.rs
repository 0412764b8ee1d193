//! Suspend, restore and remove a user, in the one directory that organizations had.

use http::{Method, Request, Response};

use super::RETIRED;
use crate::call::lifecycle::Done;
use crate::{
    AccountId, Body, Call, Endpoint, Failure, KeyKind, OrganizationId, ResourceKind, answer, request,
};

/// Suspends a user.
pub static SUSPEND_ACCESS: Endpoint = Endpoint {
    name: "suspend-access",
    method: Method::POST,
    path: "/admin/v1/orgs/{organization}/directory/users/{account}/suspend-access",
    query: &[],
    key: KeyKind::Any,
    success: &[200],
    generation: RETIRED,
    resource: ResourceKind::Item,
};

/// Restores a suspended user.
pub static RESTORE_ACCESS: Endpoint = Endpoint {
    name: "restore-access",
    method: Method::POST,
    path: "/admin/v1/orgs/{organization}/directory/users/{account}/restore-access",
    query: &[],
    key: KeyKind::Any,
    success: &[200],
    generation: RETIRED,
    resource: ResourceKind::Item,
};

/// Removes a user.
pub static REMOVE_ACCESS: Endpoint = Endpoint {
    name: "remove-access",
    method: Method::DELETE,
    path: "/admin/v1/orgs/{organization}/directory/users/{account}",
    query: &[],
    key: KeyKind::Any,
    success: &[204],
    generation: RETIRED,
    resource: ResourceKind::Item,
};

/// Suspends a user: no access to any app.
#[derive(Clone, Debug)]
pub struct SuspendAccess {
    /// Whose user.
    pub organization: OrganizationId,
    /// Which user.
    pub account: AccountId,
}

/// Restores a suspended user. 409 and `ADMIN-400-32` say that licences are used up.
#[derive(Clone, Debug)]
pub struct RestoreAccess {
    /// Whose user.
    pub organization: OrganizationId,
    /// Which user.
    pub account: AccountId,
}

/// Removes a user from the directory. Atlassian does it after the answer, from a queue. No 404 is documented.
#[derive(Clone, Debug)]
pub struct RemoveAccess {
    /// Whose user.
    pub organization: OrganizationId,
    /// Which user.
    pub account: AccountId,
}

macro_rules! about_a_user {
    ($($call:ident $endpoint:ident $answer:ty = $read:path;)+) => {$(
        impl Call for $call {
            type Answer = $answer;

            fn endpoint(&self) -> &'static Endpoint {
                &$endpoint
            }

            fn request(&self) -> Request<Body> {
                let values = [self.organization.as_str(), self.account.as_str()];
                request::with_nothing(self.endpoint(), &values)
            }

            fn answer(&self, response: &Response<Body>) -> Result<$answer, Failure> {
                $read(self.endpoint(), response)
            }
        }
    )+};
}

about_a_user! {
    SuspendAccess SUSPEND_ACCESS Done = answer::json;
    RestoreAccess RESTORE_ACCESS Done = answer::json;
    RemoveAccess REMOVE_ACCESS () = answer::status_only;
}
