//! What a seed chooses: accounts, changes, faults, and a user.

use rollcall_atlassian::AccountId;
use rollcall_core::{
    diff::Diff,
    plan::{Options, Plan},
    run::Settings,
};

use crate::{
    chance::Chance,
    organization::{Organization, Says, Temper},
};

/// Each of these must come up in at least one run of a hundred.
pub(crate) const FAULTS: &[&str] = &[
    LOST_REQUEST,
    LATE_REQUEST,
    LOST_REPLY,
    LATE_ANSWER,
    DOUBLE_ANSWER,
    FOREIGN_ANSWER,
    TOO_FAST,
    SERVER_ERROR,
    ODD_SUCCESS,
    BLOCKED,
    STALE_READ,
    KEY_REVOKED,
    CRASH,
    CRASH_WITH_INTENT,
    NOT_DURABLE,
    STOPPED,
    PAUSED,
    CHAIN,
    REFUSED,
    SKIPPED,
    CHANGED_BY_READING,
    CLOCK_WENT_BACK,
];
pub(crate) const LOST_REQUEST: &str = "a request that never arrived";
pub(crate) const LATE_REQUEST: &str = "a request that arrived after it was given up";
pub(crate) const LOST_REPLY: &str = "a change whose answer was lost";
pub(crate) const LATE_ANSWER: &str = "an answer to an attempt given up";
pub(crate) const DOUBLE_ANSWER: &str = "an answer that came twice";
pub(crate) const FOREIGN_ANSWER: &str = "an answer to no attempt";
pub(crate) const TOO_FAST: &str = "a 429";
pub(crate) const SERVER_ERROR: &str = "a server error";
pub(crate) const ODD_SUCCESS: &str = "a success that is none";
pub(crate) const BLOCKED: &str = "a call that the browser did not send";
pub(crate) const STALE_READ: &str = "a reading that was out of date";
pub(crate) const KEY_REVOKED: &str = "a key revoked in the middle";
pub(crate) const CRASH: &str = "a crash";
pub(crate) const CRASH_WITH_INTENT: &str = "a crash with an intent open";
pub(crate) const NOT_DURABLE: &str = "a journal that could not be kept";
pub(crate) const STOPPED: &str = "a stop by the user";
pub(crate) const PAUSED: &str = "a pause by the user";
pub(crate) const CHAIN: &str = "a chain";
pub(crate) const REFUSED: &str = "a row refused";
pub(crate) const SKIPPED: &str = "a row skipped";
pub(crate) const CHANGED_BY_READING: &str = "a change known by reading alone";
pub(crate) const CLOCK_WENT_BACK: &str = "a clock set back";

/// Shares of calls that go wrong, in 1000.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Faults {
    pub(crate) lost_request: u32,
    pub(crate) late_request: u32,
    pub(crate) lost_reply: u32,
    pub(crate) late_answer: u32,
    pub(crate) double_answer: u32,
    pub(crate) foreign_answer: u32,
    pub(crate) server_error: u32,
    pub(crate) odd_success: u32,
    pub(crate) blocked: u32,
    pub(crate) lost_read: u32,
    pub(crate) crash: u32,
    pub(crate) not_durable: u32,
    pub(crate) clock_goes_back: u32,
    /// Of decisions, in 1000: how often the user pauses or stops between two events.
    pub(crate) pause: u32,
    pub(crate) stop: u32,
}

pub(crate) struct Scenario {
    pub(crate) seed: u64,
    pub(crate) chance: Chance,
    pub(crate) organization: Organization,
    pub(crate) plan: Plan,
    pub(crate) settings: Settings,
    pub(crate) faults: Faults,
    /// Longest way to the server, and back, in milliseconds.
    pub(crate) latency: i64,
}

impl Scenario {
    pub(crate) fn of_seed(seed: u64) -> Self {
        let mut chance = Chance::of_seed(seed);
        let people = chance.between(1, 26) as usize;
        let id = |at: usize| format!("557057:{at:04}");
        let old = |at: usize| format!("p{at}@old.example");

        let mut accounts: Vec<(String, String)> = (0..people).map(|at| (id(at), old(at))).collect();
        let mut temper = Temper {
            limit: chance
                .per_mille(400)
                .then(|| chance.one_of(&[0.5, 1.0, 3.0, 10.0])),
            says: chance.one_of(&[Says::Nothing, Says::RetryAfter, Says::Reset]),
            forgets_for: if chance.per_mille(300) {
                chance.between(1, 4000)
            } else {
                0
            },
            revoked_after: chance.per_mille(100).then(|| chance.between(1, 60) as u32),
            foreign_domain: chance.per_mille(200).then(|| "elsewhere.example".to_owned()),
            ..Temper::default()
        };
        // Who takes whose address: chains of 2 to 8.
        let mut wanted: Vec<String> = (0..people).map(|at| format!("p{at}@new.example")).collect();
        if chance.per_mille(600) {
            let mut at = 0;
            while at + 1 < people {
                let length = chance.between(1, 9) as usize;
                let end = (at + length).min(people - 1);
                for (member, wanted) in wanted.iter_mut().enumerate().take(end).skip(at) {
                    *wanted = old(member + 1);
                }
                at = end + 1;
            }
        }
        for at in 0..people {
            if chance.per_mille(40) {
                temper.synced.insert(id(at));
            }
            if chance.per_mille(40) && wanted[at].ends_with("new.example") {
                wanted[at] = format!("p{at}@elsewhere.example");
            }
            // Somebody who is not in the file holds the address.
            if chance.per_mille(40) && wanted[at].ends_with("new.example") {
                accounts.push((format!("outside:{at}"), wanted[at].to_uppercase()));
            }
            // It is so already.
            if chance.per_mille(30) && wanted[at].ends_with("new.example") {
                let holds = wanted[at].clone();
                if accounts
                    .iter()
                    .all(|(_, address)| !address.eq_ignore_ascii_case(&holds))
                {
                    accounts[at].1 = holds;
                }
            }
        }
        let mut order: Vec<usize> = (0..people).collect();
        for at in (1..people).rev() {
            order.swap(at, chance.below(at + 1));
        }
        let diffs = order
            .iter()
            .enumerate()
            .map(|(row, &at)| Diff {
                row: row as u32,
                line: row as u32 + 2,
                account: AccountId::parse(&id(at)).expect("an id"),
                name: None,
                before: Some(old(at))
                    .filter(|_| !chance.per_mille(30) || wanted[at].ends_with("old.example")),
                after: wanted[at].clone(),
                administrator: chance.per_mille(100),
            })
            .collect();
        let options = Options {
            canary: chance.between(0, 4) as u32,
            batch: chance.between(1, 12) as u32,
        };
        let plan = Plan::make(diffs, &options).expect("chains have an order");

        let faults = Self::faults(&mut chance);
        let settings = Settings {
            concurrency: chance.between(1, 9) as usize,
            ..Settings::default()
        };
        let latency = chance.one_of(&[5, 50, 300, 2000]);
        Self {
            seed,
            organization: Organization::new(accounts, temper),
            plan,
            settings,
            faults,
            latency,
            chance,
        }
    }

    /// Some runs meet no fault, most a few, some are bad all through.
    fn faults(chance: &mut Chance) -> Faults {
        let weight = chance.one_of(&[0, 1, 1, 1, 4, 10]);
        let mut share = |most: i64| {
            if chance.per_mille(500) {
                (chance.between(0, most) * weight) as u32
            } else {
                0
            }
        };
        Faults {
            lost_request: share(30),
            late_request: share(30),
            lost_reply: share(30),
            late_answer: share(300),
            double_answer: share(60),
            foreign_answer: share(30),
            server_error: share(40),
            odd_success: share(20),
            blocked: share(10),
            lost_read: share(30),
            crash: share(10),
            not_durable: share(2),
            clock_goes_back: share(20),
            pause: share(10),
            stop: share(3),
        }
    }
}
