//! The organization's answers, read by the calls of `rollcall_atlassian`, which never saw this crate.

use http::Request;
use rollcall_atlassian::call::account::SetEmail;
use rollcall_atlassian::call::organization::{GetDomains, GetOrganization};
use rollcall_atlassian::{AccountId, Body, Call, ENDPOINTS, Failure, Kind, OrganizationId, Reason, Refusal};
use rollcall_sandbox::{Fault, Lock};

use crate::calls::{call_of, of};
use crate::client::{Answer, Client};

/// Reads an answer about the client's organization or this account with the call of its endpoint.
pub(crate) fn read(client: &Client, endpoint: &str, account: &str, answer: &Answer) -> Result<(), Failure> {
    let (_, read) = call_of(client, endpoint, account);
    read(&answer.response)
}

/// Sends a request with the client's key or session.
fn send(client: &mut Client, request: Request<Body>) -> Answer {
    let request = client.introduced(request);
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
        let kind = match fault {
            Fault::Html => Kind::WebPage,
            _ => Kind::NotUnderstood,
        };
        assert_eq!(spoilt.kind, kind, "{fault:?}");
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
            .message
            .contains("“The account is the billing contact of a site.” (billingContact)")
    );

    let account = client.find(|account| account.lock == Some(Lock::Scim));
    let answer = client.manage("update-profile", &account.id);
    let failure = read(&client, "update-profile", &account.id, &answer).unwrap_err();
    let fields = vec![("name".to_owned(), Reason::Scim)];
    assert_eq!(failure.kind, Kind::Refused(Refusal::LockedFields { fields }));
}
