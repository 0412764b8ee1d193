//! Answers that lag behind a change of address.

use http::Method;
use rollcall_sandbox::{Account, Lag, Life, Stale};
use serde_json::json;

use crate::client::{Answer, Client};

const NEW: &str = "somebody.new@example.org";

/// A client whose first account has just moved to [`NEW`], and that account as it was before.
fn moved(lag: Lag) -> (Client, Account) {
    let mut client = Client::new();
    client.organization.set_lag(lag);
    let before = client.first();
    assert_eq!(client.set_email(&before.id, NEW).status, 204);
    (client, before)
}

fn index(index_ms: u32) -> Lag {
    Lag {
        index_ms,
        ..Lag::default()
    }
}

/// The addresses that a search for `email` finds.
fn found(client: &mut Client, email: &str) -> Vec<String> {
    let body = client.search(&json!({ "emails": [email] })).body;
    let users = body["data"].as_array().unwrap().iter();
    users
        .map(|user| user["email"].as_str().unwrap().to_owned())
        .collect()
}

fn listed(client: &mut Client) -> String {
    let path = client.admin("v1", "/users");
    client.get(&path).body["data"][0]["email"]
        .as_str()
        .unwrap()
        .to_owned()
}

fn profile(client: &mut Client, id: &str) -> Answer {
    client.manage("get-profile", id)
}

#[test]
fn nothing_lags_unless_it_is_asked_for() {
    let (mut client, before) = moved(Lag::default());
    assert_eq!(found(&mut client, NEW), [NEW]);
    assert!(found(&mut client, &before.address).is_empty());
    assert_eq!(listed(&mut client), NEW);
    let other = client.organization.accounts()[1].id.clone();
    assert_eq!(client.set_email(&other, &before.address).status, 204);
    assert_eq!(client.organization.stale_answers(), 0);
}

#[test]
fn an_index_that_lags_knows_the_old_address_alone_and_then_the_new_one() {
    let (mut client, before) = moved(index(500));
    client.now += 499;
    assert!(found(&mut client, NEW).is_empty());
    assert_eq!(
        found(&mut client, &before.address.to_uppercase()),
        [before.address.as_str()]
    );
    assert_eq!(listed(&mut client), before.address);
    assert_eq!(client.organization.stale_answers(), 3);
    // The account itself is known to have changed.
    let answer = profile(&mut client, &before.id);
    assert_eq!(answer.body["account"]["email"], NEW);

    client.now += 1;
    assert_eq!(found(&mut client, NEW), [NEW]);
    assert!(found(&mut client, &before.address).is_empty());
    assert_eq!(listed(&mut client), NEW);
    assert_eq!(client.organization.stale_answers(), 3);
}

#[test]
fn an_index_that_lags_shows_every_step_of_a_way_in_its_time() {
    let (mut client, before) = moved(index(500));
    client.now += 300;
    assert_eq!(
        client.set_email(&before.id, "newer.still@example.org").status,
        204
    );
    for (at, address) in [
        (400, before.address.as_str()),
        (600, NEW),
        (900, "newer.still@example.org"),
    ] {
        client.now = Client::new().now + at;
        assert_eq!(listed(&mut client), address);
        assert_eq!(found(&mut client, address), [address]);
    }
}

#[test]
fn a_way_there_and_back_leaves_nothing_stale() {
    let (mut client, before) = moved(index(500));
    client.set_email(&before.id, &before.address);
    assert_eq!(listed(&mut client), before.address);
    assert_eq!(found(&mut client, &before.address), [before.address.as_str()]);
    assert_eq!(client.organization.stale_answers(), 0);
}

#[test]
fn other_filters_of_the_search_see_the_old_address_too() {
    let (mut client, before) = moved(index(500));
    let domain = before.address.rsplit_once('@').unwrap().1;
    for search in [
        json!({ "accountIds": [before.id], "emailDomains": [domain] }),
        json!({ "searchTerm": before.address }),
    ] {
        let body = client.search(&search).body;
        assert_eq!(body["data"][0]["email"], before.address, "{search}");
    }
    let body = client.search(&json!({ "searchTerm": NEW })).body;
    assert_eq!(body["data"], json!([]));
}

#[test]
fn an_answer_that_the_lag_does_not_change_is_not_stale() {
    let (mut client, _) = moved(index(500));
    let other = client.organization.accounts()[1].clone();
    assert_eq!(found(&mut client, &other.address), [other.address.as_str()]);
    let path = client.admin("v1", "");
    let answer = client.get(&path);
    assert!(answer.response.extensions().get::<Stale>().is_none());
    assert_eq!(client.organization.stale_answers(), 0);
}

#[test]
fn a_stale_answer_is_marked() {
    let (mut client, _) = moved(index(500));
    let path = client.admin("v1", "/users");
    let answer = client.get(&path);
    assert_eq!(answer.response.extensions().get::<Stale>(), Some(&Stale));
}

#[test]
fn an_address_just_left_is_taken_to_all_but_the_one_who_left_it() {
    let lag = Lag {
        freed_ms: 500,
        ..Lag::default()
    };
    let (mut client, before) = moved(lag);
    let other = client.organization.accounts()[1].id.clone();
    client.now += 499;
    let answer = client.set_email(&other, &before.address.to_uppercase());
    assert!(answer.says_taken(), "{:?}", answer.body);
    assert_eq!(client.organization.stale_answers(), 1);
    assert!(!client.organization.change_concurrently(&other, &before.address));
    // Searches and profiles keep up.
    assert!(found(&mut client, &before.address).is_empty());

    client.now += 1;
    assert_eq!(client.set_email(&other, &before.address).status, 204);
    assert_eq!(client.organization.stale_answers(), 1);
}

#[test]
fn whoever_left_an_address_may_go_back_at_once() {
    let lag = Lag {
        freed_ms: 500,
        ..Lag::default()
    };
    let (mut client, before) = moved(lag);
    assert_eq!(client.set_email(&before.id, &before.address).status, 204);
    assert_eq!(client.organization.stale_answers(), 0);
}

#[test]
fn the_address_of_an_account_just_closed_is_taken() {
    let mut client = Client::new();
    client.organization.set_lag(Lag {
        freed_ms: 500,
        ..Lag::default()
    });
    let closing = client.in_life(Life::ForDeletion);
    let id = client.first().id;
    client.get("/");
    client.now += 14 * 86_400_000;
    assert!(client.set_email(&id, &closing.address).says_taken());
    assert_eq!(client.organization.stale_answers(), 1);
    client.now += 500;
    assert_eq!(client.set_email(&id, &closing.address).status, 204);
}

#[test]
fn a_profile_may_lag_for_a_time_of_its_own() {
    let lag = Lag {
        index_ms: 500,
        profile_ms: 100,
        ..Lag::default()
    };
    let (mut client, before) = moved(lag);
    let answer = profile(&mut client, &before.id);
    assert_eq!(answer.body["account"]["email"], before.address);
    assert_eq!(client.organization.stale_answers(), 1);
    client.now += 100;
    let answer = profile(&mut client, &before.id);
    assert_eq!(answer.body["account"]["email"], NEW);
    assert_eq!(listed(&mut client), before.address);
}

#[test]
fn what_another_hand_does_lags_from_the_time_that_was_told() {
    let mut client = Client::new();
    client.organization.set_lag(index(500));
    let before = client.first();
    client.organization.let_time_pass(client.now + 1_000);
    assert!(client.organization.change_concurrently(&before.id, NEW));
    client.now += 1_499;
    assert_eq!(listed(&mut client), before.address);
    client.now += 1;
    assert_eq!(listed(&mut client), NEW);
}

#[test]
fn a_lag_that_is_set_anew_forgets_the_changes_before_it() {
    let (mut client, _) = moved(index(500));
    client.organization.set_lag(index(600));
    assert_eq!(client.organization.lag(), index(600));
    assert_eq!(listed(&mut client), NEW);
}

#[test]
fn a_search_over_pages_is_complete_while_the_index_lags() {
    let (mut client, _) = moved(index(500));
    let mut body = json!({ "limit": 10 });
    let mut count = 0;
    loop {
        let path = client.admin("v2", "/directories/-/users/search");
        let answer = client.send(Method::POST, &path, Some(&body)).body;
        count += answer["data"].as_array().unwrap().len();
        match answer["links"]["next"].as_str() {
            Some(next) => body = json!({ "cursor": next }),
            None => break,
        }
    }
    assert_eq!(count, client.organization.accounts().len());
    assert_eq!(client.organization.stale_answers(), 1);
}
