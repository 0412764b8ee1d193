//! The admin portal: whom it lets in, and its lists.

use http::{Method, Request};
use rollcall_sandbox::Life;
use serde_json::Value;

use crate::client::{Answer, Client};

const LIST: &str = "/gateway/api/adminhub/um/org/";

fn list(client: &Client, query: &str) -> String {
    format!("{LIST}{}/users{query}", client.organization.organization_id())
}

/// Asks with exactly these headers.
fn ask(client: &mut Client, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = Request::get(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    client.raw(&request.body(Vec::new()).unwrap())
}

#[test]
fn the_session_is_wanted_as_the_one_cookie_and_a_key_is_not() {
    let mut client = Client::new();
    let path = list(&client, "");
    let good = format!("cloud.session.token={}", client.organization.session());
    let key = client.authorization.clone().unwrap();
    let with = |headers: &[(&str, &str)], client: &mut Client| ask(client, &path, headers).status;
    assert_eq!(with(&[("cookie", &good)], &mut client), 200);
    for cookie in [
        "cloud.session.token=other".to_owned(),
        format!("{good}x"),
        format!(" {good}"),
        format!("{good}; atl.xsrf.token=1"),
        format!("Cloud.Session.Token={}", client.organization.session()),
        client.organization.session().to_owned(),
    ] {
        assert_eq!(with(&[("cookie", &cookie)], &mut client), 401, "{cookie}");
    }
    assert_eq!(with(&[], &mut client), 401);
    assert_eq!(with(&[("cookie", &good), ("cookie", &good)], &mut client), 401);
    assert_eq!(
        with(&[("cookie", &good), ("authorization", &key)], &mut client),
        400
    );
    assert_eq!(with(&[("authorization", &key)], &mut client), 400);
}

#[test]
fn a_session_opens_no_api() {
    let mut client = Client::new();
    let cookie = format!("cloud.session.token={}", client.organization.session());
    let bearer = format!("Bearer {}", client.organization.session());
    let key = client.authorization.clone().unwrap();
    let paths = [
        client.admin("v1", ""),
        client.admin("v2", "/directories"),
        "/users/a/manage".to_owned(),
    ];
    for path in paths {
        assert_eq!(
            ask(&mut client, &path, &[("cookie", &cookie)]).status,
            400,
            "{path}"
        );
        let both = [("cookie", cookie.as_str()), ("authorization", &key)];
        assert_eq!(ask(&mut client, &path, &both).status, 400, "{path}");
        assert_eq!(
            ask(&mut client, &path, &[("authorization", &bearer)]).status,
            401,
            "{path}"
        );
    }
}

#[test]
fn a_session_that_ended_is_over_and_a_new_one_is_another() {
    let mut client = Client::new();
    let path = list(&client, "");
    let status = |client: &mut Client| {
        let (path, client) = (&path, client);
        client.get(path).status
    };
    assert_eq!(status(&mut client), 200);
    let first = client.organization.session().to_owned();
    client.organization.end_session();
    assert_eq!(status(&mut client), 401);
    assert_ne!(client.organization.renew_session(), first);
    assert_eq!(status(&mut client), 200);
    let old = format!("cloud.session.token={first}");
    assert_eq!(ask(&mut client, &path, &[("cookie", &old)]).status, 401);
}

fn ids(body: &Value) -> Vec<String> {
    let users = body["users"].as_array().unwrap();
    users
        .iter()
        .map(|user| user["id"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn its_pages_are_counted_from_one_and_hold_everybody_who_is_in_a_directory() {
    let mut client = Client::of(300, 1);
    let is_there = |directory: Option<usize>| {
        let accounts = client.organization.accounts().iter();
        let shown = accounts.filter(|account| {
            let is_in = |directory| account.membership(directory).is_some();
            account.life != Life::Closed && directory.map_or(is_in(0) || is_in(1), is_in)
        });
        shown.map(|account| account.id.clone()).collect::<Vec<_>>()
    };
    let (everybody, suppliers) = (is_there(None), is_there(Some(1)));
    let site = client.organization.sites().nth(1).unwrap().0.to_owned();
    for (path, wanted) in [
        (list(&client, ""), everybody),
        (format!("/gateway/api/adminhub/um/site/{site}/users"), suppliers),
    ] {
        let mut found = Vec::new();
        for start in (1..).step_by(100) {
            let page = client.get(&format!("{path}?count=100&start-index={start}")).body;
            assert_eq!(page["total"], wanted.len());
            found.extend(ids(&page));
            if found.len() >= wanted.len() {
                break;
            }
        }
        assert_eq!(found, wanted);
        // Pages may overlap, and behind the last there is nothing.
        let page = client.get(&format!("{path}?count=2&start-index=3")).body;
        assert_eq!(ids(&page), wanted[2..4]);
        let beyond = client.get(&format!("{path}?start-index={}", wanted.len() + 1));
        assert_eq!((beyond.status, ids(&beyond.body).len()), (200, 0));
        assert_eq!(ids(&client.get(&path).body).len(), 20);
    }
}

#[test]
fn what_is_out_of_bounds_or_not_there_is_refused() {
    let mut client = Client::new();
    for query in [
        "?count=0",
        "?count=101",
        "?count=a",
        "?start-index=0",
        "?start-index=-1",
        "?count=1&count=2",
        "?cursor=a",
    ] {
        let path = list(&client, query);
        assert_eq!(client.get(&path).status, 400, "{query}");
    }
    let neighbour = client.organization.neighbour_id().to_owned();
    assert_eq!(client.get(&format!("{LIST}{neighbour}/users")).status, 403);
    assert_eq!(client.get(&format!("{LIST}nonsense/users")).status, 404);
    // An organization is no site.
    let id = client.organization.organization_id().to_owned();
    assert_eq!(
        client
            .get(&format!("/gateway/api/adminhub/um/site/{id}/users"))
            .status,
        404
    );
    let path = list(&client, "");
    assert_eq!(client.send(Method::POST, &path, None).status, 405);
    assert_eq!(client.get("/gateway/api/adminhub/organization/my2").status, 404);
}
