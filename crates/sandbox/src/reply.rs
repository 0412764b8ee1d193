//! The bodies of the answers, written from Atlassian's documents.

use http::header::{ALLOW, CONTENT_TYPE};
use http::{HeaderValue, Method, Response, StatusCode};
use serde_json::{Value, json};

/// A response of this crate.
pub(crate) type Reply = Response<Vec<u8>>;

/// A refusal on the way to the answer. A response is large, and a refusal rare: hence the box.
pub(crate) type Refused = Box<Reply>;

/// Which of Atlassian's APIs a path belongs to: each has its own error bodies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Api {
    /// Organizations REST API, `/admin/v1/…`.
    OrganizationsV1,
    /// Organizations REST API, `/admin/v2/…`.
    OrganizationsV2,
    /// User management REST API, `/users/…`.
    Users,
    /// None of them: Atlassian's gateway answers itself.
    Gateway,
}

impl Api {
    pub(crate) fn of(path: &str) -> Self {
        // The list of workspaces is v2 by its path and declares the errors of v1. Admin control has a path of its own, and no
        // document of its errors.
        let is_list = path.starts_with("/admin/v2/") && path.ends_with("/workspaces");
        if is_list || path.starts_with("/admin/v1/") || path.starts_with("/admin/control/") {
            Self::OrganizationsV1
        } else if path.starts_with("/admin/v2/") {
            Self::OrganizationsV2
        } else if path.starts_with("/users/") {
            Self::Users
        } else {
            Self::Gateway
        }
    }

    /// No key, or none that is known. v1 declares `ProxyError`, v2 `Errors`, user management `unauthorized`.
    pub(crate) fn unauthorized(self, serial: u64) -> Reply {
        match self {
            Self::OrganizationsV1 | Self::Gateway => proxy_error(StatusCode::UNAUTHORIZED, "Unauthorized"),
            Self::OrganizationsV2 => application_error(
                StatusCode::UNAUTHORIZED,
                "ADMIN-401-2",
                "Not authenticated",
                "You need to authenticate to submit this request.",
                serial,
            ),
            Self::Users => key(StatusCode::UNAUTHORIZED, "unauthorized"),
        }
    }

    /// Too many requests. User management declares 429 without a body.
    pub(crate) fn rate_limited(self, serial: u64) -> Reply {
        match self {
            Self::OrganizationsV1 | Self::Gateway => {
                proxy_error(StatusCode::TOO_MANY_REQUESTS, "Rate limit exceeded")
            }
            Self::OrganizationsV2 => application_error(
                StatusCode::TOO_MANY_REQUESTS,
                "ADMIN-429-1",
                "Rate limit exceeded",
                "You exceeded the rate limit.",
                serial,
            ),
            Self::Users => empty(StatusCode::TOO_MANY_REQUESTS),
        }
    }

    /// Atlassian's own mistake. User management declares no 500; a bare one stands in.
    pub(crate) fn internal_error(self, serial: u64) -> Reply {
        match self {
            Self::OrganizationsV1 | Self::OrganizationsV2 => application_error(
                StatusCode::INTERNAL_SERVER_ERROR,
                "ADMIN-500-1",
                "Internal error",
                "We encountered an unexpected error.",
                serial,
            ),
            Self::Users | Self::Gateway => empty(StatusCode::INTERNAL_SERVER_ERROR),
        }
    }

    /// A path that no call has.
    pub(crate) fn unknown_path(self, serial: u64) -> Reply {
        match self {
            Self::OrganizationsV1 | Self::OrganizationsV2 => application_error(
                StatusCode::NOT_FOUND,
                "ADMIN-404-1",
                "Unknown resource",
                "There is no such resource.",
                serial,
            ),
            Self::Users => key(StatusCode::NOT_FOUND, "notFound"),
            Self::Gateway => proxy_error(StatusCode::NOT_FOUND, "Not found"),
        }
    }

    /// A path that has calls, but none with this method.
    pub(crate) fn wrong_method(self, methods: &[Method], serial: u64) -> Reply {
        let mut reply = match self {
            Self::OrganizationsV1 | Self::OrganizationsV2 => application_error(
                StatusCode::METHOD_NOT_ALLOWED,
                "ADMIN-405-1",
                "Method not supported",
                "This resource does not take this method.",
                serial,
            ),
            Self::Users | Self::Gateway => empty(StatusCode::METHOD_NOT_ALLOWED),
        };
        let names: Vec<&str> = methods.iter().map(Method::as_str).collect();
        if let Ok(names) = HeaderValue::from_str(&names.join(", ")) {
            reply.headers_mut().insert(ALLOW, names);
        }
        reply
    }
}

/// An answer without a body.
pub(crate) fn empty(status: StatusCode) -> Reply {
    let mut reply = Response::new(Vec::new());
    *reply.status_mut() = status;
    reply
}

/// An answer with a JSON body.
pub(crate) fn json(status: StatusCode, body: &Value) -> Reply {
    text(status, "application/json;charset=UTF-8", body.to_string())
}

/// An answer with any body.
pub(crate) fn text(status: StatusCode, content_type: &'static str, body: impl Into<Vec<u8>>) -> Reply {
    let mut reply = Response::new(body.into());
    *reply.status_mut() = status;
    let content_type = HeaderValue::from_static(content_type);
    reply.headers_mut().insert(CONTENT_TYPE, content_type);
    reply
}

/// `{"key": …}`, the plain refusals of user management.
pub(crate) fn key(status: StatusCode, key: &str) -> Reply {
    json(status, &json!({ "key": key }))
}

/// `ProxyError`: its code is a number (Organizations REST API).
pub(crate) fn proxy_error(status: StatusCode, message: &str) -> Reply {
    json(status, &json!({ "code": status.as_u16(), "message": message }))
}

/// `Errors` with one `ApplicationError`: its status is a string (Organizations REST API).
pub(crate) fn application_error(
    status: StatusCode,
    code: &str,
    title: &str,
    detail: &str,
    serial: u64,
) -> Reply {
    let error = error(status, code, title, detail, serial);
    json(status, &json!({ "errors": [error] }))
}

/// `ApplicationError`
pub(crate) fn error(status: StatusCode, code: &str, title: &str, detail: &str, serial: u64) -> Value {
    json!({
        "id": format!("00000000-0000-4000-8000-{serial:012x}"),
        "status": status.as_str(),
        "code": code,
        "title": title,
        "detail": detail,
    })
}

/// `NoPermsError`, as domains and users answer it (community.atlassian.com, qaq-p/3039088).
pub(crate) fn no_permission(now_ms: i64, path: &str, serial: u64) -> Reply {
    let body = json!({
        "timestamp": instant(now_ms, 3),
        "path": format!("/api{path}"),
        "status": 403,
        "error": "Forbidden",
        "message": "User has no permission to access resource.",
        "requestId": format!("{serial:08x}-{serial}"),
    });
    json(StatusCode::FORBIDDEN, &body)
}

/// A time as ISO 8601 in UTC with this many digits of a second.
pub(crate) fn instant(ms: i64, digits: usize) -> String {
    let time = jiff::Timestamp::from_millisecond(ms).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    format!("{time:.digits$}")
}
