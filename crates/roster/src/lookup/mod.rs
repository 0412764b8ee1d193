//! Looking up accounts and domains at Atlassian: which calls, and what their answers say. Nothing here sends anything.
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
//! Addresses go first, 100 a call: the present ones find most of the accounts, the new ones find who holds them. Ids that no
//! answer held so far are then asked for, 10 a call; or, where that is fewer calls, the list of managed accounts is read, 50
//! a page, for the addresses of these ids, and they are searched by them. So every account that is found has been given by
//! the search, with all that the search knows, whichever way led to it. Every id and address that is asked for by itself,
//! and is in no answer, is known to be absent.
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

/// What is to be looked up.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// These accounts.
    pub ids: Vec<AccountId>,
    /// Whoever holds these addresses: the present ones, and the ones that are wanted. What cannot be an address is passed
    /// over, and stays unknown.
    pub addresses: Vec<String>,
    /// The claimed domains.
    pub domains: bool,
    /// These lists of places.
    pub places: Vec<PlaceList>,
    /// In which groups each account is.
    pub groups: bool,
    /// What each account's profile says.
    pub profiles: bool,
    /// Who the organization's administrators are.
    pub administrators: bool,
}

/// How far a look-up is, in calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Calls answered.
    pub done: usize,
    /// Calls altogether, as far as can be told now. It changes as answers come.
    pub of: usize,
    /// What the next call looks up; `None` at the end.
    pub what: Option<What>,
}

/// A look-up under way.
#[derive(Clone, Debug)]
pub struct Lookup {
    organization: OrganizationId,
    stage: Option<Stage>,
    done: usize,
    domains_wanted: bool,
    places: VecDeque<PlaceList>,
    /// What else the searches ask of each user.
    expand: Option<Expand>,
    with_profiles: bool,
    administrators_wanted: bool,
    /// A domain came without a status that is known.
    domains_unclear: bool,
    /// Addresses still to be searched, a call each.
    groups: VecDeque<Vec<String>>,
    /// Wanted accounts that no search has given yet, nor asked for.
    ids: BTreeSet<AccountId>,
    list: List,
    /// How many more groups may be halved to find the address that Atlassian does not like.
    halvings: u32,
    seen: BTreeSet<AccountId>,
    knowledge: Knowledge,
    errors: Vec<LookupError>,
}

/// The list of managed accounts, as far as it has been read.
#[derive(Clone, Debug, Default)]
struct List {
    /// How many accounts it has.
    total: Option<u64>,
    pages: usize,
    accounts: Vec<Said>,
    /// Addresses of wanted accounts.
    located: BTreeMap<AccountId, String>,
    /// Not to be read any further.
    closed: bool,
    /// Read to its end.
    whole: bool,
}

/// The longest address that is asked for, in bytes. RFC 5321, section 4.5.3.1: 64 for the part before the at sign, 255 after.
const LONGEST_ADDRESS: usize = 320;

/// Finding one address among a hundred takes seven halvings; two such addresses are looked for.
const HALVINGS: u32 = 14;

impl Lookup {
    /// Plans a look-up. `managed_accounts` is how many managed accounts the organization has, where that is known: it helps
    /// to choose the way with fewer calls.
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

    /// The request to send now: a path for a URI, no host, no key. The same one until it is answered; `None` at the end.
    pub fn request(&self) -> Option<http::Request<Body>> {
        self.stage.as_ref().map(Stage::request)
    }

    /// Takes the answer to that request.
    ///
    /// # Errors
    /// The failure, where Atlassian asks to come again later ([`Kind::Retry`]). Nothing has changed then: wait and send the
    /// same request again, or [`Lookup::give_up`]. Every other failure is kept for [`Lookup::finish`], and the look-up goes on
    /// with what does not depend on it.
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

    /// Ends the look-up: what has not been asked for stays unknown. `message` say why.
    pub fn give_up(&mut self, message: &str) {
        if let Some(stage) = self.stage.take() {
            self.errors.push(LookupError::Stopped {
                what: stage.what(),
                message: message.to_owned(),
            });
        }
        self.ask_nothing_more();
    }

    /// How far it is.
    pub fn progress(&self) -> Progress {
        let by_id = cost::by_id(self.open_ids());
        let reading = matches!(&self.stage, Some(stage) if stage.what() == What::ManagedAccounts);
        let for_ids = if reading || self.list_pays() {
            let rest = cost::by_listing(self.open_ids(), self.list.total, self.list.pages);
            rest.unwrap_or(by_id) + cost::by_address(self.list.located.len())
        } else {
            by_id
        };
        // The page that is being asked for is part of the list's calls already.
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

    /// What was learned, for [`super::Roster::learn`], and what could not be looked up.
    pub fn finish(mut self) -> (Knowledge, Vec<LookupError>) {
        for said in self.list.accounts {
            // The search came later than the list and says more.
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

    /// Chooses what to ask for next, where nothing is being asked for.
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

    /// Wanted accounts of which not even an address is known.
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

/// Whether it is worth asking for: nobody holds an address without an at sign or with a space in it, and Atlassian may refuse
/// the whole call because of it.
fn can_be_address(text: &str) -> bool {
    let sides = text
        .split_once('@')
        .is_some_and(|(user, domain)| !user.is_empty() && !domain.is_empty() && !domain.contains('@'));
    sides && text.len() <= LONGEST_ADDRESS && !text.contains(|c: char| c.is_whitespace() || c.is_control())
}
