//! Every error that the Organizations REST API documents, also those of calls that are not here: a fault can answer with
//! any of them.

use http::StatusCode;
use serde::Deserialize;
use serde_json::json;

use crate::reply::{self, Reply};

/// A documented error of the Organizations REST API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Documented(usize);

/// Code, status and title as `ApplicationError`, `ApiError` and the models beside them list them.
const ERRORS: &[(&str, u16, &str)] = &[
    ("ADMIN-400-1", 400, "Invalid page cursor"),
    ("ADMIN-400-2", 400, "Invalid domain identifier"),
    ("ADMIN-400-3", 400, "Invalid time date"),
    ("ADMIN-400-4", 400, "Invalid resource"),
    ("ADMIN-400-19", 400, "Request syntax is not valid"),
    ("ADMIN-400-21", 400, "The number of queries exceeded the limit"),
    ("ADMIN-400-24", 400, "Invalid request body"),
    ("ADMIN-400-32", 400, "Too many license breaches"),
    ("ADMIN-401-2", 401, "Not authenticated"),
    ("ADMIN-403-3", 403, "Not allowed to manage the org"),
    ("ADMIN-403-5", 403, "Not allowed to manage the group"),
    (
        "ADMIN-403-6",
        403,
        "Not allowed to delete group with default-role attribute",
    ),
    (
        "ADMIN-403-7",
        403,
        "Not allowed to delete group which grants admin access to a product or org",
    ),
    ("ADMIN-404-1", 404, "Unknown resource"),
    ("ADMIN-404-2", 404, "Organization not found"),
    ("ADMIN-404-3", 404, "Domain not found"),
    ("ADMIN-404-4", 404, "Event not found"),
    ("ADMIN-404-5", 404, "Policy not found"),
    ("ADMIN-404-6", 404, "Policy Resource not found"),
    ("ADMIN-404-8", 404, "User not found"),
    ("ADMIN-404-10", 404, "Group not found"),
    ("ADMIN-405-1", 405, "Method not supported"),
    ("ADMIN-409-3", 409, "License limit exceeded"),
    ("ADMIN-409-5", 409, "Group not empty"),
    ("ADMIN-409-28", 409, "Conflict"),
    ("ADMIN-429-1", 429, "Rate limit exceeded"),
    ("ADMIN-500-1", 500, "Internal error"),
    ("ADMIN-500-2", 500, "CDEN policy validation failed"),
    ("ADMIN-UAM-400-1", 400, "Bad Request"),
    ("ADMIN-UAM-400-2", 400, "Inactive user"),
    ("ADMIN-UAM-400-3", 400, "Invalid Role for Resource"),
    ("ADMIN-UAM-400-4", 400, "Product not licensed"),
    ("ADMIN-UAM-401-1", 401, "Unauthenticated"),
    ("ADMIN-UAM-401-2", 401, "Unauthorized"),
    ("ADMIN-UAM-402-1", 402, "Payment Required"),
    ("ADMIN-UAM-403-1", 403, "Forbidden"),
    ("ADMIN-UAM-403-2", 403, "Not allowed to manage the org"),
    ("ADMIN-UAM-404-1", 404, "Unknown Resource"),
    ("ADMIN-UAM-404-2", 404, "Organization not found"),
    ("ADMIN-UAM-404-3", 404, "Group Not Found"),
    ("ADMIN-UAM-405-1", 405, "Method Not Supported"),
    ("ADMIN-UAM-409-1", 409, "Cannot create default group"),
    ("ADMIN-UAM-409-2", 409, "Resource Conflicts"),
    ("ADMIN-UAM-409-3", 409, "Product License Limit Exceeded"),
    ("ADMIN-UAM-415-1", 415, "Unsupported Media Type"),
    ("ADMIN-UAM-500-1", 500, "Internal Error"),
    // `Error.Unauthorized`
    ("unauthorized", 401, "The consumer could not be authenticated."),
    (
        "asapUnauthorizedIssuer",
        401,
        "The consumer could not be authenticated.",
    ),
];

impl Documented {
    /// The error with this code: `ADMIN-404-8`.
    pub fn parse(code: &str) -> Option<Self> {
        ERRORS.iter().position(|(known, _, _)| *known == code).map(Self)
    }

    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..ERRORS.len()).map(Self)
    }

    /// Its code.
    pub fn code(self) -> &'static str {
        ERRORS[self.0].0
    }

    /// The answer. `ApiError` may have a null for its detail; user access management's has.
    pub(crate) fn reply(self, serial: u64) -> Reply {
        let (code, status, title) = ERRORS[self.0];
        let status = StatusCode::from_u16(status).unwrap_or_default();
        if !code.starts_with("ADMIN-") {
            return reply::key(status, code);
        }
        if !code.starts_with("ADMIN-UAM-") {
            let detail = "There is no more to say about this error.";
            return reply::application_error(status, code, title, detail, serial);
        }
        let error = json!({
            "id": format!("00000000-0000-4000-8000-{serial:012x}"),
            "status": status.as_str(),
            "code": code,
            "title": title,
            "detail": null,
        });
        reply::json(status, &json!({ "errors": [error] }))
    }
}

impl TryFrom<String> for Documented {
    type Error = String;

    fn try_from(code: String) -> Result<Self, String> {
        Self::parse(&code).ok_or_else(|| format!("no document has the code {code}"))
    }
}
