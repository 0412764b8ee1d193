//! What a listing costs while it grows: `cargo bench -p rollcall-core --bench listing [rows]`.
//!
//! Pages are read, and after each one a window of the rows is asked for, as the page does. What counts is whether a page near the end
//! costs more than one near the beginning; so the last tenth of the pages is compared with the first.
#![allow(clippy::disallowed_methods, reason = "it measures time")]
#![allow(clippy::print_stdout, reason = "a benchmark prints what it measured")]
#![allow(
    clippy::unwrap_used,
    reason = "a benchmark that cannot be set up has nothing to measure"
)]

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use http::Response;
use rollcall_atlassian::OrganizationId;
use rollcall_core::listing::{Listing, Order, Question, Reading, RowFilter, Sort};
use serde_json::json;

/// Accounts on a page, as Atlassian gives them.
const ON_A_PAGE: usize = 50;

/// A page of managed accounts, in no order at all.
fn page(number: usize, pages: usize) -> Response<Vec<u8>> {
    let account = |nth: usize| {
        let row = number * ON_A_PAGE + nth;
        let mixed = row.wrapping_mul(2_654_435_761) % 1_000_003;
        json!({
            "account_id": format!("712020:3f2c8a5e-7b1d-4c6f-9e0a-{row:012x}"),
            "name": format!("Person {mixed:07}"),
            "email": format!("person.{mixed}@{}.example.com", mixed % 40),
            "account_status": if mixed.is_multiple_of(7) { "inactive" } else { "active" },
            "account_type": "atlassian",
            "last_active": format!("2026-{:02}-{:02}T10:00:00.000000Z", 1 + mixed % 12, 1 + mixed % 28),
            "product_access": [{ "key": "jira-software", "name": "Jira" }, { "key": "confluence", "name": "Confluence" }],
        })
    };
    let accounts: Vec<_> = (0..ON_A_PAGE).map(account).collect();
    let next = (number + 1 < pages)
        .then(|| format!("https://api.atlassian.com/admin/v1/orgs/o/users?cursor=c{number}"));
    let body = json!({
        "data": accounts,
        "meta": { "total": pages * ON_A_PAGE },
        "links": { "next": next },
    });
    Response::new(serde_json::to_vec(&body).unwrap())
}

fn begin() -> Reading {
    let listing = Listing::of_key("managed-accounts").unwrap();
    let organization = OrganizationId::parse("6b4d2e1a-0c3f-4a5b-9d8e-7f6a5b4c3d2e").unwrap();
    Reading::new(
        listing,
        Question::new(organization, &[], &BTreeMap::new()).unwrap(),
    )
}

fn sorted() -> Order {
    Order {
        sort: Some(Sort {
            column: "name".to_owned(),
            descending: false,
        }),
        ..Order::default()
    }
}

fn narrowed() -> Order {
    Order {
        row_filter: vec![RowFilter::OneOf {
            column: "status".to_owned(),
            values: vec!["inactive".to_owned()],
        }],
        ..sorted()
    }
}

fn pictured() -> Vec<String> {
    ["email", "status", "last_active_utc", "apps"]
        .map(str::to_owned)
        .to_vec()
}

/// Reads all pages, and does this after each: what was read, and how long a page of the first and of the last tenth took.
fn read(pages: &[Response<Vec<u8>>], mut after: impl FnMut(&mut Reading)) -> (Reading, Duration, Duration) {
    let mut reading = begin();
    let mut times = Vec::with_capacity(pages.len());
    for page in pages {
        let start = Instant::now();
        reading.answered(page).unwrap();
        after(&mut reading);
        times.push(start.elapsed());
    }
    let tenth = (times.len() / 10).max(1);
    let mean = |times: &[Duration]| times.iter().sum::<Duration>() / times.len() as u32;
    let first = mean(times.get(..tenth).unwrap_or(&times));
    let last = mean(times.get(times.len() - tenth..).unwrap_or(&times));
    (reading, first, last)
}

fn told(what: &str, first: Duration, last: Duration) {
    let micros = |time: Duration| time.as_secs_f64() * 1e6;
    println!(
        "{what:44} first {:7.0} µs, last {:7.0} µs a page: {:.2} times",
        micros(first),
        micros(last),
        micros(last) / micros(first)
    );
}

fn timed<T>(what: &str, run: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = run();
    println!("{what:44} {:8.1} ms", start.elapsed().as_secs_f64() * 1000.0);
    result
}

fn main() {
    let rows: usize = std::env::args()
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(100_000);
    let pages = rows.div_ceil(ON_A_PAGE);
    println!("{} rows", pages * ON_A_PAGE);
    let pages: Vec<_> = (0..pages).map(|number| page(number, pages)).collect();

    let (_, first, last) = read(&pages, |_| {});
    told("pages alone", first, last);
    let (_, first, last) = read(&pages, |reading| {
        reading.view(&Order::default(), 0, 60);
    });
    told("with a window, as they were read", first, last);
    let order = sorted();
    let (mut reading, first, last) = read(&pages, |reading| {
        reading.view(&order, 0, 60);
    });
    told("with a window, by name", first, last);
    let (order, columns) = (narrowed(), pictured());
    let (_, first, last) = read(&pages, |reading| {
        reading.view(&order, 0, 60);
        reading.facets(&order, &columns, 7);
    });
    told("with a window of some, and pictures", first, last);

    let descending = Order {
        sort: Some(Sort {
            column: "last_active_utc".to_owned(),
            descending: true,
        }),
        ..Order::default()
    };
    timed("first window, by another column", || {
        reading.view(&descending, 0, 60)
    });
    timed("next window", || reading.view(&descending, (rows / 2) as u32, 60));
    let searched = Order {
        search: "person 00009".to_owned(),
        ..Order::default()
    };
    timed("first window of a search", || reading.view(&searched, 0, 60));
    timed("first window of some", || reading.view(&narrowed(), 0, 60));
    timed("first pictures", || reading.facets(&narrowed(), &pictured(), 7));
    timed("all of it as CSV", || {
        reading.csv(&Order::default(), &["name".to_owned(), "email".to_owned()], true)
    });
}
