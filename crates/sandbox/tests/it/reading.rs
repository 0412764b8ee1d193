//! The organization's answers, read by the calls of `rollcall_atlassian`, which never saw this crate.

use http::{Request, Response};
use rollcall_atlassian::call::account::{GetPermissions, Privilege, SetEmail};
use rollcall_atlassian::call::api_token::{DeleteApiToken, GetApiTokens};
use rollcall_atlassian::call::directory::{GetDirectories, SearchUsers};
use rollcall_atlassian::call::lifecycle::{
    ActivateAccount, CancelDeletion, DeactivateAccount, DeleteAccount,
};
use rollcall_atlassian::call::organization::{GetDomains, GetManagedAccounts, GetOrganization};
use rollcall_atlassian::call::profile::{GetProfile, ProfileChange, UpdateProfile};
use rollcall_atlassian::{
    AccountId, ApiTokenId, Body, Call, DirectoryId, ENDPOINTS, Failure, Kind, OrganizationId, Reason, Refusal,
};
use rollcall_sandbox::{Fault, Lock};

use crate::client::{Answer, Client};

/// A call of which only the outside matters: its request, and how it reads an answer.
type Outside = (Request<Body>, Box<Reader>);

/// Whether an answer is read, not what it says.
type Reader = dyn Fn(&Response<Body>) -> Result<(), Failure>;

fn of<C: Call + 'static>(call: C) -> Outside {
    (
        call.request(),
        Box::new(move |response| call.answer(response).map(drop)),
    )
}

/// The call of an endpoint, about the client's organization or this account.
fn call_of(client: &Client, endpoint: &str, account: &str) -> Outside {
    let organization = OrganizationId::parse(client.organization.organization_id()).unwrap();
    let token = ApiTokenId::parse(client.token_of(account)).unwrap();
    let account = AccountId::parse(account).unwrap();
    match endpoint {
        "get-organization" => of(GetOrganization { organization }),
        "get-domains" => of(GetDomains {
            organization,
            cursor: None,
        }),
        "get-managed-accounts" => of(GetManagedAccounts {
            organization,
            cursor: None,
            limit: Some(50),
        }),
        "get-directories" => of(GetDirectories {
            organization,
            cursor: None,
        }),
        "search-users" => of(SearchUsers::everyone(organization, DirectoryId::every()).with_platform_roles()),
        "get-permissions" => of(GetPermissions {
            account,
            privileges: vec![Privilege::EmailSet],
        }),
        "get-profile" => of(GetProfile { account }),
        "update-profile" => of(UpdateProfile {
            account,
            change: ProfileChange {
                name: Some("Somebody New".into()),
                ..ProfileChange::default()
            },
        }),
        "set-email" => of(SetEmail {
            account,
            email: "somebody.new@example.org".into(),
        }),
        "deactivate-account" => of(DeactivateAccount {
            account,
            message: Some("On 6-month suspension".into()),
        }),
        "activate-account" => of(ActivateAccount { account }),
        "delete-account" => of(DeleteAccount { account }),
        "cancel-deletion" => of(CancelDeletion { account }),
        "get-api-tokens" => of(GetApiTokens { account }),
        "delete-api-token" => of(DeleteApiToken { account, token }),
        unknown => panic!("no call for {unknown}"),
    }
}

/// Reads an answer about the client's organization or this account with the call of its endpoint.
pub(crate) fn read(client: &Client, endpoint: &str, account: &str, answer: &Answer) -> Result<(), Failure> {
    let (_, read) = call_of(client, endpoint, account);
    read(&answer.response)
}

/// Sends a request with the client's key.
fn send(client: &mut Client, mut request: Request<Body>) -> Answer {
    if let Some(authorization) = &client.authorization {
        let authorization = authorization.parse().unwrap();
        request.headers_mut().insert("authorization", authorization);
    }
    client.raw(&request)
}

/// Sends a call that fails, and reads its failure.
fn failure(client: &mut Client, call: impl Call + 'static) -> Failure {
    let (request, read) = of(call);
    read(&send(client, request).response).unwrap_err()
}

#[test]
fn every_call_is_answered_with_its_success_and_reads_it() {
    for endpoint in ENDPOINTS {
        let mut client = Client::new();
        let account = client.willing(endpoint.name).id;
        let (request, read) = call_of(&client, endpoint.name, &account);
        assert!(
            endpoint.matches(request.method(), request.uri().path()).is_some(),
            "{} is asked by another call",
            endpoint.name
        );
        let answer = send(&mut client, request);
        assert!(
            endpoint.success.contains(&answer.status),
            "{}: {answer:?}",
            endpoint.name
        );
        read(&answer.response).unwrap();
    }
}

/// How the calls take a change that is refused.
fn refusal(client: &mut Client, id: &str, address: &str) -> Kind {
    let account = AccountId::parse(id).unwrap();
    let email = address.into();
    failure(client, SetEmail { account, email }).kind
}

#[test]
fn the_calls_tell_the_refusals_apart() {
    for seed in 0..5 {
        let mut client = Client::of(100, seed);
        let id = client.first().id;
        let kind = refusal(&mut client, &id, "support@example.com");
        assert_eq!(kind, Kind::Refused(Refusal::AddressTaken), "seed {seed}");
    }

    let mut scoped = Client::scoped();
    let id = scoped.first().id;
    assert_eq!(refusal(&mut scoped, &id, "ada.new@example.com"), Kind::ScopedKey);

    let mut client = Client::new();
    let neighbour = OrganizationId::parse(client.organization.neighbour_id()).unwrap();
    let organization = neighbour.clone();
    let of_its_name = failure(&mut client, GetOrganization { organization });
    assert_eq!(of_its_name.kind, Kind::WrongOrganization);
    let of_its_domains = failure(
        &mut client,
        GetDomains {
            organization: neighbour,
            cursor: None,
        },
    );
    assert_eq!(of_its_domains.kind, Kind::WrongOrganization);

    client.organization.revoke_keys();
    assert_eq!(refusal(&mut client, &id, "ada.new@example.com"), Kind::WrongKey);
}

#[test]
fn the_calls_do_not_understand_what_is_spoilt() {
    for fault in [Fault::Html, Fault::HalfJson, Fault::OtherShape, Fault::NoContent] {
        let mut client = Client::new();
        let organization = OrganizationId::parse(client.organization.organization_id()).unwrap();
        client.organization.set_faults(fault);
        let spoilt = failure(&mut client, GetOrganization { organization });
        assert_eq!(spoilt.kind, Kind::NotUnderstood, "{fault:?}");
    }
}

#[test]
fn the_calls_show_what_stands_in_the_way() {
    let mut client = Client::new();
    let account = client.find(|account| account.billing_contact);
    let answer = client.manage("delete-account", &account.id);
    let failure = read(&client, "delete-account", &account.id, &answer).unwrap_err();
    let Kind::Refused(Refusal::Lifecycle { errors }) = &failure.kind else {
        panic!("{failure:?}");
    };
    assert_eq!(errors[0].code, "billingContact");
    assert!(errors[0].link.is_some());
    assert!(
        failure
            .words
            .contains("“The account is the billing contact of a site.” (billingContact)")
    );

    let account = client.find(|account| account.lock == Some(Lock::Scim));
    let answer = client.manage("update-profile", &account.id);
    let failure = read(&client, "update-profile", &account.id, &answer).unwrap_err();
    let fields = vec![("name".to_owned(), Reason::Scim)];
    assert_eq!(failure.kind, Kind::Refused(Refusal::LockedFields { fields }));
}
