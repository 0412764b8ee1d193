//! User management: one account, as its organization's key may see and change it (User management REST API).

mod email;
mod lifecycle;
mod permission;
mod profile;
mod refusal;
mod token;

use http::StatusCode;

use crate::account::Life;
use crate::organization::Organization;
use crate::reply::{self, Refused};
use crate::request::ApiRequest;

impl Organization {
    /// The account of a call of user management, if the key may manage it at all.
    pub(crate) fn managed(&self, request: &ApiRequest<'_>) -> Result<usize, Refused> {
        let account = |at: usize| &self.book.accounts[at];
        let refusal = match self.book.find(request.params.get("account").unwrap_or_default()) {
            None => reply::key(StatusCode::NOT_FOUND, "accountNotFound"),
            // Which of the two documented keys a closed account gets is unconfirmed.
            Some(at) if account(at).life == Life::Closed => reply::key(StatusCode::NOT_FOUND, "notFound"),
            Some(at) if !account(at).managed => reply::key(StatusCode::FORBIDDEN, "forbidden"),
            Some(at) if !account(at).address_verified => refusal::target_unverified(),
            Some(at) => return Ok(at),
        };
        Err(Box::new(refusal))
    }
}
