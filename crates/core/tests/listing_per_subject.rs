//! Listings that are read of each account or group, from the sandbox organization and from answers that are wrong.
#![expect(clippy::unwrap_used, reason = "what helps a test may fail it")]

use std::collections::{BTreeMap, BTreeSet};

use http::Response;
use rollcall_atlassian::OrganizationId;
use rollcall_core::listing::{LISTINGS, Listing, Of, Order, Question, Reading, RowFilter, Subject, Trouble};
use rollcall_sandbox::{Fault, Faults, Organization};
use serde_json::json;

fn question(sandbox: &Organization, listing: &Listing) -> Question {
    let organization = OrganizationId::parse(sandbox.organization_id()).unwrap();
    Question::new(organization, listing.filters, &BTreeMap::new()).unwrap()
}

/// Reads on, as slowly as Atlassian asks, up to the end or the first trouble: the number of calls.
fn read_on(reading: &mut Reading, sandbox: &mut Organization, mut now: i64) -> Result<u32, Trouble> {
    let mut calls = 0;
    while let Some(mut request) = reading.request() {
        let key = format!("Bearer {}", sandbox.key()).parse().unwrap();
        request.headers_mut().insert("authorization", key);
        let response = sandbox.answer(now, "https://api.atlassian.com", &request);
        reading.answered(&response)?;
        calls += 1;
        now += i64::from(reading.wait(0));
    }
    Ok(calls)
}

fn read(sandbox: &mut Organization, key: &str) -> Reading {
    let listing = Listing::of_key(key).unwrap();
    let mut reading = Reading::new(listing, question(sandbox, listing));
    read_on(&mut reading, sandbox, 0).unwrap();
    reading
}

/// Begins a listing of everybody whom the other one found.
fn begin(sandbox: &Organization, key: &str, found: &mut Reading, order: &Order) -> Reading {
    let listing = Listing::of_key(key).unwrap();
    let Of::PerSubject(each) = &listing.of else {
        unreachable!("{key} is of the organization")
    };
    assert!(each.can_be_read_from(found.listing()));
    let subjects = found.subjects(order, each);
    Reading::per_subject(listing, question(sandbox, listing), subjects)
}

fn records(reading: &Reading, columns: &[&str]) -> Vec<Vec<String>> {
    let place = |key: &&str| reading.listing().column(key).unwrap();
    let places: Vec<usize> = columns.iter().map(place).collect();
    let rows = reading.rows();
    let record = |row| {
        places
            .iter()
            .map(|&place| rows.cell(row, place).to_owned())
            .collect()
    };
    (0..rows.len()).map(record).collect()
}

#[test]
fn last_active_dates_are_those_that_the_search_tells() {
    let sandbox = &mut Organization::generate(200, 1);
    let mut users = read(sandbox, "users");
    let mut dates = begin(sandbox, "last-active", &mut users, &Order::default());
    assert_eq!(dates.total(), Some(users.rows().len() as u64));
    let calls = read_on(&mut dates, sandbox, 0).unwrap();
    assert!(dates.is_complete());
    assert_eq!(dates.done(), users.rows().len() as u64);
    assert!(calls > users.rows().len() as u32, "some have a second page");

    let of_users: BTreeSet<_> = records(&users, &["account_id", "name", "email", "last_active_utc"])
        .into_iter()
        .collect();
    let of_dates: BTreeSet<_> = records(&dates, &["account_id", "name", "email", "last_active_utc"])
        .into_iter()
        .collect();
    assert_eq!(of_dates, of_users);
    let each = records(
        &dates,
        &[
            "account_id",
            "app",
            "last_active_utc",
            "app_last_active_utc",
            "added_utc",
            "said",
        ],
    );
    assert!(
        each.iter()
            .all(|row| row[2] >= row[3] && row[1].is_empty() == row[3].is_empty())
    );
    assert!(
        each.iter().all(|row| row[4].is_empty() != row[5].is_empty()),
        "{each:#?}"
    );
}

#[test]
fn only_whom_the_order_lets_through_are_read() {
    let sandbox = &mut Organization::generate(200, 1);
    let mut accounts = read(sandbox, "managed-accounts");
    let inactive = Order {
        row_filter: vec![RowFilter::OneOf {
            column: "status".to_owned(),
            values: vec!["inactive".to_owned()],
        }],
        ..Order::default()
    };
    let dates = begin(sandbox, "last-active", &mut accounts, &inactive);
    let total = accounts.view(&inactive, 0, 0).total;
    assert!(total > 0);
    assert_eq!(dates.total(), Some(u64::from(total)));
}

#[test]
fn roles_are_those_that_users_and_groups_have() {
    let sandbox = &mut Organization::generate(150, 1);
    let mut users = read(sandbox, "users");
    let mut roles = begin(sandbox, "user-roles", &mut users, &Order::default());
    read_on(&mut roles, sandbox, 0).unwrap();
    let state = sandbox.state();
    let read_roles = records(&roles, &["account_id", "role", "resource"]);
    for (id, account) in &state.accounts {
        let is_administrator = read_roles
            .iter()
            .any(|row| row[0] == *id && row[1] == "atlassian/org-admin");
        assert_eq!(is_administrator, account.administrator, "{id}");
    }
    let named: BTreeSet<_> = read_roles.iter().map(|row| row[0].clone()).collect();
    assert_eq!(named.len(), users.rows().len(), "nobody is missed");

    let mut groups = read(sandbox, "groups");
    let mut roles = begin(sandbox, "group-roles", &mut groups, &Order::default());
    read_on(&mut roles, sandbox, 0).unwrap();
    let read_roles: BTreeSet<_> = records(&roles, &["group_id", "resource", "role"])
        .into_iter()
        .collect();
    for group in sandbox.groups() {
        let of_group = read_roles.iter().filter(|row| row[0] == group.id);
        let (roles, nothing): (Vec<_>, Vec<_>) = of_group.partition(|row| !row[2].is_empty());
        assert_eq!(roles.len(), group.grants.len(), "{}", group.name);
        assert_eq!(nothing.is_empty(), !group.grants.is_empty(), "{}", group.name);
    }
}

#[test]
fn it_goes_on_in_the_middle_of_an_account_and_misses_nobody() {
    let sandbox = &mut Organization::generate(120, 1);
    let mut users = read(sandbox, "users");
    let mut whole = begin(sandbox, "last-active", &mut users, &Order::default());
    read_on(&mut whole, sandbox, 0).unwrap();
    let mut reading = begin(sandbox, "last-active", &mut users, &Order::default());
    let (mut now, mut troubles) = (0, 0);
    while !reading.is_complete() {
        sandbox.set_faults(Faults {
            kinds: vec![Fault::ServerError, Fault::HalfJson, Fault::ErrorAfter],
            per_thousand: 200,
            ..Faults::default()
        });
        now += 60_000;
        troubles += u32::from(read_on(&mut reading, sandbox, now).is_err());
    }
    assert!(troubles > 0);
    let all = ["account_id", "app", "app_last_active_utc", "last_active_utc"];
    assert_eq!(records(&reading, &all), records(&whole, &all));
}

fn answer(status: u16, body: &serde_json::Value) -> Response<Vec<u8>> {
    let response = Response::builder().status(status);
    response.body(serde_json::to_vec(body).unwrap()).unwrap()
}

#[test]
fn who_is_gone_by_now_is_told_and_the_others_are_read() {
    let listing = Listing::of_key("last-active").unwrap();
    let sandbox = Organization::generate(1, 1);
    let someone = |id: &str| -> Subject { vec![id.to_owned(), "Ada".to_owned(), String::new()] };
    let subjects = vec![
        someone("gone"),
        someone("no / id"),
        someone("turns"),
        someone("here"),
    ];
    let mut reading = Reading::per_subject(listing, question(&sandbox, listing), subjects);
    assert_eq!(reading.total(), Some(3), "what is no id is asked about nobody");

    let gone = json!({ "errors": [{ "code": "ADMIN-404-8", "title": "User not found", "detail": "" }] });
    reading.answered(&answer(404, &gone)).unwrap();
    let page = |apps: &serde_json::Value, next: Option<&str>| {
        let data = json!({ "product_access": apps, "added_to_org": "2024-01-01" });
        answer(200, &json!({ "data": data, "links": { "next": next } }))
    };
    let jira = json!([{ "id": "w1", "key": "jira", "last_active": "2026-08-20" }]);
    for _ in 0..2 {
        reading.answered(&page(&jira, Some("round"))).unwrap();
    }
    assert_eq!(reading.done(), 2);
    reading.answered(&page(&jira, Some("more"))).unwrap();
    reading.answered(&page(&json!([]), None)).unwrap();
    assert!(reading.is_complete());
    let told = records(&reading, &["account_id", "app", "last_active_utc", "said"]);
    let told: Vec<String> = told
        .into_iter()
        .map(|row| row.join(" | ").trim_end().to_owned())
        .collect();
    insta::assert_snapshot!(told.join("\n"), @r"
    gone |  |  | Your organization has no user with this account id. Check the id in the file.
    turns | jira | 2026-08-20 00:00:00 |
    turns |  | 2026-08-20 00:00:00 | Atlassian's list leads back to a page that was read before, after 1 links to a next page. It was not read further; try again later.
    here | jira | 2026-08-20 00:00:00 |
    ");

    let mut reading = Reading::per_subject(listing, question(&sandbox, listing), vec![someone("here")]);
    let trouble = reading.answered(&answer(401, &json!({}))).unwrap_err();
    assert!(
        matches!(trouble, Trouble::Failed(_)),
        "a wrong key is nobody's outcome: {trouble}"
    );
}

#[test]
fn calls_are_as_far_apart_as_atlassian_asks() {
    let sandbox = &mut Organization::generate(1, 1);
    for listing in LISTINGS {
        let reading = Reading::new(listing, question(sandbox, listing));
        let apart = if listing.key == "last-active" { 300 } else { 0 };
        assert_eq!(reading.wait(0), apart, "{}", listing.key);
        assert_eq!(reading.wait(100), u32::saturating_sub(apart, 100));
        assert_eq!(reading.wait(u32::MAX), 0);
    }
}
