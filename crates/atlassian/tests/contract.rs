//! The table, the calls and their reading of answers, held against the contracts in `contract/`, in both directions.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot be set up has failed; clippy.toml excuses only the test functions"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::path::Path;

use http::{Request, Response, header};
use rollcall_atlassian::call::account::{GetPermissions, GetProfile, Privilege, SetEmail};
use rollcall_atlassian::call::directory::{
    GetDirectories, MOST_ACCOUNTS, MOST_EMAILS, MOST_ON_A_PAGE, SearchUsers,
};
use rollcall_atlassian::call::organization::{GetDomains, GetManagedAccounts, GetOrganization};
use rollcall_atlassian::endpoint::{self, Route};
use rollcall_atlassian::{
    AccountId, Body, Call, Cursor, DirectoryId, ENDPOINTS, Endpoint, Failure, KeyKind, Kind, OrganizationId,
    Refusal, Wait,
};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Contract {
    name: String,
    method: String,
    path: String,
    keys: String,
    /// For readers: Atlassian's name of the scope that a key with scopes needs.
    #[serde(rename = "scope")]
    _scope: Option<String>,
    sources: BTreeMap<String, Source>,
    #[serde(default, rename = "parameter")]
    parameters: Vec<Field>,
    #[serde(default, rename = "query")]
    query: Vec<Field>,
    #[serde(default, rename = "field")]
    fields: Vec<Field>,
    #[serde(rename = "request")]
    requests: Vec<Sent>,
    #[serde(rename = "answer")]
    answers: Vec<Answered>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
    title: String,
    place: String,
    date: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Field {
    name: String,
    rule: String,
    source: String,
    least: Option<usize>,
    most: Option<usize>,
    #[serde(default)]
    required: bool,
    #[serde(default)]
    unused: bool,
    #[serde(default, rename = "unconfirmed")]
    _unconfirmed: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sent {
    call: String,
    target: String,
    body: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answered {
    status: u16,
    means: String,
    code: Option<String>,
    source: String,
    note: Option<String>,
    #[serde(default)]
    unconfirmed: bool,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    #[serde(default)]
    body: String,
}

impl Answered {
    fn response(&self) -> Response<Body> {
        let mut response = Response::builder().status(self.status);
        for (name, value) in &self.headers {
            response = response.header(name, value);
        }
        response.body(self.body.clone().into_bytes()).unwrap()
    }
}

/// A call of which only the outside matters.
struct Example {
    endpoint: &'static Endpoint,
    request: Request<Body>,
    answer: Box<Reader>,
}

/// Reads an answer and writes it down for a snapshot.
type Reader = dyn Fn(&Response<Body>) -> Result<String, Failure>;

fn example<C: Call<Answer: Debug> + 'static>(call: C) -> Example {
    Example {
        endpoint: call.endpoint(),
        request: call.request(),
        answer: Box::new(move |response| call.answer(response).map(|answer| format!("{answer:#?}"))),
    }
}

/// The calls of a contract, in the order of its requests.
fn examples(name: &str) -> Vec<Example> {
    let organization = OrganizationId::parse("6B4D2E1A-0c3f-4a5b-9d8e-7f6a5b4c3d2e").unwrap();
    let veronica = AccountId::parse("557057:4f9acfd2-6155-419b-8de5-5b5cf27a59a0").unwrap();
    match name {
        "get-organization" => vec![example(GetOrganization { organization })],
        "get-domains" => vec![
            example(GetDomains {
                organization: organization.clone(),
                cursor: None,
            }),
            example(GetDomains {
                organization,
                cursor: Some(cursor("Qh8E1QpVV00ys/xI7pHI7Q..")),
            }),
        ],
        "get-managed-accounts" => vec![
            example(GetManagedAccounts {
                organization: organization.clone(),
                cursor: None,
                limit: None,
            }),
            example(GetManagedAccounts {
                organization,
                cursor: Some(cursor("Qh8E1QpVV00ys/xI7pHI7Q..")),
                limit: Some(50),
            }),
        ],
        "get-directories" => vec![
            example(GetDirectories {
                organization: organization.clone(),
                cursor: None,
            }),
            example(GetDirectories {
                organization,
                cursor: Some(cursor("kloHX1ZQVasDAkx_P48NYQ")),
            }),
        ],
        "search-users" => {
            let primary = DirectoryId::parse("12345678-1234-1234-1234-123456789012").unwrap();
            let emails = ["alice@example.com", "bob@example.com", "alice@example.com"].map(str::to_owned);
            let by_emails =
                SearchUsers::by_emails(organization.clone(), DirectoryId::every(), emails).unwrap();
            let by_accounts =
                SearchUsers::by_accounts(organization.clone(), DirectoryId::every(), [veronica]).unwrap();
            vec![
                example(SearchUsers::everyone(organization, primary)),
                example(by_emails.with_platform_roles().limit(50).unwrap()),
                example(by_accounts.after(&cursor("kloHX1ZQVasDAkx_P48NYQ"))),
            ]
        }
        "get-permissions" => vec![
            example(GetPermissions {
                account: AccountId::parse("637194fa77acd224b33bfae3").unwrap(),
                privileges: Vec::new(),
            }),
            example(GetPermissions {
                account: veronica,
                privileges: vec![
                    Privilege::LifecycleEnablement,
                    Privilege::EmailSet,
                    Privilege::EmailSet,
                ],
            }),
        ],
        "get-profile" => vec![example(GetProfile { account: veronica })],
        "set-email" => {
            vec![example(SetEmail {
                account: veronica,
                email: "vmars@marsinvestigations.com".into(),
            })]
        }
        unknown => panic!("no call for the contract {unknown}"),
    }
}

/// Cursors come out of answers alone.
fn cursor(token: &str) -> Cursor {
    let organization = OrganizationId::parse("6b4d2e1a-0c3f-4a5b-9d8e-7f6a5b4c3d2e").unwrap();
    let body = serde_json::json!({"data": [], "links": {"next": token}})
        .to_string()
        .into_bytes();
    let page = GetDirectories {
        organization,
        cursor: None,
    }
    .answer(&Response::new(body))
    .unwrap();
    page.next.unwrap()
}

fn contracts() -> Vec<Contract> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("contract");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    let read = |file: &std::path::PathBuf| {
        let contract: Contract = toml::from_str(&std::fs::read_to_string(file).unwrap())
            .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        assert_eq!(file.file_stem().unwrap().to_str(), Some(contract.name.as_str()));
        contract
    };
    files.iter().map(read).collect()
}

fn means(kind: &Kind) -> String {
    match kind {
        Kind::Retry(None) => "retry".into(),
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
        Kind::Refused(Refusal::UnclaimedDomain { domain: None }) => "unclaimed domain".into(),
        Kind::Refused(Refusal::UnclaimedDomain { domain: Some(domain) }) => {
            format!("unclaimed domain: {domain}")
        }
        Kind::Refused(Refusal::UnverifiedAccount) => "unverified account".into(),
        Kind::Refused(Refusal::UnknownAccount) => "unknown account".into(),
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
            other => panic!("{name}: keys = {other}"),
        };
        assert_eq!(endpoint.key, key, "{name}");
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
    assert_eq!(
        limits(&contract("get-directories").query, "limit"),
        (Some(1), Some(MOST_ON_A_PAGE))
    );
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
