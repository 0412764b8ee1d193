//! Looking up accounts and domains at Atlassian: which calls to make, and what their answers mean. This module sends no requests.
//!
//! ```text
//! while let Some(request) = lookup.request() {
//!     match lookup.answered(&send(request)) {
//!         Ok(()) => show(lookup.progress()),
//!         Err(later) => wait as `later.kind` says, or lookup.give_up("…"),
//!     }
//! }
//! let (knowledge, errors) = lookup.finish();
//! ```
//!
//! Addresses are looked up first, 100 per call: current addresses find most of the accounts, new addresses find their current owners. Ids
//! that are in no answer are then looked up 10 per call; or, if that takes fewer calls, the list of managed accounts is read, 50 per page,
//! for the addresses of these ids, and these addresses are searched. So the data of every account that is found comes from the search, with
//! all fields of the search, whichever way was taken. An id or address that was requested by itself and is in no answer is known to be
//! absent, if the end of the answer's pages was proved ([`Cursors::turn`](rollcall_atlassian::Cursors::turn)); a list whose end was not
//! proved says nothing about who is not in it.
//!
//! | fact | search (v2) | list of managed accounts (v1) |
//! | --- | --- | --- |
//! | address, name, status | yes | yes; no `for_deletion`; the address may be restricted |
//! | managed | yes | yes, all are |
//! | organization administrator | with `platformRoles` | no |
//! | in a directory | yes | no |
//! | synced from an identity provider | yes, or not determined | no |
//! | signs in through an identity provider | no | no |

mod cost;
mod error;
mod facts;
mod places;
mod stage;
mod taking;

pub use error::{LookupError, What};

use rollcall_model::address;

use super::{Knowledge, Listing, Said};
pub use places::PlaceList;
use rollcall_atlassian::call::directory::Expand;
use rollcall_atlassian::{AccountId, Body, Failure, Kind, OrganizationId};
use stage::{Asks, Stage};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// What to look up.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Accounts with these ids.
    pub ids: Vec<AccountId>,
    /// Accounts with these addresses, both current and new ones. A text that cannot be an address is skipped and stays unknown.
    pub addresses: Vec<String>,
    /// Whether to look up the claimed domains.
    pub domains: bool,
    /// These lists of places.
    pub places: Vec<PlaceList>,
    /// Whether to look up each account's groups.
    pub groups: bool,
    /// Whether to look up each account's profile.
    pub profiles: bool,
    /// Whether to look up the organization's administrators.
    pub administrators: bool,
}

/// Progress of a look-up, in calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Calls answered.
    pub done: usize,
    /// Total number of calls, as estimated now. It changes with the answers.
    pub of: usize,
    /// What the next call looks up; `None` at the end.
    pub what: Option<What>,
}

/// A look-up in progress.
#[derive(Clone, Debug)]
pub struct Lookup {
    organization: OrganizationId,
    stage: Option<Stage>,
    done: usize,
    domains_wanted: bool,
    places: VecDeque<PlaceList>,
    /// Additional fields that the searches request for each user.
    expand: Option<Expand>,
    with_profiles: bool,
    administrators_wanted: bool,
    /// A domain was returned with an unknown status.
    domains_unclear: bool,
    /// Addresses still to be searched, one call per group.
    groups: VecDeque<Vec<String>>,
    /// Wanted accounts that no search has returned yet and that were not requested by id.
    ids: BTreeSet<AccountId>,
    list: List,
    /// How many more groups may be split in half to find an address that Atlassian rejects.
    halvings: u32,
    seen: BTreeSet<AccountId>,
    knowledge: Knowledge,
    errors: Vec<LookupError>,
}

/// The part of the list of managed accounts that was read.
#[derive(Clone, Debug, Default)]
struct List {
    /// Total number of accounts in the list.
    total: Option<u64>,
    pages: usize,
    accounts: Vec<Said>,
    /// Their ids.
    listed: BTreeSet<AccountId>,
    /// Addresses of wanted accounts.
    located: BTreeMap<AccountId, String>,
    /// No more pages are read.
    closed: bool,
    /// All pages were read, and their end was proved.
    whole: bool,
}

/// Maximum length of an address that is looked up, in bytes. RFC 5321, section 4.5.3.1: 64 for the local part, 255 for the domain.
const LONGEST_ADDRESS: usize = 320;

/// Finding one rejected address among 100 takes seven splits; this is enough for two such addresses.
const HALVINGS: u32 = 14;

impl Lookup {
    /// Plans a look-up. `managed_accounts` is the organization's number of managed accounts, if known; it is used to choose the strategy
    /// with fewer calls.
    pub fn new(organization: OrganizationId, wanted: Wanted, managed_accounts: Option<u64>) -> Self {
        let mut lookup = Self {
            organization,
            stage: None,
            done: 0,
            domains_wanted: wanted.domains,
            places: wanted.places.into(),
            expand: wanted.groups.then_some(Expand::Groups),
            with_profiles: wanted.profiles,
            administrators_wanted: wanted.administrators,
            domains_unclear: false,
            groups: VecDeque::new(),
            ids: wanted.ids.into_iter().collect(),
            list: List {
                total: managed_accounts,
                ..List::default()
            },
            halvings: HALVINGS,
            seen: BTreeSet::new(),
            knowledge: Knowledge::default(),
            errors: Vec::new(),
        };
        lookup.enqueue(wanted.addresses.iter().map(|address| address::key(address)));
        lookup.advance();
        lookup
    }

    /// The request to send now: a path as its URI, without host and key. It stays the same until it is answered; `None` at the end.
    pub fn request(&self) -> Option<http::Request<Body>> {
        self.stage.as_ref().map(Stage::request)
    }

    /// Takes the answer to [`Lookup::request`].
    ///
    /// # Errors
    /// The failure, if Atlassian asks to come back later ([`Kind::Retry`]). The state is unchanged then: wait and send the same request
    /// again, or call [`Lookup::give_up`]. Every other failure is recorded for [`Lookup::finish`], and the look-up continues with
    /// everything that does not depend on the failed call.
    pub fn answered(&mut self, response: &http::Response<Body>) -> Result<(), Failure> {
        let Some(stage) = &self.stage else { return Ok(()) };
        let answer = match stage.answer(response) {
            Err(failure) if matches!(failure.kind, Kind::Retry(_)) => return Err(failure),
            answer => answer,
        };
        if let Some(stage) = self.stage.take() {
            self.done += 1;
            match answer {
                Ok(answer) => self.take(stage, answer),
                Err(failure) => self.fail(stage, failure),
            }
        }
        self.advance();
        Ok(())
    }

    /// Ends the look-up: everything that was not requested yet stays unknown. `message` is the reason.
    pub fn give_up(&mut self, message: &str) {
        if let Some(stage) = self.stage.take() {
            self.errors.push(LookupError::Stopped {
                what: stage.what(),
                message: message.to_owned(),
            });
        }
        self.ask_nothing_more();
    }

    /// The progress of the look-up.
    pub fn progress(&self) -> Progress {
        let by_id = cost::by_id(self.open_ids());
        let reading = matches!(&self.stage, Some(stage) if stage.what() == What::ManagedAccounts);
        let for_ids = if reading || self.list_pays() {
            let rest = cost::by_listing(self.open_ids(), self.list.total, self.list.pages);
            rest.unwrap_or(by_id) + cost::by_address(self.list.located.len())
        } else {
            by_id
        };
        // The total of the list's calls already includes the current page.
        let now = usize::from(self.stage.is_some() && !reading);
        Progress {
            done: self.done,
            of: self.done
                + now
                + self.places.len()
                + usize::from(self.administrators_wanted)
                + self.groups.len()
                + for_ids,
            what: self.stage.as_ref().map(Stage::what),
        }
    }

    /// The facts learned, for [`super::Roster::learn`], and what could not be looked up.
    pub fn finish(mut self) -> (Knowledge, Vec<LookupError>) {
        for said in self.list.accounts {
            // The search is newer than the list and has more fields.
            let only_managed = Said::of(said.id.clone()).managed(true);
            self.knowledge.accounts.push(if self.seen.contains(&said.id) {
                only_managed
            } else {
                said
            });
        }
        self.knowledge.complete = self.list.whole.then_some(Listing::Managed);
        (self.knowledge, self.errors)
    }

    fn enqueue(&mut self, addresses: impl IntoIterator<Item = String>) {
        let once_each: BTreeSet<String> = addresses
            .into_iter()
            .filter(|address| can_be_address(address))
            .collect();
        let once_each: Vec<String> = once_each.into_iter().collect();
        self.groups
            .extend(once_each.chunks(stage::ADDRESSES).map(<[String]>::to_vec));
    }

    /// Chooses the next call if there is no current one.
    fn advance(&mut self) {
        while self.stage.is_none() {
            if std::mem::take(&mut self.domains_wanted) {
                self.stage = Some(Stage::new(Asks::Domains(self.organization.clone())));
            } else if std::mem::take(&mut self.administrators_wanted) {
                self.stage = Stage::administrators(&self.organization, self.expand).ok();
            } else if let Some(list) = self.places.pop_front() {
                self.stage = Some(Stage::new(Asks::Places {
                    organization: self.organization.clone(),
                    list,
                    places: Vec::new(),
                }));
            } else if let Some(asked) = self.groups.pop_front() {
                self.stage = Stage::addresses(&self.organization, asked, self.expand).ok();
            } else if self.list_pays() {
                self.stage = Some(Stage::new(Asks::List(self.organization.clone())));
            } else if !self.list.located.is_empty() {
                let located = std::mem::take(&mut self.list.located);
                self.enqueue(located.into_values());
            } else if self.ids.is_empty() {
                return;
            } else {
                self.list.closed = true;
                let asked: Vec<AccountId> = self.ids.iter().take(stage::IDS).cloned().collect();
                for id in &asked {
                    self.ids.remove(id);
                }
                self.stage = Stage::ids(&self.organization, asked, self.expand).ok();
            }
        }
    }

    /// Number of wanted accounts whose address is not known either.
    fn open_ids(&self) -> usize {
        self.ids.len() - self.list.located.len()
    }

    fn list_pays(&self) -> bool {
        !self.list.closed && cost::listing_pays(self.open_ids(), self.list.total, self.list.pages)
    }

    fn ask_nothing_more(&mut self) {
        self.domains_wanted = false;
        self.places.clear();
        self.administrators_wanted = false;
        self.list.closed = true;
        self.search_nothing_more();
    }

    fn search_nothing_more(&mut self) {
        self.groups.clear();
        self.ids.clear();
        self.list.located.clear();
    }
}

/// Whether an address is worth looking up: no account has an address without an at sign or with a space, and Atlassian may reject the whole
/// call because of one.
fn can_be_address(text: &str) -> bool {
    let sides = text
        .split_once('@')
        .is_some_and(|(user, domain)| !user.is_empty() && !domain.is_empty() && !domain.contains('@'));
    sides && text.len() <= LONGEST_ADDRESS && !text.contains(|c: char| c.is_whitespace() || c.is_control())
}
