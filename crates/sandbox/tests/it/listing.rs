//! Lists and counts: each agrees with what is there, and with the others.

use http::Method;
use rollcall_sandbox::Life;
use serde_json::{Value, json};

use crate::client::{Answer, Client, ORIGIN};

fn read(client: &mut Client, rest: &str) -> Answer {
    let path = client.admin("v2", &format!("/directories/-{rest}"));
    client.get(&path)
}

#[test]
fn organizations_200_are_one_and_none_for_a_scoped_key() {
    let mut client = Client::new();
    let answer = client.get("/admin/v1/orgs");
    let id = client.organization.organization_id().to_owned();
    assert_eq!(answer.body["data"][0]["id"], id);
    let url = format!("{ORIGIN}/admin/v1/orgs/{id}");
    assert_eq!(answer.body["data"][0]["links"]["self"], url);
    let mut scoped = Client::scoped();
    assert_eq!(scoped.get("/admin/v1/orgs").body["data"], json!([]));
}

#[test]
fn domain_200_400_404() {
    let mut client = Client::new();
    let domain = client.organization.domains()[3].clone();
    let path = |id: &str| format!("/domains/{id}");
    let answer = client.get(&client.admin("v1", &path(&domain.id)));
    assert_eq!(answer.body["data"]["attributes"]["name"], domain.name);
    for (id, status, code) in [
        ("MTIz", 400, "ADMIN-400-2"),
        ("6b4d2e1a-0c3f-4a5b-9d8e-7f6a5b4c3d2e", 404, "ADMIN-404-3"),
    ] {
        let answer = client.get(&client.admin("v1", &path(id)));
        assert_eq!((answer.status, answer.code()), (status, code));
    }
}

#[test]
fn a_count_is_the_length_of_the_list() {
    let mut client = Client::new();
    let (group, jira) = (
        client.group("confluence-users").id,
        client.workspace("jira-software"),
    );
    let second = client.directory(1);
    for filter in [
        String::new(),
        "?claimStatus=unmanaged".into(),
        "?status=active&status=suspended".into(),
        "?accountStatus=inactive".into(),
        "?membershipStatus=no_membership".into(),
        "?mfaEnabled=true".into(),
        "?emailDomains=example.org&emailDomains=corp.example".into(),
        "?roleIds=atlassian%2Forg-admin".into(),
        "?searchTerm=an".into(),
        format!("?groupIds={group}"),
        format!("?resourceIds={jira}"),
        format!("?directoryIds={second}"),
    ] {
        let count = read(&mut client, &format!("/users/count{filter}")).body["count"].clone();
        let (mut listed, mut query) = (0, filter.clone());
        loop {
            let answer = read(&mut client, &format!("/users{query}"));
            assert_eq!(answer.status, 200, "{:?}", answer.body);
            listed += answer.body["data"].as_array().unwrap().len();
            match answer.body["links"]["next"].as_str() {
                Some(next) => query = format!("?cursor={next}"),
                None => break,
            }
        }
        assert_eq!(count, listed, "{filter}");
        assert!(listed > 0, "{filter} finds nobody");
    }
}

#[test]
fn a_wrong_query_400_is_admin_400_19() {
    let mut client = Client::new();
    for rest in [
        "/users/count?limit=5",
        "/users/count?emails=a@example.com",
        "/users/count?claimStatus=claimed",
        "/users/count?claimStatus=managed&claimStatus=unmanaged",
        "/users/count?mfaEnabled=yes",
        "/users?limit=101",
        "/users?startAt=1",
        "/users/stats?limit=1",
        "/groups/count?searchTerm=a&searchTerm=b",
        "/groups/count?roleIds=admin",
    ] {
        let answer = read(&mut client, rest);
        assert_eq!((answer.status, answer.code()), (400, "ADMIN-400-19"), "{rest}");
    }
}

#[test]
fn the_cursor_of_the_search_is_not_that_of_the_list() {
    let mut client = Client::new();
    let searched = client.search(&json!({ "limit": 1 }));
    let next = searched.body["links"]["next"].as_str().unwrap();
    let answer = read(&mut client, &format!("/users?cursor={next}"));
    assert_eq!((answer.status, answer.code()), (400, "ADMIN-400-1"));
}

#[test]
fn user_stats_200_count_roles_and_states() {
    let mut client = Client::new();
    let stats = read(&mut client, "/users/stats").body;
    let count = |list: &str, name: &str, of: &str| {
        let items = stats[list].as_array().unwrap().iter();
        items
            .filter(|item| item[name] == of)
            .map(|item| item["count"].as_u64().unwrap() as usize)
            .sum::<usize>()
    };
    let accounts = client.organization.accounts();
    let admins = accounts.iter().filter(|account| account.administrator).count();
    assert_eq!(count("roles", "roleId", "atlassian/org-admin"), admins);
    let active = accounts
        .iter()
        .filter(|account| account.life == Life::Active)
        .count();
    assert_eq!(count("accountStatus", "status", "active"), active);
}

#[test]
fn group_counts_agree() {
    let mut client = Client::new();
    let all = client.organization.groups().len();
    assert_eq!(read(&mut client, "/groups/count").body["count"], all);
    assert_eq!(
        read(&mut client, "/groups/count?searchTerm=jira").body["count"],
        4
    );
    let totals = read(&mut client, "/groups/stats").body["totals"].clone();
    assert_eq!((&totals["all"], &totals["synced"]), (&json!(all), &json!(2)));
}

#[test]
fn last_active_200_comes_in_pages_and_never_is_no_app() {
    let mut client = Client::new();
    let account = client.find(|account| account.life == Life::Active && account.memberships.len() == 2);
    let path = format!("/directory/users/{}/last-active-dates", account.id);
    let (mut dates, mut query) = (Vec::new(), String::new());
    loop {
        let answer = client.get(&client.admin("v1", &format!("{path}{query}")));
        let apps = answer.body["data"]["product_access"].as_array().unwrap();
        assert!(apps.len() <= 2);
        for app in apps {
            let (day, time) = (
                app["last_active"].as_str().unwrap(),
                app["last_active_timestamp"].as_str().unwrap(),
            );
            assert!(time.starts_with(day) && time.len() == "2026-08-20T17:03:11Z".len());
            dates.push(time.to_owned());
        }
        match answer.body["links"]["next"].as_str() {
            Some(next) => query = format!("?cursor={next}"),
            None => break,
        }
    }
    assert!(dates.len() > 1);
    let outside = client.find(|account| account.memberships.is_empty() && account.life == Life::Active);
    let answer = client.direct("get-last-active", &outside.id);
    assert_eq!(answer.body["data"]["product_access"], json!([]));
}

#[test]
fn last_active_429_after_two_hundred_in_a_minute() {
    let mut client = Client::new();
    let id = client.first().id;
    for _ in 0..200 {
        assert_eq!(client.direct("get-last-active", &id).status, 200);
    }
    let refused = client.direct("get-last-active", &id);
    assert_eq!(
        (refused.status, refused.header("x-ratelimit-limit")),
        (429, Some("200"))
    );
    assert!(refused.header("x-ratelimit-reset").is_some());
    // Other calls go on.
    assert_eq!(client.direct("get-user", &id).status, 200);
    client.now += 60_000;
    assert_eq!(client.direct("get-last-active", &id).status, 200);
    client.organization.keep_documented_limits(false);
    for _ in 0..201 {
        assert_eq!(client.direct("get-last-active", &id).status, 200);
    }
}

fn workspaces(client: &mut Client, body: &Value) -> Answer {
    let path = client.admin("v2", "/workspaces");
    client.send(Method::POST, &path, Some(body))
}

#[test]
fn workspaces_200_come_in_pages_with_urls_for_links() {
    let mut client = Client::new();
    let all = client.organization.workspaces().len();
    let (mut body, mut found) = (json!({ "limit": 3 }), Vec::new());
    loop {
        let answer = workspaces(&mut client, &body);
        assert_eq!(answer.body["meta"]["total"], all);
        for item in answer.body["data"].as_array().unwrap() {
            found.push(item["id"].as_str().unwrap().to_owned());
        }
        match answer.body["links"]["next"].as_str() {
            Some(next) => body = json!({ "cursor": next.split_once("?cursor=").unwrap().1 }),
            None => break,
        }
    }
    let known: Vec<String> = client
        .organization
        .workspaces()
        .iter()
        .map(|at| at.id.clone())
        .collect();
    assert_eq!(found, known);
}

#[test]
fn workspaces_200_fit_the_query() {
    let mut client = Client::new();
    for (query, found) in [
        (json!({ "searchWorkspaces": "SUPPLIERS" }), 4),
        (
            json!({ "field": { "name": "attributes.typeKey", "values": ["confluence"] } }),
            2,
        ),
        (
            json!({ "and": [{ "searchWorkspaces": "suppliers" },
                { "field": { "name": "attributes.type", "values": ["Jira"] } }] }),
            1,
        ),
        (json!({ "nor": [{ "searchWorkspaces": "suppliers" }] }), 4),
        (json!({ "features": ["x"] }), 0),
    ] {
        let answer = workspaces(&mut client, &json!({ "query": query }));
        assert_eq!(answer.body["data"].as_array().unwrap().len(), found, "{query}");
    }
}

#[test]
fn a_wrong_request_for_workspaces_400_is_one_error_without_a_list() {
    let mut client = Client::new();
    let next = workspaces(&mut client, &json!({ "limit": 1 })).body["links"]["next"].clone();
    let token = next
        .as_str()
        .unwrap()
        .split_once("?cursor=")
        .unwrap()
        .1
        .to_owned();
    for body in [
        json!({ "limit": 0 }),
        json!({ "limit": 1001 }),
        json!({ "cursor": "nonsense" }),
        json!({ "cursor": token, "limit": 1 }),
        json!({ "query": { "name": "jira" } }),
        json!({ "query": { "and": [], "nor": [] } }),
        json!({ "page": 1 }),
    ] {
        let answer = workspaces(&mut client, &body);
        assert_eq!(
            (answer.status, &answer.body["code"]),
            (400, &json!("ADMIN-400-4")),
            "{body}"
        );
    }
}
