//! The accounts: who holds which address, and when a deletion becomes final.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::account::{Account, Life};
use crate::address;
use crate::lag::{AccountView, Past};

/// How long a deletion can be taken back (User management REST API, delete): 14 days, in milliseconds.
const GRACE_MS: i64 = 14 * 86_400_000;

/// All accounts, with indexes by id and by address.
#[derive(Clone, Debug, Default)]
pub(crate) struct Book {
    pub(crate) accounts: Vec<Account>,
    by_id: HashMap<String, usize>,
    by_address: HashMap<String, usize>,
    /// Addresses of accounts outside the organization: no listing shows them.
    pub(crate) elsewhere: HashSet<String>,
    /// Deletions that are not final yet: when they will be, and of whom.
    deletions: BTreeSet<(i64, usize)>,
    /// Earlier addresses that lagging answers may still show.
    pub(crate) past: Past,
    /// The time of the latest request, in milliseconds since 1970; `None` before the first.
    now_ms: Option<i64>,
}

/// The address belongs to another account, here or elsewhere.
#[derive(Debug)]
pub(crate) struct AddressTaken {
    /// Whether the account has left the address already, and only the lag of the uniqueness check makes it taken.
    pub(crate) stale: bool,
}

impl Book {
    /// Adds an account; its id, and its address unless it is closed, must be free.
    pub(crate) fn add(&mut self, account: Account) {
        let at = self.accounts.len();
        self.by_id.insert(account.id.clone(), at);
        if account.life != Life::Closed {
            self.by_address.insert(address::folded(&account.address), at);
        }
        self.accounts.push(account);
    }

    /// The account with this id.
    pub(crate) fn find(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// The account that holds an address.
    pub(crate) fn holder(&self, address: &str) -> Option<usize> {
        self.by_address.get(&address::folded(address)).copied()
    }

    /// All who hold an address, or held it not long ago.
    pub(crate) fn known_as<'a>(&'a self, address: &'a str) -> impl Iterator<Item = usize> + 'a {
        self.holder(address)
            .into_iter()
            .chain(self.past.former_holders(address))
    }

    /// An account as the search and the listing see it.
    pub(crate) fn indexed(&self, at: usize) -> AccountView<'_> {
        self.view(at, self.past.lag.index_ms)
    }

    /// An account as its profile shows it.
    pub(crate) fn profiled(&self, at: usize) -> AccountView<'_> {
        self.view(at, self.past.lag.profile_ms)
    }

    fn view(&self, at: usize, lag_ms: u32) -> AccountView<'_> {
        let before = self.now_ms.and_then(|now| self.past.address(at, lag_ms, now));
        AccountView::new(&self.accounts[at], before)
    }

    /// Gives an account that is not closed another address.
    pub(crate) fn set_address(&mut self, at: usize, address: &str) -> Result<(), AddressTaken> {
        let new = address::folded(address);
        if self.elsewhere.contains(&new) || self.holder(&new).is_some_and(|holder| holder != at) {
            return Err(AddressTaken { stale: false });
        }
        let apparent_holder = self.now_ms.and_then(|now| self.past.apparent_holder(&new, now));
        if apparent_holder.is_some_and(|holder| holder != at) {
            return Err(AddressTaken { stale: true });
        }
        let account = &mut self.accounts[at];
        if let Some(now) = self.now_ms.filter(|_| account.address != address) {
            self.past.record_departure(now, at, &account.address);
        }
        self.by_address.remove(&address::folded(&account.address));
        address.clone_into(&mut account.address);
        self.by_address.insert(new, at);
        Ok(())
    }

    /// Deletes an account: now it can still be taken back, after 14 days no more.
    pub(crate) fn delete(&mut self, at: usize, now_ms: i64) {
        let due = now_ms.saturating_add(GRACE_MS);
        let account = &mut self.accounts[at];
        account.life = Life::ForDeletion;
        account.closes_at = Some(due);
        self.deletions.insert((due, at));
    }

    /// Deletes an account outside a request. Before the first request the 14 days start with that request.
    pub(crate) fn delete_now(&mut self, at: usize) {
        match self.now_ms {
            Some(now_ms) => self.delete(at, now_ms),
            None => self.accounts[at].life = Life::ForDeletion,
        }
    }

    /// Restores and activates an account, whatever it was before its deletion.
    pub(crate) fn cancel_deletion(&mut self, at: usize) {
        let account = &mut self.accounts[at];
        account.life = Life::Active;
        if let Some(due) = account.closes_at.take() {
            self.deletions.remove(&(due, at));
        }
    }

    /// Puts every account that is in a directory into the first one: suspended if it was so in any.
    pub(crate) fn keep_one_directory(&mut self) {
        for account in &mut self.accounts {
            let suspended = account.memberships.iter().any(|place| place.suspended);
            account.memberships.truncate(1);
            for membership in &mut account.memberships {
                (membership.directory, membership.suspended) = (0, suspended);
            }
        }
    }

    /// Advances the time: due deletions become final. Accounts generated as deleted count as deleted at the first request.
    pub(crate) fn advance_to(&mut self, now_ms: i64) {
        if self.now_ms.replace(now_ms).is_none() {
            for at in 0..self.accounts.len() {
                if self.accounts[at].life == Life::ForDeletion {
                    self.delete(at, now_ms);
                }
            }
        }
        while let Some((due, at)) = self.deletions.first().copied().filter(|(due, _)| *due <= now_ms) {
            self.close(at, due);
        }
    }

    /// Closes an account: it leaves its directories, and its address and tokens are gone.
    fn close(&mut self, at: usize, now_ms: i64) {
        let account = &mut self.accounts[at];
        account.life = Life::Closed;
        account.memberships.clear();
        account.grants.clear();
        account.tokens.clear();
        self.by_address.remove(&address::folded(&account.address));
        self.past.record_departure(now_ms, at, &account.address);
        if let Some(due) = account.closes_at.take() {
            self.deletions.remove(&(due, at));
        }
    }
}
