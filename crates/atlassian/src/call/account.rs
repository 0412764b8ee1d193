//! One managed account: what may be done to it, its profile, its e-mail address (User management REST API).

use http::Method;

use crate::{Endpoint, KeyKind};

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
