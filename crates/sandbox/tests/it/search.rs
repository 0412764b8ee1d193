//! The search for users.

use http::{Method, Request};
use rollcall_sandbox::{Account, Life, Lock};
use serde_json::{Value, json};

use crate::client::Client;

fn ids(body: &Value) -> Vec<String> {
    let users = body["data"].as_array().unwrap();
    users
        .iter()
        .map(|user| user["accountId"].as_str().unwrap().to_owned())
        .collect()
}

/// Searches and compares what is found with the accounts that should be.
fn assert_finds(client: &mut Client, search: &Value, fits: impl Fn(&Account) -> bool) {
    let mut search = search.clone();
    search["limit"] = json!(100);
    let answer = client.search(&search);
    assert_eq!(answer.status, 200, "{search} {:?}", answer.body);
    let expected: Vec<String> = client
        .organization
        .accounts()
        .iter()
        .filter(|account| fits(account))
        .map(|account| account.id.clone())
        .collect();
    assert!(!expected.is_empty(), "{search} would find nobody");
    assert_eq!(ids(&answer.body), expected, "{search}");
}

#[test]
fn emails_are_matched_whole_and_in_any_case() {
    let mut client = Client::of(60, 1);
    let account = client.first();
    let search = json!({ "emails": [account.address.to_uppercase(), "nobody@example.com"] });
    assert_finds(&mut client, &search, |found| found.id == account.id);
    let half = account.address.split('@').next().unwrap();
    assert!(ids(&client.search(&json!({ "emails": [half] })).body).is_empty());
}

#[test]
fn each_filter_finds_its_own() {
    let mut client = Client::of(60, 1);
    let some = client.organization.accounts()[3].clone();
    assert_finds(&mut client, &json!({ "accountIds": [some.id] }), |account| {
        account.id == some.id
    });
    assert_finds(
        &mut client,
        &json!({ "emailDomains": ["Corp.Example"] }),
        |account| account.address.ends_with("@corp.example"),
    );
    assert_finds(
        &mut client,
        &json!({ "searchTerm": some.name.to_uppercase() }),
        |account| account.name == some.name,
    );
    assert_finds(&mut client, &json!({ "claimStatus": "unmanaged" }), |account| {
        !account.managed
    });
    assert_finds(&mut client, &json!({ "status": ["for_deletion"] }), |account| {
        account.life == Life::ForDeletion
    });
    assert_finds(&mut client, &json!({ "accountStatus": ["closed"] }), |account| {
        account.life == Life::Closed
    });
    assert_finds(
        &mut client,
        &json!({ "membershipStatus": ["no_membership"] }),
        |account| account.memberships.is_empty(),
    );
    assert_finds(
        &mut client,
        &json!({ "roleIds": ["atlassian/org-admin"] }),
        |account| account.administrator,
    );
    let (group, jira) = (
        client.group("confluence-users"),
        client.workspace("jira-software"),
    );
    let everybody = client.group("jira-users");
    assert_finds(&mut client, &json!({ "groupIds": [group.id] }), |account| {
        group.members.contains(&account.id)
    });
    assert_finds(&mut client, &json!({ "resourceIds": [jira] }), |account| {
        everybody.members.contains(&account.id)
    });
    assert_finds(
        &mut client,
        &json!({ "roleIds": ["atlassian/user"] }),
        |account| !account.memberships.is_empty(),
    );
    assert_finds(&mut client, &json!({ "mfaEnabled": true }), |account| {
        account.two_step
    });
}

#[test]
fn a_directory_in_the_path_leaves_managed_accounts_outside_any_in() {
    let mut client = Client::of(60, 1);
    let directories = client.get(&client.admin("v2", "/directories")).body;
    let suppliers = directories["data"][1]["directoryId"].as_str().unwrap().to_owned();
    assert_finds(&mut client, &json!({ "directoryIds": [suppliers] }), |account| {
        account.membership(1).is_some()
    });

    let path = client.admin("v2", &format!("/directories/{suppliers}/users/search"));
    let found = ids(&client
        .send(Method::POST, &path, Some(&json!({ "limit": 100 })))
        .body);
    let expected = client.organization.accounts().iter().filter(|account| {
        account.membership(1).is_some() || (account.memberships.is_empty() && account.managed)
    });
    assert_eq!(
        found,
        expected.map(|account| account.id.clone()).collect::<Vec<_>>()
    );

    let path = client.admin("v2", "/directories/nonsense/users/search");
    let answer = client.send(Method::POST, &path, Some(&json!({})));
    assert_eq!((answer.status, answer.code()), (404, "ADMIN-404-1"));
}

#[test]
fn without_a_body_everybody_is_found_fifty_at_a_time() {
    let mut client = Client::new();
    let path = client.admin("v2", "/directories/-/users/search");
    let answer = client.send(Method::POST, &path, None);
    assert_eq!(ids(&answer.body).len(), 50);
    let token = answer.body["links"]["next"].as_str().unwrap();
    assert!(
        token.bytes().all(|b| b.is_ascii_alphanumeric()),
        "{token} is a bare token"
    );
}

#[test]
fn with_a_cursor_all_other_parameters_are_discarded() {
    let mut client = Client::of(30, 1);
    let mut body = json!({ "claimStatus": "managed", "limit": 7, "expand": ["platformRoles"] });
    let mut found = Vec::new();
    loop {
        let answer = client.search(&body);
        found.extend(ids(&answer.body));
        assert!(
            answer.body["data"]
                .as_array()
                .unwrap()
                .iter()
                .all(|user| user["platformRoles"].is_array())
        );
        match answer.body["links"]["next"].as_str() {
            Some(next) => {
                body = json!({ "cursor": next, "limit": 100, "claimStatus": "unmanaged", "emails": [] });
            }
            None => break,
        }
    }
    let managed = client
        .organization
        .accounts()
        .iter()
        .filter(|account| account.managed);
    assert_eq!(
        found,
        managed.map(|account| account.id.clone()).collect::<Vec<_>>()
    );
}

#[test]
fn sorting_is_by_nickname() {
    let mut client = Client::of(30, 1);
    for (direction, expected) in [
        ("asc", std::cmp::Ordering::Greater),
        ("desc", std::cmp::Ordering::Less),
    ] {
        let body = json!({ "sortBy": [{ "field": "nick_name", "direction": direction }] });
        let body = client.search(&body).body;
        let users = body["data"].as_array().unwrap();
        let nicknames: Vec<&str> = users
            .iter()
            .map(|user| user["nickname"].as_str().unwrap())
            .collect();
        assert!(nicknames.windows(2).all(|pair| pair[0].cmp(pair[1]) != expected));
    }
}

#[test]
fn a_user_is_as_documented() {
    let mut client = Client::new();
    let account = client.locked(Lock::Scim);
    let body = client.search(&json!({ "accountIds": [account.id] })).body;
    let user = &body["data"][0];
    assert_eq!(user["managementSource"], "synced");
    assert_eq!(user["status"], "active");
    assert_eq!(user["claimStatus"], "managed");
    assert_eq!(user["email"], account.address);
    assert_eq!(
        user["addedToOrg"].as_str().unwrap().len(),
        "2024-01-01T00:00:00.000Z".len()
    );
    for expanded in ["platformRoles", "counts", "productAccess", "groups"] {
        assert!(user.get(expanded).is_none());
    }
}

#[test]
fn the_state_of_an_account_is_told_in_three_words() {
    let mut client = Client::new();
    let state = |client: &mut Client, account: &Account| {
        let body = client.search(&json!({ "accountIds": [account.id] })).body;
        ["status", "accountStatus", "membershipStatus"]
            .map(|field| body["data"][0][field].as_str().unwrap().to_owned())
    };
    let active = client.first();
    let suspended = client.find(Account::is_suspended);
    let outside = client.find(|account| account.memberships.is_empty() && account.life == Life::Active);
    for (account, expected) in [
        (active, ["active", "active", "active"]),
        (suspended, ["suspended", "active", "suspended"]),
        (outside, ["not_invited", "active", "no_membership"]),
        (
            client.in_life(Life::Deactivated),
            ["deactivated", "inactive", "active"],
        ),
        (
            client.in_life(Life::ForDeletion),
            ["for_deletion", "inactive", "active"],
        ),
        (
            client.in_life(Life::Closed),
            ["deactivated", "closed", "no_membership"],
        ),
    ] {
        assert_eq!(state(&mut client, &account), expected);
    }
}

#[test]
fn expand_adds_what_it_names() {
    let mut client = Client::new();
    let id = client.find(|account| account.administrator).id;
    let expand = json!(["platformRoles", "counts.resources", "productAccess", "groups"]);
    let body = client
        .search(&json!({ "accountIds": [id], "expand": expand }))
        .body;
    let user = &body["data"][0];
    assert_eq!(user["platformRoles"], json!(["atlassian/org-admin"]));
    assert!(user["counts"]["resources"].is_number());
    assert!(user["productAccess"][0]["lastActiveTimestamp"].is_string());
    let group = client.group("jira-users");
    assert_eq!(
        user["groups"][0]["id"],
        format!("ari:cloud:identity::group/{}", group.id)
    );
    assert_eq!(user["groups"][0]["name"], "jira-users");
}

#[test]
fn a_change_is_found_at_once() {
    let mut client = Client::new();
    let account = client.first();
    client.set_email(&account.id, "found.at.once@example.org");
    assert_eq!(
        ids(&client
            .search(&json!({ "emails": ["found.at.once@example.org"] }))
            .body),
        [account.id]
    );
    assert!(ids(&client.search(&json!({ "emails": [account.address] })).body).is_empty());
}

#[test]
fn a_wrong_body_400_is_admin_400_24() {
    let many = |count: usize| {
        (0..count)
            .map(|at| format!("a{at}@example.com"))
            .collect::<Vec<_>>()
    };
    let mut client = Client::new();
    assert_eq!(client.search(&json!({ "emails": many(100) })).status, 200);
    assert_eq!(client.search(&json!({ "accountIds": many(10) })).status, 200);
    for body in [
        json!({ "emails": many(101) }),
        json!({ "emails": [] }),
        json!({ "emails": ["ada@example.com", "ada@example.com"] }),
        json!({ "emails": "ada@example.com" }),
        json!({ "emails": ["ada@example.com"], "searchTerm": "ada" }),
        json!({ "accountIds": many(11) }),
        json!({ "directoryIds": many(11) }),
        json!({ "resourceIds": many(21) }),
        json!({ "groupIds": many(11) }),
        json!({ "emailDomains": many(11) }),
        json!({ "limit": 0 }),
        json!({ "limit": 101 }),
        json!({ "limit": 1000 }),
        json!({ "limit": "50" }),
        json!({ "claimStatus": "claimed" }),
        json!({ "status": ["closed"] }),
        json!({ "status": ["active", "active", "active", "active", "active"] }),
        json!({ "roleIds": ["org-admin"] }),
        json!({ "expand": ["platformRoles", "platformRoles"] }),
        json!({ "expand": ["everything"] }),
        json!({ "sortBy": [{ "field": "name", "direction": "asc" }] }),
        json!({ "maxResults": 50 }),
        json!([]),
        json!([["712020:a"]]),
    ] {
        let answer = client.search(&body);
        assert_eq!((answer.status, answer.code()), (400, "ADMIN-400-24"), "{body}");
    }
}

#[test]
fn a_body_of_another_kind_400_is_admin_400_24() {
    let mut client = Client::new();
    let mut long = b"{}".to_vec();
    long.resize((1 << 20) + 1, b' ');
    for (content_type, body) in [
        ("text/plain", b"{}".to_vec()),
        ("application/json", b"{".to_vec()),
        ("application/json", long),
    ] {
        let request = Request::post(client.admin("v2", "/directories/-/users/search"))
            .header("Authorization", client.authorization.clone().unwrap())
            .header("Content-Type", content_type)
            .body(body)
            .unwrap();
        let answer = client.raw(&request);
        assert_eq!((answer.status, answer.code()), (400, "ADMIN-400-24"));
    }
}
