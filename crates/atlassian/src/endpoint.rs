//! The table of endpoints: the one list from which requests are made, the proxy takes its allow-list, and the sandbox its
//! routes.

use http::Method;

/// Which API keys an endpoint takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// Any key of the organization, with or without scopes.
    Any,
    /// Only a key made without scopes: the user management API refuses scoped keys with 403.
    Unscoped,
}

/// One method on one path.
#[derive(Debug)]
pub struct Endpoint {
    /// Stable name: `set-email`.
    pub name: &'static str,
    /// The method.
    pub method: Method,
    /// Path with parameters in braces: `/users/{account}/manage/email`.
    pub path: &'static str,
    /// Query parameters that may be there.
    pub query: &'static [&'static str],
    /// Which keys it takes.
    pub key: KeyKind,
    /// The status of success.
    pub success: &'static [u16],
}
/// All endpoints that Rollcall calls.
pub static ENDPOINTS: &[&Endpoint] = &[];
