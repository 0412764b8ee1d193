//! Faults, one by one.

use rollcall_atlassian::call::organization::GetManagedAccounts;
use rollcall_atlassian::{Call, OrganizationId};
use rollcall_sandbox::{Fault, Faults, Lost};
use serde_json::{Value, json};

use crate::client::{Answer, Client};

/// A change of address under a fault: the answer, and whether the change was made.
fn change_under(fault: Fault) -> (Answer, bool) {
    let mut client = Client::new();
    let id = client.first().id;
    client.organization.set_faults(fault);
    let answer = client.set_email(&id, "ada.new@example.com");
    (answer, client.organization.effective_changes(&id) == 1)
}

fn organization_under(fault: Fault) -> Answer {
    let mut client = Client::new();
    client.organization.set_faults(fault);
    client.get(&client.admin("v1", ""))
}

#[test]
fn server_error_500_is_admin_500_1_and_nothing_is_done() {
    let answer = organization_under(Fault::ServerError);
    assert_eq!((answer.status, answer.code()), (500, "ADMIN-500-1"));
    let (answer, made) = change_under(Fault::ServerError);
    assert_eq!((answer.parts(), made), ((500, Value::Null), false));
}

#[test]
fn bad_gateway_and_html_are_pages_and_nothing_is_done() {
    for (fault, status) in [
        (Fault::BadGateway, 502),
        (Fault::Html, 200),
        (Fault::HtmlRefusal, 403),
    ] {
        let (answer, made) = change_under(fault);
        assert_eq!((answer.status, made), (status, false));
        assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"));
        assert!(answer.response.body().starts_with(b"<!DOCTYPE html>"));
    }
}

#[test]
fn a_storm_of_429_lasts_until_the_time_it_tells() {
    let mut client = Client::new();
    let path = client.admin("v1", "");
    client.organization.set_faults(Faults {
        times: Some(1),
        ..Fault::Storm.into()
    });
    for _ in 0..3 {
        let answer = client.get(&path);
        assert_eq!(answer.status, 429);
        assert_eq!(answer.header("x-ratelimit-reset"), Some("2027-01-15T08:00:02Z"));
        assert_eq!(answer.header("retry-after"), Some("2"));
        client.now += 600;
    }
    client.now += 200;
    assert_eq!(client.get(&path).status, 200);
}

#[test]
fn a_lost_request_is_not_carried_out_and_a_lost_answer_is() {
    for (fault, carried_out) in [(Fault::LostRequest, false), (Fault::LostAnswer, true)] {
        let (answer, made) = change_under(fault);
        assert_eq!(answer.response.extensions().get::<Lost>(), Some(&Lost));
        assert_eq!(made, carried_out);
    }
}

#[test]
fn error_after_is_a_500_for_what_was_done() {
    let (answer, made) = change_under(Fault::ErrorAfter);
    assert_eq!((answer.status, made), (500, true));
}

#[test]
fn error_inside_is_a_200_that_is_none() {
    for (fault, carried_out) in [(Fault::ErrorInside, false), (Fault::ErrorInsideAfter, true)] {
        let (answer, made) = change_under(fault);
        assert_eq!((answer.status, made), (200, carried_out));
        assert_eq!(answer.body["error"]["status"], 503);
    }
}

#[test]
fn half_json_ends_in_the_middle() {
    let answer = organization_under(Fault::HalfJson);
    assert_eq!(answer.status, 200);
    assert!(answer.response.body().starts_with(b"{"));
    assert!(serde_json::from_slice::<Value>(answer.response.body()).is_err());
}

#[test]
fn other_shape_is_json_all_the_same() {
    let answer = organization_under(Fault::OtherShape);
    assert_eq!(answer.parts(), (200, json!(["another", "shape"])));
}

#[test]
fn no_content_is_204_where_a_body_is_due() {
    let answer = organization_under(Fault::NoContent);
    assert_eq!((answer.status, answer.response.body().len()), (204, 0));
}

#[test]
fn an_answer_without_a_body_has_none_to_spoil() {
    for fault in [Fault::HalfJson, Fault::OtherShape, Fault::NoContent] {
        let (answer, made) = change_under(fault);
        assert_eq!((answer.status, made), (204, true));
    }
}

#[test]
fn a_repeating_cursor_repeats_for_ever() {
    let mut client = Client::new();
    client.organization.set_faults(Fault::RepeatingCursor);
    let path = client.admin("v1", "/users");
    let first = client.get(&path).body["links"]["next"]
        .as_str()
        .unwrap()
        .to_owned();
    let second = client.get(first.strip_prefix(crate::client::ORIGIN).unwrap());
    assert_eq!(second.body["links"]["next"], first);

    let first = client.search(&json!({ "limit": 10 })).body;
    let second = client.search(&json!({ "cursor": first["links"]["next"] })).body;
    assert_eq!(first, second);
}

#[test]
fn faults_keep_to_their_endpoint_and_their_number() {
    let mut client = Client::new();
    client.organization.set_faults(Faults {
        endpoint: Some("get-domains".to_owned()),
        times: Some(2),
        ..Fault::ServerError.into()
    });
    assert_eq!(client.get(&client.admin("v1", "")).status, 200);
    let statuses = [0; 3].map(|_| client.get(&client.admin("v1", "/domains")).status);
    assert_eq!(statuses, [500, 500, 200]);
}

#[test]
fn a_rate_of_faults_is_kept_and_repeats_with_the_seed() {
    let statuses = || {
        let mut client = Client::new();
        client.organization.set_faults(Faults {
            kinds: vec![Fault::ServerError, Fault::BadGateway],
            per_thousand: 200,
            ..Faults::default()
        });
        let path = client.admin("v1", "");
        (0..1_000).map(|_| client.get(&path).status).collect::<Vec<_>>()
    };
    let first = statuses();
    assert_eq!(first, statuses());
    let faulty = first.iter().filter(|status| **status != 200).count();
    assert!((150..250).contains(&faulty), "{faulty}");
    assert!(first.contains(&500) && first.contains(&502));
}

#[test]
fn no_faults_is_the_default() {
    let mut client = Client::new();
    client.organization.set_faults(Fault::ServerError);
    client.organization.set_faults(Faults::default());
    assert_eq!(client.get(&client.admin("v1", "")).status, 200);
}

#[test]
fn an_odd_item_keeps_its_id_alone_and_the_others_are_as_they_were() {
    let mut client = Client::new();
    let path = client.admin("v1", "/users");
    let before = client.get(&path).body;
    client.organization.set_faults(Fault::OddItem);
    let odd = client.get(&path);
    assert_eq!(odd.body["data"][0]["account_id"], before["data"][0]["account_id"]);
    assert_eq!(odd.body["data"][0]["name"], 7);
    assert_eq!(odd.body["data"][1], before["data"][1]);
    let call = GetManagedAccounts {
        organization: OrganizationId::parse(client.organization.organization_id()).unwrap(),
        cursor: None,
        limit: None,
    };
    let read = call.answer(&odd.response).unwrap();
    assert_eq!(
        (read.items.len(), read.left_out),
        (before["data"].as_array().unwrap().len(), 0)
    );
    assert_eq!(
        (&read.items[0].name, &read.items[0].status, read.items[0].billable),
        (&None, &None, None)
    );
    assert!(read.items[1].name.is_some());
}
