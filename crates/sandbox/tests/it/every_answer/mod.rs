//! Every status and key that the documents name for user management and for the errors of the organizations API: each has a
//! test whose name says it, and is understood by the calls of `rollcall_atlassian`. A client brings it about by what it does;
//! the codes of the organizations API, many of which belong to calls that are not in the table, come of a fault.
//!
//! The list at the end is written by hand from the documents. A test holds it against what is tested here.

mod of_every_call;
mod organizations;
mod user_management;

use std::collections::BTreeSet;

use rollcall_atlassian::Kind;

use crate::client::{Answer, Client};
use crate::reading::read;

/// Endpoint, status, key with its details.
pub(crate) type Given = (&'static str, u16, &'static str);

/// Declares tests, and the list of what they bring about. A test asks an organization of a hundred accounts.
macro_rules! answers {
    ($($name:ident: $endpoint:literal $status:literal $key:literal = $ask:expr;)*) => {
        $(
            #[test]
            fn $name() {
                $crate::every_answer::check(($endpoint, $status, $key), $ask);
            }
        )*

        pub(super) const GIVEN: &[$crate::every_answer::Given] = &[$(($endpoint, $status, $key)),*];
    };
}
pub(crate) use answers;

/// Asks, and compares; then has the answer read as the page would have it.
pub(crate) fn check((endpoint, status, key): Given, ask: fn(&mut Client) -> Answer) {
    let mut client = Client::new();
    let answer = ask(&mut client);
    assert_eq!((answer.status, said(&answer).as_str()), (status, key));

    // What the documents leave to calls that are not here is read by one that is.
    let reader = if endpoint.is_empty() {
        "get-organization"
    } else {
        endpoint
    };
    let about = client.asked_about.clone();
    match read(&client, reader, &about, &answer) {
        Ok(()) => assert!((200..300).contains(&status)),
        Err(failure) => {
            assert_eq!(failure.status, status);
            let code = key.split(' ').next().unwrap_or_default();
            assert_eq!(failure.code.as_deref().unwrap_or_default(), code);
            assert_ne!(failure.kind, Kind::NotUnderstood);
            assert!(!failure.message.contains("no document"), "{}", failure.message);
        }
    }
}

/// The call about an account that lets it succeed.
fn willing(client: &mut Client, endpoint: &str) -> Answer {
    let id = client.willing(endpoint).id;
    client.manage(endpoint, &id)
}

/// The key of an answer, and behind it what makes it another answer: the reason, or the field with the rule that it breaks.
fn said(answer: &Answer) -> String {
    let body = &answer.body;
    let mut said = vec![answer.key()];
    for context in [&body["context"], &body["errorDetail"]] {
        let violation = &context["fieldViolations"][0];
        let details = [
            &context["reason"]["key"],
            &violation["field"],
            &violation["violations"][0]["key"],
        ];
        if said.len() == 1 {
            said.extend(details.into_iter().filter_map(|detail| detail.as_str()));
        }
    }
    said.join(" ")
}

#[test]
fn every_answer_of_the_documents_has_its_test() {
    let given: Vec<&Given> = [user_management::GIVEN, organizations::GIVEN, organizations::CODES]
        .into_iter()
        .chain(of_every_call::GIVEN.iter().copied())
        .flatten()
        .collect();
    let set: BTreeSet<&Given> = given.iter().copied().collect();
    assert_eq!(set.len(), given.len(), "one is tested twice");
    let wanted: BTreeSet<&Given> = WANTED.iter().collect();
    let missing: Vec<_> = wanted.difference(&set).collect();
    let unlisted: Vec<_> = set.difference(&wanted).collect();
    assert!(
        missing.is_empty() && unlisted.is_empty(),
        "missing {missing:#?}, unlisted {unlisted:#?}"
    );
}

/// From the documents, by hand. Endpoint (none where a code belongs to calls that are not in the table), status, and key with
/// its details. 429 is declared for the API tokens alone and to be expected everywhere.
const WANTED: &[Given] = &[
    // PUT …/manage/email
    ("set-email", 204, ""),
    ("set-email", 400, "bodyParseFailure"),
    ("set-email", 400, "fieldConstraintsViolated email partMaxLength"),
    ("set-email", 400, "fieldConstraintsViolated email validCharacters"),
    ("set-email", 403, "forbidden.action administrative"),
    ("set-email", 403, "forbidden.action administrative.notMyself"),
    ("set-email", 403, "forbidden.action authPolicy.saml"),
    ("set-email", 403, "forbidden.action blocked.exportControl"),
    ("set-email", 403, "forbidden.action externalDirectory.scim"),
    ("set-email", 403, "forbidden.action externalDirectory.google"),
    ("set-email", 403, "forbidden.action myselfOnly"),
    ("set-email", 403, "forbidden.action managedAccount"),
    ("set-email", 403, "forbidden.unclaimedDomain"),
    ("set-email", 401, "unauthorized"),
    ("set-email", 403, "forbidden"),
    ("set-email", 403, "forbidden.targetUnverified"),
    ("set-email", 404, "accountNotFound"),
    ("set-email", 404, "notFound"),
    ("set-email", 429, ""),
    // GET …/manage
    ("get-permissions", 200, ""),
    ("get-permissions", 401, "unauthorized"),
    ("get-permissions", 403, "forbidden"),
    ("get-permissions", 403, "forbidden.targetUnverified"),
    ("get-permissions", 404, "accountNotFound"),
    ("get-permissions", 404, "notFound"),
    ("get-permissions", 429, ""),
    // GET …/manage/profile
    ("get-profile", 200, ""),
    ("get-profile", 401, "unauthorized"),
    ("get-profile", 403, "forbidden"),
    ("get-profile", 403, "forbidden.targetUnverified"),
    ("get-profile", 404, "accountNotFound"),
    ("get-profile", 404, "notFound"),
    ("get-profile", 429, ""),
    // PATCH …/manage/profile
    ("update-profile", 200, ""),
    ("update-profile", 400, "bodyParseFailure"),
    ("update-profile", 400, "fieldConstraintsViolated name maxLength"),
    (
        "update-profile",
        400,
        "fieldConstraintsViolated name validCharacters",
    ),
    (
        "update-profile",
        400,
        "fieldConstraintsViolated nickname maxLength",
    ),
    (
        "update-profile",
        400,
        "fieldConstraintsViolated nickname validCharacters",
    ),
    ("update-profile", 403, "forbidden.fieldMutation"),
    ("update-profile", 401, "unauthorized"),
    ("update-profile", 403, "forbidden"),
    ("update-profile", 403, "forbidden.targetUnverified"),
    ("update-profile", 404, "accountNotFound"),
    ("update-profile", 404, "notFound"),
    ("update-profile", 429, ""),
    // POST …/manage/lifecycle/disable
    ("deactivate-account", 204, ""),
    (
        "deactivate-account",
        403,
        "forbidden.action externalDirectory.google",
    ),
    (
        "deactivate-account",
        403,
        "forbidden.action administrative.notMyself",
    ),
    ("deactivate-account", 409, "conflict.lifecycleErrors"),
    ("deactivate-account", 401, "unauthorized"),
    ("deactivate-account", 403, "forbidden"),
    ("deactivate-account", 403, "forbidden.targetUnverified"),
    ("deactivate-account", 404, "accountNotFound"),
    ("deactivate-account", 404, "notFound"),
    ("deactivate-account", 429, ""),
    // POST …/manage/lifecycle/enable
    ("activate-account", 204, ""),
    ("activate-account", 403, "forbidden.action blocked.exportControl"),
    (
        "activate-account",
        403,
        "forbidden.action externalDirectory.google",
    ),
    ("activate-account", 409, "conflict.lifecycleErrors"),
    ("activate-account", 401, "unauthorized"),
    ("activate-account", 403, "forbidden"),
    ("activate-account", 403, "forbidden.targetUnverified"),
    ("activate-account", 404, "accountNotFound"),
    ("activate-account", 404, "notFound"),
    ("activate-account", 429, ""),
    // POST …/manage/lifecycle/delete
    ("delete-account", 200, ""),
    ("delete-account", 403, "forbidden.action administrative.notMyself"),
    ("delete-account", 409, "conflict.lifecycleErrors"),
    ("delete-account", 401, "unauthorized"),
    ("delete-account", 403, "forbidden"),
    ("delete-account", 403, "forbidden.targetUnverified"),
    ("delete-account", 404, "accountNotFound"),
    ("delete-account", 404, "notFound"),
    ("delete-account", 429, ""),
    // POST …/manage/lifecycle/cancel-delete
    ("cancel-deletion", 200, ""),
    (
        "cancel-deletion",
        403,
        "forbidden.action administrative.notMyself",
    ),
    ("cancel-deletion", 401, "unauthorized"),
    ("cancel-deletion", 403, "forbidden"),
    ("cancel-deletion", 403, "forbidden.targetUnverified"),
    ("cancel-deletion", 404, "accountNotFound"),
    ("cancel-deletion", 404, "notFound"),
    ("cancel-deletion", 429, ""),
    // GET …/manage/api-tokens
    ("get-api-tokens", 200, ""),
    ("get-api-tokens", 400, "bodyParseFailure"),
    ("get-api-tokens", 403, "forbidden.action administrative"),
    ("get-api-tokens", 401, "unauthorized"),
    ("get-api-tokens", 403, "forbidden"),
    ("get-api-tokens", 403, "forbidden.targetUnverified"),
    ("get-api-tokens", 404, "accountNotFound"),
    ("get-api-tokens", 404, "notFound"),
    ("get-api-tokens", 429, ""),
    // DELETE …/manage/api-tokens/{tokenId}
    ("delete-api-token", 204, ""),
    ("delete-api-token", 400, "bodyParseFailure"),
    (
        "delete-api-token",
        400,
        "fieldConstraintsViolated tokenId validCharacters",
    ),
    ("delete-api-token", 403, "forbidden.action administrative"),
    ("delete-api-token", 401, "unauthorized"),
    ("delete-api-token", 403, "forbidden"),
    ("delete-api-token", 403, "forbidden.targetUnverified"),
    ("delete-api-token", 404, "accountNotFound"),
    ("delete-api-token", 404, "notFound"),
    ("delete-api-token", 429, ""),
    // Bodies of the organizations API that are not `errors`: ProxyError, NoPermsError, and keys alone.
    ("get-organization", 401, ""),
    ("get-organization", 429, ""),
    ("get-domains", 403, ""),
    ("get-managed-accounts", 403, ""),
    // Its codes, whichever call they come from.
    ("", 400, "ADMIN-400-1"),
    ("", 400, "ADMIN-400-2"),
    ("", 400, "ADMIN-400-3"),
    ("", 400, "ADMIN-400-4"),
    ("", 400, "ADMIN-400-19"),
    ("", 400, "ADMIN-400-21"),
    ("", 400, "ADMIN-400-24"),
    ("", 400, "ADMIN-400-32"),
    ("", 401, "ADMIN-401-2"),
    ("", 403, "ADMIN-403-3"),
    ("", 403, "ADMIN-403-5"),
    ("", 403, "ADMIN-403-6"),
    ("", 403, "ADMIN-403-7"),
    ("", 404, "ADMIN-404-1"),
    ("", 404, "ADMIN-404-2"),
    ("", 404, "ADMIN-404-3"),
    ("", 404, "ADMIN-404-4"),
    ("", 404, "ADMIN-404-5"),
    ("", 404, "ADMIN-404-6"),
    ("", 404, "ADMIN-404-8"),
    ("", 404, "ADMIN-404-10"),
    ("", 405, "ADMIN-405-1"),
    ("", 409, "ADMIN-409-3"),
    ("", 409, "ADMIN-409-5"),
    ("", 409, "ADMIN-409-28"),
    ("", 429, "ADMIN-429-1"),
    ("", 500, "ADMIN-500-1"),
    ("", 500, "ADMIN-500-2"),
    ("", 400, "ADMIN-UAM-400-1"),
    ("", 400, "ADMIN-UAM-400-2"),
    ("", 400, "ADMIN-UAM-400-3"),
    ("", 400, "ADMIN-UAM-400-4"),
    ("", 401, "ADMIN-UAM-401-1"),
    ("", 401, "ADMIN-UAM-401-2"),
    ("", 402, "ADMIN-UAM-402-1"),
    ("", 403, "ADMIN-UAM-403-1"),
    ("", 403, "ADMIN-UAM-403-2"),
    ("", 404, "ADMIN-UAM-404-1"),
    ("", 404, "ADMIN-UAM-404-2"),
    ("", 404, "ADMIN-UAM-404-3"),
    ("", 405, "ADMIN-UAM-405-1"),
    ("", 409, "ADMIN-UAM-409-1"),
    ("", 409, "ADMIN-UAM-409-2"),
    ("", 409, "ADMIN-UAM-409-3"),
    ("", 415, "ADMIN-UAM-415-1"),
    ("", 500, "ADMIN-UAM-500-1"),
    ("", 401, "unauthorized"),
    ("", 401, "asapUnauthorizedIssuer"),
];
