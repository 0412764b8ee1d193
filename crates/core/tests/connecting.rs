//! The proof that key and organization belong together, against the sandbox organization.
#![expect(clippy::unwrap_used, reason = "what helps a test may fail it")]

use rollcall_atlassian::OrganizationId;
use rollcall_core::connect::{Proof, Trouble};
use rollcall_sandbox::{Fault, Faults, Organization};

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
