//! A small organization that answers like Atlassian, as far as runs go. Later the sandbox takes its place.

use std::collections::{BTreeMap, BTreeSet};

use http::{Request, Response};

/// What it does wrong, or refuses.
#[derive(Clone, Debug, Default)]
pub(crate) struct Temper {
    /// Calls a second before it answers 429; `None`: any number.
    pub(crate) limit: Option<f64>,
    /// How it says when to come back.
    pub(crate) says: Says,
    /// Reads give what was so before, for so many milliseconds after a change.
    pub(crate) forgets_for: i64,
    /// After so many calls the key is revoked.
    pub(crate) revoked_after: Option<u32>,
    /// Accounts that an identity provider holds.
    pub(crate) synced: BTreeSet<String>,
    /// Domains that are not verified.
    pub(crate) foreign_domain: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Says {
    #[default]
    Nothing,
    RetryAfter,
    Reset,
}

#[derive(Debug)]
pub(crate) struct Organization {
    accounts: BTreeMap<String, Account>,
    temper: Temper,
    tokens: f64,
    refilled_at: i64,
    calls: u32,
    pub(crate) was_stale: bool,
}

#[derive(Debug)]
struct Account {
    address: String,
    earlier: String,
    changed_at: i64,
    effective_changes: u32,
}

impl Organization {
    pub(crate) fn new(accounts: impl IntoIterator<Item = (String, String)>, temper: Temper) -> Self {
        let accounts = accounts
            .into_iter()
            .map(|(id, address)| {
                let account = Account {
                    earlier: address.clone(),
                    address,
                    changed_at: i64::MIN / 2,
                    effective_changes: 0,
                };
                (id, account)
            })
            .collect();
        Self {
            accounts,
            temper,
            tokens: 1.0,
            refilled_at: 0,
            calls: 0,
            was_stale: false,
        }
    }

    pub(crate) fn address(&self, account: &str) -> &str {
        &self.accounts[account].address
    }

    pub(crate) fn effective_changes(&self, account: &str) -> u32 {
        self.accounts[account].effective_changes
    }

    /// `PUT /users/{account}/manage/email`.
    pub(crate) fn receive(&mut self, now: i64, request: &Request<Vec<u8>>) -> Response<Vec<u8>> {
        if let Some(answer) = self.door(now) {
            return answer;
        }
        let id = &account_of(request);
        let body: serde_json::Value = serde_json::from_slice(request.body()).expect("JSON");
        let wanted = body["email"].as_str().expect("an address").to_owned();

        if !self.accounts.contains_key(id) {
            return answer(404, r#"{"key":"accountNotFound"}"#);
        }
        if self.temper.synced.contains(id) {
            return answer(
                403,
                r#"{"key":"forbidden.action","context":{"allowed":false,"reason":{"key":"externalDirectory.scim"}}}"#,
            );
        }
        if self
            .temper
            .foreign_domain
            .as_ref()
            .is_some_and(|domain| wanted.ends_with(domain.as_str()))
        {
            return answer(
                403,
                r#"{"key":"forbidden.unclaimedDomain","context":{"domain":"elsewhere.example"}}"#,
            );
        }
        let is_taken = self
            .accounts
            .iter()
            .any(|(other, account)| other != id && account.address.eq_ignore_ascii_case(&wanted));
        if is_taken {
            return answer(
                400,
                r#"{"key":"emailTaken","context":"This email address is already in use."}"#,
            );
        }
        let account = self.accounts.get_mut(id).expect("looked up");
        if account.address != wanted {
            account.earlier = std::mem::replace(&mut account.address, wanted);
            account.changed_at = now;
            account.effective_changes += 1;
        }
        answer(204, "")
    }

    /// Reads one account's address, as the profile gives it or as the index does.
    pub(crate) fn read(&mut self, now: i64, id: &str) -> Result<Option<String>, Box<Response<Vec<u8>>>> {
        if let Some(answer) = self.door(now) {
            return Err(Box::new(answer));
        }
        Ok(self.accounts.get(id).map(|account| {
            if now - account.changed_at < self.temper.forgets_for {
                self.was_stale = true;
                account.earlier.clone()
            } else {
                account.address.clone()
            }
        }))
    }

    /// Key and rate.
    fn door(&mut self, now: i64) -> Option<Response<Vec<u8>>> {
        self.calls += 1;
        if self.temper.revoked_after.is_some_and(|calls| self.calls > calls) {
            return Some(answer(401, r#"{"key":"unauthorized"}"#));
        }
        let limit = self.temper.limit?;
        self.tokens = (self.tokens + (now - self.refilled_at) as f64 / 1000.0 * limit).min(limit.max(1.0));
        self.refilled_at = now;
        if self.tokens >= 1.0 {
            self.tokens -= 1.0;
            return None;
        }
        let seconds = ((1.0 - self.tokens) / limit).ceil() as i64;
        let refusal = Response::builder().status(429);
        let refusal = match self.temper.says {
            Says::Nothing => refusal,
            Says::RetryAfter => refusal.header("retry-after", seconds),
            Says::Reset => {
                let reset = jiff::Timestamp::from_millisecond(now + seconds * 1000).expect("a time");
                refusal.header("x-ratelimit-reset", reset.to_string())
            }
        };
        Some(
            refusal
                .body(br#"{"code":429,"message":"Too many requests"}"#.to_vec())
                .expect("a response"),
        )
    }
}

pub(crate) fn answer(status: u16, body: &str) -> Response<Vec<u8>> {
    Response::builder()
        .status(status)
        .body(body.as_bytes().to_vec())
        .expect("a response")
}

/// Whose address a call sets: `PUT /users/{account}/manage/email`.
pub(crate) fn account_of(request: &Request<Vec<u8>>) -> String {
    let path = request.uri().path();
    let id = path
        .strip_prefix("/users/")
        .and_then(|rest| rest.strip_suffix("/manage/email"));
    id.expect("a call that sets an address").replace("%3A", ":")
}
