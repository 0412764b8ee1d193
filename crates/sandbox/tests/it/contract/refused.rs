//! What single calls are refused for.

use http::Method;
use rollcall_atlassian::{ENDPOINTS, Generation};
use rollcall_sandbox::{Account, Documented, Fault, Faults, Life, Lock};
use serde_json::json;

use crate::client::{Answer, Client};

/// What the other calls about an account are answered because of its state, its locks, or what they send.
pub(super) fn by_state(endpoint: &str) -> Vec<Answer> {
    let mut answers = Vec::new();
    let accounts: [fn(&Client) -> Account; 5] = [
        Client::first,
        |client| client.in_life(Life::Deactivated),
        |client| client.in_life(Life::ForDeletion),
        |client| client.find(|account| account.billing_contact),
        |client| client.locked(Lock::ExportControl),
    ];
    for account in accounts {
        let mut client = Client::new();
        let id = account(&client).id;
        answers.push(client.manage(endpoint, &id));
    }
    for lock in Lock::ALL {
        let mut client = Client::new();
        let id = client.willing(endpoint).id;
        client.organization.set_lock(&id, Some(lock));
        answers.push(client.manage(endpoint, &id));
    }
    let mut client = Client::new();
    let id = client.first().id;
    let path = format!("/users/{id}/manage");
    let (method, paths, bodies) = match endpoint {
        "update-profile" => {
            let bodies = vec![
                json!({ "name": 7 }),
                json!({ "nickname": "n".repeat(31), "name": "\n" }),
            ];
            (Method::PATCH, vec!["/profile"], bodies)
        }
        "deactivate-account" => (
            Method::POST,
            vec!["/lifecycle/disable"],
            vec![json!({ "message": 7 })],
        ),
        "get-api-tokens" => (Method::GET, vec!["/api-tokens"], vec![json!([])]),
        "delete-api-token" => {
            let paths = vec!["/api-tokens/fake-tokenId", "/api-tokens/fake%20tokenId"];
            (Method::DELETE, paths, vec![json!([]), json!({})])
        }
        _ => return answers,
    };
    for rest in paths {
        for body in &bodies {
            answers.push(client.send(method.clone(), &format!("{path}{rest}"), Some(body)));
        }
    }
    answers
}

/// What roles are refused for: bodies that are not as they should be, accounts and workspaces that are not there, an app without
/// a licence, and a key that v1 declares to be refused in two ways.
pub(super) fn roles(endpoint: &str) -> Vec<Answer> {
    let mut answers = Vec::new();
    let mut client = Client::new();
    let account = client.willing(endpoint).id;
    let found = ENDPOINTS.iter().find(|known| known.name == endpoint).unwrap();
    let jira = client.workspace("jira-software");
    for (account, body) in [
        (account.as_str(), json!({ "role": "nonsense" })),
        (
            account.as_str(),
            json!({ "role": "atlassian/stakeholder", "resource": jira }),
        ),
        ("nobody", json!({ "role": "atlassian/org-admin" })),
        (
            account.as_str(),
            json!({ "role": "atlassian/user", "resource": "ari:nonsense" }),
        ),
    ] {
        let path = found
            .path
            .replace("{organization}", client.organization.organization_id())
            .replace("{account}", account);
        answers.push(client.send(Method::POST, &path, Some(&body)));
    }
    // Somebody who would be one too many.
    let (agents, workbench) = (
        client.group("service-agents"),
        client.workspace("jira-servicedesk"),
    );
    client.organization.set_capacity(2, Some(0));
    let another = client.find(|account| {
        let is_new = account.grants.is_empty() && !agents.members.contains(&account.id);
        is_new && account.life == Life::Active && account.membership(0).is_some()
    });
    let path = found
        .path
        .replace("{organization}", client.organization.organization_id())
        .replace("{account}", &another.id);
    let body = json!({ "role": "atlassian/user", "resource": workbench });
    answers.push(client.send(Method::POST, &path, Some(&body)));
    for code in ["ADMIN-401-2", "ADMIN-UAM-500-1"] {
        let mut client = Client::new();
        client.organization.set_faults(Faults {
            code: Documented::parse(code),
            ..Fault::Documented.into()
        });
        if code == "ADMIN-401-2" || endpoint == "revoke-role" {
            answers.push(client.direct(endpoint, &account));
        }
    }
    answers
}

pub(super) fn is_retired(endpoint: &str) -> bool {
    let mut endpoints = ENDPOINTS.iter();
    let found = endpoints.find(|known| known.name == endpoint);
    found.is_some_and(|found| matches!(found.generation, Generation::Retired { .. }))
}

/// What the retired calls are refused for, each as far as it can be.
pub(super) fn of_v1(endpoint: &str) -> Vec<Answer> {
    let mut answers = Vec::new();
    let mut client = Client::new();
    let account = client.willing(endpoint).id;
    let found = ENDPOINTS.iter().find(|known| known.name == endpoint).unwrap();
    let path = |client: &Client, account: &str, group: &str| {
        found
            .path
            .replace("{organization}", client.organization.organization_id())
            .replace("{account}", account)
            .replace("{group}", group)
    };
    let (apollo, synced) = (client.group("project-apollo").id, client.group("engineering").id);
    for (account, group) in [
        ("nobody", apollo.as_str()),
        ("no%20body", &apollo),
        (&account, "nonsense"),
        (&account, "non%20sense"),
        (&account, &synced),
    ] {
        // Whoever has no group in the path would be changed by a call that is as it should be.
        if group != apollo && !found.path.contains("{group}") {
            continue;
        }
        let path = path(&client, account, group);
        let body = (endpoint == "add-to-group-v1").then(|| json!({ "account_id": account }));
        answers.push(client.send(found.method.clone(), &path, body.as_ref()));
    }
    if endpoint == "invite-user" || endpoint.starts_with("search") || endpoint == "add-to-group-v1" {
        let inactive = client.in_life(Life::Deactivated).address;
        let jira = client.workspace("jira-software");
        for body in [
            json!({ "nonsense": true }),
            json!({ "cursor": "nonsense" }),
            json!({ "email": inactive }),
            json!({ "email": "a@example.com", "permissionRule": { "resource": "ari:x", "role": "atlassian/user" } }),
            json!({ "email": "a@example.com", "permissionRule": { "resource": jira, "role": "atlassian/stakeholder" } }),
        ] {
            let path = path(&client, &account, &apollo);
            answers.push(client.send(Method::POST, &path, Some(&body)));
        }
    }
    // An app that is full, and two.
    client.organization.set_capacity(0, Some(0));
    client.organization.set_capacity(2, None);
    answers.push(client.direct(endpoint, &account));
    if endpoint == "add-to-group-v1" {
        let path = path(&client, "", &client.group("service-agents").id);
        client.organization.set_capacity(2, Some(0));
        for account in client.organization.accounts().to_vec() {
            let body = json!({ "account_id": account.id });
            answers.push(client.send(Method::POST, &path, Some(&body)));
        }
        client.organization.set_capacity(2, None);
    }
    client.organization.set_capacity(1, Some(0));
    answers.push(client.direct(endpoint, &account));
    if endpoint != "invite-user" {
        let mut client = Client::new();
        client.organization.set_faults(Faults {
            code: Documented::parse("ADMIN-401-2"),
            ..Fault::Documented.into()
        });
        answers.push(client.direct(endpoint, &account));
    }
    answers
}

/// What invitations are refused for, and one that fails in part.
pub(super) fn invitations() -> Vec<Answer> {
    let mut answers = Vec::new();
    let mut client = Client::new();
    let jira = client.workspace("jira-software");
    let path = client.admin("v2", "/users/invite");
    let synced = client.group("engineering").id;
    for body in [
        json!({ "emails": [] }),
        json!({ "emails": ["a@example.com"], "permissionRules": [{ "resource": "ari:x", "role": "atlassian/user" }] }),
        json!({ "emails": ["a@example.com"], "permissionRules": [{ "resource": jira, "role": "atlassian/stakeholder" }] }),
        json!({ "emails": ["a@example.com"], "additionalGroups": ["nonsense"] }),
        json!({ "emails": ["a@example.com"], "additionalGroups": [synced] }),
    ] {
        answers.push(client.send(Method::POST, &path, Some(&body)));
    }
    client.organization.set_capacity(0, Some(0));
    let body = json!({ "emails": ["b@example.com"], "permissionRules": [{ "resource": jira, "role": "atlassian/user" }] });
    answers.push(client.send(Method::POST, &path, Some(&body)));
    client.organization.set_paying(false);
    answers.push(client.send(Method::POST, &path, Some(&body)));
    answers
}

/// What only a change of address is answered.
pub(super) fn changes() -> Vec<Answer> {
    let mut answers = Vec::new();
    let mut client = Client::new();
    let id = client.first().id;
    for address in ["ada", "ada\n@example.com", "ada@example.net"] {
        answers.push(client.set_email(&id, address));
    }
    let path = format!("/users/{id}/manage/email");
    answers.push(client.send(Method::PUT, &path, Some(&json!({}))));
    let lapsed = client
        .find(|account| account.address.ends_with("@legacy.example"))
        .id;
    answers.push(client.set_email(&lapsed, "ada.new@example.com"));
    for lock in Lock::ALL {
        client.organization.set_lock(&id, Some(lock));
        answers.push(client.set_email(&id, "ada.new@example.com"));
    }
    for seed in 0..5 {
        let mut client = Client::of(100, seed);
        let id = client.first().id;
        answers.push(client.set_email(&id, "support@example.com"));
    }
    answers
}
