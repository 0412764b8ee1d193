//! The history of changes and mails. Tests read it, and the audit log is made from it.

use crate::request::ApiRequest;

/// One request to set an address that reached the account, whether it was refused or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Write {
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Whose.
    pub account: String,
    /// The address before.
    pub from: String,
    /// The address asked for.
    pub to: String,
    /// The status that was answered.
    pub status: u16,
    /// Whether the address changed.
    pub effective: bool,
}

/// One request to change anything else about an account that reached it, whether it was refused or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deed {
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Whose account.
    pub account: String,
    /// The call, by its name in the table of endpoints: `deactivate-account`.
    pub endpoint: &'static str,
    /// The status that was answered.
    pub status: u16,
    /// Whether the account changed.
    pub effective: bool,
    /// The body of the request, such as a deactivation's message, which cannot be read back.
    pub body: Vec<u8>,
}

/// A mail that an invitation sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// To which address.
    pub to: String,
    /// The text that came with the invitation.
    pub text: Option<String>,
}

/// What happened so far, in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct History {
    /// Requests to set an address.
    pub(crate) writes: Vec<Write>,
    /// Requests to change anything else.
    pub(crate) deeds: Vec<Deed>,
    pub(crate) mails: Vec<Mail>,
    /// How many answers were [`Stale`](crate::Stale).
    pub(crate) stale_answers: u64,
}

impl History {
    /// Records a request to change an account: the status that was answered, and whether the account changed.
    pub(crate) fn record(&mut self, request: &ApiRequest<'_>, account: &str, status: u16, effective: bool) {
        self.deeds.push(Deed {
            at: request.now_ms,
            account: account.to_owned(),
            endpoint: request.route.name(),
            status,
            effective,
            body: request.http.body().clone(),
        });
    }
}
