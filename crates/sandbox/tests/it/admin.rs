//! The organizations API: organization, domains, listing, directories; every status and code they declare.

use http::Method;
use rollcall_sandbox::{Account, Life};
use serde_json::{Value, json};

use crate::client::{Client, ORIGIN};

const RESOURCES: [(&str, &str); 4] = [
    ("v1", ""),
    ("v1", "/domains"),
    ("v1", "/users"),
    ("v2", "/directories"),
];

#[test]
fn organization_200() {
    let mut client = Client::new();
    let answer = client.get(&client.admin("v1", ""));
    assert_eq!(answer.status, 200);
    let url = format!("{ORIGIN}{}", client.admin("v1", ""));
    let expected = json!({ "data": {
        "id": client.organization.organization_id(),
        "type": "orgs",
        "attributes": { "name": "Example Industries" },
        "relationships": {
            "domains": { "links": { "related": format!("{url}/domains") } },
            "users": { "links": { "related": format!("{url}/users") } },
        },
        "links": { "self": url },
    } });
    assert_eq!(answer.body, expected);
}

#[test]
fn a_scoped_key_reads_the_organization() {
    let mut client = Client::scoped();
    for (version, rest) in RESOURCES {
        assert_eq!(client.get(&client.admin(version, rest)).status, 200);
    }
    assert_eq!(client.search(&json!({})).status, 200);
}

#[test]
fn v1_401_is_a_proxy_error_with_a_number() {
    let mut client = Client::new();
    client.authorization = None;
    for rest in ["", "/domains", "/users"] {
        let answer = client.get(&client.admin("v1", rest));
        assert_eq!(
            answer.parts(),
            (401, json!({ "code": 401, "message": "Unauthorized" }))
        );
    }
}

#[test]
fn v2_401_is_admin_401_2() {
    let mut client = Client::new();
    client.authorization = Some("Bearer wrong".to_owned());
    let directories = client.get(&client.admin("v2", "/directories"));
    let search = client.search(&json!({}));
    for answer in [directories, search] {
        assert_eq!((answer.status, answer.code()), (401, "ADMIN-401-2"));
        assert_eq!(answer.body["errors"][0]["status"], "401");
    }
}

#[test]
fn a_web_token_401_is_asap_unauthorized_issuer() {
    let mut client = Client::new();
    client.authorization = Some("Bearer eyJh.eyJz.c2ln".to_owned());
    let answer = client.get(&client.admin("v1", ""));
    assert_eq!(answer.parts(), (401, json!({ "key": "asapUnauthorizedIssuer" })));
}

#[test]
fn a_revoked_key_401() {
    let mut client = Client::scoped();
    client.organization.revoke_keys();
    assert_eq!(client.get(&client.admin("v1", "")).status, 401);
}

#[test]
fn two_keys_are_none() {
    let mut client = Client::new();
    let key = client.authorization.clone().unwrap();
    let request = http::Request::get(client.admin("v1", ""))
        .header("Authorization", &key)
        .header("Authorization", &key)
        .body(Vec::new())
        .unwrap();
    assert_eq!(client.raw(&request).status, 401);
}

#[test]
fn an_unknown_organization_404_is_admin_404_2() {
    let mut client = Client::new();
    let upper = client.organization.organization_id().to_uppercase();
    for id in ["00000000-0000-4000-8000-000000000000", "nonsense", &upper] {
        for (version, rest) in [("v1", ""), ("v1", "/users"), ("v2", "/directories")] {
            let answer = client.get(&format!("/admin/{version}/orgs/{id}{rest}"));
            assert_eq!((answer.status, answer.code()), (404, "ADMIN-404-2"));
        }
        let path = format!("/admin/v2/orgs/{id}/directories/-/users/search");
        let answer = client.send(Method::POST, &path, Some(&json!({})));
        assert_eq!((answer.status, answer.code()), (404, "ADMIN-404-2"));
    }
}

#[test]
fn another_organization_403_is_admin_403_3_in_v2() {
    let mut client = Client::new();
    let id = client.organization.neighbour_id().to_owned();
    let answer = client.get(&format!("/admin/v2/orgs/{id}/directories"));
    assert_eq!((answer.status, answer.code()), (403, "ADMIN-403-3"));
    let path = format!("/admin/v2/orgs/{id}/directories/-/users/search");
    let answer = client.send(Method::POST, &path, Some(&json!({})));
    assert_eq!((answer.status, answer.code()), (403, "ADMIN-403-3"));
}

#[test]
fn another_organization_403_has_no_permission_on_domains_and_users() {
    let mut client = Client::new();
    let id = client.organization.neighbour_id().to_owned();
    for rest in ["domains", "users"] {
        let path = format!("/admin/v1/orgs/{id}/{rest}");
        let answer = client.get(&path);
        assert_eq!(answer.status, 403);
        assert_eq!(answer.body["status"], 403);
        assert_eq!(answer.body["error"], "Forbidden");
        assert_eq!(
            answer.body["message"],
            "User has no permission to access resource."
        );
        assert_eq!(answer.body["path"], format!("/api{path}"));
        assert_eq!(answer.body["timestamp"], "2027-01-15T08:00:00.000Z");
        assert!(answer.body["requestId"].is_string());
    }
}

#[test]
fn another_organization_404_is_not_found_where_no_403_is_declared() {
    let mut client = Client::new();
    let id = client.organization.neighbour_id().to_owned();
    let answer = client.get(&format!("/admin/v1/orgs/{id}"));
    assert_eq!((answer.status, answer.code()), (404, "ADMIN-404-2"));
}

#[test]
fn an_unknown_path_404_is_admin_404_1() {
    let mut client = Client::new();
    let answer = client.get(&client.admin("v1", "/nonsense"));
    assert_eq!((answer.status, answer.code()), (404, "ADMIN-404-1"));
    let answer = client.get("/somewhere/else");
    assert_eq!(
        answer.parts(),
        (404, json!({ "code": 404, "message": "Not found" }))
    );
}

#[test]
fn a_wrong_method_405_is_admin_405_1() {
    let mut client = Client::new();
    let answer = client.send(Method::DELETE, &client.admin("v1", "/users"), None);
    assert_eq!((answer.status, answer.code()), (405, "ADMIN-405-1"));
    assert_eq!(answer.header("allow"), Some("GET"));
}

#[test]
fn a_foreign_cursor_400_is_admin_400_1() {
    let mut client = Client::new();
    let listing = client.get(&client.admin("v1", "/users"));
    let next = listing.body["links"]["next"].as_str().unwrap();
    let token = next.split_once("cursor=").unwrap().1.to_owned();
    for cursor in ["nonsense", "", &token] {
        for (version, rest) in [("v1", "/domains"), ("v2", "/directories")] {
            let answer = client.get(&client.admin(version, &format!("{rest}?cursor={cursor}")));
            assert_eq!((answer.status, answer.code()), (400, "ADMIN-400-1"));
        }
        let answer = client.search(&json!({ "cursor": cursor }));
        assert_eq!((answer.status, answer.code()), (400, "ADMIN-400-1"));
    }
    let answer = client.get(&client.admin("v1", "/users?cursor=nonsense"));
    assert_eq!((answer.status, answer.code()), (400, "ADMIN-400-1"));
}

#[test]
fn a_parameter_that_no_document_has_400_is_admin_400_19() {
    let mut client = Client::new();
    for (version, rest) in [
        ("v1", "?limit=1"),
        ("v1", "/domains?limit=100"),
        ("v1", "/users?startAt=50"),
        ("v2", "/directories?maxResults=50"),
        ("v2", "/directories?limit=0"),
        ("v2", "/directories?limit=101"),
        ("v2", "/directories?limit=many"),
    ] {
        let answer = client.get(&client.admin(version, rest));
        assert_eq!((answer.status, answer.code()), (400, "ADMIN-400-19"), "{rest}");
    }
}

/// Follows URLs in `links.next` and gives each page's data.
fn follow(client: &mut Client, first: &str) -> Vec<Vec<Value>> {
    let mut pages = Vec::new();
    let mut path = first.to_owned();
    loop {
        let answer = client.get(&path);
        assert_eq!(answer.status, 200);
        assert!(answer.body["links"]["self"].as_str().unwrap().starts_with(ORIGIN));
        pages.push(answer.body["data"].as_array().unwrap().clone());
        match &answer.body["links"]["next"] {
            Value::Null => return pages,
            next => path = next.as_str().unwrap().replacen(ORIGIN, "", 1),
        }
    }
}

#[test]
fn domains_200_come_in_pages_with_their_states() {
    let pages = |seed| {
        let mut client = Client::of(100, seed);
        let path = client.admin("v1", "/domains");
        follow(&mut client, &path)
    };
    let lengths = |pages: &[Vec<Value>]| pages.iter().map(Vec::len).collect::<Vec<_>>();
    assert_eq!(lengths(&pages(1)), [5]);
    let pages = pages(2);
    assert_eq!(lengths(&pages), [3, 2]);
    let domains: Vec<(String, Value)> = pages
        .into_iter()
        .flatten()
        .map(|domain| {
            assert_eq!(domain["type"], "domains");
            let attributes = &domain["attributes"];
            (
                attributes["name"].as_str().unwrap().to_owned(),
                attributes["claim"].clone(),
            )
        })
        .collect();
    let expected = [
        ("example.com", json!({ "type": "dns", "status": "verified" })),
        ("example.net", json!({ "status": "unverified" })),
        ("example.org", json!({ "type": "http", "status": "verified" })),
        ("corp.example", json!({ "type": "dns", "status": "verified" })),
        (
            "legacy.example",
            json!({ "type": "http", "status": "missing_token" }),
        ),
    ];
    assert_eq!(domains, expected.map(|(name, claim)| (name.to_owned(), claim)));
}

#[test]
fn users_200_come_fifty_at_a_time_whatever_the_limit_says() {
    for query in ["", "?limit=100", "?limit=1"] {
        let mut client = Client::of(120, 1);
        let path = client.admin("v1", &format!("/users{query}"));
        assert_eq!(client.get(&path).body["meta"]["total"], 120);
        let sizes: Vec<usize> = follow(&mut client, &path).iter().map(Vec::len).collect();
        assert_eq!(sizes, [50, 50, 20]);
    }
}

#[test]
fn users_200_end_with_a_null_after_a_full_page() {
    let mut client = Client::of(50, 1);
    let answer = client.get(&client.admin("v1", "/users"));
    assert_eq!(answer.body["data"].as_array().unwrap().len(), 50);
    assert_eq!(answer.body["links"]["next"], Value::Null);
}

#[test]
fn users_200_list_managed_accounts_alone_and_where_asked_some_without_an_address() {
    let mut client = Client::new();
    let path = client.admin("v1", "/users");
    let everybody: Vec<Value> = follow(&mut client, &path).into_iter().flatten().collect();
    for user in &everybody {
        let account = client
            .organization
            .account(user["account_id"].as_str().unwrap())
            .unwrap();
        assert_eq!(user["email"], account.address);
    }
    client.organization.restrict_addresses(true);
    let path = client.admin("v1", "/users");
    let listed: Vec<Value> = follow(&mut client, &path).into_iter().flatten().collect();
    let managed: Vec<&Account> = client
        .organization
        .accounts()
        .iter()
        .filter(|account| account.managed)
        .collect();
    assert!(managed.len() < client.organization.accounts().len());
    assert_eq!(listed.len(), managed.len());
    for (user, account) in listed.iter().zip(managed) {
        assert_eq!(user["account_id"], account.id);
        assert_eq!(user["name"], account.name);
        let hidden = account.address_hidden || account.life == Life::Closed;
        assert_eq!(user.get("email").is_none(), hidden);
        for required in ["account_type", "account_status", "picture"] {
            assert!(user[required].is_string());
        }
    }
    assert!(listed.iter().any(|user| user.get("email").is_none()));
}

#[test]
fn directories_200_come_with_tokens_for_links() {
    let mut client = Client::new();
    let first = client.get(&client.admin("v2", "/directories?limit=1"));
    assert_eq!(first.body["data"][0]["name"], "Example Industries");
    let token = first.body["links"]["next"].as_str().unwrap().to_owned();
    assert!(
        token.bytes().all(|b| b.is_ascii_alphanumeric()),
        "{token} is a bare token"
    );
    let second = client.get(&client.admin("v2", &format!("/directories?cursor={token}&limit=50")));
    assert_eq!(second.body["data"].as_array().unwrap().len(), 1);
    assert_eq!(second.body["links"]["next"], Value::Null);
    assert_ne!(first.body["data"], second.body["data"]);
}
