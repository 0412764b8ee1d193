//! `GET …/manage`

use http::StatusCode;
use serde_json::{Map, Value, json};

use super::profile;
use super::refusal::rule;
use crate::account::Lock;
use crate::organization::Organization;
use crate::reply::{self, Reply};
use crate::request::ApiRequest;

impl Organization {
    /// `GET …/manage`: the privileges asked for, or all. Live answers hold more keys than the documents (go-atlassian,
    /// `admin_user.go`).
    pub(crate) fn get_permissions(&self, at: usize, request: &ApiRequest<'_>) -> Reply {
        let account = &self.book.accounts[at];
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
            // These two are in live answers only (go-atlassian, `admin_user.go`, and a client of July 2026).
            "apiToken.create": rule(Some(Lock::MyselfOnly)),
            "session.read": rule(None),
        });
        if request.query("privileges").is_some()
            && let Some(all) = all.as_object_mut()
        {
            all.retain(|privilege, _| request.query_all("privileges").any(|wanted| wanted == privilege));
        }
        reply::json(StatusCode::OK, &all)
    }
}
