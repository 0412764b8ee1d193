//! What is known is the same, whichever way and in whichever order it came.
#![expect(clippy::unwrap_used, reason = "what helps a test may fail it")]

use proptest::prelude::*;
use rollcall_atlassian::AccountId;
use rollcall_core::fact::Fact;
use rollcall_core::roster::{
    Account, Claim, Knowledge, Listing, Presence, Provenance, Roster, Said, Status, Way,
};
use rollcall_core::time::Time;

const IDS: [&str; 4] = ["a", "b", "c", "d"];
const ADDRESSES: [&str; 4] = [
    "one@example.com",
    "Two@Example.com",
    "drei@BÜCHER.example",
    "four@example.org",
];
const DOMAINS: [&str; 3] = ["example.com", "bücher.example", "example.org"];

fn id(text: &str) -> AccountId {
    AccountId::parse(text).unwrap()
}

fn here(presence: Presence<'_>) -> &Account {
    match presence {
        Presence::Here(account) => account,
        other => unreachable!("{other:?}"),
    }
}

/// Values without sources and times, which may differ where two sources say the same.
fn values(account: &Account) -> String {
    let flag = |fact: &Fact<bool>| fact.said();
    format!(
        "{} {:?} {:?} {:?} {:?}",
        account.id,
        account.email.value(),
        account.name.value(),
        account.status.value(),
        [
            &account.managed,
            &account.synced,
            &account.single_sign_on,
            &account.administrator,
            &account.in_directory
        ]
        .map(flag)
    )
}

fn presence(presence: Presence<'_>) -> String {
    match presence {
        Presence::Here(account) => values(account),
        Presence::Absent => "absent".to_owned(),
        Presence::Unknown => "unknown".to_owned(),
    }
}

/// Every answer that the roster gives about the small world above.
fn answers(roster: &Roster) -> Vec<String> {
    let ids = IDS
        .iter()
        .map(|text| format!("{text}: {}", presence(roster.by_id(&id(text)))));
    let addresses = ADDRESSES
        .iter()
        .map(|text| format!("{text}: {}", presence(roster.by_address(text))));
    let domains = DOMAINS
        .iter()
        .map(|name| format!("{name}: {:?}", roster.domain(name)));
    let accounts = roster.accounts().map(values);
    let verified = roster.domains().map(str::to_owned);
    let mut sources: Vec<String> = roster
        .sources()
        .iter()
        .map(|source| format!("{}: {}, {:?}", source.title, source.gave(), source.at))
        .collect();
    sources.sort();
    ids.chain(addresses)
        .chain(domains)
        .chain(accounts)
        .chain(verified)
        .chain(sources)
        .collect()
}

fn said() -> impl Strategy<Value = Said> {
    let flag = || prop::option::of(any::<bool>());
    (
        0..IDS.len(),
        prop::option::of(0..ADDRESSES.len()),
        prop::option::of(prop::sample::select(vec![
            Status::Active,
            Status::Deactivated,
            Status::ForDeletion,
        ])),
        (flag(), flag(), flag(), flag(), flag()),
        prop::option::of(prop::sample::select(vec![
            Claim::Untold,
            Claim::Claimed,
            Claim::Unclaimed,
        ])),
    )
        .prop_map(|(at, address, status, flags, claim)| Said {
            claim,
            email: address.map(|at| ADDRESSES[at].to_owned()),
            name: None,
            status,
            managed: flags.0,
            synced: flags.1,
            single_sign_on: flags.2,
            administrator: flags.3,
            in_directory: flags.4,
            ..Said::of(id(IDS[at]))
        })
}

fn knowledge() -> impl Strategy<Value = (Provenance, Knowledge)> {
    let origin = (
        prop::sample::select(vec![Way::LookedUp, Way::File, Way::Typed]),
        0..3i64,
        0..2u8,
    )
        .prop_map(|(way, at, file)| match way {
            Way::LookedUp => Provenance::looked_up(Time(at)),
            Way::File => Provenance::file(&format!("{file}.csv"), "users export", Time(at)),
            Way::Typed => Provenance::typed(Time(at)),
        });
    let listing = prop::option::weighted(
        0.3,
        prop::sample::select(vec![Listing::Managed, Listing::Directory]),
    );
    let knowledge = (
        prop::collection::vec(said(), 0..4),
        prop::collection::vec((prop::sample::select(DOMAINS.to_vec()), any::<bool>()), 0..3),
        any::<bool>(),
        prop::collection::vec(prop::sample::select(IDS.to_vec()), 0..2),
        prop::collection::vec(prop::sample::select(ADDRESSES.to_vec()), 0..2),
        listing,
    )
        .prop_map(
            |(accounts, domains, domains_complete, absent_ids, absent_addresses, complete)| Knowledge {
                accounts,
                domains: domains
                    .into_iter()
                    .map(|(name, verified)| (name.to_owned(), verified))
                    .collect(),
                domains_complete,
                absent_ids: absent_ids.into_iter().map(id).collect(),
                absent_addresses: absent_addresses.into_iter().map(str::to_owned).collect(),
                complete,
                places: Vec::new(),
            },
        );
    (origin, knowledge)
}

fn roster<'a>(all: impl IntoIterator<Item = &'a (Provenance, Knowledge)>) -> Roster {
    let mut roster = Roster::default();
    for (origin, knowledge) in all {
        roster.learn(origin.clone(), knowledge.clone());
    }
    roster
}

/// A truth without contradictions: each account with an address of its own.
fn truth() -> impl Strategy<Value = Vec<Said>> {
    prop::collection::vec((any::<bool>(), any::<bool>(), any::<bool>()), 1..=IDS.len()).prop_map(|flags| {
        flags
            .into_iter()
            .enumerate()
            .map(|(at, (managed, synced, administrator))| {
                Said::of(id(IDS[at]))
                    .email(ADDRESSES[at])
                    .status(Status::Active)
                    .managed(managed)
                    .synced(synced)
                    .administrator(administrator)
            })
            .collect()
    })
}

proptest! {
    #[test]
    fn the_order_in_which_it_came_does_not_matter(
        (all, shuffled) in prop::collection::vec(knowledge(), 0..6)
            .prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
    ) {
        prop_assert_eq!(answers(&roster(&all)), answers(&roster(&shuffled)));
    }

    #[test]
    fn hearing_it_twice_changes_nothing(all in prop::collection::vec(knowledge(), 0..5)) {
        let once = roster(&all);
        let twice = roster(all.iter().chain(&all));
        prop_assert_eq!(answers(&once), answers(&twice));
    }

    #[test]
    fn which_source_said_it_does_not_matter(
        truth in truth(),
        split in prop::collection::vec((0..3usize, 0..3usize, 0..3usize, 0..5i64), IDS.len()),
    ) {
        let whole = roster([&(Provenance::looked_up(Time(9)), Knowledge { accounts: truth.clone(), ..Knowledge::default() })]);
        let origins = [Provenance::looked_up(Time(1)), Provenance::file("x.csv", "users export", Time(7)), Provenance::typed(Time(3))];
        let mut pieces = Roster::default();
        for (said, (email, status, rest, at)) in truth.into_iter().zip(split) {
            let part = |which: usize, said: Said| {
                let mut origin = origins[which].clone();
                origin.at = Time(at);
                (origin, Knowledge::default().account(said))
            };
            let bare = Said::of(said.id.clone());
            let parts = [
                part(email, Said { email: said.email.clone(), ..bare.clone() }),
                part(status, Said { status: said.status, managed: said.managed, ..bare }),
                part(rest, Said { email: None, status: None, managed: None, ..said }),
            ];
            for (origin, knowledge) in parts {
                pieces.learn(origin, knowledge);
            }
        }
        let about_accounts = |roster: &Roster| {
            let all = roster.accounts().map(values);
            let found = ADDRESSES.iter().map(|address| presence(roster.by_address(address)));
            all.chain(found).collect::<Vec<_>>()
        };
        prop_assert_eq!(about_accounts(&whole), about_accounts(&pieces));
    }

    #[test]
    fn what_is_known_never_becomes_unknown(
        all in prop::collection::vec(knowledge(), 0..5),
        more in knowledge(),
    ) {
        let mut roster = roster(&all);
        let before = roster.clone();
        roster.learn(more.0, more.1);
        for text in IDS {
            match (before.by_id(&id(text)), roster.by_id(&id(text))) {
                (Presence::Here(_) | Presence::Absent, Presence::Unknown) => prop_assert!(false, "{} became unknown", text),
                (Presence::Here(before), Presence::Here(after)) => {
                    prop_assert!(before.email.value().is_none() || after.email.value().is_some());
                    prop_assert!(before.status.value().is_none() || after.status.value().is_some());
                    prop_assert!(before.managed.said().is_none() || after.managed.said().is_some());
                    prop_assert!(before.in_directory.said().is_none() || after.in_directory.said().is_some());
                }
                _ => {}
            }
        }
        for name in DOMAINS {
            prop_assert!(before.domain(name).is_none() || roster.domain(name).is_some());
        }
    }

    #[test]
    fn a_file_makes_nobody_absent_who_was_there(
        all in prop::collection::vec(knowledge(), 0..5),
        mut file in knowledge(),
    ) {
        file.0 = Provenance::file("late.csv", "users export", Time(100));
        file.1.absent_ids.clear();
        // One that says that an account is claimed says that a search would have shown it.
        file.1.accounts.iter_mut().for_each(|said| said.claim = None);
        let mut roster = roster(&all);
        let before: Vec<AccountId> = roster.accounts().map(|account| account.id.clone()).collect();
        roster.learn(file.0, file.1);
        for id in before {
            prop_assert!(matches!(roster.by_id(&id), Presence::Here(_)));
        }
    }

    #[test]
    fn an_account_is_found_under_its_address_alone(all in prop::collection::vec(knowledge(), 0..6)) {
        let roster = roster(&all);
        for address in ADDRESSES {
            if let Presence::Here(account) = roster.by_address(address) {
                let email = account.email.value().unwrap();
                prop_assert_eq!(email.to_lowercase(), address.to_lowercase());
            }
        }
    }

    #[test]
    fn no_text_makes_a_query_panic(text in "\\PC{0,40}") {
        let roster = roster([&(Provenance::typed(Time(0)), Knowledge::default().domain(&text, true))]);
        let _ = (roster.by_address(&text), rollcall_core::roster::typed_domains(&text));
        prop_assert_eq!(roster.domain(&text.to_lowercase()), Some(true));
    }
}

#[test]
fn an_address_that_changed_is_found_anew_and_no_longer_as_it_was() {
    let mut roster = Roster::default();
    let file = Provenance::file("x.csv", "users export", Time(1));
    roster.learn(
        file,
        Knowledge::default().account(Said::of(id("a")).email("old@example.com").name("Ada")),
    );
    roster.learn(
        Provenance::looked_up(Time(2)),
        Knowledge::default().account(Said::of(id("a")).email("New@Example.com")),
    );
    assert!(matches!(roster.by_address("old@example.com"), Presence::Unknown));
    let ada = here(roster.by_address(" NEW@example.COM "));
    assert_eq!(
        ada.name.value().unwrap(),
        "Ada",
        "the file's word stays where no other is known"
    );
    assert_eq!(roster.len(), 1);
}

#[test]
fn a_file_never_beats_a_look_up_and_an_older_look_up_never_a_newer() {
    let say = |email: &str| Knowledge::default().account(Said::of(id("a")).email(email));
    let mut roster = Roster::default();
    roster.learn(Provenance::looked_up(Time(5)), say("live@example.com"));
    roster.learn(
        Provenance::file("x.csv", "users export", Time(9)),
        say("file@example.com"),
    );
    assert_eq!(
        here(roster.by_id(&id("a"))).email.value().unwrap(),
        "live@example.com"
    );
    roster.learn(Provenance::looked_up(Time(4)), say("earlier@example.com"));
    assert_eq!(
        here(roster.by_id(&id("a"))).email.value().unwrap(),
        "live@example.com"
    );
    roster.learn(Provenance::looked_up(Time(6)), say("later@example.com"));
    assert_eq!(
        here(roster.by_id(&id("a"))).email.value().unwrap(),
        "later@example.com"
    );
}

#[test]
fn a_former_holder_does_not_hide_the_present_one() {
    let mut roster = Roster::default();
    let file = Provenance::file("x.csv", "users export", Time(1));
    roster.learn(
        file,
        Knowledge::default().account(Said::of(id("a")).email("x@example.com")),
    );
    roster.learn(
        Provenance::looked_up(Time(2)),
        Knowledge::default().account(Said::of(id("b")).email("X@example.com")),
    );
    assert_eq!(here(roster.by_address("x@example.com")).id, id("b"));
}

#[test]
fn absence_is_said_by_who_asked() {
    let mut roster = Roster::default();
    assert!(matches!(roster.by_id(&id("a")), Presence::Unknown));
    let file = Provenance::file("x.csv", "users export", Time(1));
    roster.learn(
        file,
        Knowledge::default().account(Said::of(id("a")).email("x@example.com")),
    );
    assert!(matches!(roster.by_id(&id("b")), Presence::Unknown));

    let asked = Knowledge::default()
        .absent_id(id("a"))
        .absent_id(id("b"))
        .absent_address("Y@example.com");
    roster.learn(Provenance::looked_up(Time(2)), asked);
    assert!(
        matches!(roster.by_id(&id("a")), Presence::Absent),
        "it was deleted since the file"
    );
    assert!(matches!(roster.by_id(&id("b")), Presence::Absent));
    assert!(matches!(roster.by_address("y@EXAMPLE.com"), Presence::Absent));
    assert!(matches!(roster.by_address("z@example.com"), Presence::Unknown));
    assert!(roster.is_empty());

    roster.learn(
        Provenance::looked_up(Time(3)),
        Knowledge::default().account(Said::of(id("b")).email("y@example.com")),
    );
    assert_eq!(
        here(roster.by_address("y@example.com")).id,
        id("b"),
        "it was made since"
    );
}

#[test]
fn who_cannot_be_seen_by_a_search_is_not_outvoted_by_it() {
    let file = Provenance::file("domain.csv", "export of accounts from domains", Time(1));
    let exported = |claim: Claim| {
        let unclaimed = Said::of(id("a")).email("X@example.com").claim(claim);
        Knowledge::default().account(unclaimed)
    };
    let searched = Knowledge::default()
        .absent_id(id("a"))
        .absent_address("x@example.com");
    let both = |claim, file_is_first: bool| {
        let mut all = [
            (file.clone(), exported(claim)),
            (Provenance::looked_up(Time(2)), searched.clone()),
        ];
        if !file_is_first {
            all.reverse();
        }
        roster(&all)
    };
    for file_is_first in [true, false] {
        for claim in [Claim::Unclaimed, Claim::Untold] {
            let roster = both(claim, file_is_first);
            let holder = here(roster.by_address("x@example.com"));
            assert_eq!(holder.id, id("a"), "{claim:?}");
            assert_eq!(holder.is_unclaimed(), claim == Claim::Unclaimed);
            assert!(matches!(roster.by_id(&id("a")), Presence::Here(_)));
        }
        let claimed = both(Claim::Claimed, file_is_first);
        assert!(
            matches!(claimed.by_address("x@example.com"), Presence::Absent),
            "the search would have shown it"
        );
    }

    // Since then it was claimed, and its address changed: the search sees it.
    let mut roster = both(Claim::Unclaimed, true);
    roster.learn(
        Provenance::looked_up(Time(3)),
        Knowledge::default().account(Said::of(id("a")).email("y@example.com").managed(true)),
    );
    assert!(matches!(roster.by_address("x@example.com"), Presence::Absent));
    assert!(!here(roster.by_address("y@example.com")).is_unclaimed());
}

#[test]
fn a_whole_list_says_something_of_whom_it_leaves_out() {
    let mut roster = Roster::default();
    let users = Provenance::file("u.csv", "users export", Time(1));
    roster.learn(
        users,
        Knowledge::default().account(Said::of(id("guest")).email("guest@elsewhere.example")),
    );
    let managed = Knowledge::default()
        .account(Said::of(id("a")).email("a@example.com").managed(true))
        .whole(Listing::Managed);
    roster.learn(Provenance::looked_up(Time(2)), managed);
    assert!(roster.has_whole(Listing::Managed) && !roster.has_whole(Listing::Directory));
    assert_eq!(here(roster.by_id(&id("guest"))).managed.said(), Some(false));
    assert_eq!(here(roster.by_id(&id("guest"))).in_directory.said(), None);
    assert!(matches!(roster.by_id(&id("nobody")), Presence::Absent));
    assert!(matches!(
        roster.by_address("nobody@example.com"),
        Presence::Absent
    ));
}

#[test]
fn sources_tell_what_they_gave() {
    let mut roster = Roster::default();
    let mut knowledge = Knowledge::default()
        .domain("example.com", true)
        .domain("old.example", false);
    for n in 0..1204 {
        knowledge = knowledge.account(Said::of(id(&n.to_string())));
    }
    roster.learn(Provenance::looked_up(Time(1)), knowledge.clone());
    roster.learn(Provenance::looked_up(Time(2)), knowledge);
    roster.learn(
        Provenance::typed(Time(3)),
        Knowledge::default()
            .domain("example.com", true)
            .domain("b.example", true),
    );
    roster.learn(
        Provenance::file("x.csv", "users export", Time(4)),
        Knowledge::default(),
    );
    let told: Vec<String> = roster
        .sources()
        .iter()
        .map(|source| format!("{}: {} ({})", source.title, source.gave(), source.at.0))
        .collect();
    assert_eq!(
        told,
        [
            "Looked up: 1,204 accounts, 1 domain (2)",
            "Typed: 2 domains (3)",
            "x.csv (users export): nothing (4)"
        ]
    );
}

#[test]
fn more_sources_than_can_be_told_apart_share_the_last_place() {
    let mut roster = Roster::default();
    for n in 0..300 {
        let origin = Provenance::file(&format!("{n}.csv"), "users export", Time(n));
        roster.learn(origin, Knowledge::default().account(Said::of(id(&n.to_string()))));
    }
    assert_eq!(roster.sources().len(), 256);
    assert_eq!(roster.sources().last().unwrap().title, "Further sources");
    assert_eq!(roster.len(), 300);
}
