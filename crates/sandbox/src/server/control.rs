//! The server's own routes, by which tests look into the organization and disturb it. They are not Atlassian's; all need
//! a key without scopes, which opens them even when it is revoked.
//!
//! | route | body | answer |
//! | --- | --- | --- |
//! | `GET /sandbox/accounts` | | 200, `[{"id", "name", "email", "managed", "status", "effective_changes"}]` |
//! | `GET /sandbox/writes` | | 200, `[{"at", "account", "from", "to", "status", "effective"}]` |
//! | `GET /sandbox/deeds` | | 200, `[{"at", "account", "endpoint", "status", "effective", "body"}]` |
//! | `GET /sandbox/state` | | 200, [`State`]: all that calls can change and undo, to be compared before and after |
//! | `GET /sandbox/mails` | | 200, `[{"at", "to", "text"}]`: the mails that invitations sent |
//! | `GET /sandbox/furniture` | | 200, `{"directories", "sites", "workspaces", "groups", "auth_policies", "policies"}`, each with its id |
//! | `POST /sandbox/paying` | `true` or `false` | 204; without a subscription nobody can be invited |
//! | `POST /sandbox/v1-over` | `true` or `false` | 204; whether the retired calls have ended |
//! | `GET /sandbox/forms` | | 200, [`Forms`]: how answers say that there is nothing |
//! | `POST /sandbox/forms` | `{"links"?, "fields"?}`, each `"null"`, `"absent"` or `"filled"` | 204 |
//! | `POST /sandbox/restricted` | `true` or `false` | 204; whether some managed accounts are listed without an address |
//! | `POST /sandbox/capacity` | `{"workspace": index, "capacity": number or null}` | 204 |
//! | `POST /sandbox/documented-limits` | `true` or `false` | 204; whether the limits that the documents give for single calls are kept, as they are at first |
//! | `GET /sandbox/example.csv` | | 200, the example change file |
//! | `POST /sandbox/key/revoke` | | 204; all keys that were issued are answered 401 |
//! | `POST /sandbox/key/renew` | | 200, `{"key"}`: another one without scopes; these routes take every such key ever issued |
//! | `POST /sandbox/session/end` | | 204; the administrator's session at the admin portal is over |
//! | `POST /sandbox/session/renew` | | 200, `{"session"}`: another one |
//! | `POST /sandbox/limit` | [`Limit`] as JSON, `{}` for none | 204 |
//! | `POST /sandbox/fault` | [`Faults`] as JSON, `{}` for none | 204 |
//! | `POST /sandbox/lag` | [`Lag`] as JSON, `{}` for none | 204 |
//! | `GET /sandbox/lag` | | 200, the [`Lag`], and beside it `"stale_answers"`: how many answers it has made other ones |
//! | `POST /sandbox/hold` | [`Aim`]: `{"endpoint", "account"?, "email"?, "when": "before" \| "after"}` | 204; the next such call is held |
//! | `GET /sandbox/held?wait=ms` | | 200, `[{"endpoint", "account", "email", "when", "waiting", "since", "gone"}]`, see below |
//! | `POST /sandbox/cut` | [`Cut`]: none, or `{"account"?}` | 204; the connections of held calls are cut, the calls stay held |
//! | `POST /sandbox/release` | [`Release`]: none, or `{"account"?, "drop"?: bool}` | 204; the held calls are let go |
//!
//! `held` lists the holds that are armed and the calls that are held: a call is `waiting`, `since` that time, and `gone` says
//! that its client hung up or was cut off. With `wait` the answer comes as soon as a call is held, and after so many
//! milliseconds at the latest. `cut` and `release` answer 409 when there is no call that they could be about.
//!
//! What becomes of a held call:
//!
//! | | held before | held after |
//! | --- | --- | --- |
//! | `release` | it is carried out now, and answered | it is answered |
//! | `release` when its client is gone | it is carried out now: a request that arrives late | it was carried out, and nobody hears of it |
//! | `release` with `drop` | it is never carried out, and the connection is cut: a lost request | the connection is cut: a lost answer |
//! | `cut`, and nothing after | it is not carried out | it was carried out, and nobody hears of it |
//!
//! [`State`]: crate::State
//! [`Aim`]: super::hold::Aim
//! [`Cut`]: super::hold::Cut
//! [`Release`]: super::hold::Release

use http::header::AUTHORIZATION;
use http::{Method, Request, StatusCode};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::fault::Faults;
use crate::form::{Form, Forms};
use crate::lag::Lag;
use crate::limit::Limit;
use crate::organization::Organization;
use crate::reply::{self, Reply};

/// Where these routes are.
pub(super) const PATH: &str = "/sandbox/";

/// Whether a request carries a key that opens these routes.
pub(super) fn admits(organization: &Organization, request: &Request<Vec<u8>>) -> bool {
    request
        .headers()
        .get(AUTHORIZATION)
        .and_then(|given| given.to_str().ok())
        .and_then(|given| given.strip_prefix("Bearer "))
        .is_some_and(|key| organization.access.keys.was_issued(key))
}

/// Answers a request to one of these routes; those about holds are answered [elsewhere](super::hold).
pub(super) fn answer(organization: &mut Organization, request: &Request<Vec<u8>>) -> Reply {
    let route = request.uri().path().strip_prefix(PATH).unwrap_or_default();
    match (request.method(), route) {
        (&Method::GET, "accounts") => reply::json(StatusCode::OK, &accounts(organization)),
        (&Method::GET, "writes") => reply::json(StatusCode::OK, &writes(organization)),
        (&Method::GET, "deeds") => reply::json(StatusCode::OK, &deeds(organization)),
        (&Method::GET, "state") => {
            let state = serde_json::to_value(organization.state()).unwrap_or_default();
            reply::json(StatusCode::OK, &state)
        }
        (&Method::GET, "mails") => reply::json(StatusCode::OK, &mails(organization)),
        (&Method::GET, "furniture") => reply::json(StatusCode::OK, &furniture(organization)),
        (&Method::POST, "paying") => set(request, |is_paying| organization.set_paying(is_paying)),
        (&Method::POST, "v1-over") => set(request, |is_over| organization.end_v1(is_over)),
        (&Method::GET, "forms") => {
            let forms = serde_json::to_value(organization.forms()).unwrap_or_default();
            reply::json(StatusCode::OK, &forms)
        }
        (&Method::POST, "forms") => set(request, |NewForms { links, fields }| {
            let forms = organization.forms();
            organization.set_forms(Forms {
                links: links.unwrap_or(forms.links),
                fields: fields.unwrap_or(forms.fields),
            });
        }),
        (&Method::POST, "restricted") => set(request, |are_restricted| {
            organization.restrict_addresses(are_restricted);
        }),
        (&Method::POST, "documented-limits") => {
            set(request, |are_kept| organization.keep_documented_limits(are_kept))
        }
        (&Method::POST, "capacity") => set(request, |Capacity { workspace, capacity }| {
            organization.set_capacity(workspace, capacity);
        }),
        (&Method::GET, "example.csv") => reply::text(
            StatusCode::OK,
            "text/csv; charset=utf-8",
            organization.example_change_file(),
        ),
        (&Method::POST, "key/revoke") => {
            organization.revoke_keys();
            reply::empty(StatusCode::NO_CONTENT)
        }
        (&Method::POST, "key/renew") => {
            reply::json(StatusCode::OK, &json!({ "key": organization.renew_key() }))
        }
        (&Method::POST, "session/end") => {
            organization.end_session();
            reply::empty(StatusCode::NO_CONTENT)
        }
        (&Method::POST, "session/renew") => reply::json(
            StatusCode::OK,
            &json!({ "session": organization.renew_session() }),
        ),
        (&Method::GET, "lag") => reply::json(StatusCode::OK, &lag(organization)),
        (&Method::POST, "lag") => set(request, |lag: Lag| organization.set_lag(lag)),
        (&Method::POST, "limit") => set(request, |limit: Limit| organization.set_limit(limit)),
        (&Method::POST, "fault") => set(request, |faults: Faults| organization.set_faults(faults)),
        _ => reply::empty(StatusCode::NOT_FOUND),
    }
}

/// Forms to change; the others stay.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewForms {
    links: Option<Form>,
    fields: Option<Form>,
}

/// How many people may use a workspace.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Capacity {
    workspace: usize,
    capacity: Option<usize>,
}

/// A refusal in words.
pub(super) fn refused(status: StatusCode, message: &(impl ToString + ?Sized)) -> Reply {
    reply::text(status, "text/plain; charset=utf-8", message.to_string())
}

fn set<T: DeserializeOwned>(request: &Request<Vec<u8>>, set: impl FnOnce(T)) -> Reply {
    match serde_json::from_slice(request.body()) {
        Ok(value) => {
            set(value);
            reply::empty(StatusCode::NO_CONTENT)
        }
        Err(error) => refused(StatusCode::BAD_REQUEST, &error),
    }
}

fn lag(organization: &Organization) -> Value {
    let Lag {
        index_ms,
        freed_ms,
        profile_ms,
    } = organization.lag();
    json!({
        "index_ms": index_ms,
        "freed_ms": freed_ms,
        "profile_ms": profile_ms,
        "stale_answers": organization.stale_answers(),
    })
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

fn mails(organization: &Organization) -> Value {
    let mails = organization.mails().iter();
    mails
        .map(|mail| json!({ "at": mail.at, "to": mail.to, "text": mail.text }))
        .collect()
}

fn furniture(organization: &Organization) -> Value {
    let directories = organization.directories();
    let directories: Value = directories
        .map(|(id, name)| json!({ "id": id, "name": name }))
        .collect();
    let sites = organization.sites();
    let sites: Value = sites
        .map(|(id, directory)| json!({ "id": id, "directory": directory }))
        .collect();
    let workspaces = organization.workspaces().iter().map(|workspace| {
        json!({
            "id": workspace.id,
            "name": workspace.name,
            "owner": workspace.owner,
            "directory": workspace.directory,
            "roles": workspace.roles,
            "capacity": workspace.capacity,
        })
    });
    let groups = organization.groups().iter().map(|group| {
        json!({ "id": group.id, "name": group.name, "directory": group.directory, "synced": group.synced })
    });
    let auth_policies = organization.auth_policies().iter();
    let auth_policies = auth_policies.map(|policy| json!({ "id": policy.id, "name": policy.name }));
    let policies = organization.policies().iter();
    let policies =
        policies.map(|policy| json!({ "id": policy.id, "name": policy.name, "type": policy.kind }));
    json!({
        "directories": directories,
        "sites": sites,
        "workspaces": workspaces.collect::<Value>(),
        "groups": groups.collect::<Value>(),
        "auth_policies": auth_policies.collect::<Value>(),
        "policies": policies.collect::<Value>(),
    })
}
