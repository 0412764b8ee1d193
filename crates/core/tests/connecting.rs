//! The proof that key and organization belong together, against the sandbox organization.
#![expect(clippy::unwrap_used, reason = "what helps a test may fail it")]

use rollcall_atlassian::OrganizationId;
use rollcall_core::connect::{Limit, Proof, Trouble};
use rollcall_sandbox::{Fault, Faults, Organization};
use serde_json::json;

const ELSEWHERE: &str = "1a2b3c4d-0000-4000-8000-1a2b3c4d5e6f";

/// How many calls it took, and what came of them.
fn prove(sandbox: &mut Organization, id: &str, key: &str) -> (Result<String, Trouble>, u32) {
    let mut proof = Proof::new(OrganizationId::parse(id).unwrap());
    let mut calls = 0;
    while let Some(mut request) = proof.request() {
        calls += 1;
        let key = format!("Bearer {key}").parse().unwrap();
        request.headers_mut().insert("authorization", key);
        let response = sandbox.answer(0, "https://api.atlassian.com", &request);
        if let Err(trouble) = proof.answered(&response) {
            return (Err(trouble), calls);
        }
    }
    (Ok(proof.name()), calls)
}

#[test]
fn three_calls_prove_it_and_tell_the_name() {
    let sandbox = &mut Organization::generate(60, 1);
    let (id, key) = (sandbox.organization_id().to_owned(), sandbox.key().to_owned());
    assert_eq!(
        prove(sandbox, &id, &key),
        (Ok("Example Industries".to_owned()), 3)
    );

    sandbox.set_faults(Faults {
        kinds: vec![Fault::ServerError],
        endpoint: Some("get-organization".to_owned()),
        per_thousand: 1000,
        ..Faults::default()
    });
    assert_eq!(
        prove(sandbox, &id, &key),
        (Ok(id.clone()), 3),
        "it does not hang on the name"
    );
}

#[test]
fn a_key_of_another_organization_is_told_which() {
    let sandbox = &mut Organization::generate(60, 1);
    let key = sandbox.key().to_owned();
    let (answer, _) = prove(sandbox, ELSEWHERE, &key);
    let id = sandbox.organization_id();
    assert_eq!(
        answer.unwrap_err().to_string(),
        format!(
            "This API key does not belong to organization {ELSEWHERE}. It belongs to Example Industries ({id})."
        )
    );

    sandbox.set_faults(Faults {
        kinds: vec![Fault::Html],
        endpoint: Some("get-organizations".to_owned()),
        per_thousand: 1000,
        ..Faults::default()
    });
    let (answer, _) = prove(sandbox, ELSEWHERE, &key);
    assert_eq!(
        answer.unwrap_err().to_string(),
        format!("This API key does not belong to organization {ELSEWHERE}.")
    );
}

#[test]
fn a_call_that_is_lost_after_it_was_decided_changes_nothing() {
    let sandbox = &mut Organization::generate(60, 1);
    let key = format!("Bearer {}", sandbox.key());
    for (id, is_good) in [
        (sandbox.organization_id().to_owned(), true),
        (ELSEWHERE.to_owned(), false),
    ] {
        let mut proof = Proof::new(OrganizationId::parse(&id).unwrap());
        while !proof.is_decided() {
            let mut request = proof.request().unwrap();
            request
                .headers_mut()
                .insert("authorization", key.parse().unwrap());
            let response = sandbox.answer(0, "https://api.atlassian.com", &request);
            proof.answered(&response).unwrap();
        }
        assert_eq!(proof.lost().is_ok(), is_good);
        assert!(proof.request().is_none());
    }
}

#[test]
fn a_key_with_scopes_and_one_that_is_unknown_are_refused() {
    let sandbox = &mut Organization::generate(60, 1);
    let (id, scoped) = (
        sandbox.organization_id().to_owned(),
        sandbox.scoped_key().to_owned(),
    );
    assert_eq!(prove(sandbox, &id, &scoped), (Err(Trouble::ScopedKey), 2));
    assert_eq!(prove(sandbox, &id, "no key"), (Err(Trouble::WrongKey), 1));
}

/// Accounts as the list gives them: id, kind, address.
fn listed(accounts: &[(&str, &str, &str)]) -> serde_json::Value {
    let data = accounts.iter().map(|(id, kind, email)| {
        json!({"account_id": id, "account_type": kind, "account_status": "active", "email": email})
    });
    json!({"data": data.collect::<Vec<_>>(), "links": {"next": null}, "meta": {"total": accounts.len()}})
}

fn person(at: usize) -> String {
    format!("712020:00000000-0000-4000-8000-{at:012}")
}

fn people(count: usize) -> serde_json::Value {
    let ids: Vec<String> = (1..=count).map(person).collect();
    let all: Vec<(&str, &str, &str)> = ids
        .iter()
        .map(|id| (id.as_str(), "atlassian", "a@example.com"))
        .collect();
    listed(&all)
}

fn organization() -> serde_json::Value {
    json!({"data": {"id": ELSEWHERE, "type": "orgs", "attributes": {"name": "Example Industries"}}})
}

fn organizations(ids: &[&str]) -> serde_json::Value {
    let data = ids
        .iter()
        .map(|id| json!({"id": id, "type": "orgs", "attributes": {"name": "Example Industries"}}));
    json!({"data": data.collect::<Vec<_>>(), "links": {}})
}

fn permitted() -> serde_json::Value {
    json!({"email.set": {"allowed": true}})
}

/// Proves against these answers, in order: what came of it, and the limit.
fn answered(answers: &[(u16, serde_json::Value)]) -> (Result<String, Trouble>, Option<Limit>) {
    let mut proof = Proof::new(OrganizationId::parse(ELSEWHERE).unwrap());
    for (status, body) in answers {
        let path = proof.request().unwrap().uri().to_string();
        let response = http::Response::builder()
            .status(*status)
            .header("content-type", "application/json")
            .body(serde_json::to_vec(body).unwrap())
            .unwrap();
        if let Err(trouble) = proof.answered(&response) {
            return (Err(trouble), proof.limit());
        }
        assert!(path.starts_with('/'));
    }
    assert!(
        proof.request().is_none(),
        "{:?}",
        proof.request().map(|request| request.uri().clone())
    );
    (Ok(proof.name()), proof.limit())
}

#[test]
fn it_does_not_hang_on_one_account() {
    let connected = Ok("Example Industries".to_owned());
    for status in [400, 403, 404] {
        let refusal = (status, json!({"key": "notFound", "context": {}}));
        let all = [
            (200, people(3)),
            refusal.clone(),
            (200, permitted()),
            (200, organization()),
        ];
        assert_eq!(answered(&all), (connected.clone(), None), "{status}");
    }
    // Neither an app, nor a customer, nor a service account is tried where there is a person.
    let robots = [
        ("557058:app", "app", "app@connect.example"),
        ("qm:1", "customer", "c@example.net"),
        (
            "712020:service",
            "atlassian",
            "build-7@serviceaccount.atlassian.com",
        ),
    ];
    let ada = person(1);
    let with_person = [&robots[..], &[(ada.as_str(), "atlassian", "ada@example.com")]].concat();
    let mut proof = Proof::new(OrganizationId::parse(ELSEWHERE).unwrap());
    let response = http::Response::new(serde_json::to_vec(&listed(&with_person)).unwrap());
    proof.answered(&response).unwrap();
    assert!(proof.request().unwrap().uri().path().contains("-000000000001/"));

    let all = [(200, listed(&robots)), (200, organization())];
    assert_eq!(answered(&all), (connected, Some(Limit::NoAccountToTry)));
}

#[test]
fn an_organization_without_managed_accounts_connects() {
    let all = [(200, listed(&[])), (200, organization())];
    let connected = Ok("Example Industries".to_owned());
    assert_eq!(
        answered(&all),
        (connected.clone(), Some(Limit::NoManagedAccounts))
    );
    // A list that broke off does not say that there are none.
    let broken = json!({"data": [], "meta": {"total": 40}});
    let all = [(200, broken), (200, organization())];
    assert_eq!(answered(&all), (connected, Some(Limit::NoAccountToTry)));
    // The key has to belong to the organization all the same.
    let refusal =
        json!({"errors": [{"status": "403", "code": "ADMIN-403-3", "title": "Forbidden", "detail": "No."}]});
    let all = [
        (200, listed(&[])),
        (403, refusal),
        (200, organizations(&["1a2b3c4d-0000-4000-8000-000000000002"])),
    ];
    assert!(matches!(answered(&all).0, Err(Trouble::WrongOrganization { of_key, .. }) if of_key.len() == 1));
}

#[test]
fn where_every_account_is_refused_the_organizations_of_the_key_decide() {
    let refused = |status| (status, json!({"key": "forbidden", "context": {}}));
    let forbidden = [vec![(200, people(9))], vec![refused(403); 5]].concat();
    let ends = |last: &[(u16, serde_json::Value)]| answered(&[&forbidden[..], last].concat());
    let connected = Ok("Example Industries".to_owned());
    assert_eq!(
        ends(&[(200, organizations(&[ELSEWHERE]))]),
        (connected.clone(), Some(Limit::AccountsRefused))
    );
    assert!(matches!(
        ends(&[(200, organizations(&[]))]).0,
        Err(Trouble::WrongOrganization { .. })
    ));
    // Accounts that Atlassian does not know say nothing about the key.
    let unknown = [
        (200, people(2)),
        refused(404),
        refused(404),
        (200, organization()),
    ];
    assert_eq!(answered(&unknown), (connected, Some(Limit::AccountsRefused)));
}
