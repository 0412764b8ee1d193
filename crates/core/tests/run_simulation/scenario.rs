//! What a seed chooses: accounts, changes, faults, and a user.

use rollcall_atlassian::{AccountId, OrganizationId};
use rollcall_core::{
    action::{Action, activate_account, cancel_deletion, change_email, deactivate_account, delete_account},
    diff::{Details, Diff},
    journal::{Origin, RunId},
    plan::{Options, Plan, StopRules, Wish},
    run::Settings,
};
use rollcall_sandbox::{Lag, Life, Limit, Lock, Organization};

use crate::chance::Chance;

/// Accounts of the organization: those before the first special one are plain.
const ACCOUNTS: u32 = 44;
const PLAIN: usize = 33;

/// Shares of calls that go wrong, in 1000.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Faults {
    pub(crate) lost_request: u32,
    pub(crate) late_request: u32,
    pub(crate) lost_reply: u32,
    pub(crate) late_answer: u32,
    pub(crate) double_answer: u32,
    pub(crate) foreign_answer: u32,
    pub(crate) server_error: u32,
    pub(crate) odd_success: u32,
    /// Something on the way answers a change with a web page, and mostly does not pass it on.
    pub(crate) web_page: u32,
    /// A change is refused as if the key or the organization were wrong, and only it.
    pub(crate) accused: u32,
    pub(crate) blocked: u32,
    pub(crate) lost_read: u32,
    pub(crate) crash: u32,
    pub(crate) not_durable: u32,
    pub(crate) clock_goes_back: u32,
    pub(crate) sleep: u32,
    /// Of late requests, in 1000: how many arrive later than a request can live.
    pub(crate) overdue: u32,
    /// Between two events, in 1000: the user pauses, stops or hands over; another administrator changes an account.
    pub(crate) pause: u32,
    pub(crate) stop: u32,
    pub(crate) transfer: u32,
    pub(crate) concurrent_change: u32,
    /// Of open cycles, in 1000: in how many the identity provider takes hold of the parked account, or of another.
    pub(crate) locked_in_cycle: u32,
    /// Of all calls, in 1000: after how many the key is revoked.
    pub(crate) revoked: u32,
}

pub(crate) struct Scenario {
    pub(crate) seed: u64,
    pub(crate) chance: Chance,
    pub(crate) organization: Organization,
    pub(crate) plan: Plan,
    pub(crate) origin: Origin,
    pub(crate) settings: Settings,
    pub(crate) faults: Faults,
    /// Longest way to the server, and back, in milliseconds.
    pub(crate) latency: i64,
}

/// Somebody of the file.
struct Person {
    id: String,
    address: String,
    wanted: String,
}

impl Scenario {
    pub(crate) fn of_seed(seed: u64) -> Self {
        let mut chance = Chance::of_seed(seed);
        let mut organization = Organization::generate(ACCOUNTS, chance.next() % 64);
        let mut people = people(&mut chance, &organization);
        let action = if seed % 5 == 4 {
            let action = chance.one_of(STATES);
            states(&mut chance, &mut organization, &mut people, action);
            action
        } else {
            hand_round(&mut chance, &mut people);
            trouble(&mut chance, &mut organization, &mut people);
            &change_email::ACTION
        };
        organization.set_limit(limit(&mut chance));
        organization.set_lag(lag(&mut chance));

        let run = RunId::of_draw(chance.next());
        let diffs = diffs(&mut chance, &people);
        let options = Options {
            canary: chance.between(0, 4) as u32,
            batch: chance.between(1, 12) as u32,
            stop_rules: StopRules {
                in_a_row: chance.one_of(&[None, Some(2), Some(5)]),
                percent: chance.one_of(&[None, Some(20), Some(60)]),
            },
            run,
        };
        let is_held = |address: &str| {
            let accounts = organization.accounts();
            accounts
                .iter()
                .any(|account| account.address.eq_ignore_ascii_case(address))
        };
        let is_several = *action == change_email::ACTION && seed % 5 == 3;
        let wishes = if is_several {
            several(&mut chance, diffs)
        } else {
            let wish = |diff| wish(action, diff, Vec::new());
            diffs.into_iter().map(wish).collect()
        };
        let plan = Plan::of_wishes(wishes, &options, is_held).expect("there are rows");
        let origin = Origin {
            run,
            organization: OrganizationId::parse(organization.organization_id()).expect("an id"),
            organization_name: organization.name().to_owned(),
            file: "changes.csv".to_owned(),
            sha256: String::new(),
            left_out: Vec::new(),
            read_as: None,
            undoes: None,
        };
        let mut faults = Faults::of(&mut chance);
        if is_several {
            // Its rows could not be reviewed elsewhere.
            faults.transfer = 0;
        }
        let settings = Settings {
            concurrency: chance.between(1, 9) as usize,
            ..Settings::default()
        };
        Self {
            seed,
            organization,
            plan,
            origin,
            settings,
            faults,
            latency: chance.one_of(&[5, 50, 300, 2000]),
            chance,
        }
    }
}

/// One to 25 plain accounts, each of which is to get an address of its own on another domain.
fn people(chance: &mut Chance, organization: &Organization) -> Vec<Person> {
    let count = chance.between(1, 26) as usize;
    let domains: Vec<&str> = organization
        .domains()
        .iter()
        .filter(|domain| domain.status == "verified")
        .map(|domain| domain.name)
        .collect();
    let plain = &organization.accounts()[..PLAIN];
    plain
        .iter()
        .take(count)
        .enumerate()
        .map(|(at, account)| Person {
            id: account.id.clone(),
            address: account.address.clone(),
            wanted: format!("renamed{at}@{}", domains[at % domains.len()]),
        })
        .collect()
}

/// Who takes whose address: chains and cycles of 2 to 8, one after the other.
fn hand_round(chance: &mut Chance, people: &mut [Person]) {
    if !chance.per_mille(800) {
        return;
    }
    let addresses: Vec<String> = people.iter().map(|person| person.address.clone()).collect();
    let mut at = 0;
    while at + 1 < people.len() {
        let length = chance.between(1, 9) as usize;
        let end = (at + length).min(people.len() - 1);
        if chance.per_mille(750) {
            for member in at..end {
                people[member].wanted = addresses[member + 1].clone();
            }
            if chance.per_mille(500) && end > at {
                people[end].wanted = addresses[at].clone();
            }
        }
        at = end + 1;
    }
}

/// One run in five is about states rather than addresses.
const STATES: &[&Action] = &[
    &deactivate_account::ACTION,
    &activate_account::ACTION,
    &delete_account::ACTION,
    &cancel_deletion::ACTION,
];

/// What an account is in, as the actions say it.
pub(crate) fn state(life: Life) -> &'static str {
    match life {
        Life::Active => "active",
        Life::Deactivated => "deactivated",
        Life::ForDeletion => "marked for deletion",
        Life::Closed => "closed",
    }
}

/// Everybody is in a state that the action leaves, but for some who are in it already, and some who may not be changed.
fn states(
    chance: &mut Chance,
    organization: &mut Organization,
    people: &mut [Person],
    action: &'static Action,
) {
    let (from, to): (&[Life], Life) = match action.key() {
        "deactivate-account" => (&[Life::Active], Life::Deactivated),
        "activate-account" => (&[Life::Deactivated], Life::Active),
        "delete-account" => (&[Life::Active, Life::Deactivated], Life::ForDeletion),
        _ => (&[Life::ForDeletion], Life::Active),
    };
    for person in people {
        let before = chance.one_of(from);
        let is_so_already = chance.per_mille(60);
        let life = if is_so_already { to } else { before };
        organization.set_life_concurrently(&person.id, life);
        if chance.per_mille(80) {
            organization.set_lock(&person.id, Some(Lock::Administrative));
        }
        state(before).clone_into(&mut person.address);
        state(to).clone_into(&mut person.wanted);
    }
}

/// What stands in the way before the run begins.
fn trouble(chance: &mut Chance, organization: &mut Organization, people: &mut [Person]) {
    let outside: Vec<String> = organization.accounts()[people.len()..PLAIN]
        .iter()
        .map(|account| account.address.clone())
        .collect();
    let mut outside = outside.into_iter();
    for person in people.iter_mut() {
        if chance.per_mille(40) {
            organization.set_lock(&person.id, Some(Lock::Scim));
        }
        if !person.wanted.starts_with("renamed") {
            continue;
        }
        match chance.between(0, 1000) {
            0..40 => {
                let user = person.wanted.split('@').next().unwrap_or_default();
                person.wanted = format!("{user}@example.net");
            }
            // Somebody who is not in the file holds the address.
            40..80 => person.wanted = outside.next().unwrap_or_else(|| person.wanted.clone()),
            80..110 => organization.hold_elsewhere(&person.wanted),
            // It is so already.
            110..140 => {
                organization.change_concurrently(&person.id, &person.wanted);
            }
            _ => {}
        }
    }
}

fn limit(chance: &mut Chance) -> Limit {
    Limit {
        per_second: chance.per_mille(300).then(|| chance.one_of(&[1, 3, 10])),
        per_minute: chance.per_mille(100).then(|| chance.one_of(&[20, 100])),
        headers: chance.per_mille(500),
        retry_after: chance.per_mille(500),
        ..Limit::default()
    }
}

fn lag(chance: &mut Chance) -> Lag {
    let mut some = |most: i64| {
        if chance.per_mille(300) {
            chance.between(1, most) as u32
        } else {
            0
        }
    };
    Lag {
        index_ms: some(20_000),
        freed_ms: some(5000),
        profile_ms: some(3000),
    }
}

fn diffs(chance: &mut Chance, people: &[Person]) -> Vec<Diff> {
    let mut order: Vec<usize> = (0..people.len()).collect();
    for at in (1..people.len()).rev() {
        order.swap(at, chance.below(at + 1));
    }
    let is_left = |address: &str| people.iter().any(|person| person.wanted == address);
    order
        .iter()
        .zip(0..)
        .map(|(&at, row)| {
            let Person { id, address, wanted } = &people[at];
            Diff {
                row,
                line: row + 2,
                account: AccountId::parse(id),
                name: None,
                before: Some(address.clone()).filter(|address| is_left(address) || !chance.per_mille(30)),
                after: wanted.clone(),
                details: Details::new(),
                administrator: chance.per_mille(100),
            }
        })
        .collect()
}

fn wish(action: &'static Action, diff: Diff, waits_for: Vec<u32>) -> Wish {
    Wish {
        operation: action.run().into(),
        diff,
        waits_for,
    }
}

/// Who gets another address; and some of them, and of the others, are deactivated: after their own row, after somebody else's, or
/// whenever it may be.
fn several(chance: &mut Chance, diffs: Vec<Diff>) -> Vec<Wish> {
    let rows = diffs.len() as u32;
    let mut wishes: Vec<Wish> = (diffs.iter().cloned())
        .map(|diff| wish(&change_email::ACTION, diff, Vec::new()))
        .collect();
    for (at, diff) in (0..).zip(diffs) {
        if !chance.per_mille(400) {
            continue;
        }
        let waits_for = match chance.between(0, 10) {
            0..6 => vec![at],
            6..9 => vec![chance.below(rows as usize) as u32],
            _ => Vec::new(),
        };
        let row = wishes.len() as u32;
        let diff = Diff {
            row,
            line: row + 2,
            before: Some(state(Life::Active).to_owned()),
            after: state(Life::Deactivated).to_owned(),
            ..diff
        };
        wishes.push(wish(&deactivate_account::ACTION, diff, waits_for));
    }
    wishes
}

impl Faults {
    /// Some runs meet no fault, most a few, some are bad all through.
    fn of(chance: &mut Chance) -> Self {
        let weight = chance.one_of(&[0, 1, 1, 1, 4, 10]);
        let mut share = |most: i64| {
            if chance.per_mille(500) {
                (chance.between(0, most) * weight) as u32
            } else {
                0
            }
        };
        Self {
            lost_request: share(30),
            late_request: share(30),
            lost_reply: share(30),
            late_answer: share(300),
            double_answer: share(60),
            foreign_answer: share(30),
            server_error: share(40),
            odd_success: share(20),
            web_page: share(30),
            accused: share(20),
            blocked: share(10),
            lost_read: share(30),
            crash: share(10),
            not_durable: share(2),
            clock_goes_back: share(20),
            sleep: share(4),
            overdue: share(200),
            pause: share(10),
            stop: share(3),
            transfer: share(3),
            concurrent_change: share(4),
            locked_in_cycle: share(300),
            revoked: share(6),
        }
    }
}
