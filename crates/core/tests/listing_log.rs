//! The audit log, the stream of events and the policies, and everything about one row, from the sandbox organization.
#![expect(clippy::unwrap_used, reason = "what helps a test may fail it")]

use std::collections::{BTreeMap, BTreeSet};

use http::{Request, Response};
use rollcall_atlassian::call::membership::SuspendUser;
use rollcall_atlassian::{AccountId, Call, DirectoryId, OrganizationId};
use rollcall_core::listing::{LISTINGS, Listing, Of, Order, Question, Reading};
use rollcall_sandbox::{Life, Organization};

fn begin(sandbox: &Organization, key: &str, filters: &[(&str, &str)]) -> Reading {
    let listing = Listing::of_key(key).unwrap();
    let asked: BTreeMap<String, String> = filters
        .iter()
        .map(|(key, text)| ((*key).to_owned(), (*text).to_owned()))
        .collect();
    let organization = OrganizationId::parse(sandbox.organization_id()).unwrap();
    Reading::new(
        listing,
        Question::new(organization, listing.filters, &asked).unwrap(),
    )
}

fn send(sandbox: &mut Organization, now: i64, mut request: Request<Vec<u8>>) -> Response<Vec<u8>> {
    let key = format!("Bearer {}", sandbox.key()).parse().unwrap();
    request.headers_mut().insert("authorization", key);
    sandbox.answer(now, "https://api.atlassian.com", &request)
}

/// Reads on, as slowly as Atlassian asks, up to the end or the present: when that is.
fn read_on(reading: &mut Reading, sandbox: &mut Organization, mut now: i64) -> i64 {
    loop {
        now += i64::from(reading.wait(0));
        let Some(request) = reading.request() else {
            return now;
        };
        reading.answered(&send(sandbox, now, request)).unwrap();
        if reading.is_at_present() {
            return now;
        }
    }
}

fn read(sandbox: &mut Organization, key: &str, filters: &[(&str, &str)]) -> Reading {
    let mut reading = begin(sandbox, key, filters);
    // Long after what was read before, so that no limit is left of it.
    read_on(&mut reading, sandbox, 60_000);
    reading
}

fn column(reading: &Reading, key: &str) -> Vec<String> {
    let place = reading.listing().column(key).unwrap();
    let rows = reading.rows();
    (0..rows.len())
        .map(|row| rows.cell(row, place).to_owned())
        .collect()
}

fn set(cells: Vec<String>) -> BTreeSet<String> {
    cells.into_iter().collect()
}

/// Somebody who works, and the directory that they are in.
fn somebody(sandbox: &Organization) -> (AccountId, DirectoryId) {
    let is_one = |account: &&rollcall_sandbox::Account| {
        account.life == Life::Active
            && matches!(account.memberships[..], [only] if only.directory == 0 && !only.suspended)
    };
    let account = sandbox.accounts().iter().find(is_one).unwrap();
    let directory = sandbox.directories().next().unwrap().0;
    (
        AccountId::parse(&account.id).unwrap(),
        DirectoryId::parse(directory).unwrap(),
    )
}

fn suspend(sandbox: &mut Organization, now: i64) -> AccountId {
    let (account, directory) = somebody(sandbox);
    let call = SuspendUser {
        organization: OrganizationId::parse(sandbox.organization_id()).unwrap(),
        directory,
        account: account.clone(),
    };
    call.answer(&send(sandbox, now, call.request())).unwrap();
    account
}

#[test]
fn the_log_begins_with_the_newest_and_says_in_words_what_happened() {
    let sandbox = &mut Organization::generate(100, 1);
    let account = suspend(sandbox, 1_900_000_000_000);
    let log = read(sandbox, "audit-log", &[]);
    assert_eq!(log.rows().len(), 41);
    let times = column(&log, "time_utc");
    assert!(times.is_sorted_by(|one, next| one >= next), "{times:?}");
    assert_eq!(column(&log, "what")[0], "Suspended user");
    assert_eq!(column(&log, "action")[0], "user_suspended");
    assert_eq!(column(&log, "subjects")[0], format!("users {account}"));
    assert_eq!(
        set(column(&log, "city")),
        ["Austin", "Berlin", "Sydney"].map(str::to_owned).into()
    );
    let logins = sandbox.accounts().iter().take(40);
    let names: BTreeSet<String> = logins.map(|account| account.name.clone()).collect();
    assert_eq!(
        set(column(&log, "actor_name").split_off(1)),
        names,
        "who logged in did it"
    );
}

#[test]
fn the_log_is_narrowed_by_its_filters() {
    let sandbox = &mut Organization::generate(100, 1);
    sandbox.keep_documented_limits(false);
    let account = suspend(sandbox, 1_900_000_000_000);
    let actor = sandbox.accounts()[3].id.clone();
    let all = read(sandbox, "audit-log", &[]);
    let mut cells = |filters: &[(&str, &str)], key| set(column(&read(sandbox, "audit-log", filters), key));
    let one = |text: &str| BTreeSet::from([text.to_owned()]);
    assert_eq!(
        cells(&[("action", "user_suspended")], "subjects"),
        one(&format!("users {account}"))
    );
    assert_eq!(cells(&[("text", "SUSPENDED")], "action"), one("user_suspended"));
    assert_eq!(cells(&[("actors", &actor)], "actor_id"), one(&actor));
    assert_eq!(cells(&[("ips", "198.51.100.23")], "city"), one("Austin"));
    assert_eq!(cells(&[("cities", "Berlin, Germany")], "ip"), one("203.0.113.5"));
    let time = column(&all, "time_utc").swap_remove(5);
    let (day, _) = time.split_once(' ').unwrap();
    let of_day = cells(&[("from", day), ("to", day)], "time_utc");
    let expected = column(&all, "time_utc")
        .into_iter()
        .filter(|time| time.starts_with(day));
    assert_eq!(of_day, expected.collect());
}

#[test]
fn the_stream_goes_on_with_what_happens() {
    let sandbox = &mut Organization::generate(100, 1);
    let mut stream = begin(sandbox, "events", &[]);
    let now = read_on(&mut stream, sandbox, 1_900_000_000_000);
    assert!(!stream.is_complete());
    assert_eq!(stream.rows().len(), 40);
    assert!(column(&stream, "time_utc").is_sorted());
    assert!(stream.wait(0) >= 1_000, "what is at the present waits");

    // As long as nothing happens the list leads nowhere new, and that is no trouble.
    let now = read_on(&mut stream, sandbox, now);
    assert_eq!(stream.rows().len(), 40);
    let account = suspend(sandbox, now);
    read_on(&mut stream, sandbox, now);
    assert_eq!(stream.rows().len(), 41);
    assert_eq!(column(&stream, "subjects")[40], format!("users {account}"));
}

#[test]
fn policies_are_those_of_the_organization() {
    let sandbox = &mut Organization::generate(60, 1);
    let names = sandbox.policies().iter().map(|policy| policy.name.to_owned());
    let names: BTreeSet<String> = names.collect();
    assert_eq!(set(column(&read(sandbox, "policies", &[]), "name")), names);
    let some = read(sandbox, "policies", &[("kind", "ip-allowlist")]);
    assert_eq!(column(&some, "name"), ["Offices"]);
    assert_eq!(column(&some, "allows"), ["192.0.2.0/24; 2001:db8::/32"]);
}

#[test]
fn kinds_of_events_are_those_that_the_log_tells() {
    let sandbox = &mut Organization::generate(60, 1);
    let kinds = read(sandbox, "event-kinds", &[]);
    let log = read(sandbox, "audit-log", &[]);
    assert!(set(column(&log, "action")).is_subset(&set(column(&kinds, "action"))));
    assert!(set(column(&log, "what")).is_subset(&set(column(&kinds, "name"))));
}

#[test]
fn everything_about_a_row_is_what_the_listing_says_of_it_and_more() {
    let sandbox = &mut Organization::generate(100, 1);
    sandbox.keep_documented_limits(false);
    let mut asked = BTreeSet::new();
    for listing in LISTINGS {
        let Some(whole) = listing.details.filter(|_| matches!(listing.of, Of::Organization)) else {
            continue;
        };
        let mut reading = read(sandbox, listing.key, &[]);
        let row = reading.view(&Order::default(), 0, 1).rows.remove(0);
        let id = row[listing.column(whole.by).unwrap()].clone();
        let asking = reading.asking(&id).unwrap();
        let said = asking
            .answered(&send(sandbox, 0, asking.request().unwrap()))
            .unwrap();
        assert!(
            said.iter().any(|(_, text)| *text == id),
            "{}: {said:?}",
            listing.key
        );
        assert!(said.len() > 2, "{}: {said:?}", listing.key);
        if asked.insert(whole.noun) {
            for (title, text) in &said {
                let column = listing.columns.iter().position(|column| column.title == *title);
                let cell = column.map_or("", |place| row[place].as_str());
                // One row is told more than many: what the listing leaves out.
                assert!(
                    cell == text || cell.is_empty(),
                    "{} {title}: {cell} {text}",
                    listing.key
                );
            }
        }
        let of_nobody = reading.asking(&"x".repeat(200));
        assert!(of_nobody.is_none(), "{}", listing.key);
    }
    assert_eq!(
        asked.into_iter().collect::<Vec<_>>(),
        ["domain", "event", "group", "policy", "user"]
    );
}

#[test]
fn what_is_gone_by_now_is_told() {
    let sandbox = &mut Organization::generate(60, 1);
    let groups = read(sandbox, "groups", &[]);
    let asking = groups.asking("00000000-0000-4000-8000-000000000000").unwrap();
    let failure = asking
        .answered(&send(sandbox, 0, asking.request().unwrap()))
        .unwrap_err();
    insta::assert_snapshot!(failure.message, @"Atlassian does not know the group. It may have been deleted meanwhile.");
    let directories = read(sandbox, "directories", &[]);
    assert!(
        directories.asking("anything").is_none(),
        "nothing more is told of these"
    );
}
