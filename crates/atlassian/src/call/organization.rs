//! The organization, its domains and its managed accounts (Organizations REST API, v1).

use http::Method;

use crate::{Endpoint, KeyKind};

/// One organization.
pub static GET_ORGANIZATION: Endpoint = Endpoint {
    name: "get-organization",
    method: Method::GET,
    path: "/admin/v1/orgs/{organization}",
    query: &[],
    key: KeyKind::Any,
    success: &[200],
};

/// The domains of an organization, a page at a time.
pub static GET_DOMAINS: Endpoint = Endpoint {
    name: "get-domains",
    method: Method::GET,
    path: "/admin/v1/orgs/{organization}/domains",
    query: &["cursor"],
    key: KeyKind::Any,
    success: &[200],
};

/// The managed accounts of an organization, a page at a time.
pub static GET_MANAGED_ACCOUNTS: Endpoint = Endpoint {
    name: "get-managed-accounts",
    method: Method::GET,
    path: "/admin/v1/orgs/{organization}/users",
    query: &["cursor", "limit"],
    key: KeyKind::Any,
    success: &[200],
};
