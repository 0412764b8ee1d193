//! Does what the page can have done, against the sandbox organization, and notes which call each of it makes.

use std::collections::{BTreeMap, BTreeSet};

use http::{Request, Response};
use rollcall_atlassian::endpoint::{self, Route};
use rollcall_atlassian::{AccountId, OrganizationId};
use rollcall_core::connect::Proof;
use rollcall_core::listing::{LISTINGS, Listing, Of, Order, Question, Reading, SITE, WAY};
use rollcall_core::roster::deep::{DeepCheck, Depth};
use rollcall_core::roster::lookup::{Lookup, PlaceList, Wanted};
use rollcall_sandbox::Organization;

use crate::acting;

/// An organization that somebody asks, and what for.
pub(crate) struct Uses {
    pub(crate) sandbox: Organization,
    /// Milliseconds since 1970. It goes on by a second a call, so that no limit is ever met.
    now: i64,
    /// Names of calls, and for what each was made, in the order in which it was done.
    seen: BTreeMap<&'static str, Vec<String>>,
}

impl Uses {
    fn new() -> Self {
        let mut sandbox = Organization::generate(120, 3);
        sandbox.keep_documented_limits(false);
        Self {
            sandbox,
            now: 1_767_225_600_000,
            seen: BTreeMap::new(),
        }
    }

    pub(crate) fn id(&self) -> OrganizationId {
        OrganizationId::parse(self.sandbox.organization_id()).unwrap()
    }

    /// For what a call is used; `None` where it is for nothing.
    pub(crate) fn of(&self, name: &str) -> Option<String> {
        self.seen.get(name).map(|uses| uses.join(", "))
    }

    /// Notes that a call is made for this.
    pub(crate) fn note(&mut self, request: &Request<Vec<u8>>, what: &str) {
        let Route::Found(endpoint, _) = endpoint::find(request.method(), request.uri().path()) else {
            unreachable!("{} is no call", request.uri());
        };
        let uses = self.seen.entry(endpoint.name).or_default();
        if !uses.iter().any(|use_| use_ == what) {
            uses.push(what.to_owned());
        }
    }

    /// Notes it, and has it answered.
    pub(crate) fn ask(&mut self, mut request: Request<Vec<u8>>, what: &str) -> Response<Vec<u8>> {
        self.note(&request, what);
        let (name, value) = if request.uri().path().starts_with("/gateway/") {
            (
                "cookie",
                format!("cloud.session.token={}", self.sandbox.session()),
            )
        } else {
            ("authorization", format!("Bearer {}", self.sandbox.key()))
        };
        request.headers_mut().insert(name, value.parse().unwrap());
        self.now += 1_000;
        self.sandbox
            .answer(self.now, "https://api.atlassian.com", &request)
    }

    pub(crate) fn now(&self) -> i64 {
        self.now
    }
}

/// Everything that the page can have done.
pub(crate) fn all() -> Uses {
    let mut uses = Uses::new();
    connect(&mut uses);
    listings(&mut uses);
    look_up(&mut uses);
    ask_deeply(&mut uses);
    acting::all(&mut uses);
    uses
}

fn connect(uses: &mut Uses) {
    let elsewhere = OrganizationId::parse("1a2b3c4d-0000-4000-8000-1a2b3c4d5e6f").unwrap();
    for organization in [uses.id(), elsewhere] {
        let mut proof = Proof::new(organization);
        while let Some(request) = proof.request() {
            let response = uses.ask(request, "connecting");
            if proof.answered(&response).is_err() {
                break;
            }
        }
    }
}

fn listings(uses: &mut Uses) {
    let mut found: Vec<Reading> = Vec::new();
    let (per_subject, others): (Vec<&Listing>, Vec<&Listing>) = LISTINGS
        .iter()
        .partition(|listing| matches!(listing.of, Of::PerSubject(_)));
    for listing in others {
        let ways = listing.filters.iter().find(|filter| filter.key == WAY);
        let ways = ways.into_iter().flat_map(|filter| filter.choices);
        let ways = ways.map(|(way, _)| (WAY, *way));
        // The portal is asked for one site by another call.
        let site = uses.sandbox.sites().next().unwrap().0.to_owned();
        for (key, text) in ways.chain([(WAY, ""), (SITE, site.as_str())]) {
            if !text.is_empty() && listing.filters.iter().all(|filter| filter.key != key) {
                continue;
            }
            let asked = [(key.to_owned(), text.to_owned())].into();
            let question = Question::new(uses.id(), listing.filters, &asked).unwrap();
            let mut reading = Reading::new(listing, question);
            read(uses, &mut reading);
            found.push(reading);
        }
    }
    for listing in per_subject {
        let Of::PerSubject(each) = &listing.of else {
            continue;
        };
        let source = found
            .iter_mut()
            .find(|reading| each.can_be_read_from(reading.listing()));
        let subjects = source.unwrap().subjects(&Order::default(), each);
        let question = Question::new(uses.id(), listing.filters, &BTreeMap::new()).unwrap();
        let few = subjects.into_iter().take(3).collect();
        read(uses, &mut Reading::per_subject(listing, question, few));
    }
    let mut nouns = BTreeSet::new();
    for reading in &mut found {
        let Some(whole) = reading.listing().details else {
            continue;
        };
        let row = reading.view(&Order::default(), 0, 1).rows.remove(0);
        let asking = reading
            .asking(&row[reading.listing().column(whole.by).unwrap()])
            .unwrap();
        if nouns.insert(whole.noun) {
            let what = format!("everything about one {}", whole.noun);
            let response = uses.ask(asking.request().unwrap(), &what);
            asking.answered(&response).unwrap();
        }
    }
}

fn read(uses: &mut Uses, reading: &mut Reading) {
    let what = format!("listing *{}*", reading.listing().title);
    while let Some(request) = reading.request().filter(|_| !reading.is_at_present()) {
        let response = uses.ask(request, &what);
        reading.answered(&response).unwrap();
    }
}

fn accounts(uses: &Uses) -> Vec<AccountId> {
    let all = uses.sandbox.accounts().iter().take(3);
    all.map(|account| AccountId::parse(&account.id).unwrap())
        .collect()
}

/// Of a file that wants to know everything, and of one with so many accounts that all of them are listed rather than searched for.
fn look_up(uses: &mut Uses) {
    let few = Wanted {
        ids: accounts(uses),
        addresses: vec!["ada.lovelace@example.com".to_owned()],
        domains: true,
        places: vec![PlaceList::Directories, PlaceList::Groups, PlaceList::Workspaces],
        groups: true,
        profiles: true,
        administrators: true,
    };
    let many = Wanted {
        ids: uses
            .sandbox
            .accounts()
            .iter()
            .filter_map(|account| AccountId::parse(&account.id))
            .collect(),
        ..Wanted::default()
    };
    for wanted in [few, many] {
        let mut lookup = Lookup::new(uses.id(), wanted, Some(1));
        while let Some(request) = lookup.request() {
            let response = uses.ask(request, "look-up");
            lookup.answered(&response).unwrap();
        }
    }
}

fn ask_deeply(uses: &mut Uses) {
    let depth = Depth {
        permissions: true,
        tokens: true,
    };
    let mut check = DeepCheck::new(accounts(uses), depth);
    while let Some(request) = check.request() {
        let response = uses.ask(request, "asking about each account");
        check.answered(&response).unwrap();
    }
}
