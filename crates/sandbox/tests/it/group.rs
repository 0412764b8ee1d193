//! Groups and their members.

use http::Method;
use rollcall_sandbox::Life;
use serde_json::{Value, json};

use crate::client::{Answer, Client};

fn search(client: &mut Client, body: &Value) -> Answer {
    let path = client.admin("v2", "/directories/-/groups/search");
    client.send(Method::POST, &path, Some(body))
}

fn names(answer: &Answer) -> Vec<String> {
    let groups = answer.body["data"].as_array().unwrap().iter();
    groups
        .map(|group| group["name"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn search_200_finds_by_each_filter() {
    let mut client = Client::new();
    let all = client.organization.groups().len();
    assert_eq!(names(&search(&mut client, &json!({ "limit": 100 }))).len(), all);
    let (apollo, jira) = (client.group("project-apollo"), client.workspace("jira-software"));
    let member = client.willing("remove-from-group").id;
    for (filter, found) in [
        (json!({ "groupNames": ["Project-Apollo"] }), 2),
        (json!({ "groupIds": [apollo.id] }), 1),
        (json!({ "searchTerm": "APOLLO" }), 2),
        (json!({ "directoryIds": [client.directory(0)] }), all / 2),
        (json!({ "resourceIds": [jira] }), 2),
        (json!({ "resourceOwners": ["confluence"] }), 2),
        (json!({ "roleIds": ["atlassian/admin"] }), 2),
        (json!({ "groupNames": ["nobody has this name"] }), 0),
    ] {
        assert_eq!(names(&search(&mut client, &filter)).len(), found, "{filter}");
    }
    let of_member = search(&mut client, &json!({ "accountIds": [member], "limit": 100 }));
    assert!(names(&of_member).contains(&"project-apollo".to_owned()));
}

#[test]
fn search_200_comes_in_pages_with_counts() {
    let mut client = Client::new();
    let expand = json!({ "expand": ["counts.users", "counts.resources"], "limit": 5,
        "sortBy": [{ "field": "name", "direction": "desc" }] });
    let (mut body, mut found, mut pages) = (expand, Vec::new(), 0);
    loop {
        let answer = search(&mut client, &body);
        for group in answer.body["data"].as_array().unwrap() {
            let id = group["id"].as_str().unwrap();
            let known = client
                .organization
                .groups()
                .iter()
                .find(|known| known.id == id)
                .unwrap();
            assert_eq!(group["counts"]["users"], known.members.len());
        }
        found.extend(names(&answer));
        pages += 1;
        match answer.body["links"]["next"].as_str() {
            Some(next) => body = json!({ "cursor": next }),
            None => break,
        }
    }
    assert_eq!((found.len(), pages), (client.organization.groups().len(), 3));
    assert!(found.is_sorted_by(|a, b| a >= b));
}

#[test]
fn a_wrong_search_400_is_admin_400_24() {
    let mut client = Client::new();
    let many: Vec<String> = (0..101).map(|at| format!("g{at}")).collect();
    for body in [
        json!({ "groupNames": many }),
        json!({ "groupNames": [] }),
        json!({ "groupNames": ["a", "a"] }),
        json!({ "groupNames": ["a"], "searchTerm": "a" }),
        json!({ "groupNames": ["a"], "groupIds": ["b"] }),
        json!({ "roleIds": ["admin"] }),
        json!({ "expand": [] }),
        json!({ "expand": ["counts.users", "counts.users"] }),
        json!({ "expand": ["members"] }),
        json!({ "limit": 101 }),
        json!({ "sortBy": [] }),
        json!({ "name": "a" }),
    ] {
        let answer = search(&mut client, &body);
        assert_eq!((answer.status, answer.code()), (400, "ADMIN-400-24"), "{body}");
    }
    let answer = search(&mut client, &json!({ "cursor": "nonsense" }));
    assert_eq!((answer.status, answer.code()), (400, "ADMIN-400-1"));
}

#[test]
fn get_group_200_and_404() {
    let mut client = Client::new();
    let group = client.group("engineering");
    let path = |id: &str| format!("/directories/-/groups/{id}");
    let answer = client.get(&client.admin("v2", &path(&group.id)));
    assert_eq!(answer.body["data"]["externalSynced"], true);
    assert_eq!(answer.body["data"]["managementAccess"]["modifiable"], false);
    assert_eq!(answer.body["data"]["counts"]["users"], group.members.len());
    let answer = client.get(&client.admin("v2", &path("nonsense")));
    assert_eq!((answer.status, answer.code()), (404, "ADMIN-404-10"));
}

#[test]
fn add_204_and_remove_204_undo_each_other() {
    let mut client = Client::new();
    let account = client.willing("add-to-group").id;
    let before = client.organization.state();
    assert_eq!(
        client.direct("add-to-group", &account).parts(),
        (204, Value::Null)
    );
    assert!(client.group("project-apollo").members.contains(&account));
    assert_eq!(
        client.direct("remove-from-group", &account).parts(),
        (204, Value::Null)
    );
    assert_eq!(client.organization.state(), before);
    assert_eq!(client.effective(), [true, true]);
}

#[test]
fn add_409_for_a_member_and_for_an_app_that_is_full() {
    let mut client = Client::new();
    let member = client.willing("remove-from-group").id;
    let answer = client.direct("add-to-group", &member);
    assert_eq!((answer.status, answer.code()), (409, "ADMIN-409-28"));

    let agents = client.group("service-agents");
    client.organization.set_capacity(2, Some(0));
    let stranger = client.find(|account| {
        let is_new = account.grants.is_empty() && !agents.members.contains(&account.id);
        account.life == Life::Active && account.membership(0).is_some() && is_new
    });
    let path = client.admin(
        "v2",
        &format!(
            "/directories/{}/groups/{}/memberships",
            client.directory(0),
            agents.id
        ),
    );
    let answer = client.send(Method::POST, &path, Some(&json!({ "accountId": stranger.id })));
    assert_eq!((answer.status, answer.code()), (409, "ADMIN-409-3"));
}

#[test]
fn a_synced_group_403_is_admin_403_5() {
    let mut client = Client::new();
    let (group, account) = (client.group("engineering"), client.willing("add-to-group"));
    let path = format!(
        "/directories/{}/groups/{}/memberships",
        client.directory(0),
        group.id
    );
    let path = client.admin("v2", &path);
    let add = client.send(Method::POST, &path, Some(&json!({ "accountId": account.id })));
    let remove = client.send(Method::DELETE, &format!("{path}/{}", account.id), None);
    for answer in [add, remove] {
        assert_eq!((answer.status, answer.code()), (403, "ADMIN-403-5"));
    }
}

#[test]
fn a_user_of_another_directory_404_is_admin_404_8() {
    let mut client = Client::new();
    let account = client.find(|account| account.membership(0).is_none() && account.membership(1).is_some());
    let answer = client.direct("add-to-group", &account.id);
    assert_eq!((answer.status, answer.code()), (404, "ADMIN-404-8"));
}

#[test]
fn who_is_not_a_member_is_removed_by_seed() {
    for (seed, status) in [(0, 404), (1, 204)] {
        let mut client = Client::of(100, seed);
        let account = client.willing("add-to-group").id;
        assert_eq!(client.direct("remove-from-group", &account).status, status);
        assert_eq!(client.effective(), [false]);
    }
}

#[test]
fn roles_of_a_group_200_are_what_its_members_get() {
    let mut client = Client::new();
    let group = client.group("jira-administrators");
    let path = format!("/directories/-/groups/{}/role-assignments", group.id);
    let answer = client.get(&client.admin("v2", &path));
    let (jira, roles) = (client.workspace("jira-software"), json!(["atlassian/admin"]));
    assert_eq!(answer.body["data"][0]["resourceId"], jira);
    assert_eq!(answer.body["data"][0]["roles"], roles);
    assert_eq!(answer.body["links"]["next"], Value::Null);
    // The cursor of one list is not that of another.
    let answer = client.get(&client.admin("v2", &format!("{path}?cursor=nonsense")));
    assert_eq!((answer.status, answer.code()), (400, "ADMIN-400-1"));
}
