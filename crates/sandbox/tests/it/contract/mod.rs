//! The organization's answers, held against the contracts that `crates/atlassian/contract` takes from the documents, in both
//! directions.

mod ask;
mod refused;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

use self::ask::answers;
use crate::client::Answer;

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
    ("get-group-roles", 400, "ADMIN-400-19"),
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
