//! The known facts about current accounts and claimed domains, from the API, from export files or entered by the user.
//!
//! A source provides its [`Knowledge`], and [`Roster::learn`] merges it. For each fact the source with the greatest weight wins: looked up
//! over read from a file over typed ([`Way`]), then newer over older. So the result depends on the facts and not on the order in which they
//! arrive, and a known fact never becomes unknown.
//!
//! A search that does not find an account proves that it is absent only if the search could have shown it. Accounts that nobody has claimed
//! are in no list of Atlassian's API, and hold their addresses all the same: where an export names one, it stays.

#![forbid(unsafe_code)]

mod account;
pub mod deep;
pub mod export;
mod knowledge;
pub mod lookup;
mod places;
mod recognized;
mod source;
mod typed;
mod weight;

pub use account::{Account, Claim, Presence, Status, Token};
pub use knowledge::{Knowledge, Listing, Said};
pub use places::{Found, Place, PlaceKind, Places};
pub use recognized::Recognized;
pub use source::{Provenance, Source, Way};
pub use typed::{NoDomain, Rejected, typed_domains};

use rollcall_atlassian::AccountId;
use rollcall_model::fact::{Fact, SourceId};
use rollcall_model::{address, hash};
use source::Speakers;
use std::collections::{BTreeMap, BTreeSet};
use weight::{Voice, Weight, Whole};

/// The known facts about accounts and domains.
#[derive(Clone, Debug, Default)]
pub struct Roster {
    sources: Vec<Source>,
    entries: Vec<Entry>,
    ids: BTreeMap<AccountId, usize>,
    /// Indices of the accounts with an address, by [`address::key`]. There are several if an older source names a former owner.
    addresses: hash::Map<String, Vec<usize>>,
    domains: BTreeMap<String, Domain>,
    domains_complete: bool,
    absent_ids: BTreeMap<AccountId, Weight>,
    absent_addresses: hash::Map<String, Weight>,
    whole: Vec<Whole>,
    /// True if a complete list contained an address for each of its accounts.
    addresses_complete: bool,
    places: Places,
    /// Whether the API tokens of any account are known.
    tokens_known: bool,
}

#[derive(Clone, Debug)]
struct Entry {
    account: Account,
    /// The greatest weight among the statements that the account exists.
    seen: Weight,
    speakers: Speakers,
}

#[derive(Clone, Debug, Default)]
struct Domain {
    claimed: Fact<bool>,
    speakers: Speakers,
}

impl Roster {
    /// The sources, in the order in which they first appeared.
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// Whether the organization has an account with this id.
    ///
    /// [`Presence::Absent`] means that a look-up requested this id and found no account, or that a complete list does not contain it.
    /// An unclaimed account that an export names is there, whatever look-ups found.
    pub fn by_id(&self, id: &AccountId) -> Presence<'_> {
        match self.ids.get(id).map(|&at| &self.entries[at]) {
            Some(entry) if self.is_there(entry) => Presence::Here(&entry.account),
            Some(_) => Presence::Absent,
            None if self.absent_ids.contains_key(id) || !self.whole.is_empty() => Presence::Absent,
            None => Presence::Unknown,
        }
    }

    /// Which account of the organization has this address, compared by [`address::key`].
    ///
    /// [`Presence::Absent`] means that a look-up requested this address and found no account, or that a complete list with an address for
    /// each account does not contain it. An account outside the organization may still have it.
    pub fn by_address(&self, address: &str) -> Presence<'_> {
        let address = address::key(address);
        let absent = self.absent_addresses.get(&address);
        let holder = self
            .addresses
            .get(&address)
            .into_iter()
            .flatten()
            .map(|&at| &self.entries[at])
            .filter(|entry| self.is_there(entry))
            .filter_map(|entry| Some((Weight::of(&entry.account.email, &self.sources)?, entry)))
            .filter(|&(weight, entry)| {
                self.is_hidden(&entry.account) || absent.is_none_or(|&absent| weight >= absent)
            })
            .max_by(|(weight_a, a), (weight_b, b)| (weight_a, &b.account.id).cmp(&(weight_b, &a.account.id)));
        match holder {
            Some((_, entry)) => Presence::Here(&entry.account),
            None if absent.is_some() || self.addresses_complete => Presence::Absent,
            None => Presence::Unknown,
        }
    }

    /// Whether this domain is claimed in the organization; `None` if no source says.
    pub fn domain(&self, name: &str) -> Option<bool> {
        let known = self
            .domains
            .get(&address::domain_key(name))
            .and_then(|domain| domain.claimed.said());
        known.or(self.domains_complete.then_some(false))
    }

    /// The claimed domains, in lower case, sorted.
    pub fn domains(&self) -> impl Iterator<Item = &str> {
        self.domains
            .iter()
            .filter(|(_, domain)| domain.claimed.said() == Some(true))
            .map(|(name, _)| name.as_str())
    }

    /// Whether the complete list of domains is known, so that a domain that is not in it is not claimed.
    pub fn domains_are_complete(&self) -> bool {
        self.domains_complete
    }

    /// All accounts that are known to exist, in the order of their ids.
    pub fn accounts(&self) -> impl Iterator<Item = &Account> {
        self.ids
            .values()
            .map(|&at| &self.entries[at])
            .filter(|entry| self.is_there(entry))
            .map(|entry| &entry.account)
    }

    /// Number of accounts that are known to exist.
    pub fn len(&self) -> usize {
        self.accounts().count()
    }

    /// Whether no account is known to exist. Domains and absences may still be known.
    pub fn is_empty(&self) -> bool {
        self.accounts().next().is_none()
    }

    /// Whether a complete list of this kind is known.
    pub fn has_whole(&self, listing: Listing) -> bool {
        self.whole.iter().any(|whole| whole.listing == listing)
    }

    /// The organization's directories, groups and workspaces.
    pub fn places(&self) -> &Places {
        &self.places
    }

    /// Whether the API tokens of any account are known. If so, tokens that are still unknown could not be read.
    pub fn knows_tokens(&self) -> bool {
        self.tokens_known
    }

    /// Merges the knowledge of a source.
    pub fn learn(&mut self, origin: Provenance, knowledge: Knowledge) -> SourceId {
        let weight = Weight {
            way: origin.way,
            at: origin.at,
        };
        let voice = Voice {
            source: self.source(origin),
            weight,
        };
        let addressed = knowledge.accounts.iter().all(|said| said.email.is_some());
        let listed: BTreeSet<usize> = knowledge
            .accounts
            .into_iter()
            .map(|said| self.learn_account(voice, said))
            .collect();
        if let Some(listing) = knowledge.complete {
            self.learn_whole(Whole { listing, voice }, &listed);
            self.addresses_complete |= addressed;
        }
        for (name, claimed) in knowledge.domains {
            self.learn_domain(voice, &name, claimed);
        }
        self.domains_complete |= knowledge.domains_complete;
        for (kind, places) in knowledge.places {
            self.places.learn(kind, places);
        }
        for id in knowledge.absent_ids {
            let known = self.absent_ids.entry(id).or_insert(weight);
            *known = weight.max(*known);
        }
        for address in knowledge.absent_addresses {
            let known = self
                .absent_addresses
                .entry(address::key(&address))
                .or_insert(weight);
            *known = weight.max(*known);
        }
        voice.source
    }

    fn source(&mut self, origin: Provenance) -> SourceId {
        let met = self
            .sources
            .iter()
            .position(|source| source.way == origin.way && source.title == origin.title);
        // `SourceId` has 256 values. Further sources share the last one, which gets a common title.
        let place = met.unwrap_or(self.sources.len()).min(usize::from(u8::MAX));
        if let Some(source) = self.sources.get_mut(place) {
            source.at = source.at.max(origin.at);
            if source.title != origin.title {
                "Further sources".clone_into(&mut source.title);
            }
        } else {
            self.sources.push(Source {
                way: origin.way,
                title: origin.title,
                accounts: 0,
                domains: 0,
                at: origin.at,
            });
        }
        SourceId(place as u8)
    }

    /// Records what a complete list implies for the accounts that are not in it.
    fn learn_whole(&mut self, whole: Whole, listed: &BTreeSet<usize>) {
        for (place, entry) in self.entries.iter_mut().enumerate() {
            if !listed.contains(&place) {
                whole.tell_left_out(&mut entry.account, &self.sources);
            }
        }
        self.whole.push(whole);
    }

    /// Merges the facts about an account; returns the account's index.
    fn learn_account(&mut self, voice: Voice, said: Said) -> usize {
        let place = match self.ids.get(&said.id) {
            Some(&place) => place,
            None => self.enter(said.id, voice.weight),
        };
        let entry = &mut self.entries[place];
        entry.seen = entry.seen.max(voice.weight);
        if entry.speakers.add(voice.source) {
            self.sources[usize::from(voice.source.0)].accounts += 1;
        }
        let sources = &self.sources;
        let account = &mut entry.account;
        let before = account.email.value().map(|email| address::key(email));
        voice.say(said.email, &mut account.email, sources);
        voice.say(said.name, &mut account.name, sources);
        voice.say(said.status, &mut account.status, sources);
        voice.say(said.managed, &mut account.managed, sources);
        voice.say(said.claim, &mut account.claim, sources);
        voice.say(said.synced, &mut account.synced, sources);
        voice.say(said.single_sign_on, &mut account.single_sign_on, sources);
        voice.say(said.administrator, &mut account.administrator, sources);
        voice.say(said.in_directory, &mut account.in_directory, sources);
        voice.say(said.suspended, &mut account.suspended, sources);
        voice.say(said.groups, &mut account.groups, sources);
        voice.say(said.profile, &mut account.profile, sources);
        voice.say(said.refusals, &mut account.refusals, sources);
        self.tokens_known |= said.tokens.is_some();
        voice.say(said.tokens, &mut account.tokens, sources);
        let after = account.email.value().map(|email| address::key(email));
        if before != after {
            self.move_address(place, before.as_deref(), after);
        }
        place
    }

    /// Adds an account without facts, except those that complete lists without this account imply.
    fn enter(&mut self, id: AccountId, seen: Weight) -> usize {
        let mut account = Account::unknown(id.clone());
        for whole in &self.whole {
            whole.tell_left_out(&mut account, &self.sources);
        }
        let place = self.entries.len();
        self.entries.push(Entry {
            account,
            seen,
            speakers: Speakers::default(),
        });
        self.ids.insert(id, place);
        place
    }

    fn move_address(&mut self, place: usize, before: Option<&str>, after: Option<String>) {
        if let Some(holders) = before.and_then(|address| self.addresses.get_mut(address)) {
            holders.retain(|&holder| holder != place);
        }
        if let Some(address) = after {
            self.addresses.entry(address).or_default().push(place);
        }
    }

    fn learn_domain(&mut self, voice: Voice, name: &str, claimed: bool) {
        let domain = self.domains.entry(address::domain_key(name)).or_default();
        voice.say(Some(claimed), &mut domain.claimed, &self.sources);
        if claimed && domain.speakers.add(voice.source) {
            self.sources[usize::from(voice.source.0)].domains += 1;
        }
    }

    /// An account exists unless a statement with a greater weight says that its id was looked up and not found, where it could have been.
    fn is_there(&self, entry: &Entry) -> bool {
        let absent = self.absent_ids.get(&entry.account.id);
        absent.is_none_or(|&absent| entry.seen >= absent) || self.is_hidden(&entry.account)
    }

    /// Whether Atlassian's lists and searches cannot be relied on to show the account: it is known from a list of all accounts on a
    /// domain, which does not say that it was claimed, and no look-up has seen it as managed or in a directory. Such an account is not
    /// absent where a search does not find it, and it holds its address all the same.
    fn is_hidden(&self, account: &Account) -> bool {
        let was_seen = |fact: &Fact<bool>| {
            let weight = Weight::of(fact, &self.sources);
            fact.said() == Some(true) && weight.is_some_and(|weight| weight.way == Way::LookedUp)
        };
        let may_be_unclaimed = account
            .claim
            .value()
            .is_some_and(|&claim| claim != Claim::Claimed);
        may_be_unclaimed && !was_seen(&account.managed) && !was_seen(&account.in_directory)
    }
}
