//! The organization: its parts, and how it is looked at and disturbed from outside the API.

use crate::access::Access;
use crate::account::{Account, Life, Lock};
use crate::address;
use crate::behaviour::Behaviour;
use crate::book::Book;
use crate::cursor::Cursors;
use crate::fault::{FaultSource, Faults};
use crate::fill_in;
use crate::form::Forms;
use crate::group::Group;
use crate::history::{Deed, History, Mail, Write};
use crate::lag::{Lag, Past};
use crate::limit::{Limit, Limiter};
use crate::maker::Maker;
use crate::places::{Domain, Places};
use crate::policy::{AuthPolicy, Policies, Policy};
use crate::reply::Reply;
use crate::request::ApiRequest;
use crate::traffic::Traffic;
use crate::workspace::Workspace;

/// An organization in memory.
#[derive(Clone, Debug)]
pub struct Organization {
    pub(crate) behaviour: Behaviour,
    pub(crate) identity: Identity,
    pub(crate) access: Access,
    pub(crate) places: Places,
    /// The accounts.
    pub(crate) book: Book,
    pub(crate) policies: Policies,
    pub(crate) cursors: Cursors,
    pub(crate) traffic: Traffic,
    pub(crate) history: History,
    /// Makes accounts and ids after the generation.
    pub(crate) maker: Maker,
}

/// Ids and name.
#[derive(Clone, Debug)]
pub(crate) struct Identity {
    pub(crate) id: String,
    /// Another organization that exists and that the key has nothing to do with.
    pub(crate) neighbour_id: String,
    pub(crate) name: &'static str,
}

impl Organization {
    /// The organization's id.
    pub fn organization_id(&self) -> &str {
        &self.identity.id
    }

    /// The id of another organization that exists and that the key has nothing to do with.
    pub fn neighbour_id(&self) -> &str {
        &self.identity.neighbour_id
    }

    /// The organization's name.
    pub fn name(&self) -> &str {
        self.identity.name
    }

    /// The newest API key without scopes, which can do everything.
    pub fn key(&self) -> &str {
        self.access.keys.newest()
    }

    /// An API key with scopes, which user management refuses.
    pub fn scoped_key(&self) -> &str {
        self.access.keys.scoped()
    }

    /// The token of the administrator's newest session at the admin portal.
    pub fn session(&self) -> &str {
        self.access.session.token()
    }

    /// The domains.
    pub fn domains(&self) -> &[Domain] {
        &self.places.domains
    }

    /// Reduces the organization to its first directory.
    pub fn keep_one_directory(&mut self) {
        self.places.keep_one_directory();
        self.book.keep_one_directory();
    }

    /// The ids and names of the directories, in their order.
    pub fn directories(&self) -> impl Iterator<Item = (&str, &str)> {
        self.places
            .directories
            .iter()
            .map(|directory| (directory.id.as_str(), directory.name))
    }

    /// The ids of the sites, and the directories of their people, as indexes into the organization's.
    pub fn sites(&self) -> impl Iterator<Item = (&str, usize)> {
        self.places.sites()
    }

    /// The workspaces.
    pub fn workspaces(&self) -> &[Workspace] {
        &self.places.workspaces
    }

    /// The groups of all directories.
    pub fn groups(&self) -> &[Group] {
        &self.places.groups
    }

    /// The authentication policies. Every account without another one has the first.
    pub fn auth_policies(&self) -> &[AuthPolicy] {
        &self.policies.authentication
    }

    /// The ids of the tasks that move accounts to authentication policies, the oldest first.
    pub fn task_ids(&self) -> impl Iterator<Item = &str> {
        self.policies.tasks.iter().map(|task| task.id.as_str())
    }

    /// The other policies.
    pub fn policies(&self) -> &[Policy] {
        &self.policies.others
    }

    /// All mails that invitations sent, in order.
    pub fn mails(&self) -> &[Mail] {
        &self.history.mails
    }

    /// Sets whether the organization has a paid subscription; without one nobody can be invited.
    pub fn set_paying(&mut self, is_paying: bool) {
        self.behaviour.is_paying = is_paying;
    }

    /// Sets whether the calls of v1 that v2 replaced have ended. At first they have not.
    pub fn end_v1(&mut self, is_over: bool) {
        self.behaviour.is_v1_over = is_over;
    }

    /// How answers say that there is nothing. At first the seed decides.
    pub fn forms(&self) -> Forms {
        self.behaviour.forms
    }

    /// Sets how answers say that there is nothing. Where the fields are to be [filled](crate::Form::Filled), everybody who has left
    /// one empty gets something in it, and keeps it.
    pub fn set_forms(&mut self, forms: Forms) {
        self.behaviour.forms = forms;
        fill_in::fill_in(&mut self.book, forms);
    }

    /// Sets whether the listing of managed accounts leaves out the addresses of those who restrict who sees it, and of closed
    /// accounts. At first it shows all.
    pub fn restrict_addresses(&mut self, are_restricted: bool) {
        self.behaviour.has_restricted = are_restricted;
    }

    /// Limits the licences of a workspace, an index into [`Self::workspaces`]. Returns whether there is such a workspace.
    pub fn set_capacity(&mut self, workspace: usize, capacity: Option<usize>) -> bool {
        let workspace = self.places.workspaces.get_mut(workspace);
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
        format!("qm:{}:{:024x}", self.identity.id, self.behaviour.seed)
    }

    /// How often the account's address was changed to another one; 0 for an unknown account.
    pub fn effective_changes(&self, id: &str) -> u32 {
        self.account(id).map_or(0, |account| account.effective_changes)
    }

    /// All requests to set an address that reached their account, in order.
    pub fn writes(&self) -> &[Write] {
        &self.history.writes
    }

    /// All requests to change profiles, lives and API tokens that reached their account, in order.
    pub fn deeds(&self) -> &[Deed] {
        &self.history.deeds
    }

    /// How many answers were [`Stale`](crate::Stale).
    pub fn stale_answers(&self) -> u64 {
        self.history.stale_answers
    }

    /// Revokes all keys: they are answered 401 from now on.
    pub fn revoke_keys(&mut self) {
        self.access.keys.revoke();
    }

    /// Issues another API key without scopes. Earlier keys stay valid or revoked, as they were.
    pub fn renew_key(&mut self) -> String {
        self.access.keys.renew().to_owned()
    }

    /// Ends the administrator's session at the admin portal: it is answered 401 from now on.
    pub fn end_session(&mut self) {
        self.access.session.end();
    }

    /// Starts another session at the admin portal. Earlier ones stay ended.
    pub fn renew_session(&mut self) -> String {
        self.access.session.renew().to_owned()
    }

    /// Sets the time, in milliseconds since 1970, as every request does. Concurrent changes such as
    /// [`Self::change_concurrently`] happen at this time.
    /// [somebody else](Self::change_concurrently) is done then.
    pub fn let_time_pass(&mut self, now_ms: i64) {
        self.book.advance_to(now_ms);
    }

    /// The lag that was set.
    pub fn lag(&self) -> Lag {
        self.book.past.lag
    }

    /// Makes answers lag behind the changes of addresses that are made from now on. [`Lag::default`] is none.
    pub fn set_lag(&mut self, lag: Lag) {
        self.book.past = Past::new(lag);
    }

    /// Limits the rate from now on. [`Limit::default`] is none.
    pub fn set_limit(&mut self, limit: Limit) {
        self.traffic.limiter = Limiter::new(limit);
    }

    /// Sets whether the documented limits of single calls apply, such as 200 last-active dates a minute. They do at first.
    pub fn keep_documented_limits(&mut self, are_kept: bool) {
        self.traffic.quotas.are_kept = are_kept;
    }

    /// Injects faults from now on. [`Faults::default`] is none.
    pub fn set_faults(&mut self, faults: impl Into<Faults>) {
        self.traffic.faults = FaultSource::new(faults.into(), self.behaviour.seed);
    }

    /// Locks the account's address for a reason, or unlocks it. Returns whether there is such an account.
    pub fn set_lock(&mut self, id: &str, lock: Option<Lock>) -> bool {
        let at = self.book.find(id);
        if let Some(at) = at {
            self.book.accounts[at].lock = lock;
        }
        at.is_some()
    }

    /// Gives an address to an account outside the organization.
    pub fn hold_elsewhere(&mut self, address: &str) {
        self.book.elsewhere.insert(address::folded(address));
    }

    /// A concurrent change by another administrator: changes an address, and counts neither as a write nor as an effective
    /// change. Returns whether the account exists and the address was free.
    pub fn change_concurrently(&mut self, id: &str, address: &str) -> bool {
        match self.book.find(id) {
            Some(at) if self.book.accounts[at].life != Life::Closed => {
                self.book.set_address(at, address).is_ok()
            }
            _ => false,
        }
    }

    /// A concurrent change by another administrator: puts an account into another state, and counts neither as a deed nor as an
    /// effective change. Returns whether there is such an account that is not closed.
    pub fn set_life_concurrently(&mut self, id: &str, life: Life) -> bool {
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

    /// Records a request about an account and its answer.
    pub(crate) fn log(&mut self, at: usize, request: &ApiRequest<'_>, reply: &Reply, effective: bool) {
        let account = &self.book.accounts[at].id;
        self.history
            .record(request, account, reply.status().as_u16(), effective);
    }
}
