//! `GET …/manage`

use http::StatusCode;
use serde_json::{Map, Value, json};

use super::profile;
use super::refusal::rule;
use crate::account::{Account, Lock};
use crate::answer::Asked;
use crate::reply::{self, Reply};

/// `GET …/manage`: the privileges asked for, or all. Live answers hold more keys than the documents (go-atlassian,
/// `admin_user.go`).
pub(super) fn permissions(account: &Account, asked: &Asked<'_>) -> Reply {
    let email = rule(account.email_lock());
    let fields: Map<String, Value> = profile::FIELDS
        .iter()
        .map(|field| ((*field).to_owned(), rule(account.profile_lock())))
        .collect();
    let mut all = json!({
        "profile": fields,
        "profile.write": fields,
        "profile.read": rule(None),
        "email.set": email,
        "lifecycle.enablement": rule(account.enablement_lock()),
        "lifecycle.delete": rule(account.deletion_lock()),
        "apiToken.read": rule(account.token_lock()),
        "apiToken.delete": rule(account.token_lock()),
        "apiToken.create": rule(Some(Lock::MyselfOnly)),
        "session.read": rule(None),
    });
    if asked.query("privileges").is_some()
        && let Some(all) = all.as_object_mut()
    {
        all.retain(|privilege, _| asked.query_all("privileges").any(|wanted| wanted == privilege));
    }
    reply::json(StatusCode::OK, &all)
}
