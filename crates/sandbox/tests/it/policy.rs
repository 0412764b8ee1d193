//! Policies, and the tasks that move accounts from one authentication policy to another.

use http::Method;
use rollcall_atlassian::call::auth_policy::GetPolicyTask;
use rollcall_atlassian::{Call, OrganizationId, TaskId};
use serde_json::{Value, json};

use crate::client::{Answer, Client};

fn add(client: &mut Client, policy: &str, users: &[String]) -> Answer {
    let path = format!(
        "/admin/control/v1/orgs/{}/auth-policy/{policy}/add-users",
        client.organization.organization_id()
    );
    client.send(Method::POST, &path, Some(&json!({ "users": users })))
}

/// Asks until it is over, and gives the answers' counts of what waits, and the last answer.
fn watch(client: &mut Client, task: &str) -> (Vec<u64>, Value) {
    let call = GetPolicyTask {
        organization: OrganizationId::parse(client.organization.organization_id()).unwrap(),
        task: TaskId::parse(task).unwrap(),
    };
    let mut waiting = Vec::new();
    loop {
        let answer = client.get(&call.request().uri().to_string());
        let read = call.answer(&answer.response).unwrap();
        waiting.push(read.waiting.unwrap());
        if read.is_over() == Some(true) {
            return (waiting, answer.body);
        }
    }
}

fn policy_of(client: &Client, id: &str) -> usize {
    client.organization.account(id).unwrap().policy
}

#[test]
fn add_202_is_done_by_a_task_after_some_polls() {
    let mut client = Client::new();
    let policies: Vec<String> = client
        .organization
        .auth_policies()
        .iter()
        .map(|at| at.id.clone())
        .collect();
    let people = client.organization.accounts()[..5].to_vec();
    let unmanaged = client.find(|account| !account.managed).address;
    let mut users: Vec<String> = people
        .iter()
        .map(|account| account.address.to_uppercase())
        .collect();
    users.extend([unmanaged.clone(), "nobody@example.com".into()]);
    let before = client.organization.state();
    let answer = add(&mut client, &policies[2], &users);
    assert_eq!(answer.status, 202);
    let task = answer.body["taskId"].as_str().unwrap().to_owned();
    assert!(answer.body["taskLink"].as_str().unwrap().ends_with(&task));
    assert_eq!(client.organization.state(), before, "nothing is done yet");

    let (waiting, last) = watch(&mut client, &task);
    assert_eq!(waiting, [7, 3, 0]);
    assert_eq!(
        (&last["successCount"], &last["failureCount"]),
        (&json!(5), &json!(2))
    );
    assert_eq!(
        last["failureReasons"][0]["emails"],
        json!([unmanaged, "nobody@example.com"])
    );
    assert!(people.iter().all(|account| policy_of(&client, &account.id) == 2));

    // And back, each to where it was.
    for account in &people {
        let answer = add(
            &mut client,
            &policies[account.policy],
            std::slice::from_ref(&account.address),
        );
        watch(&mut client, answer.body["taskId"].as_str().unwrap());
    }
    assert_eq!(client.organization.state(), before);
}

#[test]
fn an_unknown_policy_is_refused_at_once_or_by_the_task() {
    let unknown = "00000000-0000-4000-8000-000000000000";
    let mut at_once = Client::of(100, 0);
    let users = [at_once.first().address];
    let answer = add(&mut at_once, unknown, &users);
    assert_eq!((answer.status, answer.code()), (404, "ADMIN-404-5"));
    let mut by_task = Client::of(100, 1);
    let users = [by_task.first().address];
    let answer = add(&mut by_task, unknown, &users);
    assert_eq!(answer.status, 202);
    let (_, last) = watch(&mut by_task, answer.body["taskId"].as_str().unwrap());
    assert_eq!(
        (&last["successCount"], &last["failureCount"]),
        (&json!(0), &json!(1))
    );
}

#[test]
fn a_wrong_body_400_and_an_unknown_task_404() {
    let mut client = Client::new();
    let policy = client.organization.auth_policies()[0].id.clone();
    let many: Vec<String> = (0..10_001).map(|at| format!("a{at}@example.com")).collect();
    for users in [vec![], many] {
        let answer = add(&mut client, &policy, &users);
        assert_eq!((answer.status, answer.code()), (400, "ADMIN-400-24"));
    }
    let path = format!(
        "/admin/control/v1/orgs/{}/auth-policy/task/nonsense",
        client.organization.organization_id()
    );
    let answer = client.get(&path);
    assert_eq!((answer.status, answer.code()), (404, "ADMIN-404-1"));
}

#[test]
fn policies_of_accounts_are_told_of_managed_ones() {
    let mut client = Client::new();
    let ids: Vec<String> = [client.find(|account| account.policy == 2).id, client.first().id].into();
    let unmanaged = client.find(|account| !account.managed).id;
    let path = format!(
        "/admin/control/v1/orgs/{}/users/auth-policies/bulk-fetch",
        client.organization.organization_id()
    );
    let body = json!({ "accountIds": [ids[0], ids[1], unmanaged, "nobody"] });
    let answer = client.send(Method::POST, &path, Some(&body));
    let items = answer.body.as_array().unwrap();
    assert_eq!(items.len(), 2);
    assert_eq!(items[0]["policyName"], "Not billable");
    assert_eq!(items[1]["accountId"], ids[1]);
    let answer = client.send(Method::POST, &path, Some(&json!({ "userIds": ids })));
    assert_eq!((answer.status, answer.code()), (400, "ADMIN-400-24"));
}

#[test]
fn policies_200_come_in_pages_and_by_kind() {
    let mut client = Client::new();
    let first = client.get(&client.admin("v1", "/policies"));
    assert_eq!(first.body["data"].as_array().unwrap().len(), 2);
    let token = first.body["meta"]["next"].as_str().unwrap();
    let second = client.get(&client.admin("v1", &format!("/policies?cursor={token}")));
    assert_eq!(second.body["data"].as_array().unwrap().len(), 1);
    assert_eq!(
        (&second.body["links"]["next"], &second.body["meta"]["next"]),
        (&Value::Null, &Value::Null)
    );
    let residency = client.get(&client.admin("v1", "/policies?type=data-residency"));
    let id = residency.body["data"][0]["id"].as_str().unwrap().to_owned();
    let one = client.get(&client.admin("v1", &format!("/policies/{id}")));
    assert_eq!(one.body["data"]["attributes"]["name"], "Europe");
}
