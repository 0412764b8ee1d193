//! What an organization is made of, drawn from random numbers: domains, people, ids.

use std::collections::HashMap;

use fastrand::Rng;

use crate::account::{Account, ApiToken, Life, Lock, Membership, Source};
use crate::book::Book;
use crate::names;
use crate::places::Domain;

/// The domains that are verified. Most accounts are on the first.
pub(crate) const VERIFIED: [&str; 3] = ["example.com", "example.org", "corp.example"];
/// A domain that the organization has named and never proved.
pub(crate) const UNVERIFIED: &str = "example.net";
/// A domain whose proof is gone: accounts on it cannot be changed.
pub(crate) const LAPSED: &str = "legacy.example";
/// Where unmanaged people come from.
const OUTSIDE: &str = "mail.example";

/// User parts that accounts outside the organization hold on its domains.
pub(crate) const HELD_ELSEWHERE: [&str; 4] = ["info", "jobs", "sales", "support"];

/// One in this many accounts, beginning with the first, has API tokens.
const TOKENS_EVERY: usize = 12;

/// 1 January 2024, from which the ages of accounts are counted.
const EPOCH_MS: i64 = 1_704_067_200_000;
const DAY_MS: i64 = 86_400_000;

/// What is special about an account.
#[derive(Clone, Copy)]
enum Kind {
    Administrator,
    BillingContact,
    Scim,
    Google,
    Saml,
    ExportControl,
    Deactivated,
    ForDeletion,
    Closed,
    NoDirectory,
    Suspended,
    NeverVerified,
    OnLapsedDomain,
    AddressHidden,
}

/// The first special accounts: one of each kind, the most instructive first.
const ONE_OF_EACH: [Kind; 14] = [
    Kind::Administrator,
    Kind::Scim,
    Kind::Deactivated,
    Kind::Saml,
    Kind::Google,
    Kind::ForDeletion,
    Kind::NoDirectory,
    Kind::Suspended,
    Kind::NeverVerified,
    Kind::OnLapsedDomain,
    Kind::BillingContact,
    Kind::Closed,
    Kind::AddressHidden,
    Kind::ExportControl,
];

/// The special accounts after those, repeated.
const MORE: [Kind; 10] = [
    Kind::Scim,
    Kind::Deactivated,
    Kind::NoDirectory,
    Kind::Scim,
    Kind::Suspended,
    Kind::Saml,
    Kind::Deactivated,
    Kind::Google,
    Kind::Scim,
    Kind::ForDeletion,
];

fn in_directory(directory: usize) -> Membership {
    Membership {
        directory,
        suspended: false,
    }
}

/// Makes the parts of an organization from random numbers.
#[derive(Clone, Debug)]
pub(crate) struct Maker {
    pub(crate) random: Rng,
    /// How many people have each user part already.
    homonyms: HashMap<String, u32>,
}

impl Maker {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            random: Rng::with_seed(seed),
            homonyms: HashMap::new(),
        }
    }

    /// An account that is new to Atlassian: in no directory, and managed if the organization has its domain.
    pub(crate) fn newcomer(&mut self, address: &str, managed: bool, now_ms: i64) -> Account {
        let user = address.split('@').next().unwrap_or_default();
        let mut account = self.person();
        user.clone_into(&mut account.name);
        user.clone_into(&mut account.nickname);
        address.clone_into(&mut account.address);
        // The person verifies the address by accepting the invitation. The time until then is not simulated.
        account.address_verified = true;
        account.memberships.clear();
        account.managed = managed;
        account.source = Some(Source::Invited);
        account.job_title = None;
        account.added = now_ms;
        account.last_active = now_ms;
        account
    }

    pub(crate) fn domains(&mut self) -> Vec<Domain> {
        let mut domain = |name, claim, status| Domain {
            id: self.uuid(),
            name,
            claim,
            status,
        };
        let [first, second, third] = VERIFIED;
        vec![
            domain(first, Some("dns"), "verified"),
            domain(UNVERIFIED, None, "unverified"),
            domain(second, Some("http"), "verified"),
            domain(third, Some("dns"), "verified"),
            domain(LAPSED, Some("http"), "missing_token"),
        ]
    }

    /// At least three quarters are plain; from 160 accounts on, at least nineteen in twenty once there are 800.
    pub(crate) fn book(&mut self, accounts: usize) -> Book {
        let special = accounts.div_ceil(4).min(40).max(accounts / 20);
        let plain = accounts - special;
        let unmanaged = if accounts == 0 {
            0
        } else {
            (accounts / 50).clamp(1, 20)
        };
        let kinds = ONE_OF_EACH.into_iter().chain(MORE.into_iter().cycle());

        let mut book = Book::default();
        for _ in 0..plain {
            book.add(self.person());
        }
        for kind in kinds.take(special) {
            book.add(self.special(kind));
        }
        for _ in 0..unmanaged {
            book.add(self.unmanaged_person());
        }
        for account in book.accounts.iter_mut().step_by(TOKENS_EVERY) {
            account.tokens = self.tokens();
        }
        for domain in VERIFIED {
            book.elsewhere
                .extend(HELD_ELSEWHERE.map(|user| format!("{user}@{domain}")));
        }
        book
    }

    fn special(&mut self, kind: Kind) -> Account {
        let mut account = self.person();
        match kind {
            Kind::Administrator => account.administrator = true,
            Kind::BillingContact => {
                account.administrator = true;
                account.billing_contact = true;
            }
            Kind::Scim => {
                account.source = Some(Source::Synced);
                account.lock = Some(Lock::Scim);
            }
            Kind::Google => {
                account.source = Some(Source::Synced);
                account.lock = Some(Lock::Google);
            }
            Kind::Saml => account.lock = Some(Lock::Saml),
            Kind::ExportControl => {
                account.life = Life::Deactivated;
                account.lock = Some(Lock::ExportControl);
            }
            Kind::Deactivated => account.life = Life::Deactivated,
            Kind::ForDeletion => account.life = Life::ForDeletion,
            Kind::Closed => {
                account.life = Life::Closed;
                account.memberships.clear();
            }
            Kind::NoDirectory => account.memberships.clear(),
            Kind::Suspended => {
                for membership in &mut account.memberships {
                    membership.suspended = true;
                }
            }
            Kind::NeverVerified => account.address_verified = false,
            Kind::OnLapsedDomain => {
                let user = account.address.split('@').next().unwrap_or_default();
                account.address = format!("{user}@{LAPSED}");
            }
            Kind::AddressHidden => account.address_hidden = true,
        }
        account
    }

    /// One to three API tokens: some end, some were never used.
    fn tokens(&mut self) -> Vec<ApiToken> {
        let labels = names::TOKEN_LABELS.iter().take(self.random.usize(1..=3));
        labels
            .map(|label| {
                let created = EPOCH_MS + self.random.i64(0..500 * DAY_MS);
                ApiToken {
                    id: self.hex(24),
                    label,
                    created,
                    expiry: self.random.bool().then_some(created + 365 * DAY_MS),
                    last_access: self.random.bool().then_some(created + 3 * DAY_MS),
                }
            })
            .collect()
    }

    /// An unmanaged account, invited as a guest.
    fn unmanaged_person(&mut self) -> Account {
        let mut account = self.person();
        let user = account.address.split('@').next().unwrap_or_default();
        account.address = format!("{user}@{OUTSIDE}");
        account.managed = false;
        account.memberships = vec![in_directory(1)];
        account.source = None;
        account
    }

    /// A plain active account. User parts are unique over all domains, so that whole domains can move.
    fn person(&mut self) -> Account {
        let (given, given_part) = names::GIVEN[self.random.usize(0..names::GIVEN.len())];
        let (family, family_part) = names::FAMILY[self.random.usize(0..names::FAMILY.len())];
        let mut user = format!("{given_part}.{family_part}");
        let namesakes = self.homonyms.entry(user.clone()).or_default();
        *namesakes += 1;
        if *namesakes > 1 {
            user.push_str(&namesakes.to_string());
        }
        let domain = VERIFIED[match self.random.u8(0..10) {
            0..7 => 0,
            7..9 => 1,
            _ => 2,
        }];
        let added = EPOCH_MS - self.random.i64(30..2_000) * DAY_MS + self.random.i64(0..DAY_MS);
        Account {
            id: self.account_id(),
            name: format!("{given} {family}"),
            nickname: given.to_owned(),
            address: format!("{user}@{domain}"),
            address_verified: true,
            address_hidden: false,
            life: Life::Active,
            memberships: vec![in_directory(usize::from(self.random.u8(0..8) == 0))],
            grants: Vec::new(),
            policy: 0,
            managed: true,
            source: (self.random.u8(0..10) > 0).then_some(Source::Invited),
            lock: None,
            administrator: false,
            two_step: self.random.bool(),
            billing_contact: false,
            department: None,
            job_title: (self.random.u8(0..3) > 0)
                .then(|| names::JOB_TITLES[self.random.usize(0..names::JOB_TITLES.len())].to_owned()),
            location: None,
            organization: None,
            time_zone: names::TIME_ZONES[self.random.usize(0..names::TIME_ZONES.len())].to_owned(),
            locale: "en-GB".to_owned(),
            tokens: Vec::new(),
            added,
            last_active: EPOCH_MS + self.random.i64(0..600 * DAY_MS),
            closes_at: None,
            effective_changes: 0,
        }
    }

    /// In one of the forms that are seen: two generations of migrated accounts, and 24 hexadecimal digits.
    fn account_id(&mut self) -> String {
        match self.random.u8(0..10) {
            0..6 => format!("712020:{}", self.uuid()),
            6..8 => format!("557057:{}", self.uuid()),
            _ => self.hex(24),
        }
    }

    pub(crate) fn uuid(&mut self) -> String {
        let bits = (self.random.u128(..) & !(0xf << 76) | (0x4 << 76)) & !(0x3 << 62) | (0x2 << 62);
        let [a, b, c, d] = [
            bits >> 96,
            bits >> 80 & 0xffff,
            bits >> 64 & 0xffff,
            bits >> 48 & 0xffff,
        ];
        format!("{a:08x}-{b:04x}-{c:04x}-{d:04x}-{:012x}", bits & 0xffff_ffff_ffff)
    }

    pub(crate) fn hex(&mut self, digits: usize) -> String {
        std::iter::repeat_with(|| self.random.digit(16))
            .take(digits)
            .collect()
    }
}
