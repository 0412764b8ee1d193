//! A listing is the same and whole, however the answers say that there is no page before or after, and that a field is empty.
#![expect(clippy::unwrap_used, reason = "what helps a test may fail it")]

use std::collections::{BTreeMap, BTreeSet};

use rollcall_atlassian::OrganizationId;
use rollcall_core::listing::{Listing, Question, Reading};
use rollcall_sandbox::{Form, Forms, Organization};

/// Reads a listing to its end.
fn read(sandbox: &mut Organization, key: &str) -> Reading {
    let listing = Listing::of_key(key).unwrap();
    let organization = OrganizationId::parse(sandbox.organization_id()).unwrap();
    let question = Question::new(organization, listing.filters, &BTreeMap::new()).unwrap();
    let mut reading = Reading::new(listing, question);
    while let Some(mut request) = reading.request() {
        let authorization = format!("Bearer {}", sandbox.key());
        request
            .headers_mut()
            .insert("authorization", authorization.parse().unwrap());
        let response = sandbox.answer(0, "https://api.atlassian.com", &request);
        reading.answered(&response).unwrap();
    }
    assert!(reading.is_complete(), "{key}");
    reading
}

/// The cells of a column, row by row.
fn column(reading: &Reading, key: &str) -> Vec<String> {
    let place = reading.listing().column(key).unwrap();
    let rows = reading.rows();
    (0..rows.len())
        .map(|row| rows.cell(row, place).to_owned())
        .collect()
}

#[test]
fn listings_are_whole_in_every_form() {
    for (key, id) in [
        ("managed-accounts", "account_id"),
        ("users", "account_id"),
        ("domains", "domain"),
        ("directories", "directory_id"),
        ("groups", "group_id"),
        ("workspaces", "workspace_id"),
    ] {
        let found: BTreeSet<Vec<String>> = Form::ALL
            .into_iter()
            .map(|form| {
                let mut sandbox = Organization::generate(260, 2);
                sandbox.set_forms(Forms {
                    links: form,
                    fields: form,
                });
                column(&read(&mut sandbox, key), id)
            })
            .collect();
        assert_eq!(found.len(), 1, "{key}");
        assert!(found.iter().all(|rows| !rows.is_empty()), "{key}");
    }
}

#[test]
fn accounts_that_are_listed_without_an_address_are_there_without_one() {
    let mut sandbox = Organization::generate(260, 1);
    let all = read(&mut sandbox, "managed-accounts");
    sandbox.restrict_addresses(true);
    let restricted = read(&mut sandbox, "managed-accounts");
    assert_eq!(column(&all, "account_id"), column(&restricted, "account_id"));
    let empty = |reading: &Reading| {
        let addresses = column(reading, "email").into_iter();
        addresses.filter(String::is_empty).count()
    };
    assert_eq!(empty(&all), 0);
    assert!((1..10).contains(&empty(&restricted)));
}
