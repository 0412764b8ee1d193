//! Users in directories and their roles: each call, what it changes, and what it is refused for.

use http::Method;
use proptest::prelude::*;
use rollcall_sandbox::{Account, Life, Membership};
use serde_json::{Value, json};

use crate::client::Client;

fn membership(client: &Client, id: &str, directory: usize) -> Option<Membership> {
    client.organization.account(id).unwrap().membership(directory)
}

/// Somebody in both directories, active.
fn in_both(client: &Client) -> Account {
    client.find(|account| account.life == Life::Active && account.memberships.len() == 2)
}

#[test]
fn suspend_204_keeps_roles_and_groups_and_restore_gives_the_access_back() {
    let mut client = Client::new();
    let account = client.willing("suspend-user");
    let before = client.organization.state();
    assert_eq!(
        client.direct("suspend-user", &account.id).parts(),
        (204, Value::Null)
    );
    assert!(membership(&client, &account.id, 0).unwrap().suspended);
    let body = client.search(&json!({ "accountIds": [account.id] })).body;
    assert_eq!(body["data"][0]["membershipStatus"], "suspended");
    let suspended = client.organization.state();
    assert_ne!(suspended, before);
    assert_eq!(suspended.groups, before.groups);
    assert_eq!(
        client.direct("restore-user", &account.id).parts(),
        (204, Value::Null)
    );
    assert_eq!(client.organization.state(), before);
    assert_eq!(client.effective(), [true, true]);
}

#[test]
fn who_is_suspended_in_one_of_two_directories_is_active() {
    let mut client = Client::new();
    let account = in_both(&client);
    client.direct("suspend-user", &account.id);
    let body = client.search(&json!({ "accountIds": [account.id] })).body;
    assert_eq!(body["data"][0]["membershipStatus"], "active");
    assert!(!membership(&client, &account.id, 1).unwrap().suspended);
}

#[test]
fn what_is_so_already_is_answered_by_seed_and_changes_nothing() {
    let statuses: Vec<u16> = (0..3)
        .map(|seed| {
            let mut client = Client::of(100, seed);
            let account = client.willing("suspend-user");
            client.direct("suspend-user", &account.id);
            let before = client.organization.state();
            let again = client.direct("suspend-user", &account.id);
            assert_eq!(client.organization.state(), before);
            assert_eq!(client.effective(), [true, false]);
            again.status
        })
        .collect();
    assert_eq!(statuses, [400, 204, 409]);
}

#[test]
fn remove_204_takes_roles_and_groups_of_the_directory_along() {
    let mut client = Client::new();
    let account = in_both(&client);
    assert_eq!(
        client.direct("remove-user", &account.id).parts(),
        (204, Value::Null)
    );
    assert_eq!(membership(&client, &account.id, 0), None);
    assert!(membership(&client, &account.id, 1).is_some());
    for group in client.organization.groups() {
        assert!(group.directory == 1 || !group.members.contains(&account.id));
    }
    // The account itself is as it was.
    assert_eq!(client.manage("get-profile", &account.id).status, 200);
    let again = client.direct("remove-user", &account.id);
    assert_eq!((again.status, again.code()), (404, "ADMIN-404-8"));
}

#[test]
fn who_is_not_in_the_directory_404_is_admin_404_8() {
    let mut client = Client::new();
    let outside = client.find(|account| account.membership(0).is_none() && account.life == Life::Active);
    let closed = client.in_life(Life::Closed);
    for id in [&outside.id, &closed.id, "nobody"] {
        for endpoint in ["suspend-user", "restore-user", "remove-user"] {
            let answer = client.direct(endpoint, id);
            assert_eq!((answer.status, answer.code()), (404, "ADMIN-404-8"), "{endpoint}");
        }
    }
}

#[test]
fn a_change_takes_a_directory_and_not_all_of_them() {
    let mut client = Client::new();
    let id = client.willing("suspend-user").id;
    for directory in ["-", "nonsense"] {
        let path = client.admin("v2", &format!("/directories/{directory}/users/{id}/suspend"));
        let answer = client.send(Method::POST, &path, None);
        assert_eq!((answer.status, answer.code()), (404, "ADMIN-404-1"));
    }
}

/// No document speaks of a body, and none refuses one.
#[test]
fn suspend_and_restore_take_no_body_an_empty_object_and_any_other_json() {
    let mut client = Client::new();
    let id = client.willing("suspend-user").id;
    let directory = client.directory(0);
    for body in [None, Some(json!({})), Some(json!({ "reason": "none" }))] {
        for call in ["suspend", "restore"] {
            let path = client.admin("v2", &format!("/directories/{directory}/users/{id}/{call}"));
            let answer = client.send(Method::POST, &path, body.as_ref());
            assert_eq!(answer.status, 204, "{call}, {body:?}");
        }
    }
}

#[test]
fn get_user_200_says_what_the_search_says() {
    let mut client = Client::new();
    let account = client.find(|account| account.administrator);
    let user = client.direct("get-user", &account.id).body;
    assert_eq!(user["data"]["accountId"], account.id);
    assert_eq!(user["data"]["email"], account.address);
    assert_eq!(user["data"]["platformRoles"], json!(["atlassian/org-admin"]));
    assert!(user["data"]["counts"]["resources"].is_number());
}

/// `(resource, role, methods)` of all pages.
fn roles(client: &mut Client, id: &str, query: &str) -> Vec<(String, String, Value)> {
    let organization = client.organization.organization_id().to_owned();
    let (mut all, mut query) = (Vec::new(), query.to_owned());
    loop {
        let answer = client.call("get-user-roles", &organization, id, &query);
        assert_eq!(answer.status, 200, "{:?}", answer.body);
        for item in answer.body["data"].as_array().unwrap() {
            for assignment in item["roleAssignments"].as_array().unwrap() {
                let text = |value: &Value| value.as_str().unwrap().to_owned();
                all.push((
                    text(&item["resourceId"]),
                    text(&assignment["role"]),
                    assignment["roleAssignmentMethods"].clone(),
                ));
            }
        }
        match answer.body["links"]["next"].as_str() {
            Some(next) => query = format!("?cursor={next}"),
            None => return all,
        }
    }
}

#[test]
fn roles_200_come_in_pages_and_say_how_they_came_to_be() {
    let mut client = Client::new();
    let account = in_both(&client);
    let whole = roles(&mut client, &account.id, "");
    assert!(whole.len() > 1);
    assert_eq!(roles(&mut client, &account.id, "?limit=1"), whole);
    let jira = client.workspace("jira-software");
    let of_jira = roles(&mut client, &account.id, &format!("?resourceIds={jira}"));
    assert!(of_jira.contains(&(jira, "atlassian/user".into(), json!(["group_direct"]))));
    let outside = client.find(|account| account.memberships.is_empty() && account.life == Life::Active);
    assert_eq!(roles(&mut client, &outside.id, ""), []);
}

#[test]
fn grant_204_adds_a_role_and_revoke_takes_it_away() {
    let mut client = Client::new();
    let account = client.willing("grant-role");
    let jira = client.workspace("jira-software");
    let before = client.organization.state();
    let guest = (jira, "atlassian/guest".to_owned(), json!(["direct"]));
    assert_eq!(client.direct("grant-role", &account.id).status, 204);
    assert!(roles(&mut client, &account.id, "").contains(&guest));
    assert_eq!(client.direct("revoke-role", &account.id).status, 204);
    assert!(!roles(&mut client, &account.id, "").contains(&guest));
    assert_eq!(client.organization.state(), before);
    // Once more there is nothing to take away.
    assert_eq!(client.direct("revoke-role", &account.id).status, 204);
    assert_eq!(client.effective(), [true, true, false]);
}

#[test]
fn grant_404_to_somebody_of_another_directory() {
    let mut client = Client::new();
    let account = client.find(|account| account.membership(0).is_none() && account.membership(1).is_some());
    let answer = client.direct("grant-role", &account.id);
    assert_eq!((answer.status, answer.code()), (404, "ADMIN-UAM-404-3"));
}

#[test]
fn a_role_granted_twice_is_answered_by_seed() {
    for (seed, status) in [(0, 409), (1, 204)] {
        let mut client = Client::of(100, seed);
        let account = client.willing("grant-role");
        client.direct("grant-role", &account.id);
        assert_eq!(client.direct("grant-role", &account.id).status, status);
        assert_eq!(client.effective(), [true, false]);
    }
}

#[test]
fn grant_409_when_no_licence_is_left() {
    let mut client = Client::new();
    let workbench = client.workspace("jira-servicedesk");
    let mut granted = 0;
    for account in client.organization.accounts().to_vec() {
        if account.life != Life::Active || account.membership(0).is_none_or(|at| at.suspended) {
            continue;
        }
        let path = client.admin("v1", &format!("/users/{}/roles/assign", account.id));
        let body = json!({ "role": "atlassian/user", "resource": workbench });
        let answer = client.send(Method::POST, &path, Some(&body));
        if answer.status == 409 {
            assert_eq!(answer.code(), "ADMIN-UAM-409-3");
            assert!(granted >= 3, "three licences were left");
            return;
        }
        granted += 1;
    }
    panic!("the app never filled up");
}

#[test]
fn organization_admins_are_made_and_unmade() {
    let mut client = Client::new();
    let account = client.first();
    let before = client.organization.state();
    assert_eq!(client.direct("grant-organization-role", &account.id).status, 204);
    assert!(client.organization.account(&account.id).unwrap().administrator);
    let last = roles(&mut client, &account.id, "").pop().unwrap();
    assert_eq!(last.1, "atlassian/org-admin");
    assert_eq!(client.direct("revoke-organization-role", &account.id).status, 204);
    assert_eq!(client.organization.state(), before);
}

/// A change and what undoes it.
const UNDONE: [(&str, &str); 4] = [
    ("suspend-user", "restore-user"),
    ("grant-role", "revoke-role"),
    ("grant-organization-role", "revoke-organization-role"),
    ("add-to-group", "remove-from-group"),
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn changes_that_were_made_and_undone_in_reverse_leave_everything_as_it_was(
        seed in 0_u64..6,
        changes in prop::collection::vec((0_usize..UNDONE.len(), 0_usize..40), 1..30),
    ) {
        let mut client = Client::of(40, seed);
        let before = client.organization.state();
        let mut to_undo = Vec::new();
        for (change, who) in changes {
            let id = client.organization.accounts()[who].id.clone();
            let (make, undo) = UNDONE[change];
            let known = client.effective().len();
            let answer = client.direct(make, &id);
            // What is answered is what was done, and what is logged.
            let effective = client.effective().get(known).copied().unwrap_or_default();
            prop_assert!(!effective || (200..300).contains(&answer.status));
            if effective {
                to_undo.push((undo, id));
            }
        }
        prop_assert_eq!(client.organization.state() == before, to_undo.is_empty());
        while let Some((undo, id)) = to_undo.pop() {
            let status = client.direct(undo, &id).status;
            prop_assert!((200..300).contains(&status), "{undo} {status}");
        }
        prop_assert!(client.organization.state() == before);
    }
}
