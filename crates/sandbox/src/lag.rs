//! Lag: parts of Atlassian that do not know of a change of address yet.
//!
//! The search and the listing answer from an index, and the check for unique addresses may use another one. That Atlassian
//! lags, and by how much, is unconfirmed; with a lag, tests notice a client that takes every answer for the latest state.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::ops::Deref;

use serde::{Deserialize, Serialize};

use crate::account::Account;
use crate::reply::Reply;

/// How long answers ignore a change of address. The default is no lag.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Lag {
    /// The search for users and the listing of managed accounts tell the old address, and the search finds the account by the
    /// old one alone. Milliseconds.
    pub index_ms: u32,
    /// An address that an account has left, or that was its own until it was closed, is refused to all others as taken.
    /// Milliseconds.
    pub freed_ms: u32,
    /// The profile tells the old address. Milliseconds.
    pub profile_ms: u32,
}

impl Lag {
    fn longest_ms(self) -> u32 {
        self.index_ms.max(self.freed_ms).max(self.profile_ms)
    }
}

/// Marks a response, in its extensions, that would be another one without the [`Lag`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stale;

impl Stale {
    /// Marks a reply that is stale.
    pub(crate) fn mark(stale: bool, mut reply: Reply) -> Reply {
        if stale {
            reply.extensions_mut().insert(Self);
        }
        reply
    }
}

/// An account as one of Atlassian's services shows it: with its current address or an earlier one.
#[derive(Debug)]
pub(crate) struct AccountView<'a>(Cow<'a, Account>);

impl<'a> AccountView<'a> {
    /// With the address that it had before, if there is one.
    pub(crate) fn new(account: &'a Account, before: Option<&str>) -> Self {
        Self(match before {
            Some(address) if address != account.address => Cow::Owned(Account {
                address: address.to_owned(),
                ..account.clone()
            }),
            _ => Cow::Borrowed(account),
        })
    }

    /// Whether it shows an earlier address.
    pub(crate) fn is_stale(&self) -> bool {
        matches!(self.0, Cow::Owned(_))
    }
}

impl Deref for AccountView<'_> {
    type Target = Account;

    fn deref(&self) -> &Account {
        &self.0
    }
}

/// Who left which address, for as long as a lag can still show it; the oldest first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Past {
    pub(crate) lag: Lag,
    departures: VecDeque<Departure>,
}

#[derive(Clone, Debug)]
struct Departure {
    at_ms: i64,
    account: usize,
    address: String,
}

impl Past {
    pub(crate) fn new(lag: Lag) -> Self {
        Self {
            lag,
            departures: VecDeque::new(),
        }
    }

    /// An account has another address now, or none.
    pub(crate) fn record_departure(&mut self, now_ms: i64, account: usize, address: &str) {
        let longest_ms = self.lag.longest_ms();
        while self
            .departures
            .front()
            .is_some_and(|oldest| !oldest.is_within(longest_ms, now_ms))
        {
            self.departures.pop_front();
        }
        if longest_ms > 0 {
            self.departures.push_back(Departure {
                at_ms: now_ms,
                account,
                address: address.to_owned(),
            });
        }
    }

    /// The address that an account had so long ago, if it has left it since.
    pub(crate) fn address(&self, account: usize, lag_ms: u32, now_ms: i64) -> Option<&str> {
        self.departures
            .iter()
            .find(|left| left.account == account && left.is_within(lag_ms, now_ms))
            .map(|left| left.address.as_str())
    }

    /// All who left this address.
    pub(crate) fn former_holders(&self, address: &str) -> impl Iterator<Item = usize> {
        self.departures
            .iter()
            .filter(move |left| left.address.eq_ignore_ascii_case(address))
            .map(|left| left.account)
    }

    /// The account that a free address still seems to belong to: the last one that left it.
    pub(crate) fn apparent_holder(&self, address: &str, now_ms: i64) -> Option<usize> {
        self.departures
            .iter()
            .rfind(|left| left.address.eq_ignore_ascii_case(address))
            .filter(|left| left.is_within(self.lag.freed_ms, now_ms))
            .map(|left| left.account)
    }
}

impl Departure {
    fn is_within(&self, lag_ms: u32, now_ms: i64) -> bool {
        now_ms < self.at_ms.saturating_add(i64::from(lag_ms))
    }
}
