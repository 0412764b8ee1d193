//! `…/manage/api-tokens`

use http::StatusCode;
use serde_json::{Value, json};

use super::refusal;
use crate::account::{Account, ApiToken};
use crate::answer::Asked;
use crate::organization::Organization;
use crate::reply::{self, Reply};

/// All tokens at once. 400 is declared for this call, which takes no body; here it is for one that cannot be parsed.
pub(super) fn tokens(account: &Account, asked: &Asked<'_>) -> Reply {
    if let Some(lock) = account.token_lock() {
        return refusal::forbidden_action(lock);
    }
    if has_odd_body(asked) {
        return refusal::body_parse_failure();
    }
    let tokens: Vec<Value> = account.tokens.iter().map(listed).collect();
    reply::json(StatusCode::OK, &tokens.into())
}

impl Organization {
    pub(super) fn delete_token(&mut self, at: usize, asked: &Asked<'_>) -> Reply {
        let id = asked.params.get("token").unwrap_or_default();
        let account = &mut self.book.accounts[at];
        let before = account.tokens.len();
        let reply = if let Some(lock) = account.token_lock() {
            refusal::forbidden_action(lock)
        } else if has_odd_body(asked) {
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
        self.record(at, asked, reply.status(), reply.status().is_success());
        reply
    }
}

fn has_odd_body(asked: &Asked<'_>) -> bool {
    !asked.request.body().is_empty() && asked.json_object().is_none()
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
