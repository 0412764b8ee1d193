//! Per-account checks: whether the key may do what the action needs, and which API tokens the account owns. This takes one or two calls per
//! account, so it runs only if the user requests it or the action needs it.

use std::collections::VecDeque;

use http::{Request, Response};
use rollcall_atlassian::call::account::{GetPermissions, Permissions, Privilege};
use rollcall_atlassian::call::api_token::GetApiTokens;
use rollcall_atlassian::{AccountId, Body, Call, Failure, Kind};

use super::{Knowledge, Said, Token};

/// What is requested for each account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Depth {
    /// The key's permissions on the account.
    pub permissions: bool,
    /// The account's API tokens.
    pub tokens: bool,
}

/// A check of several accounts in progress. It can be stopped after any call; the facts learned so far are kept.
#[derive(Clone, Debug)]
pub struct DeepCheck {
    depth: Depth,
    accounts: VecDeque<AccountId>,
    /// The current account, with the facts learned so far.
    under_way: Option<Said>,
    done: usize,
    learned: Knowledge,
    /// Accounts that could not be read, with the reason.
    unread: Vec<(AccountId, Failure)>,
}

impl DeepCheck {
    /// Starts a check of these accounts, in this order.
    pub fn new(accounts: impl IntoIterator<Item = AccountId>, depth: Depth) -> Self {
        let mut check = Self {
            depth,
            accounts: accounts.into_iter().collect(),
            under_way: None,
            done: 0,
            learned: Knowledge::default(),
            unread: Vec::new(),
        };
        check.next();
        check
    }

    /// The request to send now. It stays the same until it is answered; `None` at the end.
    pub fn request(&self) -> Option<Request<Body>> {
        let said = self.under_way.as_ref()?;
        Some(if self.asks_permissions(said) {
            permissions(said.id.clone()).request()
        } else {
            tokens(said.id.clone()).request()
        })
    }

    /// Takes the answer to [`Self::request`].
    ///
    /// # Errors
    /// The failure, if Atlassian asks to come back later; the state is unchanged then. Every other failure is recorded for the account, and
    /// the check continues with the next account, unless Atlassian rejects the key: then the check ends.
    pub fn answered(&mut self, response: &Response<Body>) -> Result<(), Failure> {
        let Some(said) = &self.under_way else {
            return Ok(());
        };
        let id = said.id.clone();
        let failure = if self.asks_permissions(said) {
            match permissions(id).answer(response) {
                Ok(found) => {
                    self.permitted(&found);
                    None
                }
                Err(failure) => Some(failure),
            }
        } else {
            match tokens(id).answer(response) {
                Ok(found) => {
                    let found = found.into_iter().map(|token| Token {
                        id: token.id.to_string(),
                        label: token.label.unwrap_or_default(),
                    });
                    self.own(found.collect());
                    None
                }
                Err(failure) => Some(failure),
            }
        };
        match failure {
            None => {}
            Some(failure) if matches!(failure.kind, Kind::Retry(_)) => return Err(failure),
            Some(failure) => {
                if matches!(failure.kind, Kind::WrongKey | Kind::ScopedKey) {
                    self.accounts.clear();
                }
                if let Some(said) = self.under_way.take() {
                    self.unread.push((said.id, failure));
                }
                self.done += 1;
                self.next();
            }
        }
        Ok(())
    }

    /// Number of accounts checked so far, and in total.
    pub fn progress(&self) -> (usize, usize) {
        let now = usize::from(self.under_way.is_some());
        (self.done, self.done + now + self.accounts.len())
    }

    /// The facts learned so far, for [`super::Roster::learn`].
    pub fn take(&mut self) -> Knowledge {
        std::mem::take(&mut self.learned)
    }

    /// Accounts that could not be read, with the reason.
    pub fn unread(&self) -> &[(AccountId, Failure)] {
        &self.unread
    }

    fn asks_permissions(&self, said: &Said) -> bool {
        self.depth.permissions && said.refusals.is_none()
    }

    fn permitted(&mut self, found: &Permissions) {
        if let Some(said) = &mut self.under_way {
            said.refusals = Some(refusals(found));
        }
        if !self.depth.tokens {
            self.finish();
        }
    }

    fn own(&mut self, tokens: Vec<Token>) {
        if let Some(said) = &mut self.under_way {
            said.tokens = Some(tokens);
        }
        self.finish();
    }

    fn finish(&mut self) {
        self.learned.accounts.extend(self.under_way.take());
        self.done += 1;
        self.next();
    }

    fn next(&mut self) {
        let is_asked = self.depth.permissions || self.depth.tokens;
        self.under_way = self.accounts.pop_front().filter(|_| is_asked).map(Said::of);
    }
}

fn permissions(account: AccountId) -> GetPermissions {
    GetPermissions {
        account,
        privileges: Vec::new(),
    }
}

fn tokens(account: AccountId) -> GetApiTokens {
    GetApiTokens { account }
}

/// What the key may not do, with the reasons: by [`Privilege::as_str`], and for profile fields by their paths as well.
fn refusals(found: &Permissions) -> Vec<(String, String)> {
    let all = [
        (Privilege::EmailSet, found.email_set.as_ref()),
        (
            Privilege::LifecycleEnablement,
            found.lifecycle_enablement.as_ref(),
        ),
        (Privilege::LifecycleDelete, found.lifecycle_delete.as_ref()),
        (Privilege::ApiTokenDelete, found.api_token_delete.as_ref()),
    ];
    let of_account = all
        .into_iter()
        .map(|(privilege, permission)| (privilege.as_str().to_owned(), permission));
    let fields = found.profile_write.iter().flatten();
    let of_fields = fields.map(|(path, permission)| (field(path), Some(permission)));
    of_account
        .chain(of_fields)
        .filter_map(|(what, permission)| Some((what, permission?.refusal()?)))
        .collect()
}

/// The name of a profile field in refusals.
pub fn field(path: &str) -> String {
    format!("{} {path}", Privilege::ProfileWrite.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> AccountId {
        AccountId::parse(text).unwrap()
    }

    fn answer(status: u16, body: &str) -> Response<Body> {
        let response = Response::builder().status(status);
        response.body(body.as_bytes().to_vec()).unwrap()
    }

    const BOTH: Depth = Depth {
        permissions: true,
        tokens: true,
    };

    #[test]
    fn each_account_is_asked_what_may_be_done_and_which_tokens_it_owns() {
        let mut check = DeepCheck::new([id("a"), id("b")], BOTH);
        let refused = r#"{"email.set":{"allowed":false,"reason":{"key":"externalDirectory.scim"}},"lifecycle.delete":{"allowed":true}}"#;
        check.answered(&answer(200, refused)).unwrap();
        assert_eq!(check.progress(), (0, 2));
        check
            .answered(&answer(200, r#"[{"id":"t1","label":"script"}]"#))
            .unwrap();
        assert_eq!(check.progress(), (1, 2));
        let learned = check.take();
        let [said] = &learned.accounts[..] else {
            panic!("one account")
        };
        let refusals = said.refusals.as_ref().unwrap();
        assert_eq!(refusals.len(), 1);
        assert_eq!(refusals[0].0, "email.set");
        assert_eq!(said.tokens.as_ref().unwrap()[0].label, "script");
        assert!(check.request().unwrap().uri().path().contains("/users/b/manage"));
    }

    #[test]
    fn an_account_that_may_not_be_read_is_kept_and_the_next_is_asked() {
        let mut check = DeepCheck::new([id("a"), id("b")], BOTH);
        check
            .answered(&answer(404, r#"{"key":"accountNotFound"}"#))
            .unwrap();
        assert_eq!(check.unread().len(), 1);
        assert_eq!(check.progress(), (1, 2));
        assert!(check.answered(&answer(429, "{}")).is_err());
        assert_eq!(check.progress(), (1, 2), "the same request again");
    }

    #[test]
    fn a_key_that_is_not_taken_ends_it() {
        let mut check = DeepCheck::new([id("a"), id("b")], BOTH);
        check.answered(&answer(401, "{}")).unwrap();
        assert_eq!(check.unread().len(), 1);
        assert!(check.request().is_none());
    }

    #[test]
    fn a_locked_field_is_no_locked_profile() {
        let mut check = DeepCheck::new([id("a")], BOTH);
        let locked = r#"{"profile.write":{"name":{"allowed":false,"reason":{"key":"externalDirectory.scim"}},"nickname":{"allowed":true}}}"#;
        check.answered(&answer(200, locked)).unwrap();
        check.answered(&answer(200, "[]")).unwrap();
        let learned = check.take();
        let refusals = learned.accounts[0].refusals.as_ref().unwrap();
        let refused: Vec<&str> = refusals.iter().map(|(what, _)| what.as_str()).collect();
        assert_eq!(refused, [field("name")]);
    }
}
