//! The refusals of user management, written from its document and from live answers.

use http::StatusCode;
use serde_json::{Map, Value, json};

use crate::account::Lock;
use crate::reply::{self, Reply};

/// The body is not what the call takes.
pub(super) fn body_parse_failure() -> Reply {
    reply::key(StatusCode::BAD_REQUEST, "bodyParseFailure")
}

/// Values that break rules: JSON path and keys of the constraints.
pub(super) fn constraints(violated: &[(&str, Vec<&str>)]) -> Reply {
    let fields: Vec<Value> = violated
        .iter()
        .map(|(field, keys)| {
            let violations: Vec<Value> = keys.iter().map(|key| json!({ "key": key })).collect();
            json!({ "field": field, "violations": violations })
        })
        .collect();
    let body = json!({ "key": "fieldConstraintsViolated", "context": { "fieldViolations": fields } });
    reply::json(StatusCode::BAD_REQUEST, &body)
}

/// `Manageability.Rule.Simple`
pub(super) fn rule(lock: Option<Lock>) -> Value {
    match lock {
        None => json!({ "allowed": true }),
        Some(lock) => json!({ "allowed": false, "reason": { "key": lock.key() } }),
    }
}

/// `forbidden.action` in the three spellings that were seen: Google's under old and new names (AX-201), SAML's under the
/// new ones alone (AX-301), all others as documented.
pub(super) fn forbidden_action(lock: Lock) -> Reply {
    let context = rule(Some(lock));
    let body = match lock {
        Lock::Google => json!({
            "key": "forbidden.action",
            "context": context,
            "errorKey": "forbidden.action",
            "errorDetail": context,
        }),
        Lock::Saml => json!({ "errorKey": "forbidden.action", "errorDetail": context }),
        _ => json!({ "key": "forbidden.action", "context": context }),
    };
    reply::json(StatusCode::FORBIDDEN, &body)
}

/// `forbidden.fieldMutation`: the rules of the fields that were asked for, by JSON path.
pub(super) fn forbidden_fields(fields: &[(&str, Option<Lock>)]) -> Reply {
    let rules: Map<String, Value> = fields
        .iter()
        .map(|(field, lock)| ((*field).to_owned(), rule(*lock)))
        .collect();
    let body = json!({ "key": "forbidden.fieldMutation", "context": rules });
    reply::json(StatusCode::FORBIDDEN, &body)
}

/// `conflict.lifecycleErrors`. The shape is documented, the codes are made up: no document lists them.
pub(super) fn lifecycle_conflict(id: &str, code: &str, message: &str, link: Option<&str>) -> Reply {
    let mut error = json!({ "code": code, "message": message });
    if let Some(link) = link {
        error["link"] = link.into();
    }
    let body = json!({
        "key": "conflict.lifecycleErrors",
        "context": {
            "message": "This account isn't eligible for the requested action",
            "accountId": id,
            "errorCodes": [error],
        },
    });
    reply::json(StatusCode::CONFLICT, &body)
}

/// `forbidden.targetUnverified`, whose context is a text in live answers (ID-7748).
pub(super) fn target_unverified() -> Reply {
    let detail = "Error: Cannot perform action on unverified account";
    let body = json!({
        "key": "forbidden.targetUnverified",
        "context": detail,
        "errorKey": "forbidden.target-unverified",
        "errorDetail": detail,
    });
    reply::json(StatusCode::FORBIDDEN, &body)
}

pub(super) fn unclaimed_domain(domain: Option<&str>) -> Reply {
    let mut body = json!({ "key": "forbidden.unclaimedDomain" });
    if let Some(domain) = domain {
        body["context"] = json!({ "domain": domain });
    }
    reply::json(StatusCode::FORBIDDEN, &body)
}

/// The address belongs to another account. Atlassian documents no answer to this, so the seed chooses one of several likely
/// ones.
pub(super) fn taken(seed: u64, address: &str) -> Reply {
    let (status, body) = match seed % 5 {
        0 => (
            StatusCode::CONFLICT,
            json!({ "key": "conflict", "context": "Error: The email address is already in use" }),
        ),
        1 => (
            StatusCode::BAD_REQUEST,
            json!({ "key": "emailAlreadyExists", "context": { "message": "Email address already exists" } }),
        ),
        2 => (
            StatusCode::FORBIDDEN,
            json!({
                "key": "forbidden.emailInUse",
                "context": "Error: Email is already in use by another account",
                "errorKey": "forbidden.email-in-use",
                "errorDetail": "Error: Email is already in use by another account",
            }),
        ),
        3 => (
            StatusCode::BAD_REQUEST,
            json!({ "code": 400, "message": "This email is already associated with an Atlassian account" }),
        ),
        // As Atlassian's SCIM API answers (confluence.atlassian.com/cloudkb, 1035734019).
        _ => (
            StatusCode::CONFLICT,
            json!({
                "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"],
                "status": "409",
                "scimType": "uniqueness",
                "detail": format!("Resource [USER]: with email[{address}] already exists."),
            }),
        ),
    };
    reply::json(status, &body)
}
