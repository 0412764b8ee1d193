//! A user's membership in a directory: suspend, restore, remove (Organizations REST API, v2, Users). The account itself stays
//! as it is; see [`lifecycle`](super::lifecycle) for its own state.

use http::{Method, Request, Response};

use crate::{
    AccountId, Body, Call, DirectoryId, Endpoint, Failure, Generation, KeyKind, OrganizationId, ResourceKind,
    answer, request,
};

/// Suspends a user in a directory.
pub static SUSPEND_USER: Endpoint = Endpoint {
    name: "suspend-user",
    method: Method::POST,
    path: "/admin/v2/orgs/{organization}/directories/{directory}/users/{account}/suspend",
    query: &[],
    key: KeyKind::Any,
    success: &[204],
    generation: Generation::Current,
    resource: ResourceKind::Item,
};

/// Restores a suspended user in a directory.
pub static RESTORE_USER: Endpoint = Endpoint {
    name: "restore-user",
    method: Method::POST,
    path: "/admin/v2/orgs/{organization}/directories/{directory}/users/{account}/restore",
    query: &[],
    key: KeyKind::Any,
    success: &[204],
    generation: Generation::Current,
    resource: ResourceKind::Item,
};

/// Removes a user from a directory.
pub static REMOVE_USER: Endpoint = Endpoint {
    name: "remove-user",
    method: Method::DELETE,
    path: "/admin/v2/orgs/{organization}/directories/{directory}/users/{account}",
    query: &[],
    key: KeyKind::Any,
    success: &[204],
    generation: Generation::Current,
    resource: ResourceKind::Item,
};

/// Suspends a user: no access to the apps of the directory. Roles and groups are kept for [`RestoreUser`], and the user is not
/// billed meanwhile. No document says what a second suspension answers.
#[derive(Clone, Debug)]
pub struct SuspendUser {
    /// Whose directory.
    pub organization: OrganizationId,
    /// Which directory. That [`DirectoryId::every`] may stand here is in no document.
    pub directory: DirectoryId,
    /// Which user.
    pub account: AccountId,
}

/// Restores a suspended user with the access, roles and groups of before; the user is billed again.
#[derive(Clone, Debug)]
pub struct RestoreUser {
    /// Whose directory.
    pub organization: OrganizationId,
    /// Which directory. That [`DirectoryId::every`] may stand here is in no document.
    pub directory: DirectoryId,
    /// Which user.
    pub account: AccountId,
}

/// Removes a user from a directory. Roles and groups there are lost; to come back, the user is invited again and gets them
/// anew. A managed account stays managed.
#[derive(Clone, Debug)]
pub struct RemoveUser {
    /// Whose directory.
    pub organization: OrganizationId,
    /// Which directory. That [`DirectoryId::every`] may stand here is in no document.
    pub directory: DirectoryId,
    /// Which user.
    pub account: AccountId,
}

macro_rules! about_a_user_of_a_directory {
    ($($call:ident $endpoint:ident;)+) => {$(
        impl Call for $call {
            type Answer = ();

            fn endpoint(&self) -> &'static Endpoint {
                &$endpoint
            }

            fn request(&self) -> Request<Body> {
                let values = [self.organization.as_str(), self.directory.as_str(), self.account.as_str()];
                request::with_nothing(self.endpoint(), &values)
            }

            fn answer(&self, response: &Response<Body>) -> Result<(), Failure> {
                answer::status_only(self.endpoint(), response)
            }
        }
    )+};
}

about_a_user_of_a_directory! {
    SuspendUser SUSPEND_USER;
    RestoreUser RESTORE_USER;
    RemoveUser REMOVE_USER;
}
