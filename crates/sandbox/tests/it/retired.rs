//! The calls of v1 that v2 took the place of.

use http::Method;
use rollcall_sandbox::Life;
use serde_json::{Value, json};

use crate::client::{Answer, Client};

fn search(client: &mut Client, list: &str, body: &Value) -> Answer {
    let path = client.admin("v1", &format!("/{list}/search"));
    client.send(Method::POST, &path, Some(body))
}

fn ids(answer: &Answer, field: &str) -> Vec<String> {
    assert_eq!(answer.status, 200, "{:?}", answer.body);
    let data = answer.body["data"].as_array().unwrap().iter();
    data.map(|item| item[field].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn suspend_200_and_restore_200_say_so_and_undo_each_other() {
    let mut client = Client::new();
    let account = client.willing("suspend-access");
    let before = client.organization.state();
    let answer = client.direct("suspend-access", &account.id);
    assert_eq!(answer.status, 200);
    let message = answer.body["message"].as_str().unwrap();
    assert!(
        message.ends_with(&format!("was suspended for user {}", account.id)),
        "{message}"
    );
    assert!(client.organization.account(&account.id).unwrap().is_suspended());
    assert_eq!(client.direct("restore-access", &account.id).status, 200);
    assert_eq!(client.organization.state(), before);
}

#[test]
fn restore_409_when_an_app_is_full_and_400_when_several_are() {
    let mut client = Client::new();
    let account = client.willing("suspend-access").id;
    client.direct("suspend-access", &account);
    client.organization.set_capacity(2, None);
    client.organization.set_capacity(0, Some(0));
    let answer = client.direct("restore-access", &account);
    assert_eq!((answer.status, answer.code()), (409, "ADMIN-409-3"));
    client.organization.set_capacity(4, Some(0));
    let answer = client.direct("restore-access", &account);
    assert_eq!((answer.status, answer.code()), (400, "ADMIN-400-32"));
}

#[test]
fn remove_204_takes_all_directories() {
    let mut client = Client::new();
    let account = client
        .find(|account| account.life == Life::Active && account.memberships.len() == 2)
        .id;
    assert_eq!(
        client.direct("remove-access", &account).parts(),
        (204, Value::Null)
    );
    assert!(
        client
            .organization
            .account(&account)
            .unwrap()
            .memberships
            .is_empty()
    );
    assert!(
        client
            .organization
            .groups()
            .iter()
            .all(|group| !group.members.contains(&account))
    );
    let again = client.direct("remove-access", &account);
    assert_eq!((again.status, again.code()), (400, "ADMIN-400-4"));
}

#[test]
fn groups_200_in_words() {
    let mut client = Client::new();
    let account = client.willing("add-to-group-v1").id;
    let before = client.organization.state();
    let added = client.direct("add-to-group-v1", &account);
    assert!(
        added.body["message"]
            .as_str()
            .unwrap()
            .contains("was added to group")
    );
    let removed = client.direct("remove-from-group-v1", &account);
    assert!(
        removed.body["message"]
            .as_str()
            .unwrap()
            .contains("was removed from group")
    );
    assert_eq!(client.organization.state(), before);
}

#[test]
fn invite_202_gives_the_account_id() {
    let mut client = Client::new();
    let answer = client.direct("invite-user", "");
    assert_eq!(answer.status, 202);
    let id = answer.body[0].as_str().unwrap();
    let account = client.organization.account(id).unwrap();
    assert_eq!(account.address, "somebody.new@example.org");
    assert_eq!(account.grants.len(), 1);
    assert!(client.organization.mails().is_empty());
}

#[test]
fn users_are_found_by_each_filter_and_in_pages() {
    let mut client = Client::new();
    let account = client.first();
    let (user, domain) = account.address.split_once('@').unwrap();
    let by_address = json!({ "emailUsernames": { "eq": [user] }, "emailDomains": { "eq": [domain] } });
    assert_eq!(
        ids(&search(&mut client, "users", &by_address), "accountId"),
        std::slice::from_ref(&account.id)
    );
    let by_name = json!({ "namesOrNicknames": { "contains": account.name } });
    assert!(ids(&search(&mut client, "users", &by_name), "accountId").contains(&account.id));
    let suspended = ids(
        &search(&mut client, "users", &json!({ "isSuspended": true })),
        "accountId",
    );
    let known = client
        .organization
        .accounts()
        .iter()
        .filter(|account| account.is_suspended());
    assert_eq!(
        suspended,
        known.map(|account| account.id.clone()).collect::<Vec<_>>()
    );

    let all = ids(&search(&mut client, "users", &json!({})), "accountId");
    let (mut paged, mut body) = (Vec::new(), json!({ "limit": 30, "expand": ["EMAIL", "GROUPS"] }));
    loop {
        let answer = search(&mut client, "users", &body);
        assert!(answer.body["data"][0]["email"].is_string());
        // No document has a field for them.
        assert_eq!(answer.body["data"][0].get("groups"), None);
        paged.extend(ids(&answer, "accountId"));
        match answer.body["links"]["next"].as_str() {
            Some(next) => body = json!({ "cursor": next }),
            None => break,
        }
    }
    assert_eq!(paged, all);
    let members = client
        .organization
        .accounts()
        .iter()
        .filter(|account| !account.memberships.is_empty());
    assert_eq!(paged.len(), members.count());
}

#[test]
fn groups_are_found_by_name_and_id() {
    let mut client = Client::new();
    let apollo = client.group("project-apollo").id;
    let by_id = json!({ "groupIds": [apollo] });
    assert_eq!(ids(&search(&mut client, "groups", &by_id), "id"), [apollo]);
    let by_name = json!({ "groupNames": { "eq": ["Project-Apollo"] } });
    assert_eq!(ids(&search(&mut client, "groups", &by_name), "id").len(), 2);
}

#[test]
fn a_wrong_body_400_is_one_error_without_a_list() {
    let mut client = Client::new();
    let many: Vec<String> = (0..101).map(|at| format!("a{at}")).collect();
    for (list, body) in [
        ("users", json!({ "accountIds": many })),
        ("users", json!({ "accountStatuses": ["active"] })),
        ("users", json!({ "emails": ["a@example.com"] })),
        ("users", json!({ "limit": 10_001 })),
        ("groups", json!({ "groupNames": { "eq": many } })),
        ("groups", json!({ "expand": ["USERS", "USERS"] })),
        ("groups", json!({ "limit": 0 })),
    ] {
        let answer = search(&mut client, list, &body);
        assert_eq!(
            (answer.status, &answer.body["code"]),
            (400, &json!("ADMIN-400-24")),
            "{body}"
        );
    }
}

#[test]
fn since_the_end_they_are_gone_or_not_found() {
    for (seed, status) in [(0, 410), (1, 404)] {
        let mut client = Client::of(100, seed);
        let account = client.willing("suspend-access").id;
        client.organization.end_v1(true);
        for endpoint in ["suspend-access", "search-users-v1", "invite-user"] {
            assert_eq!(client.direct(endpoint, &account).status, status);
        }
        // What v1 has no successor for goes on.
        assert_eq!(client.direct("get-managed-accounts", "").status, 200);
        assert!(client.organization.deeds().is_empty());
    }
}
