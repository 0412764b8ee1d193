//! Inviting one person.

use http::{Method, Request, Response};

use super::RETIRED;
use crate::body::Object;
use crate::call::invite::PermissionRule;
use crate::{
    AccountId, Body, Call, Endpoint, Failure, KeyKind, OrganizationId, ResourceKind, answer, request,
};

/// Invites one person with at most one role and no groups; this was in limited availability.
pub static INVITE_USER: Endpoint = Endpoint {
    name: "invite-user",
    method: Method::POST,
    path: "/admin/v1/orgs/{organization}/users/invite",
    query: &[],
    key: KeyKind::Any,
    success: &[202],
    generation: RETIRED,
    resource: ResourceKind::Organization,
};

/// Invites one person. A call with an unknown outcome is never repeated, because each call sends its mail.
#[derive(Clone, Debug)]
pub struct InviteUser {
    /// Into which organization.
    pub organization: OrganizationId,
    /// The address.
    pub email: String,
    /// The role that the person gets.
    pub rule: Option<PermissionRule>,
    /// Whether a mail is sent.
    pub mail: bool,
    /// The text in the mail.
    pub text: Option<String>,
}

impl Call for InviteUser {
    /// The accounts that were added.
    type Answer = Vec<AccountId>;

    fn endpoint(&self) -> &'static Endpoint {
        &INVITE_USER
    }

    fn request(&self) -> Request<Body> {
        let body = Object::default()
            .with("email", &self.email)
            .with_some("permissionRule", self.rule.as_ref().map(PermissionRule::to_json))
            .with("sendNotification", self.mail)
            .with_some("notificationText", self.text.as_deref());
        request::with_json(self.endpoint(), &[self.organization.as_str()], body)
    }

    fn answer(&self, response: &Response<Body>) -> Result<Vec<AccountId>, Failure> {
        answer::json(self.endpoint(), response)
    }
}
