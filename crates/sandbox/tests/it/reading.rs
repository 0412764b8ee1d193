//! The organization's answers, read by the calls of `rollcall_atlassian`, which never saw this crate.

use rollcall_atlassian::call::account::{GetPermissions, SetEmail};
use rollcall_atlassian::call::api_token::{DeleteApiToken, GetApiTokens};
use rollcall_atlassian::call::directory::{GetDirectories, SearchUsers};
use rollcall_atlassian::call::lifecycle::{
    ActivateAccount, CancelDeletion, DeactivateAccount, DeleteAccount,
};
use rollcall_atlassian::call::organization::{GetDomains, GetManagedAccounts, GetOrganization};
use rollcall_atlassian::call::profile::{GetProfile, ProfileChange, UpdateProfile};
use rollcall_atlassian::{
    AccountId, ApiTokenId, Call, DirectoryId, ENDPOINTS, Failure, Kind, OrganizationId, Reason, Refusal,
};
use rollcall_sandbox::{Fault, Lock};

use crate::client::{Answer, Client};

/// Sends a call of `rollcall_atlassian` and reads the answer with it.
fn call<C: Call>(client: &mut Client, call: &C) -> Result<C::Answer, Failure> {
    let mut request = call.request();
    if let Some(authorization) = &client.authorization {
        request
            .headers_mut()
            .insert("authorization", authorization.parse().unwrap());
    }
    let answer = client.raw(&request);
    call.answer(&answer.response)
}

/// Reads an answer about the client's organization or this account with the call of its endpoint.
pub(crate) fn read(client: &Client, endpoint: &str, account: &str, answer: &Answer) -> Result<(), Failure> {
    let organization = OrganizationId::parse(client.organization.organization_id()).unwrap();
    let account = AccountId::parse(account).unwrap();
    let response = &answer.response;
    let every = DirectoryId::every();
    match endpoint {
        "get-organization" => GetOrganization { organization }.answer(response).map(drop),
        "get-domains" => {
            let call = GetDomains {
                organization,
                cursor: None,
            };
            call.answer(response).map(drop)
        }
        "get-managed-accounts" => {
            let call = GetManagedAccounts {
                organization,
                cursor: None,
                limit: None,
            };
            call.answer(response).map(drop)
        }
        "get-directories" => {
            let call = GetDirectories {
                organization,
                cursor: None,
            };
            call.answer(response).map(drop)
        }
        "search-users" => SearchUsers::everyone(organization, every)
            .answer(response)
            .map(drop),
        "get-permissions" => {
            let call = GetPermissions {
                account,
                privileges: Vec::new(),
            };
            call.answer(response).map(drop)
        }
        "get-profile" => GetProfile { account }.answer(response).map(drop),
        "update-profile" => {
            let change = ProfileChange::default();
            UpdateProfile { account, change }.answer(response).map(drop)
        }
        "set-email" => {
            let email = String::new();
            SetEmail { account, email }.answer(response)
        }
        "deactivate-account" => {
            let message = None;
            DeactivateAccount { account, message }.answer(response)
        }
        "activate-account" => ActivateAccount { account }.answer(response),
        "delete-account" => DeleteAccount { account }.answer(response).map(drop),
        "cancel-deletion" => CancelDeletion { account }.answer(response).map(drop),
        "get-api-tokens" => GetApiTokens { account }.answer(response).map(drop),
        "delete-api-token" => {
            let token = ApiTokenId::parse("fake-tokenId").unwrap();
            DeleteApiToken { account, token }.answer(response)
        }
        unknown => panic!("no call for {unknown}"),
    }
}

#[test]
fn the_calls_read_what_they_are_answered() {
    for endpoint in ENDPOINTS {
        let mut client = Client::new();
        let organization = client.organization.organization_id().to_owned();
        let account = client.willing(endpoint.name).id;
        let answer = client.call(endpoint.name, &organization, &account, "");
        read(&client, endpoint.name, &account, &answer).unwrap();
    }
}

/// How the calls take a change that is refused.
fn refusal(client: &mut Client, id: &str, address: &str) -> Kind {
    let account = AccountId::parse(id).unwrap();
    call(
        client,
        &SetEmail {
            account,
            email: address.into(),
        },
    )
    .unwrap_err()
    .kind
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
    let failure = call(
        &mut client,
        &GetOrganization {
            organization: neighbour.clone(),
        },
    )
    .unwrap_err();
    assert_eq!(failure.kind, Kind::WrongOrganization);
    let failure = call(
        &mut client,
        &GetDomains {
            organization: neighbour,
            cursor: None,
        },
    )
    .unwrap_err();
    assert_eq!(failure.kind, Kind::WrongOrganization);

    client.organization.revoke_keys();
    assert_eq!(refusal(&mut client, &id, "ada.new@example.com"), Kind::WrongKey);
}

#[test]
fn the_calls_do_not_understand_what_is_spoilt() {
    for fault in [Fault::Html, Fault::HalfJson, Fault::OtherShape, Fault::NoContent] {
        let mut client = Client::new();
        let organization = OrganizationId::parse(client.organization.organization_id()).unwrap();
        client.organization.set_faults(fault);
        let failure = call(&mut client, &GetOrganization { organization }).unwrap_err();
        assert_eq!(failure.kind, Kind::NotUnderstood, "{fault:?}");
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
