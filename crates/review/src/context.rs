//! The data that a check can read.

use std::borrow::Cow;
use std::cell::RefCell;

use rollcall_atlassian::call::account::Privilege;
use rollcall_atlassian::{AccountId, OrganizationId};

use rollcall_model::address::{self, Address};
use rollcall_model::{DesiredState, Field, RowSpec, hash, profile};
use rollcall_roster::{Account, Presence, Roster, Token};

use crate::changes::{Change, Changes};
use crate::target::Target;
use crate::verdict::{MissingFact, Verdict};

/// Looks up the current state of a row's account in the roster; `None` if the roster does not have it.
pub type CurrentState = for<'a> fn(&RowContext<'a>) -> Option<Cow<'a, str>>;

/// Everything that is known when the file is checked.
#[derive(Clone, Copy, Debug)]
pub struct CheckContext<'a> {
    /// What the rows ask for.
    pub changes: Changes<'a>,
    /// What is known about accounts and domains.
    pub roster: &'a Roster,
    /// The organization that is connected.
    pub organization: Option<&'a OrganizationId>,
    /// What the roster says that the account of a row holds.
    pub current: CurrentState,
    /// What a key must be allowed for the action, where Atlassian tells that of each account by itself.
    pub privilege: Option<Privilege>,
    /// The rows of every action that there is: a file may be for another one.
    pub row_specs: &'static [&'static RowSpec],
    /// The cycles of rows that were found; empty until the search for them is done.
    pub cycles: &'a [Box<[u32]>],
    /// Remembers what was found out about domains.
    pub domains: &'a Domains,
}

impl<'a> CheckContext<'a> {
    /// Looks at one row.
    pub fn row(&self, row: u32) -> RowContext<'a> {
        let change = self.changes.at(row);
        let current = address::parse(change.address_in_file).ok();
        RowContext {
            change,
            spec: self.changes.spec(),
            read_current: self.current,
            left_by_run: self.changes.text(row, Field::Left),
            worded: self.changes.worded(row).map(Cow::Owned),
            token: self.changes.text(row, Field::Token),
            target: Target::of(&self.changes, self.roster.places(), row),
            account: self.account(&change, current.is_some()),
            wanted: address::parse(change.wanted).ok(),
            parsed_address_in_file: current,
        }
    }

    /// The account of a row: by its id, or where there is none by its current address.
    fn account(&self, change: &Change, has_current: bool) -> Option<Presence<'a>> {
        if change.account_id.is_empty() {
            return has_current.then(|| self.roster.by_address(change.address_in_file));
        }
        let id = AccountId::parse(change.account_id)?;
        (!id.is_portal_customer()).then(|| self.roster.by_id(&id))
    }

    /// Line of the file where a row begins, counted from 1.
    pub fn line(&self, row: u32) -> u32 {
        self.changes.line(row)
    }

    /// Why nothing is known about an account.
    pub fn missing(&self) -> MissingFact {
        if self.roster.is_empty() {
            MissingFact::Roster
        } else {
            MissingFact::Fact
        }
    }

    /// Whether a domain is claimed; `None` if that is unknown.
    pub fn is_claimed(&self, domain: &str) -> Option<bool> {
        self.domains.of(domain, self.roster).claimed
    }

    /// The claimed domain that a domain is probably a typo of; also `None` if the domain is itself claimed.
    pub fn slip(&self, domain: &str) -> Option<&'a str> {
        let place = self.domains.of(domain, self.roster).slip?;
        self.roster.domains().nth(place)
    }
}

/// What was found out about domains. Files have many addresses and few domains: each is looked up, and compared with the
/// claimed ones, once.
#[derive(Debug, Default)]
pub struct Domains(RefCell<hash::Map<Box<str>, Domain>>);

#[derive(Clone, Copy, Debug)]
struct Domain {
    claimed: Option<bool>,
    /// Index into the claimed domains.
    slip: Option<usize>,
}

impl Domains {
    fn of(&self, name: &str, roster: &Roster) -> Domain {
        let folded = address::fold(name);
        let mut known = self.0.borrow_mut();
        if let Some(&domain) = known.get(folded.as_ref()) {
            return domain;
        }
        let claimed = roster.domain(name);
        let slip = match claimed {
            Some(true) => None,
            _ => address::slip_of(&folded, roster.domains())
                .and_then(|slip| roster.domains().position(|domain| domain == slip)),
        };
        let domain = Domain { claimed, slip };
        known.insert(folded.into(), domain);
        domain
    }
}

/// One row, and the values that several checks need.
#[derive(Clone, Debug)]
pub struct RowContext<'a> {
    /// What the row asks for.
    pub change: Change<'a>,
    /// What rows of its action say.
    pub spec: &'static RowSpec,
    read_current: CurrentState,
    left_by_run: &'a str,
    /// What the account is to hold, where that is made from what stands in the cells.
    pub worded: Option<Cow<'a, str>>,
    /// Which API token it names.
    pub token: &'a str,
    /// Where it takes effect.
    pub target: Target<'a>,
    /// Its account; `None` where the row names none that could be looked up.
    pub account: Option<Presence<'a>>,
    /// The address that is wanted, where it is well-formed.
    pub wanted: Option<Address<'a>>,
    /// The address now, as the file says, where it is well-formed.
    pub parsed_address_in_file: Option<Address<'a>>,
}

impl<'a> RowContext<'a> {
    /// What is known about the account.
    pub fn here(&self) -> Option<&'a Account> {
        match self.account {
            Some(Presence::Here(account)) => Some(account),
            _ => None,
        }
    }

    /// The account's current address according to the roster.
    pub fn current_address(&self) -> Option<&'a str> {
        self.here()?.email.value().map(String::as_str)
    }

    /// The API tokens of the account that the row is about: the one that it names, or all.
    pub fn tokens(&self) -> Vec<&'a Token> {
        let all = self.here().and_then(|account| account.tokens.value());
        let is_meant = |token: &&Token| {
            self.token.is_empty() || self.token.eq_ignore_ascii_case("all") || self.token == token.id
        };
        all.into_iter().flatten().filter(is_meant).collect()
    }

    /// Whether it is clear what its step is about: where it takes effect, which tokens.
    pub fn is_whole(&self) -> bool {
        let is_about_tokens = self.spec.has(Field::Token);
        let knows_tokens = || {
            self.here()
                .is_some_and(|account| account.tokens.value().is_some())
        };
        self.target.is_whole() && (!is_about_tokens || knows_tokens())
    }

    /// The account's address according to the roster, or else the file.
    pub fn address(&self) -> Option<&'a str> {
        self.current_address()
            .or_else(|| self.parsed_address_in_file.map(|_| self.change.address_in_file))
    }

    /// The account's current state according to the roster.
    pub fn current_state(&self) -> Option<Cow<'a, str>> {
        (self.read_current)(self)
    }

    /// The account's current state according to the roster or, if it is an address, the file as a fallback.
    pub fn current(&self) -> Option<Cow<'a, str>> {
        let as_the_file_says = || {
            let is_address = self.spec.is_address();
            self.parsed_address_in_file
                .filter(|_| is_address)
                .map(|_| self.change.address_in_file.into())
        };
        self.current_state().or_else(as_the_file_says)
    }

    /// The desired state of the account.
    pub fn desired(&self) -> Cow<'a, str> {
        match &self.worded {
            Some(worded) => worded.clone(),
            None => self.change.wanted.into(),
        }
    }

    /// Whether the account is already in the desired state, compared exactly.
    pub fn is_done(&self) -> bool {
        self.is_meant() && self.current().is_some_and(|now| now == self.desired())
    }

    /// Whether the desired state is valid: a state, or a well-formed address.
    pub fn is_meant(&self) -> bool {
        self.wanted.is_some() || !self.spec.is_address()
    }

    /// What the run left that the row takes back, of a profile in the fields that the row is about; `None` where the row does not say.
    pub fn left_by_run(&self) -> Option<Cow<'a, str>> {
        let left = self.left_by_run;
        let of_row = match self.spec.desired {
            DesiredState::Profile => Cow::Owned(profile::among(left, &self.desired())),
            DesiredState::Address | DesiredState::Always(_) | DesiredState::Worded(..) => Cow::Borrowed(left),
        };
        (!of_row.is_empty()).then_some(of_row)
    }

    /// Whether the live address can be compared with the file's.
    pub fn is_comparable(&self) -> bool {
        self.parsed_address_in_file.is_some() && self.current_address().is_some()
    }

    /// Whether the live address is neither the file's current one nor already the wanted one.
    pub fn differs(&self) -> bool {
        self.parsed_address_in_file.is_some()
            && self.current_address().is_some_and(|live| {
                !address::same(live, self.change.address_in_file) && !address::same(live, self.change.wanted)
            })
    }

    /// Asks something about the account, and finds something where the answer is yes. Nothing is asked about an account
    /// that is not there, or of which nothing is wanted.
    pub fn ask(&self, context: &CheckContext, question: impl FnOnce(&Account) -> Option<bool>) -> Verdict {
        match self.account {
            _ if self.is_done() => Verdict::Fine,
            Some(Presence::Here(account)) => {
                question(account).map_or(Verdict::Lacks(MissingFact::Fact), Verdict::from)
            }
            Some(Presence::Unknown) => Verdict::Lacks(context.missing()),
            Some(Presence::Absent) | None => Verdict::Fine,
        }
    }

    /// Asks whether a domain is *not* claimed.
    pub fn ask_domain(&self, context: &CheckContext, domain: Option<&str>) -> Verdict {
        match domain {
            Some(domain) if !self.is_done() => {
                let claimed = context.is_claimed(domain);
                claimed.map_or(Verdict::Lacks(MissingFact::Domains), |claimed| {
                    Verdict::from(!claimed)
                })
            }
            _ => Verdict::Fine,
        }
    }

    /// The person, for a sentence: the name, else the account id, else the address in the file.
    pub fn who(&self) -> &'a str {
        match self.here() {
            Some(account) => who(account),
            None if self.change.account_id.is_empty() => self.change.address_in_file,
            None => self.change.account_id,
        }
    }
}

/// An account's person, for a sentence: the name, else the account id.
pub fn who(account: &Account) -> &str {
    account
        .name
        .value()
        .map(String::as_str)
        .filter(|name| !name.trim().is_empty())
        .unwrap_or(account.id.as_str())
}
