//! `…/manage/api-tokens`

use http::StatusCode;
use serde_json::{Value, json};

use super::refusal;
use crate::account::ApiToken;
use crate::organization::Organization;
use crate::reply::{self, Reply};
use crate::request::ApiRequest;

impl Organization {
    /// All tokens at once. The call takes no body, but declares 400; here that is the answer to a body that cannot be parsed.
    pub(crate) fn get_tokens(&self, at: usize, request: &ApiRequest<'_>) -> Reply {
        let account = &self.book.accounts[at];
        if let Some(lock) = account.token_lock() {
            return refusal::forbidden_action(lock);
        }
        if has_odd_body(request) {
            return refusal::body_parse_failure();
        }
        let tokens: Vec<Value> = account.tokens.iter().map(listed).collect();
        reply::json(StatusCode::OK, &tokens.into())
    }

    pub(crate) fn delete_token(&mut self, at: usize, request: &ApiRequest<'_>) -> Reply {
        let id = request.params.get("token").unwrap_or_default();
        let account = &mut self.book.accounts[at];
        let before = account.tokens.len();
        let reply = if let Some(lock) = account.token_lock() {
            refusal::forbidden_action(lock)
        } else if has_odd_body(request) {
            refusal::body_parse_failure()
        } else if !id
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-_:".contains(&b))
        {
            refusal::constraints(&[("tokenId", vec!["validCharacters"])])
        } else {
            account.tokens.retain(|token| token.id != id);
            if account.tokens.len() < before {
                reply::empty(StatusCode::NO_CONTENT)
            } else {
                reply::key(StatusCode::NOT_FOUND, "notFound")
            }
        };
        self.log(at, request, &reply, reply.status().is_success());
        reply
    }
}

fn has_odd_body(request: &ApiRequest<'_>) -> bool {
    !request.http.body().is_empty() && request.json_object().is_none()
}

/// `ApiTokenModel`; `expiry` and `lastAccess` are not required.
fn listed(token: &ApiToken) -> Value {
    let mut listed = json!({
        "id": token.id,
        "label": token.label,
        "createdAt": reply::instant(token.created, 3),
    });
    if let Some(expiry) = token.expiry {
        listed["expiry"] = reply::instant(expiry, 3).into();
    }
    if let Some(last_access) = token.last_access {
        listed["lastAccess"] = reply::instant(last_access, 3).into();
    }
    listed
}
