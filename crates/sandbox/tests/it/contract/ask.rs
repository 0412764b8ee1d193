//! Everything that can be brought out of an endpoint.

use http::Method;
use rollcall_atlassian::ENDPOINTS;
use rollcall_sandbox::{Documented, Fault, Faults, Life, Limit};
use serde_json::json;

use super::refused;
use crate::client::{Answer, Client};

/// Everything that can be brought out of an endpoint.
pub(super) fn answers(endpoint: &str) -> Vec<Answer> {
    let of_account = ENDPOINTS
        .iter()
        .any(|known| known.name == endpoint && known.path.starts_with("/users"));
    let mut answers = of_any_call(endpoint, of_account);
    answers.extend(of_this_call(endpoint, of_account));
    answers
}

/// Asks the endpoint of an organization of its own, after something was changed or in another way; adds the answer.
fn with(answers: &mut Vec<Answer>, endpoint: &str, change: &dyn Fn(&mut Client) -> Option<Answer>) {
    let mut client = Client::new();
    let answer = change(&mut client).unwrap_or_else(|| {
        let (id, account) = (
            client.organization.organization_id().to_owned(),
            client.willing(endpoint).id,
        );
        client.call(endpoint, &id, &account, "")
    });
    answers.push(answer);
}

/// What every call may be answered.
fn of_any_call(endpoint: &str, of_account: bool) -> Vec<Answer> {
    let mut answers = Vec::new();
    let mut with = |change: &dyn Fn(&mut Client) -> Option<Answer>| with(&mut answers, endpoint, change);
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
    answers
}

/// What only some calls are answered.
fn of_this_call(endpoint: &str, of_account: bool) -> Vec<Answer> {
    let mut answers = Vec::new();
    let mut with = |change: &dyn Fn(&mut Client) -> Option<Answer>| with(&mut answers, endpoint, change);
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
        "set-email" => return refused::changes(),
        "grant-role" | "revoke-role" | "grant-organization-role" | "revoke-organization-role" => {
            return refused::roles(endpoint);
        }
        "invite-users" => return refused::invitations(),
        _ if refused::is_retired(endpoint) => return refused::of_v1(endpoint),
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
        _ if of_account => return refused::by_state(endpoint),
        _ => {}
    }
    answers
}
