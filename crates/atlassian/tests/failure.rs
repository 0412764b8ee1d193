//! Answers that no contract promises: what comes from gateways, captive portals, other servers and broken lines.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot be set up has failed; clippy.toml excuses only the test functions"
)]

use http::Response;
use rollcall_atlassian::call::account::{GetProfile, SetEmail};
use rollcall_atlassian::call::api_token::DeleteApiToken;
use rollcall_atlassian::call::invite::InviteUsers;
use rollcall_atlassian::call::lifecycle::DeleteAccount;
use rollcall_atlassian::call::organization::{GetDomains, GetOrganization};
use rollcall_atlassian::call::retired::SuspendAccess;
use rollcall_atlassian::{
    AccountId, ApiTokenId, Body, Call, Failure, Kind, OrganizationId, Reason, Refusal, Wait,
};

fn response(status: u16, body: &str) -> Response<Body> {
    Response::builder()
        .status(status)
        .body(body.as_bytes().to_vec())
        .unwrap()
}

fn veronica() -> AccountId {
    AccountId::parse("557057:4f9acfd2-6155-419b-8de5-5b5cf27a59a0").unwrap()
}

fn mars() -> OrganizationId {
    OrganizationId::parse("6b4d2e1a-0c3f-4a5b-9d8e-7f6a5b4c3d2e").unwrap()
}

fn set_email(status: u16, body: &str) -> Failure {
    let call = SetEmail {
        account: veronica(),
        email: "vmars@marsinvestigations.com".into(),
    };
    call.answer(&response(status, body)).unwrap_err()
}

fn get_profile(status: u16, body: &str) -> Failure {
    GetProfile { account: veronica() }
        .answer(&response(status, body))
        .unwrap_err()
}

fn get_organization(status: u16, body: &str) -> Failure {
    GetOrganization { organization: mars() }
        .answer(&response(status, body))
        .unwrap_err()
}

fn get_domains(status: u16, body: &str) -> Failure {
    GetDomains {
        organization: mars(),
        cursor: None,
    }
    .answer(&response(status, body))
    .unwrap_err()
}

#[test]
fn html_is_a_web_page_unless_the_status_says_enough() {
    const PAGE: &str = "\r\n<!DOCTYPE html><html><body>Log in to the guest network</body></html>";
    for status in [200, 302, 400, 403, 404] {
        let failure = get_profile(status, PAGE);
        assert_eq!(failure.kind, Kind::WebPage, "{status}");
        assert!(
            failure
                .message
                .starts_with("A web page came instead of Atlassian's answer"),
            "{status}: {}",
            failure.message
        );
        assert_eq!(failure.raw, PAGE);
    }
    assert_eq!(get_profile(401, PAGE).kind, Kind::WrongKey);
    assert_eq!(get_profile(503, PAGE).kind, Kind::Retry(None));
    // A changing call is answered 204, and a gateway answers it 200.
    for status in [200, 403, 404] {
        let failure = set_email(status, PAGE);
        assert_eq!(failure.kind, Kind::WebPage, "{status}");
        assert!(
            failure.message.contains("your company's network"),
            "{}",
            failure.message
        );
    }
}

#[test]
fn a_body_that_breaks_off_is_not_understood() {
    for (status, body) in [
        (200, r#"{"account": {"account_id": "557057:4f9a"#),
        (403, r#"{"key": "forbidd"#),
        (404, "Not Found"),
    ] {
        let failure = get_profile(status, body);
        assert_eq!(failure.kind, Kind::NotUnderstood, "{body}");
        assert!(
            failure.message.starts_with("The answer is broken off"),
            "{}",
            failure.message
        );
    }
}

#[test]
fn a_success_in_another_form_is_not_understood() {
    for (failure, message) in [
        (get_profile(200, ""), "The answer is empty"),
        (get_profile(204, ""), "Atlassian reports a success in a form"),
        (
            set_email(200, r#"{"message": "Success"}"#),
            "Atlassian reports a success in a form",
        ),
        (set_email(202, ""), "Atlassian reports a success in a form"),
        (get_profile(200, "{}"), "The answer does not have the form"),
        (
            get_profile(200, r#"{"account": {"account_id": 7}}"#),
            "The answer does not have the form",
        ),
        (
            get_profile(200, r#"{"account": {"account_id": "a/b"}}"#),
            "The answer does not have the form",
        ),
        (
            get_domains(200, r#"{"code": 200, "message": "OK"}"#),
            "The answer does not have the form",
        ),
        (
            get_domains(200, r#"{"data": null}"#),
            "The answer does not have the form",
        ),
    ] {
        assert_eq!(failure.kind, Kind::NotUnderstood, "{message}");
        assert!(failure.message.starts_with(message), "{}", failure.message);
    }
}

#[test]
fn an_answer_about_another_subject_is_not_taken() {
    for failure in [
        get_profile(
            200,
            r#"{"account": {"account_id": "637194fa77acd224b33bfae3", "email": "vinnie@vanlowe-pi.net"}}"#,
        ),
        get_organization(200, r#"{"data": {"id": "00000000-0c3f-4a5b-9d8e-7f6a5b4c3d2e"}}"#),
    ] {
        assert_eq!(failure.kind, Kind::NotUnderstood);
        assert!(
            failure.message.contains("another account or organization"),
            "{}",
            failure.message
        );
    }
}

#[test]
fn a_list_that_leads_elsewhere_is_not_followed() {
    let failure = get_domains(
        200,
        r#"{"data": [], "links": {"next": "https://evil.example/?cursor=1"}}"#,
    );
    assert_eq!(failure.kind, Kind::NotUnderstood);
    assert!(
        failure.message.contains("leads away from Atlassian"),
        "{}",
        failure.message
    );
}

#[test]
fn a_taken_address_is_recognized_by_its_words() {
    for (status, body) in [
        (409, r#"{"key": "conflict", "context": "Email already in use"}"#),
        (
            409,
            r#"{"status": "409", "scimType": "uniqueness", "detail": "Resource [USER]: with email[a@b.c] already exists."}"#,
        ),
        (
            400,
            r#"{"errors": [{"code": "X-1", "detail": "This e-mail address is taken"}]}"#,
        ),
        // A code with words of its own does not hide what the body says.
        (
            409,
            r#"{"errors": [{"code": "ADMIN-409-28", "detail": "This e-mail address is taken"}]}"#,
        ),
        (400, r#"{"errorKey": "emailAlreadyInUse"}"#),
        (
            403,
            r#"{"key": "forbidden", "errorDetail": "The address is already associated with an account"}"#,
        ),
        (422, r#"{"message": "duplicate email"}"#),
        (
            400,
            r#"{"key": "fieldConstraintsViolated", "context": {"fieldViolations": [{"field": "email", "violations": [{"key": "uniqueness"}]}]}}"#,
        ),
    ] {
        assert_eq!(
            set_email(status, body).kind,
            Kind::Refused(Refusal::AddressTaken),
            "{body}"
        );
    }
}

/// The portal speaks of the identifier, without the words e-mail or address.
#[test]
fn a_taken_identifier_is_a_taken_address_where_an_address_is_set() {
    for (status, body) in [
        (
            400,
            r#"{"key": "conflict.identifier", "context": {"message": "The identifier is in use by somebody"}}"#,
        ),
        (409, r#"{"key": "conflict", "errorDetail": "Already in use"}"#),
        (
            409,
            r#"{"errors": [{"title": "Conflict", "detail": "Such an account already exists."}]}"#,
        ),
        (400, r#"{"message": "That one is taken."}"#),
        (
            409,
            r#"{"schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"], "status": "409", "scimType": "uniqueness", "detail": "Cannot be created."}"#,
        ),
        (
            400,
            r#"{"key": "fieldConstraintsViolated", "context": {"fieldViolations": [{"field": "$.login", "violations": [{"key": "identifierInUse"}]}]}}"#,
        ),
        (409, "Identifier already in use"),
    ] {
        let failure = set_email(status, body);
        assert_eq!(failure.kind, Kind::Refused(Refusal::AddressTaken), "{body}");
    }
    // With another status, or of another call, the same words say nothing of an address.
    let body = r#"{"message": "The identifier is already in use"}"#;
    assert_eq!(set_email(404, body).kind, Kind::Refused(Refusal::Other));
    assert_eq!(get_profile(409, body).kind, Kind::Refused(Refusal::Other));
    for body in [
        r#"{"message": "The identifier is malformed"}"#,
        r#"{"message": "Not for taken@marsinvestigations.com"}"#,
    ] {
        assert_eq!(
            set_email(400, body).kind,
            Kind::Refused(Refusal::BadRequest),
            "{body}"
        );
    }
}

#[test]
fn an_unknown_400_or_409_is_told_in_atlassians_words_and_blames_nobody() {
    for status in [400, 409] {
        for (failure, said) in [
            (
                set_email(
                    status,
                    r#"{"key": "moon", "context": {"message": "The moon is full."}, "errorDetail": {"message": "The moon is full."}}"#,
                ),
                "“The moon is full.”",
            ),
            (
                get_domains(
                    status,
                    r#"{"errors": [{"code": "X-1", "title": "Moon", "detail": "Wait."}]}"#,
                ),
                "“Moon Wait.”",
            ),
            (set_email(status, r#"{"key": "moonPhase"}"#), "“moonPhase”"),
        ] {
            assert!(failure.message.contains(said), "{}", failure.message);
            assert!(
                failure.message.contains(&status.to_string()),
                "{}",
                failure.message
            );
            assert!(!failure.message.contains("Rollcall"), "{}", failure.message);
        }
    }
    for (status, body) in [(400, ""), (400, "[]"), (422, "{}")] {
        let failure = set_email(status, body);
        assert!(!failure.message.contains("Rollcall"), "{}", failure.message);
    }
}

/// Documented of an invitation: of what it names, and not of its key.
#[test]
fn a_refused_invitation_does_not_accuse_the_key() {
    for (status, code) in [(403, "ADMIN-UAM-403-2"), (404, "ADMIN-UAM-404-2")] {
        let call = InviteUsers::new(mars(), ["ann@example.com".to_owned()]).unwrap();
        let body = format!(r#"{{"errors": [{{"code": "{code}", "title": "Not for you"}}]}}"#);
        let failure = call.answer(&response(status, &body)).unwrap_err();
        assert_eq!(failure.kind, Kind::Refused(Refusal::Other), "{code}");
    }
}

#[test]
fn what_only_sounds_like_a_taken_address_is_not_one() {
    let scim = r#"{"key": "forbidden.action", "context": {"reason": {"key": "externalDirectory.scim"}}, "message": "email already synced"}"#;
    assert_eq!(
        set_email(403, scim).kind,
        Kind::Refused(Refusal::Restricted(Reason::Scim))
    );
    assert_eq!(
        set_email(409, r#"{"message": "already a member"}"#).kind,
        Kind::Refused(Refusal::Other)
    );
    assert_eq!(
        set_email(404, r#"{"message": "no account with this email exists"}"#).kind,
        Kind::Refused(Refusal::Other)
    );
}

#[test]
fn scopes_are_recognized_in_sentences_alone() {
    for (status, body) in [
        (403, r#"{"message": "Missing scope: manage:org"}"#),
        (
            403,
            r#"{"key": "forbidden", "context": "required scopes [manage:org]"}"#,
        ),
        (403, r#"{"errors": ["manage:org is needed"]}"#),
        (
            401,
            r#"{"code": 401, "message": "Unauthorized; scope does not match"}"#,
        ),
    ] {
        assert_eq!(set_email(status, body).kind, Kind::ScopedKey, "{body}");
    }
    let domain = r#"{"key": "forbidden.unclaimedDomain", "context": {"domain": "scope.example"}}"#;
    assert_eq!(
        set_email(403, domain).kind,
        Kind::Refused(Refusal::UnclaimedDomain {
            domain: Some("scope.example".into())
        })
    );
}

#[test]
fn a_reason_is_found_wherever_it_stands() {
    for body in [
        r#"{"key": "forbidden.action", "context": {"allowed": false, "reason": {"key": "authPolicy.saml"}}}"#,
        r#"{"key": "forbidden.action", "context": null, "errorDetail": {"reason": "authPolicy.saml"}}"#,
        r#"{"key": "forbidden.action", "context": "authPolicy.saml"}"#,
        r#"{"errorKey": "authPolicy.saml"}"#,
    ] {
        assert_eq!(
            set_email(403, body).kind,
            Kind::Refused(Refusal::Restricted(Reason::Saml)),
            "{body}"
        );
    }
    let unknown = set_email(
        403,
        r#"{"key": "forbidden.action", "context": {"reason": {"key": "moonPhase"}}}"#,
    );
    assert_eq!(
        unknown.kind,
        Kind::Refused(Refusal::Restricted(Reason::Other("moonPhase".into())))
    );
    assert!(unknown.message.contains("“moonPhase”"), "{}", unknown.message);
    let silent = set_email(403, r#"{"key": "forbidden.action"}"#);
    assert_eq!(
        silent.kind,
        Kind::Refused(Refusal::Restricted(Reason::Other(String::new())))
    );
    assert!(silent.message.contains("gives no reason"), "{}", silent.message);
}

#[test]
fn details_that_are_missing_leave_the_words_of_the_key() {
    let delete = |body: &str| {
        DeleteAccount { account: veronica() }
            .answer(&response(409, body))
            .unwrap_err()
    };
    for body in [
        r#"{"key": "conflict.lifecycleErrors"}"#,
        r#"{"key": "conflict.lifecycleErrors", "context": "Error: the account is not eligible"}"#,
        r#"{"key": "conflict.lifecycleErrors", "context": {"errorCodes": [{"message": "no code"}, 7, null]}}"#,
    ] {
        let failure = delete(body);
        assert_eq!(
            failure.kind,
            Kind::Refused(Refusal::Lifecycle { errors: Vec::new() }),
            "{body}"
        );
        assert!(
            failure.message.contains("names the cause in its answer"),
            "{}",
            failure.message
        );
    }
    let new_naming = r#"{"errorKey": "conflict.lifecycle-errors", "errorDetail": {"errorCodes": [{"code": "siteOwner"}]}}"#;
    let failure = delete(new_naming);
    assert!(failure.message.contains("“siteOwner”"), "{}", failure.message);

    let allowed =
        r#"{"key": "forbidden.fieldMutation", "context": {"name": {"allowed": true}, "locale": false}}"#;
    let failure = get_profile(403, allowed);
    assert_eq!(
        failure.kind,
        Kind::Refused(Refusal::LockedFields { fields: Vec::new() })
    );
    assert!(
        failure.message.contains("one of these profile fields"),
        "{}",
        failure.message
    );
}

#[test]
fn what_is_not_found_on_a_tokens_path_is_the_token() {
    let call = DeleteApiToken {
        account: veronica(),
        token: ApiTokenId::parse("fake-tokenId").unwrap(),
    };
    for (body, refusal) in [
        (r#"{"key": "notFound"}"#, Refusal::UnknownToken),
        (r#"{"errorKey": "not-found"}"#, Refusal::UnknownToken),
        (r#"{"key": "accountNotFound"}"#, Refusal::UnknownAccount),
    ] {
        let failure = call.answer(&response(404, body)).unwrap_err();
        assert_eq!(failure.kind, Kind::Refused(refusal), "{body}");
    }
}

#[test]
fn a_refusal_without_a_known_code_keeps_its_code_and_speaks_by_its_status() {
    let failure = set_email(403, r#"{"key": "forbidden.moonPhase"}"#);
    assert_eq!(
        (failure.kind, failure.code.as_deref()),
        (Kind::Refused(Refusal::Other), Some("forbidden.moonPhase"))
    );
    assert!(
        failure
            .message
            .starts_with("Atlassian does not allow this, for the account or with the API key"),
        "{}",
        failure.message
    );
    for (status, kind) in [
        (400, Kind::Refused(Refusal::BadRequest)),
        (401, Kind::WrongKey),
        (403, Kind::Refused(Refusal::Other)),
        (404, Kind::Refused(Refusal::Other)),
        (408, Kind::Retry(None)),
        (500, Kind::Retry(None)),
        (302, Kind::NotUnderstood),
    ] {
        assert_eq!(set_email(status, "").kind, kind, "{status}");
        assert_eq!(set_email(status, "[]").kind, kind, "{status}");
    }
}

#[test]
fn retries_say_when_where_the_answer_does() {
    let call = GetOrganization { organization: mars() };
    let mut limited = response(429, r#"{"code": 429, "message": "Too many"}"#);
    limited
        .headers_mut()
        .insert("x-ratelimit-reset", "2026-08-21T10:00:00Z".parse().unwrap());
    assert_eq!(
        call.answer(&limited).unwrap_err().kind,
        Kind::Retry(Some(Wait::Until(1_787_306_400_000)))
    );
    let coded = get_organization(400, r#"{"errors": [{"code": "ADMIN-429-1"}]}"#);
    assert_eq!(
        coded.kind,
        Kind::Retry(None),
        "the code counts where the status says nothing of the kind"
    );
}

#[test]
fn the_body_is_kept_up_to_a_whole_character() {
    let failure = set_email(500, &"ä€𝄞".repeat(3000));
    assert_eq!(failure.raw.chars().count(), 4096);
    assert!(failure.raw.ends_with('ä'));
    assert_eq!(set_email(500, "{}").raw, "{}");
}

#[test]
fn a_key_that_a_server_repeats_is_taken_out() {
    let body = r#"{"headers": {"authorization": "Bearer ATCTT3xFfGN0.aa-_~+/=="}, "curl": "-H 'bearer abc'", "bearer": 1}"#;
    let failure = set_email(500, body);
    assert_eq!(
        failure.raw,
        r#"{"headers": {"authorization": "Bearer …"}, "curl": "-H 'bearer …'", "bearer": 1}"#
    );
    assert_eq!(set_email(500, "ends with Bearer ").raw, "ends with Bearer …");
    let body = "cookie: a=b; cloud.session.token=eyJh.eyJz.c2ln; Cloud.Session.Token=x, bearer y";
    assert_eq!(
        set_email(500, body).raw,
        "cookie: a=b; cloud.session.token=…; Cloud.Session.Token=…, bearer …"
    );
}

#[test]
fn where_no_address_is_set_none_is_taken() {
    let body = r#"{"message": "The user with this email is already a member"}"#;
    let call = SuspendAccess {
        organization: mars(),
        account: veronica(),
    };
    let failure = call.answer(&response(409, body)).unwrap_err();
    assert_eq!(failure.kind, Kind::Refused(Refusal::Other));
}

#[test]
fn a_retired_call_that_is_not_found_says_so() {
    let call = SuspendAccess {
        organization: mars(),
        account: veronica(),
    };
    for (status, body) in [
        (404, ""),
        (410, ""),
        (404, r#"{"code": 404, "message": "Not found"}"#),
        (404, r#"{"errors": [{"code": "ADMIN-404-1"}]}"#),
    ] {
        let failure = call.answer(&response(status, body)).unwrap_err();
        assert_eq!(failure.kind, Kind::Refused(Refusal::Other), "{body}");
        assert!(
            failure.message.contains("announced to end"),
            "{}",
            failure.message
        );
    }
    // What it says of an account still counts.
    let unknown = call.answer(&response(404, r#"{"errors": [{"code": "ADMIN-404-8"}]}"#));
    assert_eq!(unknown.unwrap_err().kind, Kind::Refused(Refusal::UnknownAccount));
}
