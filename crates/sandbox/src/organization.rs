//! The organization: what is in it, and how it is looked at and disturbed from outside the API.

use crate::account::{Account, Life, Lock};
use crate::address;
use crate::book::Book;
use crate::cursor::Cursors;
use crate::fault::{Faults, Trouble};
use crate::generate::{self, Maker};
use crate::group::Group;
use crate::key::Keys;
use crate::lag::{Lag, Past};
use crate::limit::{Limit, Limiter};
use crate::policy::{AuthPolicy, Policy, Task};
use crate::quota::Quotas;
use crate::session::Session;
use crate::workspace::Workspace;

/// An organization in memory.
#[derive(Clone, Debug)]
pub struct Organization {
    pub(crate) seed: u64,
    pub(crate) id: String,
    pub(crate) neighbour_id: String,
    pub(crate) name: &'static str,
    pub(crate) keys: Keys,
    pub(crate) session: Session,
    pub(crate) domains: Vec<Domain>,
    pub(crate) directories: Vec<Directory>,
    pub(crate) book: Book,
    pub(crate) cursors: Cursors,
    pub(crate) limiter: Limiter,
    pub(crate) quotas: Quotas,
    pub(crate) trouble: Trouble,
    pub(crate) writes: Vec<Write>,
    pub(crate) deeds: Vec<Deed>,
    /// Counts the requests, for the ids in error bodies.
    pub(crate) serial: u64,
    pub(crate) stale_answers: u64,
    pub(crate) workspaces: Vec<Workspace>,
    pub(crate) groups: Vec<Group>,
    pub(crate) auth_policies: Vec<AuthPolicy>,
    pub(crate) policies: Vec<Policy>,
    pub(crate) tasks: Vec<Task>,
    pub(crate) is_paying: bool,
    pub(crate) is_v1_over: bool,
    pub(crate) mails: Vec<Mail>,
    /// Makes the accounts and ids of later.
    pub(crate) maker: Maker,
}

/// A domain of the organization.
#[derive(Clone, Debug)]
pub struct Domain {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: &'static str,
    /// How it was claimed: `dns` or `http`; not always told.
    pub claim: Option<&'static str>,
    /// `verified`, `unverified` or `missing_token`; only accounts of a verified domain may be changed.
    pub status: &'static str,
}

/// A directory of users.
#[derive(Clone, Debug)]
pub(crate) struct Directory {
    pub(crate) id: String,
    pub(crate) name: &'static str,
}

/// One request to set an address that reached the account, refused or not.
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
    /// Whether the account has another address since.
    pub effective: bool,
}

/// One request to change anything else about an account that reached it, refused or not.
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
    /// Whether the account is another one since.
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

impl Organization {
    /// An organization with so many managed accounts and a few unmanaged people besides. The same number and seed give the
    /// same organization. The first three quarters at least are plain active accounts; the special ones come last.
    pub fn generate(accounts: u32, seed: u64) -> Self {
        generate::organization(accounts, seed)
    }

    /// The organization's id.
    pub fn organization_id(&self) -> &str {
        &self.id
    }

    /// The id of another organization that exists and that the key has nothing to do with.
    pub fn neighbour_id(&self) -> &str {
        &self.neighbour_id
    }

    /// The organization's name.
    pub fn name(&self) -> &str {
        self.name
    }

    /// The newest API key without scopes, which can do everything.
    pub fn key(&self) -> &str {
        self.keys.newest()
    }

    /// An API key with scopes, which user management refuses.
    pub fn scoped_key(&self) -> &str {
        self.keys.scoped()
    }

    /// The token of the administrator's newest session at the admin portal.
    pub fn session(&self) -> &str {
        self.session.token()
    }

    /// The domains.
    pub fn domains(&self) -> &[Domain] {
        &self.domains
    }

    /// Puts everything into the first directory: an organization that has but one.
    pub fn keep_one_directory(&mut self) {
        self.directories.truncate(1);
        for account in &mut self.book.accounts {
            let suspended = account.memberships.iter().any(|place| place.suspended);
            account.memberships.truncate(1);
            for membership in &mut account.memberships {
                (membership.directory, membership.suspended) = (0, suspended);
            }
        }
        for workspace in &mut self.workspaces {
            workspace.directory = 0;
        }
        for group in &mut self.groups {
            group.directory = 0;
        }
    }

    /// The ids and names of the directories, in their order.
    pub fn directories(&self) -> impl Iterator<Item = (&str, &str)> {
        self.directories
            .iter()
            .map(|directory| (directory.id.as_str(), directory.name))
    }

    /// The workspaces.
    pub fn workspaces(&self) -> &[Workspace] {
        &self.workspaces
    }

    /// The groups of all directories.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// The authentication policies; the first is everybody's who was given no other.
    pub fn auth_policies(&self) -> &[AuthPolicy] {
        &self.auth_policies
    }

    /// The ids of the tasks that move accounts to authentication policies, the oldest first.
    pub fn task_ids(&self) -> impl Iterator<Item = &str> {
        self.tasks.iter().map(|task| task.id.as_str())
    }

    /// The other policies.
    pub fn policies(&self) -> &[Policy] {
        &self.policies
    }

    /// All mails that invitations sent, in order.
    pub fn mails(&self) -> &[Mail] {
        &self.mails
    }

    /// Whether the organization has a paid subscription; without one nobody can be invited.
    pub fn set_paying(&mut self, is_paying: bool) {
        self.is_paying = is_paying;
    }

    /// Whether the calls of v1 that v2 took the place of have ended. They have not, unless a test says so.
    pub fn end_v1(&mut self, is_over: bool) {
        self.is_v1_over = is_over;
    }

    /// Limits the licences of a workspace, an index into [`Self::workspaces`]. Whether there is such a workspace.
    pub fn set_capacity(&mut self, workspace: usize, capacity: Option<usize>) -> bool {
        let workspace = self.workspaces.get_mut(workspace);
        workspace.map(|workspace| workspace.capacity = capacity).is_some()
    }

    /// All accounts, managed ones first, in the order of the listing; those that were invited since come last.
    pub fn accounts(&self) -> &[Account] {
        &self.book.accounts
    }

    /// The account with this id.
    pub fn account(&self, id: &str) -> Option<&Account> {
        self.book.find(id).map(|at| &self.book.accounts[at])
    }

    /// The id of a portal-only customer, which is nobody's account to manage.
    pub fn portal_customer_id(&self) -> String {
        format!("qm:{}:{:024x}", self.id, self.seed)
    }

    /// How often the account's address was changed to another one; 0 for an unknown account.
    pub fn effective_changes(&self, id: &str) -> u32 {
        self.account(id).map_or(0, |account| account.effective_changes)
    }

    /// All requests to set an address that reached their account, in order.
    pub fn writes(&self) -> &[Write] {
        &self.writes
    }

    /// All requests to change profiles, lives and API tokens that reached their account, in order.
    pub fn deeds(&self) -> &[Deed] {
        &self.deeds
    }

    /// How many answers were [`Stale`](crate::Stale).
    pub fn stale_answers(&self) -> u64 {
        self.stale_answers
    }

    /// From now on all keys that were issued are answered 401.
    pub fn revoke_keys(&mut self) {
        self.keys.revoke();
    }

    /// Issues another API key without scopes. Those before it stay as good or as revoked as they are.
    pub fn renew_key(&mut self) -> String {
        self.keys.renew().to_owned()
    }

    /// The administrator logs out of the admin portal: from now on the session is answered 401.
    pub fn end_session(&mut self) {
        self.session.end();
    }

    /// The administrator logs in again: another session, and only that one.
    pub fn renew_session(&mut self) -> String {
        self.session.renew().to_owned()
    }

    /// Lets time pass without a request, in milliseconds since 1970, as it passes with every request: what is done next by
    /// [another hand](Self::change_by_another_hand) is done then.
    pub fn let_time_pass(&mut self, now_ms: i64) {
        self.book.pass(now_ms);
    }

    /// The lag that was set.
    pub fn lag(&self) -> Lag {
        self.book.past.lag
    }

    /// Has answers lag behind the changes of addresses that are made from now on. [`Lag::default`] is none.
    pub fn set_lag(&mut self, lag: Lag) {
        self.book.past = Past::new(lag);
    }

    /// Limits the rate from now on. [`Limit::default`] is none.
    pub fn set_limit(&mut self, limit: Limit) {
        self.limiter = Limiter::new(limit);
    }

    /// Whether the limits that the documents give for single calls are kept, such as 200 last-active dates a minute. They are,
    /// unless a test has no time.
    pub fn keep_documented_limits(&mut self, are_kept: bool) {
        self.quotas.are_kept = are_kept;
    }

    /// Has faults from now on. [`Faults::default`] is none.
    pub fn set_faults(&mut self, faults: impl Into<Faults>) {
        self.trouble = Trouble::new(faults.into(), self.seed);
    }

    /// Locks the account's address for a reason, or unlocks it. Whether there is such an account.
    pub fn set_lock(&mut self, id: &str, lock: Option<Lock>) -> bool {
        let at = self.book.find(id);
        if let Some(at) = at {
            self.book.accounts[at].lock = lock;
        }
        at.is_some()
    }

    /// Has an account outside the organization hold an address.
    pub fn hold_elsewhere(&mut self, address: &str) {
        self.book.elsewhere.insert(address::folded(address));
    }

    /// Changes an address as another administrator might meanwhile; it counts neither as a write nor as an effective
    /// change. Whether the account exists and the address was free, as far as was known there.
    pub fn change_by_another_hand(&mut self, id: &str, address: &str) -> bool {
        match self.book.find(id) {
            Some(at) if self.book.accounts[at].life != Life::Closed => self.book.give(at, address).is_ok(),
            _ => false,
        }
    }

    /// Puts an account into another state as another administrator might meanwhile; it counts neither as a deed nor as an
    /// effective change. Whether there is such an account that is not closed.
    pub fn set_life_by_another_hand(&mut self, id: &str, life: Life) -> bool {
        let Some(at) = self.book.find(id) else {
            return false;
        };
        match (self.book.accounts[at].life, life) {
            (Life::Closed, _) | (_, Life::Closed) => return false,
            (Life::ForDeletion, Life::ForDeletion) => {}
            (_, Life::ForDeletion) => self.book.delete_now(at),
            (Life::ForDeletion, _) => {
                self.book.cancel_deletion(at);
                self.book.accounts[at].life = life;
            }
            _ => self.book.accounts[at].life = life,
        }
        true
    }

    /// Whether the organization has proved that the domain is its own.
    pub(crate) fn is_verified(&self, domain: &str) -> bool {
        self.domains
            .iter()
            .any(|known| known.name == domain && known.status == "verified")
    }
}
