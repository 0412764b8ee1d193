//! The proxy's own request headers, which no browser sends unless the page sets them.

use http::header::HeaderName;

/// The administrator's session at the admin portal. A cookie would be sent unasked; this header is not.
pub(crate) const SESSION: HeaderName = HeaderName::from_static("x-rollcall-session");

/// The secret that the proxy prints when it lends a session.
pub(crate) const SECRET: HeaderName = HeaderName::from_static("x-rollcall-secret");
