//! The table, the calls and their reading of answers, held against the contracts in `contract/`, in both directions.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot be set up has failed; clippy.toml excuses only the test functions"
)]

#[path = "../example/mod.rs"]
mod example;
mod file;

use std::collections::{BTreeMap, BTreeSet};

use http::header;
use rollcall_atlassian::call::directory::{
    MOST_ACCOUNTS, MOST_EMAILS, MOST_OF_A_FILTER, MOST_ON_A_PAGE, MOST_WORKSPACES,
};
use rollcall_atlassian::call::event::MOST_EVENTS_ON_A_PAGE;
use rollcall_atlassian::call::group::MOST_NAMES;
use rollcall_atlassian::call::invite::MOST_INVITED;
use rollcall_atlassian::call::portal::USERS_ON_A_PAGE;
use rollcall_atlassian::call::profile::{LONGEST_NAME, LONGEST_NICKNAME};
use rollcall_atlassian::call::retired::MOST_OF_A_SEARCH;
use rollcall_atlassian::call::workspace::MOST_WORKSPACES_ON_A_PAGE;
use rollcall_atlassian::endpoint::{self, Route};
use rollcall_atlassian::{ENDPOINTS, KeyKind, Kind, Refusal, Wait};

use crate::example::{Example, examples};
use crate::file::{Field, contracts};

fn means(kind: &Kind) -> String {
    match kind {
        Kind::Retry(None) => "retry".into(),
        Kind::WebPage => "web page".into(),
        Kind::Retry(Some(Wait::For(time))) => format!("retry after {} s", time.as_secs()),
        Kind::Retry(Some(Wait::Until(time))) => {
            format!("retry at {}", jiff::Timestamp::from_millisecond(*time).unwrap())
        }
        Kind::Refused(Refusal::Constraint { violations }) => {
            let list: Vec<_> = violations
                .iter()
                .map(|(field, rule)| format!("{field} {rule}"))
                .collect();
            format!("constraint: {}", list.join(", "))
        }
        Kind::Refused(Refusal::BadRequest) => "bad request".into(),
        Kind::Refused(Refusal::NotManaged) => "not managed".into(),
        Kind::Refused(Refusal::Restricted(reason)) => format!("restricted: {}", reason.as_str()),
        Kind::Refused(Refusal::LockedFields { fields }) => {
            let list: Vec<_> = fields
                .iter()
                .map(|(field, reason)| format!("{field} {}", reason.as_str()))
                .collect();
            format!("locked fields: {}", list.join(", "))
        }
        Kind::Refused(Refusal::Lifecycle { errors }) => {
            let list: Vec<_> = errors
                .iter()
                .map(|error| [Some(error.code.as_str()), error.message.as_deref()])
                .map(|parts| parts.into_iter().flatten().collect::<Vec<_>>().join(" "))
                .collect();
            format!("lifecycle: {}", list.join(", "))
        }
        Kind::Refused(Refusal::UnclaimedDomain { domain: None }) => "unclaimed domain".into(),
        Kind::Refused(Refusal::UnclaimedDomain { domain: Some(domain) }) => {
            format!("unclaimed domain: {domain}")
        }
        Kind::Refused(Refusal::UnverifiedAccount) => "unverified account".into(),
        Kind::Refused(Refusal::UnknownAccount) => "unknown account".into(),
        Kind::Refused(Refusal::UnknownToken) => "unknown token".into(),
        Kind::Refused(Refusal::AddressTaken) => "address taken".into(),
        Kind::Refused(Refusal::Other) => "refused".into(),
        Kind::WrongKey => "wrong key".into(),
        Kind::ScopedKey => "scoped key".into(),
        Kind::WrongOrganization => "wrong organization".into(),
        Kind::NotUnderstood => "not understood".into(),
    }
}

#[test]
fn every_endpoint_has_its_contract_and_every_contract_its_endpoint() {
    let contracts = contracts();
    let of_contracts: BTreeSet<_> = contracts.iter().map(|contract| contract.name.as_str()).collect();
    let of_table: BTreeSet<_> = ENDPOINTS.iter().map(|endpoint| endpoint.name).collect();
    assert_eq!(of_contracts, of_table);
    assert_eq!(
        of_table.len(),
        ENDPOINTS.len(),
        "a name stands twice in the table"
    );

    for contract in contracts {
        let name = &contract.name;
        let endpoint = ENDPOINTS.iter().find(|endpoint| endpoint.name == name).unwrap();
        assert_eq!(
            (endpoint.method.as_str(), endpoint.path),
            (&*contract.method, &*contract.path),
            "{name}"
        );
        let key = match contract.keys.as_str() {
            "any" => KeyKind::Any,
            "unscoped" => KeyKind::Unscoped,
            "session" => KeyKind::Session,
            other => panic!("{name}: keys = {other}"),
        };
        assert_eq!(endpoint.key, key, "{name}");
        let generation = contract.generation.as_deref().unwrap_or("current");
        assert_eq!(endpoint.generation.label(), generation, "{name}");
        let used: Vec<_> = contract
            .query
            .iter()
            .filter(|query| !query.unused)
            .map(|query| query.name.as_str())
            .collect();
        assert_eq!(endpoint.query, used, "{name}");
        let success: BTreeSet<_> = contract
            .answers
            .iter()
            .filter(|answer| answer.means == "success")
            .map(|answer| answer.status)
            .collect();
        assert_eq!(success, endpoint.success.iter().copied().collect(), "{name}");
    }
}

#[test]
fn every_statement_names_its_source_and_every_doubt_its_reason() {
    for contract in contracts() {
        let name = &contract.name;
        let fields = contract
            .parameters
            .iter()
            .chain(&contract.query)
            .chain(&contract.fields);
        let statements = fields.map(|field| (&field.source, &field.rule));
        let answers = contract
            .answers
            .iter()
            .map(|answer| (&answer.source, &answer.means));
        let mut unread: BTreeSet<_> = contract.sources.keys().collect();
        for (source, statement) in statements.chain(answers) {
            assert!(
                contract.sources.contains_key(source),
                "{name}: {source} is no source: {statement}"
            );
            unread.remove(source);
        }
        assert!(unread.is_empty(), "{name}: nothing comes from {unread:?}");
        for source in contract.sources.values() {
            assert!(!source.title.is_empty() && !source.place.is_empty(), "{name}");
            let dated = source.date.parse::<jiff::civil::Date>().is_ok();
            assert!(dated || source.date == "unknown", "{name}: {}", source.date);
        }
        for answer in contract.answers.iter().filter(|answer| answer.unconfirmed) {
            assert!(
                answer.note.is_some(),
                "{name}: {} {} is unconfirmed, and why?",
                answer.status,
                answer.means
            );
        }
    }
}

#[test]
fn the_calls_send_what_the_contracts_say() {
    for contract in contracts() {
        let examples = examples(&contract.name);
        assert_eq!(examples.len(), contract.requests.len(), "{}", contract.name);
        let (mut sent_fields, mut sent_query) = (BTreeSet::new(), BTreeSet::new());
        for (example, sent) in examples.iter().zip(&contract.requests) {
            let label = format!("{}, {}", contract.name, sent.call);
            let request = &example.request;
            assert_eq!(example.endpoint.name, contract.name, "{label}");
            assert_eq!(
                (request.method().as_str(), request.uri().to_string()),
                (&*contract.method, sent.target.clone()),
                "{label}"
            );
            assert_eq!(
                String::from_utf8_lossy(request.body()),
                sent.body.as_deref().unwrap_or_default(),
                "{label}"
            );

            let headers = request.headers();
            assert_eq!(
                headers.get(header::ACCEPT).unwrap(),
                "application/json",
                "{label}"
            );
            assert_eq!(
                headers.contains_key(header::CONTENT_TYPE),
                sent.body.is_some(),
                "{label}"
            );
            assert!(!headers.contains_key(header::AUTHORIZATION), "{label}");

            let Route::Found(endpoint, params) = endpoint::find(request.method(), request.uri().path())
            else {
                panic!("{label}: the table does not know its own request");
            };
            assert_eq!(endpoint.name, contract.name, "{label}");
            let names: Vec<_> = params.iter().map(|(name, _)| name).collect();
            let documented: Vec<_> = contract
                .parameters
                .iter()
                .map(|parameter| parameter.name.as_str())
                .collect();
            assert_eq!(names, documented, "{label}");

            let pairs = request
                .uri()
                .query()
                .unwrap_or_default()
                .split('&')
                .filter(|pair| !pair.is_empty());
            sent_query.extend(pairs.map(|pair| pair.split('=').next().unwrap().to_owned()));
            if let Some(body) = &sent.body {
                let body: BTreeMap<String, serde_json::Value> = serde_json::from_str(body).unwrap();
                for field in contract.fields.iter().filter(|field| field.required) {
                    assert!(body.contains_key(&field.name), "{label} lacks {}", field.name);
                }
                sent_fields.extend(body.into_keys());
            }
        }
        let used = |fields: &[Field]| -> BTreeSet<_> {
            fields
                .iter()
                .filter(|field| !field.unused)
                .map(|field| field.name.clone())
                .collect()
        };
        assert_eq!(sent_fields, used(&contract.fields), "{}", contract.name);
        assert_eq!(sent_query, used(&contract.query), "{}", contract.name);
    }
}

#[test]
fn the_limits_are_those_of_the_contract() {
    let contracts = contracts();
    let contract = |name: &str| contracts.iter().find(|contract| contract.name == name).unwrap();
    let search = &contract("search-users").fields;
    let limits = |fields: &[Field], name: &str| {
        let field = fields.iter().find(|field| field.name == name).unwrap();
        (field.least, field.most)
    };
    assert_eq!(limits(search, "emails"), (Some(1), Some(MOST_EMAILS)));
    assert_eq!(limits(search, "accountIds"), (Some(1), Some(MOST_ACCOUNTS)));
    assert_eq!(limits(search, "limit"), (Some(1), Some(MOST_ON_A_PAGE)));
    let profile = &contract("update-profile").fields;
    assert_eq!(limits(profile, "name"), (None, Some(LONGEST_NAME)));
    assert_eq!(limits(profile, "nickname"), (Some(1), Some(LONGEST_NICKNAME)));
    for list in [
        "get-directories",
        "get-user-roles",
        "get-group-roles",
        "get-users",
    ] {
        let query = &contract(list).query;
        assert_eq!(limits(query, "limit"), (Some(1), Some(MOST_ON_A_PAGE)), "{list}");
    }
    for (field, most) in [
        ("directoryIds", MOST_OF_A_FILTER),
        ("groupIds", MOST_OF_A_FILTER),
        ("emailDomains", MOST_OF_A_FILTER),
        ("roleIds", MOST_OF_A_FILTER),
        ("resourceIds", MOST_WORKSPACES),
    ] {
        assert_eq!(limits(search, field), (Some(1), Some(most)), "{field}");
    }
    for list in ["get-events", "poll-events"] {
        let query = &contract(list).query;
        assert_eq!(
            limits(query, "limit"),
            (Some(1), Some(MOST_EVENTS_ON_A_PAGE)),
            "{list}"
        );
    }
    let workspaces = &contract("search-workspaces").fields;
    assert_eq!(
        limits(workspaces, "limit"),
        (Some(1), Some(MOST_WORKSPACES_ON_A_PAGE))
    );
    let groups = &contract("search-groups").fields;
    assert_eq!(limits(groups, "groupNames"), (Some(1), Some(MOST_NAMES)));
    assert_eq!(limits(groups, "groupIds"), (Some(1), Some(MOST_OF_A_FILTER)));
    assert_eq!(limits(groups, "accountIds"), (Some(1), Some(MOST_ACCOUNTS)));
    assert_eq!(limits(groups, "limit"), (Some(1), Some(MOST_ON_A_PAGE)));
    let of_v1 = |name: &str, field: &str| limits(&contract(name).fields, field);
    assert_eq!(
        of_v1("search-users-v1", "accountIds"),
        (None, Some(MOST_OF_A_SEARCH))
    );
    assert_eq!(
        of_v1("search-groups-v1", "groupIds"),
        (None, Some(MOST_OF_A_SEARCH))
    );
    for list in ["get-portal-users", "get-portal-site-users"] {
        let query = &contract(list).query;
        assert_eq!(
            limits(query, "count"),
            (Some(1), Some(USERS_ON_A_PAGE as usize)),
            "{list}"
        );
    }
    let invited = &contract("invite-users").fields;
    assert_eq!(limits(invited, "emails"), (Some(1), Some(MOST_INVITED)));
}

#[test]
fn the_failures_are_what_the_contracts_say() {
    for contract in contracts() {
        let Example { answer: read, .. } = examples(&contract.name).pop().unwrap();
        for answer in contract.answers.iter().filter(|answer| answer.means != "success") {
            let label = format!("{}: {} {}", contract.name, answer.status, answer.body);
            let failure = read(&answer.response()).unwrap_err();
            assert_eq!(means(&failure.kind), answer.means, "{label}");
            assert_eq!(failure.code, answer.code, "{label}");
            assert_eq!(
                (failure.status, &failure.raw),
                (answer.status, &answer.body),
                "{label}"
            );
        }
    }
}

#[test]
fn the_successes_are_read_as_the_contracts_write_them() {
    for contract in contracts() {
        let Example { answer: read, .. } = examples(&contract.name).pop().unwrap();
        let successes: Vec<_> = contract
            .answers
            .iter()
            .filter(|answer| answer.means == "success")
            .map(|answer| read(&answer.response()).unwrap())
            .collect();
        insta::assert_snapshot!(contract.name.clone(), successes.join("\n\n"));
    }
}
