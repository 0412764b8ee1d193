//! User management: one account, as its organization's key may see and change it (User management REST API).

mod email;
mod lifecycle;
mod permission;
mod profile;
mod refusal;
mod token;

use http::StatusCode;

use crate::account::Life;
use crate::answer::Asked;
use crate::organization::{Deed, Organization};
use crate::reply::{self, Reply};

impl Organization {
    /// Answers a call of user management.
    pub(crate) fn manage(&mut self, asked: &Asked<'_>) -> Reply {
        let at = match self.manageable(asked.params.get("account").unwrap_or_default()) {
            Ok(at) => at,
            Err(reply) => return *reply,
        };
        match asked.endpoint.name {
            "get-permissions" => permission::permissions(&self.book.accounts[at], asked),
            "get-profile" => self.get_profile(at),
            "update-profile" => self.update_profile(at, asked),
            "set-email" => self.set_email(at, asked),
            "deactivate-account" => self.deactivate(at, asked),
            "activate-account" => self.activate(at, asked),
            "delete-account" => self.delete(at, asked),
            "cancel-deletion" => self.cancel_deletion(at, asked),
            "get-api-tokens" => token::tokens(&self.book.accounts[at], asked),
            "delete-api-token" => self.delete_token(at, asked),
            _ => reply::key(StatusCode::NOT_FOUND, "notFound"),
        }
    }

    /// The account, if the key may manage it at all.
    fn manageable(&self, id: &str) -> Result<usize, Box<Reply>> {
        let account = |at: usize| &self.book.accounts[at];
        let refusal = match self.book.find(id) {
            None => reply::key(StatusCode::NOT_FOUND, "accountNotFound"),
            // Which of the two documented keys a closed account gets is unconfirmed.
            Some(at) if account(at).life == Life::Closed => reply::key(StatusCode::NOT_FOUND, "notFound"),
            Some(at) if !account(at).managed => reply::key(StatusCode::FORBIDDEN, "forbidden"),
            Some(at) if !account(at).address_verified => refusal::target_unverified(),
            Some(at) => return Ok(at),
        };
        Err(Box::new(refusal))
    }

    /// Writes down what was asked and answered.
    fn record(&mut self, at: usize, asked: &Asked<'_>, status: StatusCode, effective: bool) {
        self.deeds.push(Deed {
            at: asked.now_ms,
            account: self.book.accounts[at].id.clone(),
            endpoint: asked.endpoint.name,
            status: status.as_u16(),
            effective,
            body: asked.request.body().clone(),
        });
    }
}
