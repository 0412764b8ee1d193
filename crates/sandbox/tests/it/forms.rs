//! The forms in which an answer says that there is nothing: null, absent, filled in.

use std::collections::BTreeSet;

use http::Method;
use rollcall_sandbox::{Form, Forms, Life, Organization};
use serde_json::{Value, json};

use crate::client::{Client, ORIGIN};

/// A hundred and twenty accounts, three pages of the listing.
fn client(forms: Forms) -> Client {
    let mut client = Client::of(120, 1);
    client.organization.set_forms(forms);
    client
}

fn both(form: Form) -> Forms {
    Forms {
        links: form,
        fields: form,
    }
}

/// The names of the links of a page, and of those that are null.
fn links(page: &Value) -> (Vec<&str>, Vec<&str>) {
    let links = page["links"].as_object().unwrap();
    let named = |is_null: bool| -> Vec<&str> {
        let links = links.iter().filter(|(_, link)| link.is_null() == is_null);
        links.map(|(name, _)| name.as_str()).collect()
    };
    (named(false), named(true))
}

/// The pages of the listing of managed accounts.
fn listing(client: &mut Client) -> Vec<Value> {
    let mut path = Some(client.admin("v1", "/users"));
    let mut pages = Vec::new();
    while let Some(at) = path {
        let page = client.get(&at).body;
        let next = page["links"]["next"].as_str();
        path = next.map(|next| next.strip_prefix(ORIGIN).unwrap().to_owned());
        pages.push(page);
    }
    pages
}

#[test]
fn the_links_of_a_listing_come_in_three_forms() {
    const FIRST: &[&str] = &["next", "self"];
    const ALL: &[&str] = &["next", "prev", "self"];
    const LAST: &[&str] = &["self"];
    const NONE: &[&str] = &[];
    let forms = [
        (
            Form::Null,
            vec![
                (FIRST, &["prev"][..]),
                (FIRST, &["prev"]),
                (LAST, &["next", "prev"]),
            ],
        ),
        (Form::Absent, vec![(FIRST, NONE), (FIRST, NONE), (LAST, NONE)]),
        // The page after the last account is empty.
        (
            Form::Filled,
            vec![(FIRST, NONE), (ALL, NONE), (ALL, NONE), (LAST, NONE)],
        ),
    ];
    for (form, expected) in forms {
        let mut client = client(both(form));
        let pages = listing(&mut client);
        let found: Vec<_> = pages.iter().map(links).collect();
        let expected = expected
            .iter()
            .map(|(strings, nulls)| (strings.to_vec(), nulls.to_vec()));
        let expected: Vec<_> = expected.collect();
        assert_eq!(found, expected, "{form:?}");
        let listed: usize = pages
            .iter()
            .map(|page| page["data"].as_array().unwrap().len())
            .sum();
        assert_eq!((listed, &pages[2]["meta"]["total"]), (120, &json!(120)));
    }
}

#[test]
fn a_link_to_the_page_before_leads_there() {
    let mut client = client(both(Form::Filled));
    let pages = listing(&mut client);
    for (at, page) in pages.iter().enumerate().take(3).skip(1) {
        let before = page["links"]["prev"].as_str().unwrap();
        let before = client.get(before.strip_prefix(ORIGIN).unwrap()).body;
        assert_eq!(before["data"], pages[at - 1]["data"]);
    }

    let first = client.search(&json!({ "limit": 40 })).body;
    let second = client.search(&json!({ "cursor": first["links"]["next"] })).body;
    for (link, page) in [("prev", &first), ("self", &second)] {
        let again = client.search(&json!({ "cursor": second["links"][link] })).body;
        assert_eq!(again["data"], page["data"], "{link}");
    }
}

#[test]
fn the_links_of_a_search_come_in_three_forms() {
    let last = |form: Form| {
        let mut client = client(both(form));
        let first = client.search(&json!({ "limit": 100 })).body;
        client.search(&json!({ "cursor": first["links"]["next"] })).body
    };
    let null = last(Form::Null);
    assert_eq!(links(&null), (vec![], vec!["next", "prev", "self"]));
    assert_eq!(null["data"][0]["links"], json!({ "self": null }));
    let absent = last(Form::Absent);
    assert_eq!(absent["links"], json!({}));
    assert_eq!(absent["data"][0]["links"], json!({}));
    let filled = last(Form::Filled);
    assert_eq!(links(&filled), (vec!["prev", "self"], vec![]));
    assert!(filled["data"][0]["links"]["self"].is_string());
}

const FIELDS: [&str; 4] = ["jobTitle", "department", "organization", "location"];

/// How many of the managed users have each field, and how many have it as null.
fn fields(form: Form) -> (BTreeSet<(&'static str, usize)>, usize) {
    let mut client = client(both(form));
    let (mut given, mut nulls) = ([0; 4], 0);
    let mut body = json!({ "limit": 100, "claimStatus": "managed" });
    loop {
        let page = client.search(&body).body;
        for user in page["data"].as_array().unwrap() {
            for (at, field) in FIELDS.into_iter().enumerate() {
                match user.get(field) {
                    Some(Value::Null) => nulls += 1,
                    Some(Value::String(_)) => given[at] += 1,
                    _ => {}
                }
            }
        }
        match page["links"]["next"].as_str() {
            Some(next) => body = json!({ "cursor": next }),
            None => return (FIELDS.into_iter().zip(given).collect(), nulls),
        }
    }
}

#[test]
fn what_people_fill_in_comes_in_three_forms() {
    let (null, nulls) = fields(Form::Null);
    assert!(null.iter().all(|(_, given)| (1..120).contains(given)), "{null:?}");
    let missing: usize = null.iter().map(|(_, given)| 120 - given).sum();
    assert_eq!(nulls, missing);
    assert_eq!(fields(Form::Absent), (null, 0));
    let (filled, nulls) = fields(Form::Filled);
    assert!(filled.iter().all(|(_, given)| *given == 120), "{filled:?}");
    assert_eq!(nulls, 0);
}

#[test]
fn the_seed_decides_until_somebody_does() {
    let forms = |seed| Organization::generate(10, seed).forms();
    let of_seeds: BTreeSet<_> = (0..9)
        .map(forms)
        .map(|forms| (forms.links.name(), forms.fields.name()))
        .collect();
    assert_eq!(of_seeds.len(), 9);
    // The page's sandbox and the program's have this seed: clients that exist get to the end of its lists.
    assert_eq!(forms(1).links, Form::Absent);
    let mut organization = Organization::generate(10, 1);
    organization.set_forms(both(Form::Filled));
    assert_eq!(organization.forms(), both(Form::Filled));
}

#[test]
fn a_closed_account_is_listed_with_its_address_until_somebody_else_has_it() {
    let mut client = Client::new();
    let closed = client.in_life(Life::Closed);
    let listed = |client: &mut Client| {
        let users = listing(client)
            .into_iter()
            .flat_map(|page| page["data"].as_array().unwrap().clone());
        users
            .into_iter()
            .find(|user| user["account_id"] == closed.id)
            .unwrap()
    };
    let before = listed(&mut client);
    assert_eq!(
        (&before["email"], &before["account_status"]),
        (&json!(closed.address), &json!("closed"))
    );
    let id = client.first().id;
    assert_eq!(client.set_email(&id, &closed.address).status, 204);
    assert_eq!(listed(&mut client).get("email"), None);
}

#[test]
fn the_apps_of_last_active_dates_are_those_of_their_enumeration() {
    let mut client = Client::of(300, 1);
    let ids: Vec<String> = client
        .organization
        .accounts()
        .iter()
        .map(|account| account.id.clone())
        .collect();
    client.organization.keep_documented_limits(false);
    let mut keys = BTreeSet::new();
    for id in ids {
        let mut path = Some(client.admin("v1", &format!("/directory/users/{id}/last-active-dates")));
        while let Some(at) = path {
            let page = client.send(Method::GET, &at, None).body;
            for app in page["data"]["product_access"].as_array().into_iter().flatten() {
                keys.insert(app["key"].as_str().unwrap().to_owned());
            }
            let base = at.split('?').next().unwrap();
            path = page["links"]["next"]
                .as_str()
                .map(|next| format!("{base}?cursor={next}"));
        }
    }
    let expected = ["confluence", "jira-service-desk", "jira-software"].map(str::to_owned);
    assert_eq!(keys, expected.into());
}

#[test]
fn what_only_one_of_two_answers_documents_is_in_that_one() {
    let mut client = Client::new();
    let id = client.first().id;
    client.set_email(&id, "in.the.log@example.org");
    let event = |client: &mut Client, list: &str| {
        let path = client.admin("v1", list);
        client.get(&path).body["data"][0]["attributes"].clone()
    };
    assert_eq!(event(&mut client, "/events").get("processedAt"), None);
    assert!(event(&mut client, "/events-stream")["processedAt"].is_string());

    let found = client.search(&json!({ "accountIds": [id] })).body["data"][0].clone();
    assert!(found["links"].is_object());
    assert_eq!(client.direct("get-user", &id).body["data"].get("links"), None);
}
