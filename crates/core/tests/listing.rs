//! Listings, read from the sandbox organization and from answers that are wrong.
#![expect(clippy::unwrap_used, reason = "what helps a test may fail it")]

use std::collections::{BTreeMap, BTreeSet};

use http::{Request, Response};
use rollcall_atlassian::{Kind, OrganizationId};
use rollcall_core::listing::{Counted, Filter, LISTINGS, Listing, Order, Question, Reading, Sort, Trouble};
use rollcall_sandbox::{Fault, Faults, Life, Organization};
use serde_json::json;

fn begin(organization: &str, key: &str, filters: &[(&str, &str)]) -> Reading {
    let listing = Listing::of_key(key).unwrap();
    let asked: BTreeMap<String, String> = filters
        .iter()
        .map(|(key, text)| ((*key).to_owned(), (*text).to_owned()))
        .collect();
    let organization = OrganizationId::parse(organization).unwrap();
    Reading::new(
        listing,
        Question::new(organization, listing.filters, &asked).unwrap(),
    )
}

fn send(sandbox: &mut Organization, now: i64, mut request: Request<Vec<u8>>) -> Response<Vec<u8>> {
    let (name, value) = if request.uri().path().starts_with("/gateway/") {
        ("cookie", format!("cloud.session.token={}", sandbox.session()))
    } else {
        ("authorization", format!("Bearer {}", sandbox.key()))
    };
    request.headers_mut().insert(name, value.parse().unwrap());
    sandbox.answer(now, "https://api.atlassian.com", &request)
}

/// Reads on, up to the end or the first trouble.
fn read_on(reading: &mut Reading, sandbox: &mut Organization, now: i64) -> Result<(), Trouble> {
    while let Some(request) = reading.request().filter(|_| !reading.is_at_present()) {
        let response = send(sandbox, now, request);
        reading.answered(&response)?;
    }
    Ok(())
}

fn read(sandbox: &mut Organization, key: &str, filters: &[(&str, &str)]) -> Reading {
    let mut reading = begin(sandbox.organization_id(), key, filters);
    read_on(&mut reading, sandbox, 0).unwrap();
    assert!(reading.is_complete() || reading.is_at_present(), "{key}");
    reading
}

fn column(reading: &Reading, key: &str) -> BTreeSet<String> {
    let place = reading.listing().column(key).unwrap();
    let rows = reading.rows();
    (0..rows.len())
        .map(|row| rows.cell(row, place).to_owned())
        .collect()
}

fn set<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> BTreeSet<String> {
    texts.into_iter().map(Into::into).collect()
}

#[test]
fn each_listing_is_what_the_organization_has() {
    let sandbox = &mut Organization::generate(400, 1);
    let managed = set(sandbox
        .accounts()
        .iter()
        .filter(|account| account.managed)
        .map(|account| account.id.clone()));
    let domains = set(sandbox.domains().iter().map(|domain| domain.name.to_string()));
    let directories = set(sandbox.directories().map(|(id, _)| id));
    let groups = set(sandbox.groups().iter().map(|group| group.id.clone()));
    let workspaces = set(sandbox.workspaces().iter().map(|workspace| workspace.id.clone()));

    let reading = read(sandbox, "managed-accounts", &[]);
    assert_eq!(column(&reading, "account_id"), managed);
    assert_eq!(reading.total(), Some(managed.len() as u64));
    assert_eq!(column(&read(sandbox, "domains", &[]), "domain"), domains);
    assert_eq!(
        column(&read(sandbox, "directories", &[]), "directory_id"),
        directories
    );
    assert_eq!(column(&read(sandbox, "groups", &[]), "group_id"), groups);
    assert_eq!(
        column(&read(sandbox, "workspaces", &[]), "workspace_id"),
        workspaces
    );
    let users = read(sandbox, "users", &[("claim", "managed")]);
    assert!(column(&users, "account_id").is_subset(&managed));
    assert_eq!(column(&users, "claim"), set(["managed"]));
}

#[test]
fn the_portal_lists_everybody_of_a_directory_by_numbers() {
    let sandbox = &mut Organization::generate(400, 1);
    let shown = |directory: Option<usize>| {
        let accounts = sandbox.accounts().iter();
        set(accounts
            .filter(|account| {
                let is_in = |directory| account.membership(directory).is_some();
                account.life != Life::Closed && directory.map_or(is_in(0) || is_in(1), is_in)
            })
            .map(|account| account.id.clone()))
    };
    let (everybody, suppliers) = (shown(None), shown(Some(1)));
    let site = sandbox.sites().nth(1).unwrap().0.to_owned();
    let reading = read(sandbox, "portal-users", &[]);
    assert_eq!(column(&reading, "account_id"), everybody);
    assert_eq!(reading.total(), Some(everybody.len() as u64));
    assert_eq!(reading.pages() as usize, everybody.len().div_ceil(100));
    let reading = read(sandbox, "portal-users", &[("site", &site)]);
    assert_eq!(column(&reading, "account_id"), suppliers);

    // No document says what it does with the number: one that gives the same again, or ends too soon, is told.
    let mut reading = begin(sandbox.organization_id(), "portal-users", &[]);
    let first = send(sandbox, 0, reading.request().unwrap());
    reading.answered(&first).unwrap();
    let trouble = reading.answered(&first).unwrap_err();
    assert!(matches!(trouble, Trouble::Short { read: 100 }), "{trouble}");
    assert!(reading.request().is_none() && !reading.is_complete());
    let mut reading = begin(sandbox.organization_id(), "portal-users", &[]);
    reading.answered(&first).unwrap();
    let nobody = br#"{"total": 5000, "users": []}"#.to_vec();
    let trouble = reading.answered(&http::Response::new(nobody)).unwrap_err();
    assert!(matches!(trouble, Trouble::Short { read: 100 }), "{trouble}");

    // A session that ends in the middle leaves what was read, and the same page is the next one.
    let mut reading = begin(sandbox.organization_id(), "portal-users", &[]);
    let response = send(sandbox, 0, reading.request().unwrap());
    reading.answered(&response).unwrap();
    sandbox.end_session();
    let trouble = read_on(&mut reading, sandbox, 0).unwrap_err();
    assert!(matches!(trouble, Trouble::Failed(failure) if failure.kind == Kind::WrongKey));
    assert_eq!(reading.done(), 100);
    sandbox.renew_session();
    read_on(&mut reading, sandbox, 0).unwrap();
    assert_eq!(column(&reading, "account_id"), everybody);
}

#[test]
fn every_choice_of_every_filter_is_taken() {
    let sandbox = &mut Organization::generate(60, 1);
    sandbox.keep_documented_limits(false);
    let directory = sandbox.directories().next().unwrap().0.to_owned();
    let group = sandbox.groups()[0].id.clone();
    let workspace = sandbox.workspaces()[0].id.clone();
    let account = sandbox.accounts()[0].id.clone();
    let site = sandbox.sites().next().unwrap().0.to_owned();
    let written = |filter: &Filter| match filter.key {
        "text" => "a".to_owned(),
        "domains" => "example.com".to_owned(),
        "directories" => directory.clone(),
        "groups" => group.clone(),
        "workspaces" => workspace.clone(),
        "accounts" | "actors" => account.clone(),
        "from" | "to" => "2025-06-01".to_owned(),
        "action" => "user_login".to_owned(),
        "ips" => "192.0.2.7, 2001:db8::1".to_owned(),
        "cities" => "Berlin, Germany; Washington, D.C., United States".to_owned(),
        "site" => site.clone(),
        other => panic!("{other} is not written in this test"),
    };
    for listing in LISTINGS {
        let all = read(sandbox, listing.key, &[]).rows().len();
        for filter in listing.filters {
            let texts = match filter.choices {
                [] => vec![written(filter)],
                choices => choices.iter().map(|(value, _)| (*value).to_owned()).collect(),
            };
            for text in texts {
                let some = read(sandbox, listing.key, &[(filter.key, &text)]).rows().len();
                assert!(some <= all, "{} {text}", filter.key);
            }
        }
    }
}

#[test]
fn a_reading_goes_on_where_it_was_and_gives_nothing_twice() {
    let sandbox = &mut Organization::generate(400, 1);
    let whole = column(&read(sandbox, "managed-accounts", &[]), "account_id");
    let mut reading = begin(sandbox.organization_id(), "managed-accounts", &[]);
    let (mut now, mut troubles) = (0, 0);
    while !reading.is_complete() {
        sandbox.set_faults(Faults {
            kinds: vec![
                Fault::ServerError,
                Fault::HalfJson,
                Fault::Html,
                Fault::ErrorAfter,
                Fault::Storm,
            ],
            per_thousand: 400,
            ..Faults::default()
        });
        let before = reading.rows().len();
        now += 10_000;
        match read_on(&mut reading, sandbox, now) {
            Ok(()) => {}
            Err(Trouble::Endless(error)) => panic!("{error}"),
            Err(_) => troubles += 1,
        }
        assert!(reading.rows().len() >= before);
    }
    assert!(troubles > 0);
    assert_eq!(column(&reading, "account_id"), whole);
    assert_eq!(reading.rows().len(), whole.len());
}

#[test]
fn a_list_that_leads_back_into_itself_ends() {
    let sandbox = &mut Organization::generate(400, 1);
    sandbox.set_faults(Fault::RepeatingCursor);
    let mut reading = begin(sandbox.organization_id(), "managed-accounts", &[]);
    let trouble = read_on(&mut reading, sandbox, 0).unwrap_err();
    assert!(matches!(trouble, Trouble::Endless(_)), "{trouble}");
    assert!(!reading.is_complete());
    assert!(reading.request().is_none());
    assert!(!reading.rows().is_empty());
}

/// Answers with a page of this item and another link each time, until the reading has no next request.
fn answer_without_end(reading: &mut Reading, item: Option<&str>) -> (usize, Trouble) {
    for page in 1.. {
        let link = format!("https://api.atlassian.com/?cursor={page}");
        let body = format!(
            r#"{{"data":[{}],"links":{{"next":"{link}"}}}}"#,
            item.unwrap_or_default()
        );
        reading.request().unwrap();
        if let Err(trouble) = reading.answered(&Response::new(body.into_bytes())) {
            return (page, trouble);
        }
    }
    unreachable!()
}

#[test]
fn a_list_that_has_another_page_each_time_ends() {
    let domain = r#"{"id":"a.example","type":"domains","attributes":{"name":"a.example","claim":{"type":"dns","status":"verified"}}}"#;
    let organization = Organization::generate(1, 1);
    for (item, pages) in [(Some(domain), 50_000), (None, 1_000)] {
        let mut reading = begin(organization.organization_id(), "domains", &[]);
        let (read, trouble) = answer_without_end(&mut reading, item);
        assert_eq!(read, pages);
        assert!(trouble.to_string().contains("is not the whole list"), "{trouble}");
        assert!(reading.request().is_none() && !reading.is_complete());
        assert_eq!(reading.rows().is_empty(), item.is_none());
    }
}

#[test]
fn what_atlassian_counts_is_what_is_read() {
    let sandbox = &mut Organization::generate(300, 1);
    for (key, filters) in [
        ("users", &[][..]),
        ("users", &[("status", "deactivated")]),
        ("groups", &[]),
    ] {
        let reading = read(sandbox, key, filters);
        assert!(!reading.rows().is_empty());
        assert_eq!(reading.listed(), Some(reading.rows().len() as u64), "{key}");
        assert_eq!(reading.total(), reading.listed());
    }
    let users = read(sandbox, "users", &[]);
    let [
        _,
        Counted::By { counts, .. },
        Counted::By { title: "By role", .. },
    ] = users.counted()
    else {
        panic!("{:?}", users.counted())
    };
    let sum: u64 = counts.iter().map(|(_, count)| count).sum();
    assert_eq!(sum, users.rows().len() as u64);
}

#[test]
fn the_older_calls_give_the_same_people_and_groups() {
    let sandbox = &mut Organization::generate(300, 1);
    let today = column(&read(sandbox, "users", &[]), "account_id");
    assert_eq!(
        column(&read(sandbox, "users", &[("way", "list")]), "account_id"),
        today
    );
    let first = read(sandbox, "users", &[("way", "first")]);
    let ids = column(&first, "account_id");
    assert!(!ids.is_empty() && ids.is_subset(&today));
    assert!(column(&first, "membership").is_subset(&set(["active", "not active", ""])));
    let mut some = |way| {
        column(
            &read(sandbox, "users", &[("way", way), ("domains", "example.org")]),
            "email",
        )
    };
    let emails = some("list");
    assert!(!emails.is_empty() && emails.iter().all(|email| email.ends_with("@example.org")));
    let groups = column(&read(sandbox, "groups", &[]), "group_id");
    assert_eq!(
        column(&read(sandbox, "groups", &[("way", "first")]), "group_id"),
        groups
    );

    sandbox.end_v1(true);
    let mut reading = begin(sandbox.organization_id(), "groups", &[("way", "first")]);
    let trouble = read_on(&mut reading, sandbox, 0).unwrap_err();
    insta::assert_snapshot!(trouble, @"Atlassian does not find this call, which it announced to end. Choose the current generation of the API, and try again.");
}

#[test]
fn a_count_that_cannot_be_had_keeps_nobody_from_reading() {
    let sandbox = &mut Organization::generate(60, 1);
    sandbox.set_faults(Faults {
        kinds: vec![Fault::ServerError],
        endpoint: Some("count-users".to_owned()),
        per_thousand: 1000,
        ..Faults::default()
    });
    let mut reading = begin(sandbox.organization_id(), "users", &[]);
    let mut troubles = 0;
    while let Err(trouble) = read_on(&mut reading, sandbox, 0) {
        assert!(matches!(trouble, Trouble::Later(_)), "{trouble}");
        troubles += 1;
    }
    assert_eq!(troubles, 2, "the third time it is left");
    assert!(reading.is_complete());
    assert_eq!(reading.listed(), None);
    assert!(matches!(
        reading.counted(),
        [Counted::Not(_), Counted::By { .. }, Counted::By { .. }]
    ));
}

fn page(number: usize, pages: usize) -> Response<Vec<u8>> {
    let account = |at: usize| {
        let n = number * 50 + at;
        json!({ "account_id": format!("id-{n:06}"), "name": format!("Person {}", 999_999 - n), "email": format!("p{n}@example.com") })
    };
    let next = (number + 1 < pages).then(|| {
        format!(
            "https://api.atlassian.com/admin/v1/orgs/o/users?cursor=c{}",
            number + 1
        )
    });
    let body = json!({ "data": (0..50).map(account).collect::<Vec<_>>(), "links": { "next": next } });
    Response::new(serde_json::to_vec(&body).unwrap())
}

#[test]
fn a_hundred_thousand_rows_are_sorted_searched_and_written() {
    const PAGES: usize = 2_000;
    let mut reading = begin("6b4d2e1a-0c3f-4a5b-9d8e-7f6a5b4c3d2e", "managed-accounts", &[]);
    let by_name = Order {
        sort: Some(Sort {
            column: "name".to_owned(),
            descending: false,
        }),
        ..Order::default()
    };
    for number in 0..PAGES {
        assert!(reading.request().is_some());
        reading.answered(&page(number, PAGES)).unwrap();
        if number % 200 == 0 {
            let window = reading.view(&by_name, 0, 20);
            assert_eq!(window.total as usize, (number + 1) * 50);
            assert!(window.rows.is_sorted_by_key(|row| row[0].clone()));
        }
    }
    assert!(reading.is_complete());
    let window = reading.view(&by_name, 99_990, 1_000);
    assert_eq!((window.total, window.rows.len()), (100_000, 10));
    assert_eq!(window.rows[9][1], "p0@example.com");

    let some = Order {
        search: "P9999".to_owned(),
        ..Order::default()
    };
    assert_eq!(reading.view(&some, 0, 100).total, 11);
    let columns = ["account_id".to_owned(), "email".to_owned(), "no such".to_owned()];
    let csv = String::from_utf8(reading.csv(&some, &columns, false)).unwrap();
    assert!(
        csv.starts_with("account_id,email\r\nid-009999,p9999@example.com\r\nid-099990,"),
        "{csv}"
    );
    assert_eq!(csv.lines().count(), 12);
}

#[test]
fn a_cell_that_a_spreadsheet_would_run_is_guarded() {
    let mut reading = begin("6b4d2e1a-0c3f-4a5b-9d8e-7f6a5b4c3d2e", "managed-accounts", &[]);
    let body = json!({ "links": {}, "data": [{ "account_id": "id", "name": "=HYPERLINK(\"https://evil.example\")" }] });
    reading
        .answered(&Response::new(serde_json::to_vec(&body).unwrap()))
        .unwrap();
    let csv = reading.csv(&Order::default(), &["name".to_owned()], false);
    assert_eq!(
        String::from_utf8(csv).unwrap(),
        "name,formula_guard\r\n\"'=HYPERLINK(\"\"https://evil.example\"\")\",'\r\n"
    );
}

#[test]
fn a_list_that_breaks_off_is_a_part() {
    let managed = |count: usize, more: serde_json::Value| {
        let data: Vec<_> = (0..count)
            .map(|n| json!({"account_id": format!("id-{n}"), "account_type": "atlassian", "account_status": "active"}))
            .collect();
        let mut body = json!({"data": data});
        body.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        Response::new(serde_json::to_vec(&body).unwrap())
    };
    let read = |more| {
        let mut reading = begin("1a2b3c4d-0000-4000-8000-1a2b3c4d5e6f", "managed-accounts", &[]);
        let told = reading
            .answered(&managed(50, more))
            .map_err(|trouble| trouble.to_string());
        assert!(reading.request().is_none());
        assert_eq!(reading.is_complete(), told.is_ok());
        (told, reading.part())
    };
    let (told, part) = read(json!({"meta": {"total": 1240}, "cursor": "eyJvIjo1MH0="}));
    insta::assert_snapshot!(told.unwrap_err(), @"Atlassian's list broke off: 50 of 1,240 were read, and no next page was named. What was read is not the whole list; try again later.");
    assert_eq!(part.as_deref(), Some("-part-50-of-1240"));
    let (told, part) = read(json!({}));
    insta::assert_snapshot!(told.unwrap_err(), @"Atlassian's list stopped after 50, and nothing in the answer says that this is its end. What was read may not be the whole list; try again later.");
    assert_eq!(part.as_deref(), Some("-part"));
    assert_eq!(read(json!({"meta": {"total": 50}})), (Ok(()), None));
    assert_eq!(read(json!({"links": {}})), (Ok(()), None));

    // One that comes twice is one: another one may be missing in its place.
    let mut reading = begin("1a2b3c4d-0000-4000-8000-1a2b3c4d5e6f", "managed-accounts", &[]);
    let next = json!({"links": {"next": "https://api.atlassian.com/admin/v1/orgs/o/users?cursor=2"}, "meta": {"total": 52}});
    reading.answered(&managed(50, next)).unwrap();
    assert_eq!(
        reading.part().as_deref(),
        Some("-part-50-of-52"),
        "it is under way"
    );
    assert!(
        reading
            .answered(&managed(2, json!({"links": {}, "meta": {"total": 52}})))
            .is_err()
    );
}
