//! The policies about IP addresses, data residency and data security.

use http::StatusCode;
use serde_json::{Map, Value, json};

use crate::cursor::{PageStart, Slice};
use crate::organization::Organization;
use crate::policy::Policy;
use crate::reply::{self, Refused, Reply};
use crate::request::ApiRequest;

/// Policies to a page. No document gives the number, so it is small enough to be met.
const POLICIES_TO_A_PAGE: usize = 2;

impl Organization {
    /// `GET …/policies`
    pub(crate) fn get_policies(&mut self, request: &ApiRequest<'_>) -> Result<Reply, Refused> {
        let kind = request.query("type").map(str::to_owned);
        let (kind, start) = match request.query("cursor").map(|token| self.cursors.find(token)) {
            None => (kind, 0),
            Some(Some(PageStart::Policies(kind, start))) => (kind, start),
            Some(_) => return Err(request.bad_cursor().into()),
        };
        let fitting: Vec<&Policy> = self
            .policies
            .others
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
        let slice = Slice {
            here: PageStart::Policies(kind.clone(), start),
            after: PageStart::Policies(kind, end),
            items: data.len(),
            has_more: end < fitting.len(),
        };
        let links = self.cursors.around(request, slice);
        let mut meta = Map::new();
        request.forms.links.put(&mut meta, "next", links.next.clone());
        meta.insert("page_size".to_owned(), data.len().into());
        let body = json!({ "data": data, "links": links.urls(request), "meta": meta });
        Ok(reply::json(StatusCode::OK, &body))
    }

    /// `GET …/policies/{policyId}`
    pub(crate) fn get_policy(&self, request: &ApiRequest<'_>) -> Reply {
        let id = request.params.get("policy").unwrap_or_default();
        match self.policies.others.iter().find(|policy| policy.id == id) {
            Some(policy) => reply::json(StatusCode::OK, &json!({ "data": item(policy) })),
            None => request.not_found("ADMIN-404-5", "Policy not found"),
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
