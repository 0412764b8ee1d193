//! Invitations.

use http::Method;
use rollcall_sandbox::Life;
use serde_json::{Value, json};

use crate::client::{Answer, Client};

fn invite(client: &mut Client, body: &Value) -> Answer {
    let path = client.admin("v2", "/users/invite");
    client.send(Method::POST, &path, Some(body))
}

fn rule(client: &Client, app: &str) -> Value {
    json!({ "resource": client.workspace(app), "role": "atlassian/user" })
}

#[test]
fn invite_200_makes_an_account_with_roles_and_groups_and_sends_a_mail() {
    let mut client = Client::new();
    let apollo = client.group("project-apollo").id;
    let body = json!({
        "emails": ["New.One@example.com", "other@mail.example"],
        "permissionRules": [rule(&client, "confluence")],
        "additionalGroups": [apollo],
        "sendNotification": true,
        "notificationText": "Welcome",
    });
    let answer = invite(&mut client, &body);
    assert_eq!(answer.status, 200, "{:?}", answer.body);
    let id = answer.body["data"][0]["id"].as_str().unwrap().to_owned();
    let result = &answer.body["data"][0]["results"][0];
    assert_eq!(result["roleAssignmentResult"][0]["status"], "INVITED");
    assert_eq!(result["groupAssignmentResult"][0]["status"], "INVITED");
    let account = client.organization.account(&id).unwrap().clone();
    assert!(account.managed && account.membership(0).is_some());
    assert!(client.group("project-apollo").members.contains(&id));
    let found = client.search(&json!({ "emails": ["new.one@example.com"] })).body;
    assert_eq!(found["data"][0]["accountId"], id);
    // Whoever comes from a domain of nobody's is not managed.
    let other = answer.body["data"][1]["id"].as_str().unwrap();
    assert!(!client.organization.account(other).unwrap().managed);

    let mails: Vec<&str> = client
        .organization
        .mails()
        .iter()
        .map(|mail| mail.to.as_str())
        .collect();
    assert_eq!(mails, ["New.One@example.com", "other@mail.example"]);
    assert_eq!(client.organization.mails()[0].text.as_deref(), Some("Welcome"));
    // Every repeat sends its mails.
    invite(&mut client, &body);
    assert_eq!(client.organization.mails().len(), 4);
}

#[test]
fn without_notification_nobody_is_mailed() {
    let mut client = Client::new();
    assert_eq!(
        invite(&mut client, &json!({ "emails": ["quiet@example.com"] })).status,
        200
    );
    assert!(client.organization.mails().is_empty());
    let found = client.search(&json!({ "emails": ["quiet@example.com"] })).body;
    assert_eq!(found["data"][0]["status"], "not_invited");
}

#[test]
fn invite_206_tells_each_address_apart() {
    let mut client = Client::new();
    let workbench = client.workspace("jira-servicedesk");
    client.organization.set_capacity(2, None);
    let inactive = client.in_life(Life::Deactivated).address;
    let body = json!({
        "emails": ["first@example.com", inactive],
        "permissionRules": [{ "resource": workbench, "role": "atlassian/customer" }],
    });
    let answer = invite(&mut client, &body);
    assert_eq!(answer.status, 206);
    let part = |at: usize| answer.body["data"][at]["results"][0]["roleAssignmentResult"][0].clone();
    assert_eq!(part(0)["status"], "INVITED");
    assert_eq!(
        (&part(1)["status"], part(1)["statusReason"].is_string()),
        (&json!("ERROR"), true)
    );
}

#[test]
fn an_app_that_fills_up_midway_206_and_one_that_is_full_409() {
    let mut client = Client::new();
    let body = json!({
        "emails": ["a@example.com", "b@example.com", "c@example.com", "d@example.com", "e@example.com"],
        "permissionRules": [rule(&client, "jira-servicedesk")],
    });
    let answer = invite(&mut client, &body);
    assert_eq!(answer.status, 206);
    let invited = answer.body["data"].as_array().unwrap().iter();
    let invited = invited.filter(|item| item["results"][0]["roleAssignmentResult"][0]["status"] == "INVITED");
    assert_eq!(invited.count(), 3, "three licences were left");
    let body = json!({ "emails": ["f@example.com"], "permissionRules": [rule(&client, "jira-servicedesk")] });
    let answer = invite(&mut client, &body);
    assert_eq!((answer.status, answer.code()), (409, "ADMIN-UAM-409-3"));
    assert_eq!(
        client.search(&json!({ "emails": ["f@example.com"] })).body["data"],
        json!([])
    );
}

#[test]
fn a_wrong_body_400_is_admin_uam_400_1() {
    let mut client = Client::new();
    let many: Vec<String> = (0..26).map(|at| format!("a{at}@example.com")).collect();
    for body in [
        json!({}),
        json!({ "emails": [] }),
        json!({ "emails": many }),
        json!({ "emails": ["no address"] }),
        json!({ "emails": ["a@example.com", "A@example.com"] }),
        json!({ "email": "a@example.com" }),
        json!({ "emails": ["a@example.com"], "permissionRules": [{ "resource": "x", "role": "nonsense" }] }),
    ] {
        let answer = invite(&mut client, &body);
        assert_eq!((answer.status, answer.code()), (400, "ADMIN-UAM-400-1"), "{body}");
    }
    assert!(client.organization.deeds().is_empty());
}

#[test]
fn without_a_subscription_402() {
    let mut client = Client::new();
    client.organization.set_paying(false);
    let answer = invite(&mut client, &json!({ "emails": ["a@example.com"] }));
    assert_eq!((answer.status, answer.code()), (402, "ADMIN-UAM-402-1"));
}
