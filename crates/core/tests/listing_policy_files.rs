//! Files for the portal's bulk entry of authentication policies.
#![expect(clippy::unwrap_used, reason = "what helps a test may fail it")]

use std::collections::{BTreeMap, BTreeSet};

use http::Response;
use rollcall_atlassian::OrganizationId;
use rollcall_core::listing::{Listing, Order, PolicyFiles, Question, Reading, RowFilter};
use serde_json::{Value, json};

fn reading(key: &str, page: &Value) -> Reading {
    let listing = Listing::of_key(key).unwrap();
    let organization = OrganizationId::parse("6b4d2e1a-0c3f-4a5b-9d8e-7f6a5b4c3d2e").unwrap();
    let question = Question::new(organization, listing.filters, &BTreeMap::new()).unwrap();
    let mut reading = Reading::new(listing, question);
    // What Atlassian counts is left out.
    let nothing = Response::builder().status(403).body(b"{}".to_vec()).unwrap();
    for _ in listing.counts {
        reading.answered(&nothing).unwrap();
    }
    reading
        .answered(&Response::new(serde_json::to_vec(page).unwrap()))
        .unwrap();
    assert!(reading.is_complete());
    reading
}

fn managed(accounts: impl IntoIterator<Item = (String, Value)>) -> Reading {
    let account = |(id, email)| json!({ "account_id": id, "email": email });
    let data: Vec<Value> = accounts.into_iter().map(account).collect();
    reading("managed-accounts", &json!({ "data": data, "links": {} }))
}

fn texts(files: &PolicyFiles) -> Vec<String> {
    let file = |at| String::from_utf8(files.file(at).unwrap()).unwrap();
    (0..files.files()).map(file).collect()
}

#[test]
fn every_address_is_in_one_file_of_ten_thousand_at_most() {
    let address = |n: u32| format!("person{n}@example.com");
    let mut reading = managed((0..25_001).map(|n| (format!("id-{n}"), address(n).into())));
    let files = reading.policy_files(&Order::default()).unwrap();
    assert_eq!((files.files(), files.addresses()), (3, 25_001));
    assert!(files.file(3).is_none());
    let names: Vec<String> = (0..3).map(|at| files.name(at)).collect();
    assert_eq!(
        names,
        [
            "policy-members-1-of-3.csv",
            "policy-members-2-of-3.csv",
            "policy-members-3-of-3.csv"
        ]
    );
    let texts = texts(&files);
    let sizes: Vec<usize> = texts.iter().map(|text| text.lines().count()).collect();
    assert_eq!(sizes, [10_000, 10_000, 5_001]);
    let found: BTreeSet<&str> = texts
        .iter()
        .flat_map(|text| text.lines())
        .map(|line| line.strip_suffix(',').unwrap_or(line))
        .collect();
    let all: Vec<String> = (0..25_001).map(address).collect();
    assert_eq!(found, all.iter().map(String::as_str).collect());
}

#[test]
fn a_file_has_the_form_that_the_portal_takes() {
    let addresses = ["ada@example.com", "+grace@example.com", "o'hara@example.com"];
    let mut reading = managed(
        (0..)
            .zip(addresses)
            .map(|(n, email)| (format!("id-{n}"), email.into())),
    );
    let files = reading.policy_files(&Order::default()).unwrap();
    // No header, no byte order mark, no guard, no comma at the end.
    assert_eq!(
        texts(&files),
        ["ada@example.com,\n+grace@example.com,\no'hara@example.com"]
    );
    assert_eq!(files.like_formulas, 1);
    assert!(files.managed_is_known);
}

#[test]
fn who_cannot_be_in_a_file_is_counted() {
    let user = |id: &str, email: Value, claim: &str| json!({ "accountId": id, "email": email, "claimStatus": claim });
    let page = json!({ "links": {}, "data": [
        user("1", "ada@example.com".into(), "managed"),
        user("2", "guest@elsewhere.example".into(), "unmanaged"),
        user("3", Value::Null, "managed"),
        user("4", "\"a,b\"@example.com".into(), "managed"),
        user("5", "ADA@example.com".into(), "managed"),
    ] });
    let mut users = reading("users", &page);
    let files = users.policy_files(&Order::default()).unwrap();
    assert_eq!(texts(&files), ["ada@example.com"], "an address is there once");
    assert_eq!(
        (files.unmanaged, files.without_address, files.unwritable),
        (1, 1, 1)
    );
    let order = Order {
        row_filter: vec![RowFilter::OneOf {
            column: "claim".to_owned(),
            values: vec!["unmanaged".to_owned()],
        }],
        ..Order::default()
    };
    let none = users.policy_files(&order).unwrap();
    assert_eq!((none.files(), none.addresses(), none.unmanaged), (0, 0, 1));
}

#[test]
fn what_are_no_accounts_have_no_files() {
    let mut domains = reading("domains", &json!({ "data": [], "links": {} }));
    assert_eq!(domains.policy_files(&Order::default()), None);
}
