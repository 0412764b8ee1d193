//! The audit log.

use serde_json::Value;

use crate::client::{Client, ORIGIN};

fn get(client: &mut Client, rest: &str) -> Value {
    let path = client.admin("v1", rest);
    let answer = client.get(&path);
    assert_eq!(answer.status, 200, "{rest}: {:?}", answer.body);
    answer.body
}

fn actions(body: &Value) -> Vec<String> {
    let events = body["data"].as_array().unwrap().iter();
    events
        .map(|event| event["attributes"]["action"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn every_change_is_an_event_and_the_newest_comes_first() {
    let mut client = Client::new();
    let account = client.willing("add-to-group");
    client.direct("add-to-group", &account.id);
    client.now += 1;
    client.direct("suspend-user", &account.id);
    client.now += 1;
    client.set_email(&account.id, "in.the.log@example.org");
    let events = get(&mut client, "/events?limit=3");
    assert_eq!(
        actions(&events),
        ["user_email_changed", "user_suspended", "user_added_to_group"]
    );
    assert_eq!(events["data"][0]["attributes"]["context"][0]["id"], account.id);
    let id = events["data"][1]["id"].as_str().unwrap();
    assert_eq!(
        get(&mut client, &format!("/events/{id}"))["data"],
        events["data"][1]
    );
    // Each kind is listed.
    let listed = get(&mut client, "/event-actions");
    let listed: Vec<&str> = listed["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|at| at["id"].as_str().unwrap())
        .collect();
    assert!(
        actions(&events)
            .iter()
            .all(|action| listed.contains(&action.as_str()))
    );
}

#[test]
fn events_200_fit_the_query_and_come_in_pages() {
    let mut client = Client::new();
    let first = get(&mut client, "/events?action=user_login&limit=25");
    assert_eq!(first["data"].as_array().unwrap().len(), 25);
    let next = first["links"]["next"]
        .as_str()
        .unwrap()
        .strip_prefix(ORIGIN)
        .unwrap()
        .to_owned();
    assert!(next.ends_with(first["meta"]["next"].as_str().unwrap()));
    let second = client.get(&next).body;
    assert_eq!(second["data"].as_array().unwrap().len(), 15);
    assert!(second["links"]["next"].is_null() && second["meta"].get("next").is_none());
    let id = client.first().id;
    let of_one = get(&mut client, &format!("/events?actor={id}"));
    assert_eq!(of_one["data"].as_array().unwrap().len(), 1);
    let time = client.first().last_active;
    let at_that_time = get(&mut client, &format!("/events?from={time}&to={time}"));
    assert_eq!(at_that_time["data"].as_array().unwrap().len(), 1);
    let from = |query: &str, client: &mut Client| {
        let events = get(client, &format!("/events?{query}"));
        let events = events["data"].as_array().unwrap().clone();
        assert!(!events.is_empty(), "{query}");
        events
    };
    for event in from("ip=198.51.100.23,203.0.113.5", &mut client) {
        assert_ne!(event["attributes"]["location"]["city"], "Sydney");
    }
    let berlin = "%5B%7B%22city%22%3A%22Berlin%22,%22countryName%22%3A%22Germany%22%7D%5D";
    for event in from(&format!("location={berlin}"), &mut client) {
        assert_eq!(event["attributes"]["location"]["ip"], "203.0.113.5");
    }
}

#[test]
fn the_stream_leads_on_to_what_happens_next() {
    let mut client = Client::new();
    let page = get(&mut client, "/events-stream");
    assert_eq!(actions(&page).len(), 40);
    let cursor = |page: &Value| page["meta"]["next"].as_str().unwrap().to_owned();
    let page = get(&mut client, &format!("/events-stream?cursor={}", cursor(&page)));
    assert_eq!(actions(&page).len(), 0);
    let account = client.willing("suspend-user");
    client.direct("suspend-user", &account.id);
    let page = get(&mut client, &format!("/events-stream?cursor={}", cursor(&page)));
    assert_eq!(actions(&page), ["user_suspended"]);
}

#[test]
fn wrong_queries_400_each_with_its_code() {
    let mut client = Client::new();
    for (query, code) in [
        ("?cursor=nonsense", "ADMIN-400-1"),
        ("?from=yesterday", "ADMIN-400-3"),
        ("?limit=501", "ADMIN-400-19"),
        ("?actor=a,b,c,d,e,f,g,h,i,j,k", "ADMIN-400-21"),
        ("?location=Berlin", "ADMIN-400-19"),
        ("?startAt=1", "ADMIN-400-19"),
    ] {
        let answer = client.get(&client.admin("v1", &format!("/events{query}")));
        assert_eq!((answer.status, answer.code()), (400, code), "{query}");
    }
}

#[test]
fn events_429_after_ten_in_a_minute() {
    let mut client = Client::new();
    for _ in 0..5 {
        get(&mut client, "/events");
        get(&mut client, "/event-actions");
    }
    let refused = client.get(&client.admin("v1", "/events"));
    assert_eq!(
        (refused.status, refused.header("x-ratelimit-limit")),
        (429, Some("10"))
    );
    get(&mut client, "/events-stream");
}
