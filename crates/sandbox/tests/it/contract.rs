//! The organization's answers, held against the contracts that `crates/atlassian/contract` takes from the documents, in both
//! directions.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use http::Method;
use rollcall_atlassian::{ENDPOINTS, Generation};
use rollcall_sandbox::{Account, Documented, Fault, Faults, Life, Limit, Lock};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::client::{Answer, Client};

/// Of a contract, only the answers.
#[derive(Deserialize)]
struct Contract {
    name: String,
    #[serde(rename = "answer")]
    answers: Vec<Promised>,
}

#[derive(Deserialize)]
struct Promised {
    status: u16,
    code: Option<String>,
    #[serde(default)]
    body: String,
    #[serde(default)]
    unconfirmed: bool,
}

/// Answers that no contract has: endpoint (or any), status, code. Each stands under what it rests on.
const BEYOND: &[(&str, u16, &str)] = &[
    // AX-631 quotes the whole body; the contracts leave its shape open.
    ("", 403, "forbidden.insufficientScope"),
    // ID-7748 quotes both namings, for a change of address.
    ("", 403, "forbidden.targetUnverified"),
    // AX-201 quotes both namings, for a change of address.
    ("deactivate-account", 403, "forbidden.action"),
    ("activate-account", 403, "forbidden.action"),
    // Its context has the fields that were asked for.
    ("update-profile", 403, "forbidden.fieldMutation"),
    // Declared as `Error.Unauthorized` beside the calls, and for none of them.
    ("", 401, "asapUnauthorizedIssuer"),
    // Declared as `Error.InvalidRequestSyntax`; here for parameters that the call does not have.
    ("", 400, "ADMIN-400-19"),
    // No document promises that user management never fails.
    ("", 500, ""),
    // The live answer of qaq-p/3039088 is to this very call.
    ("get-managed-accounts", 403, ""),
    // Not declared, but another organization must be refused somehow.
    ("get-directories", 403, "ADMIN-403-3"),
    ("get-directories", 404, "ADMIN-404-2"),
    // "We couldn’t find the organization or directory", and a cursor that was not given out: codes are left open.
    ("search-users", 404, "ADMIN-404-1"),
    ("search-users", 400, "ADMIN-400-1"),
    // Not declared, but what is not there must be refused somehow.
    ("get-user-roles", 400, "ADMIN-400-19"),
    // A taken address, which no document describes.
    ("set-email", 400, ""),
    ("set-email", 400, "emailAlreadyExists"),
    ("set-email", 403, "forbidden.emailInUse"),
    ("set-email", 409, ""),
];

fn contracts() -> Vec<Contract> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../atlassian/contract");
    let files = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    files
        .filter(|file| file.extension().is_some_and(|extension| extension == "toml"))
        .map(|file| toml::from_str(&std::fs::read_to_string(file).unwrap()).unwrap())
        .collect()
}

/// Everything that can be brought out of an endpoint.
fn answers(endpoint: &str) -> Vec<Answer> {
    let mut answers = Vec::new();
    let mut with = |change: &dyn Fn(&mut Client) -> Option<Answer>| {
        let mut client = Client::new();
        let answer = change(&mut client).unwrap_or_else(|| {
            let (id, account) = (
                client.organization.organization_id().to_owned(),
                client.willing(endpoint).id,
            );
            client.call(endpoint, &id, &account, "")
        });
        answers.push(answer);
    };
    with(&|_| None);
    with(&|client| {
        client.authorization = None;
        None
    });
    with(&|client| {
        client.authorization = Some("Bearer a.b.c".to_owned());
        None
    });
    with(&|client| {
        client.organization.set_limit(Limit {
            per_minute: Some(0),
            headers: true,
            ..Limit::default()
        });
        None
    });
    with(&|client| {
        client.organization.set_faults(Fault::ServerError);
        None
    });
    let of_account = ENDPOINTS
        .iter()
        .any(|known| known.name == endpoint && known.path.starts_with("/users"));
    if of_account {
        with(&|client| {
            client.authorization = Some(format!("Bearer {}", client.organization.scoped_key()));
            None
        });
        for id in [
            |client: &Client| client.find(|account| !account.managed).id,
            |client: &Client| client.find(|account| !account.address_verified).id,
            |client: &Client| client.in_life(Life::Closed).id,
            |_: &Client| "nobody".to_owned(),
        ] {
            with(&|client| {
                let id = id(client);
                Some(client.manage(endpoint, &id))
            });
        }
    } else {
        for id in [
            |client: &Client| client.organization.neighbour_id().to_owned(),
            |_: &Client| "nonsense".to_owned(),
        ] {
            with(&|client| {
                let (id, account) = (id(client), client.willing(endpoint).id);
                Some(client.call(endpoint, &id, &account, ""))
            });
        }
    }
    match endpoint {
        "get-domains" | "get-managed-accounts" | "get-directories" | "get-organizations" | "get-users" => {
            for query in ["?cursor=nonsense", "?startAt=1"] {
                with(&|client| {
                    let id = client.organization.organization_id().to_owned();
                    Some(client.call(endpoint, &id, "", query))
                });
            }
        }
        "get-domain" => {
            for id in ["nonsense", "6b4d2e1a-0c3f-4a5b-9d8e-7f6a5b4c3d2e"] {
                with(&|client| {
                    let path = client.admin("v1", &format!("/domains/{id}"));
                    Some(client.get(&path))
                });
            }
        }
        "search-workspaces" => {
            for body in [json!({ "limit": 0 }), json!({ "cursor": "nonsense" })] {
                with(&|client| {
                    let path = client.admin("v2", "/workspaces");
                    Some(client.send(Method::POST, &path, Some(&body)))
                });
            }
        }
        "search-users" => {
            for body in [json!({ "limit": 0 }), json!({ "cursor": "nonsense" })] {
                with(&|client| Some(client.search(&body)));
            }
            with(&|client| {
                let path = client.admin("v2", "/directories/nonsense/users/search");
                Some(client.send(Method::POST, &path, None))
            });
        }
        "set-email" => answers.extend(refused_changes()),
        "grant-role" | "revoke-role" | "grant-organization-role" | "revoke-organization-role" => {
            answers.extend(refused_roles(endpoint));
        }
        "invite-users" => answers.extend(refused_invitations()),
        _ if is_retired(endpoint) => answers.extend(refused_of_v1(endpoint)),
        "get-events" | "poll-events" => {
            for query in ["?cursor=nonsense", "?from=yesterday", "?limit=501", "?actor=a"] {
                with(&|client| {
                    let id = client.organization.organization_id().to_owned();
                    Some(client.call(endpoint, &id, "", query))
                });
            }
        }
        "get-policy" | "get-event" => {
            let rest = if endpoint == "get-policy" {
                "policies"
            } else {
                "events"
            };
            with(&|client| {
                let path = client.admin("v1", &format!("/{rest}/nonsense"));
                Some(client.get(&path))
            });
        }
        "get-last-active" => {
            for id in ["nobody", "no%20body"] {
                with(&|client| Some(client.direct(endpoint, id)));
            }
            with(&|client| {
                client.organization.set_faults(Faults {
                    code: Documented::parse("ADMIN-401-2"),
                    ..Fault::Documented.into()
                });
                None
            });
        }
        _ if of_account => answers.extend(refused_by_state(endpoint)),
        _ => {}
    }
    answers
}

/// What the other calls about an account are answered because of its state, its locks, or what they send.
fn refused_by_state(endpoint: &str) -> Vec<Answer> {
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
fn refused_roles(endpoint: &str) -> Vec<Answer> {
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
    client.organization.set_capacity(0, Some(0));
    let outside = client.find(|account| account.life == Life::Active && account.memberships.is_empty());
    answers.push(client.direct(endpoint, &outside.id));
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

fn is_retired(endpoint: &str) -> bool {
    let mut endpoints = ENDPOINTS.iter();
    let found = endpoints.find(|known| known.name == endpoint);
    found.is_some_and(|found| matches!(found.generation, Generation::Retired { .. }))
}

/// What the retired calls are refused for, each as far as it can be.
fn refused_of_v1(endpoint: &str) -> Vec<Answer> {
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
fn refused_invitations() -> Vec<Answer> {
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
fn refused_changes() -> Vec<Answer> {
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

/// The type of each part of a body; the elements of a list are one part.
fn shape(body: &Value, at: &str, parts: &mut BTreeMap<String, &'static str>) {
    let kind = match body {
        Value::Null => return,
        Value::Bool(_) => "bool",
        Value::Number(_) => "number",
        Value::String(_) => "text",
        Value::Array(list) => {
            for item in list {
                shape(item, &format!("{at}[]"), parts);
            }
            "list"
        }
        Value::Object(fields) => {
            for (name, value) in fields {
                shape(value, &format!("{at}.{name}"), parts);
            }
            "object"
        }
    };
    parts.insert(at.to_owned(), kind);
}

fn shape_of(body: &Value) -> BTreeMap<String, &'static str> {
    let mut parts = BTreeMap::new();
    shape(body, "", &mut parts);
    parts
}

/// Whether a body has the form of a promised one: a refusal to the last part, a success in all parts that both have.
fn conforms(answer: &Answer, promised: &Promised) -> bool {
    let expected: Value = serde_json::from_str(&promised.body).unwrap_or_default();
    let (given, expected) = (shape_of(&answer.body), shape_of(&expected));
    if answer.status >= 300 {
        return given == expected;
    }
    given
        .iter()
        .all(|(part, kind)| expected.get(part).is_none_or(|other| other == kind))
}

fn is_beyond(endpoint: &str, answer: &Answer) -> bool {
    BEYOND.iter().any(|(of, status, of_code)| {
        (of.is_empty() || *of == endpoint) && *status == answer.status && *of_code == answer.key()
    })
}

#[test]
fn every_answer_has_a_status_and_a_body_of_the_contract() {
    for contract in contracts() {
        for answer in answers(&contract.name) {
            let promised = contract.answers.iter().any(|promised| {
                promised.status == answer.status
                    && promised.code.as_deref().unwrap_or_default() == answer.key()
                    && conforms(&answer, promised)
            });
            assert!(
                promised || is_beyond(&contract.name, &answer),
                "{}: {} {}",
                contract.name,
                answer.status,
                answer.body
            );
        }
    }
}

#[test]
fn every_confirmed_answer_of_the_contract_is_given() {
    for contract in contracts() {
        let given: BTreeSet<(u16, String)> = answers(&contract.name)
            .iter()
            .map(|answer| (answer.status, answer.key().to_owned()))
            .collect();
        for promised in contract.answers.iter().filter(|promised| !promised.unconfirmed) {
            let wanted = (promised.status, promised.code.clone().unwrap_or_default());
            assert!(
                given.contains(&wanted),
                "{}: nobody is answered {wanted:?}",
                contract.name
            );
        }
    }
}
