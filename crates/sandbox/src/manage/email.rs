//! `PUT …/manage/email`

use http::StatusCode;

use super::refusal;
use crate::address;
use crate::book::AddressTaken;
use crate::history::Write;
use crate::lag::Stale;
use crate::organization::Organization;
use crate::reply::{self, Reply};
use crate::request::ApiRequest;

impl Organization {
    pub(crate) fn set_email(&mut self, at: usize, request: &ApiRequest<'_>) -> Reply {
        let account = &self.book.accounts[at];
        if let Some(lock) = account.email_lock() {
            return refusal::forbidden_action(lock);
        }
        let address = match wanted_address(request) {
            Ok(address) => address,
            Err(reply) => return *reply,
        };
        let from = account.address.clone();
        let reply = self.move_to(at, &address);
        let effective = reply.status() == StatusCode::NO_CONTENT && from != address;
        let account = &mut self.book.accounts[at];
        account.effective_changes += u32::from(effective);
        self.history.writes.push(Write {
            at: request.now_ms,
            account: account.id.clone(),
            from,
            to: address,
            status: reply.status().as_u16(),
            effective,
        });
        reply
    }

    fn move_to(&mut self, at: usize, address: &str) -> Reply {
        let target = address::domain(address);
        if !self.places.is_verified(&target) {
            return refusal::unclaimed_domain(Some(&target));
        }
        if !self
            .places
            .is_verified(&address::domain(&self.book.accounts[at].address))
        {
            // `context` is optional here; for the current domain it is left out.
            return refusal::unclaimed_domain(None);
        }
        match self.book.set_address(at, address) {
            Ok(()) => reply::empty(StatusCode::NO_CONTENT),
            Err(AddressTaken { stale }) => Stale::mark(stale, refusal::taken(self.behaviour.seed, address)),
        }
    }
}

/// The address in the body of `PUT …/manage/email`: an object with a text `email` and, stricter than the documents, nothing
/// else.
fn wanted_address(request: &ApiRequest<'_>) -> Result<String, Box<Reply>> {
    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Body {
        email: String,
    }
    let body: Option<Body> = request
        .json_object()
        .and_then(|body| serde_json::from_slice(body).ok());
    let Some(Body { email }) = body else {
        return Err(refusal::body_parse_failure().into());
    };
    let violations = address::violations(&email);
    if violations.is_empty() {
        Ok(email)
    } else {
        Err(refusal::constraints(&[("email", violations)]).into())
    }
}
