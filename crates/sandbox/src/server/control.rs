//! The server's own routes, by which tests look into the organization and disturb it. They are not Atlassian's; all need
//! the key without scopes, which opens them even when it is revoked.
//!
//! | route | body | answer |
//! | --- | --- | --- |
//! | `GET /sandbox/accounts` | | 200, `[{"id", "name", "email", "managed", "status", "effective_changes"}]` |
//! | `GET /sandbox/writes` | | 200, `[{"at", "account", "from", "to", "status", "effective"}]` |
//! | `GET /sandbox/deeds` | | 200, `[{"at", "account", "endpoint", "status", "effective", "body"}]` |
//! | `GET /sandbox/example.csv` | | 200, the example change file |
//! | `POST /sandbox/key/revoke` | | 204 |
//! | `POST /sandbox/limit` | [`Limit`] as JSON, `{}` for none | 204 |
//! | `POST /sandbox/fault` | [`Faults`] as JSON, `{}` for none | 204 |

use http::header::AUTHORIZATION;
use http::{Method, Request, StatusCode};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::fault::Faults;
use crate::limit::Limit;
use crate::organization::Organization;
use crate::reply::{self, Reply};

/// Answers a request to one of these routes; `None` for any other path.
pub(super) fn answer(organization: &mut Organization, request: &Request<Vec<u8>>) -> Option<Reply> {
    let route = request.uri().path().strip_prefix("/sandbox/")?;
    let key = format!("Bearer {}", organization.key());
    if request
        .headers()
        .get(AUTHORIZATION)
        .is_none_or(|given| given.as_bytes() != key.as_bytes())
    {
        return Some(reply::empty(StatusCode::UNAUTHORIZED));
    }
    Some(match (request.method(), route) {
        (&Method::GET, "accounts") => reply::json(StatusCode::OK, &accounts(organization)),
        (&Method::GET, "writes") => reply::json(StatusCode::OK, &writes(organization)),
        (&Method::GET, "deeds") => reply::json(StatusCode::OK, &deeds(organization)),
        (&Method::GET, "example.csv") => reply::text(
            StatusCode::OK,
            "text/csv; charset=utf-8",
            organization.example_change_file(),
        ),
        (&Method::POST, "key/revoke") => {
            organization.revoke_keys();
            reply::empty(StatusCode::NO_CONTENT)
        }
        (&Method::POST, "limit") => set(request, |limit: Limit| organization.set_limit(limit)),
        (&Method::POST, "fault") => set(request, |faults: Faults| organization.set_faults(faults)),
        _ => reply::empty(StatusCode::NOT_FOUND),
    })
}

fn set<T: DeserializeOwned>(request: &Request<Vec<u8>>, set: impl FnOnce(T)) -> Reply {
    match serde_json::from_slice(request.body()) {
        Ok(value) => {
            set(value);
            reply::empty(StatusCode::NO_CONTENT)
        }
        Err(error) => reply::text(
            StatusCode::BAD_REQUEST,
            "text/plain; charset=utf-8",
            error.to_string(),
        ),
    }
}

fn accounts(organization: &Organization) -> Value {
    let accounts = organization.accounts().iter().map(|account| {
        json!({
            "id": account.id,
            "name": account.name,
            "email": account.address,
            "managed": account.managed,
            "status": account.status(),
            "effective_changes": organization.effective_changes(&account.id),
        })
    });
    accounts.collect()
}

fn writes(organization: &Organization) -> Value {
    let writes = organization.writes().iter().map(|write| {
        json!({
            "at": write.at,
            "account": write.account,
            "from": write.from,
            "to": write.to,
            "status": write.status,
            "effective": write.effective,
        })
    });
    writes.collect()
}

fn deeds(organization: &Organization) -> Value {
    let deeds = organization.deeds().iter().map(|deed| {
        json!({
            "at": deed.at,
            "account": deed.account,
            "endpoint": deed.endpoint,
            "status": deed.status,
            "effective": deed.effective,
            "body": String::from_utf8_lossy(&deed.body),
        })
    });
    deeds.collect()
}
