//! `POST …/manage/lifecycle/…`: deactivate, activate, delete, cancel the deletion.

use http::StatusCode;
use serde_json::json;

use super::refusal;
use crate::account::{Account, Life};
use crate::organization::Organization;
use crate::reply::{self, Reply};
use crate::request::ApiRequest;

/// The link that the document gives for a 409.
const MORE: &str = "https://confluence.atlassian.com/x/pTgoPQ";

impl Organization {
    /// `disable`. The body is required, its message is not.
    pub(crate) fn deactivate(&mut self, at: usize, request: &ApiRequest<'_>) -> Reply {
        let account = &self.book.accounts[at];
        let reply = if let Some(lock) = account.enablement_lock() {
            refusal::forbidden_action(lock)
        } else if !has_message_or_none(request) {
            refusal::body_parse_failure()
        } else if let Some(conflict) = billing_conflict(account) {
            conflict
        } else {
            match account.life {
                Life::Active => {
                    self.book.accounts[at].life = Life::Deactivated;
                    reply::empty(StatusCode::NO_CONTENT)
                }
                Life::Deactivated => {
                    conflict(account, "accountInactive", "The account is deactivated already.")
                }
                Life::ForDeletion | Life::Closed => deletion_conflict(account),
            }
        };
        self.finish(at, request, reply)
    }

    /// `enable`
    pub(crate) fn activate(&mut self, at: usize, request: &ApiRequest<'_>) -> Reply {
        let account = &self.book.accounts[at];
        let reply = if let Some(lock) = account.enablement_lock() {
            refusal::forbidden_action(lock)
        } else {
            match account.life {
                Life::Deactivated => {
                    self.book.accounts[at].life = Life::Active;
                    reply::empty(StatusCode::NO_CONTENT)
                }
                Life::Active => conflict(account, "accountActive", "The account is active already."),
                Life::ForDeletion | Life::Closed => deletion_conflict(account),
            }
        };
        self.finish(at, request, reply)
    }

    /// `delete`
    pub(crate) fn delete(&mut self, at: usize, request: &ApiRequest<'_>) -> Reply {
        let account = &self.book.accounts[at];
        let reply = if let Some(lock) = account.deletion_lock() {
            refusal::forbidden_action(lock)
        } else if let Some(conflict) = billing_conflict(account) {
            conflict
        } else {
            match account.life {
                Life::Active | Life::Deactivated => {
                    self.book.delete(at, request.now_ms);
                    success()
                }
                Life::ForDeletion | Life::Closed => deletion_conflict(account),
            }
        };
        self.finish(at, request, reply)
    }

    /// `cancel-delete`. The call declares no 409; that it answers 404 without a scheduled deletion is inferred.
    pub(crate) fn cancel_deletion(&mut self, at: usize, request: &ApiRequest<'_>) -> Reply {
        let account = &self.book.accounts[at];
        let reply = if let Some(lock) = account.deletion_lock() {
            refusal::forbidden_action(lock)
        } else if account.life == Life::ForDeletion {
            self.book.cancel_deletion(at);
            success()
        } else {
            reply::key(StatusCode::NOT_FOUND, "notFound")
        };
        self.finish(at, request, reply)
    }

    fn finish(&mut self, at: usize, request: &ApiRequest<'_>, reply: Reply) -> Reply {
        let effective = reply.status().is_success();
        self.log(at, request, &reply, effective);
        reply
    }
}

/// Whether the body is an object with a text `message` or none and, stricter than the document, nothing else.
fn has_message_or_none(request: &ApiRequest<'_>) -> bool {
    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Body {
        #[serde(default)]
        #[expect(dead_code, reason = "only its type counts; the log keeps the body")]
        message: String,
    }
    request
        .json_object()
        .is_some_and(|body| serde_json::from_slice::<Body>(body).is_ok())
}

/// A billing contact can be neither deactivated nor deleted (ID-9136; the form of the answer is inferred).
fn billing_conflict(account: &Account) -> Option<Reply> {
    let message = "The account is the billing contact of a site.";
    account
        .billing_contact
        .then(|| refusal::lifecycle_conflict(&account.id, "billingContact", message, Some(MORE)))
}

fn deletion_conflict(account: &Account) -> Reply {
    conflict(account, "deletionScheduled", "The account is to be deleted.")
}

fn conflict(account: &Account, code: &str, message: &str) -> Reply {
    refusal::lifecycle_conflict(&account.id, code, message, None)
}

/// `SuccessfulWithMessage`
fn success() -> Reply {
    reply::json(StatusCode::OK, &json!({ "message": "Success" }))
}
