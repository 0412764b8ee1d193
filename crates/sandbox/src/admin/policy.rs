//! The policies about addresses of computers, places and security of data.

use http::StatusCode;
use serde_json::{Value, json};

use crate::answer::Asked;
use crate::cursor::Place;
use crate::organization::Organization;
use crate::policy::Policy;
use crate::reply::{self, Reply};

/// Policies to a page. No document gives the number, so it is small enough to be met.
const POLICIES_TO_A_PAGE: usize = 2;

impl Organization {
    /// `GET …/policies`
    pub(super) fn get_policies(&mut self, asked: &Asked<'_>) -> Reply {
        let kind = asked.query("type").map(str::to_owned);
        let (kind, start) = match asked.query("cursor").map(|token| self.cursors.place(token)) {
            None => (kind, 0),
            Some(Some(Place::Policies(kind, start))) => (kind, start),
            Some(_) => return asked.bad_cursor(),
        };
        let fitting: Vec<&Policy> = self
            .policies
            .iter()
            .filter(|policy| kind.as_deref().is_none_or(|kind| kind == policy.kind))
            .collect();
        let data: Vec<Value> = fitting
            .iter()
            .skip(start)
            .take(POLICIES_TO_A_PAGE)
            .map(|policy| item(policy))
            .collect();
        let end = start + data.len();
        let next = (end < fitting.len()).then(|| Place::Policies(kind.clone(), end));
        let links = self.url_links(asked, Place::Policies(kind, start), next);
        let token = links["next"]
            .as_str()
            .and_then(|next| next.split_once("?cursor="))
            .map(|(_, token)| token.to_owned());
        let body = json!({
            "data": data,
            "links": links,
            "meta": { "next": token, "page_size": data.len() },
        });
        reply::json(StatusCode::OK, &body)
    }

    /// `GET …/policies/{policyId}`
    pub(super) fn get_policy(&self, asked: &Asked<'_>) -> Reply {
        let id = asked.params.get("policy").unwrap_or_default();
        match self.policies.iter().find(|policy| policy.id == id) {
            Some(policy) => reply::json(StatusCode::OK, &json!({ "data": item(policy) })),
            None => asked.not_found("ADMIN-404-5", "Policy not found"),
        }
    }
}

/// `PolicyModel`
fn item(policy: &Policy) -> Value {
    json!({
        "id": policy.id,
        "type": "policy",
        "attributes": {
            "type": policy.kind,
            "name": policy.name,
            "status": if policy.enabled { "enabled" } else { "disabled" },
            "rule": { "in": policy.allows },
            "resources": [],
        },
    })
}
