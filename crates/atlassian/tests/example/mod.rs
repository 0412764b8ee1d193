//! For each contract the calls that send its requests.

mod account;
mod directory;
mod listing;
mod policy;
mod portal;
mod retired;

use std::fmt::Debug;

use http::{Request, Response};
use rollcall_atlassian::call::directory::GetDirectories;
use rollcall_atlassian::call::organization::{
    GetDomain, GetDomains, GetManagedAccounts, GetOrganization, GetOrganizations,
};
use rollcall_atlassian::{
    AccountId, Body, Call, Cursor, DirectoryId, DomainId, Endpoint, Failure, GroupId, OrganizationId,
    WorkspaceId,
};

/// A call of which only the outside matters.
pub(crate) struct Example {
    pub(crate) endpoint: &'static Endpoint,
    pub(crate) request: Request<Body>,
    pub(crate) answer: Box<Reader>,
}

/// Reads an answer and writes it down for a snapshot.
pub(crate) type Reader = dyn Fn(&Response<Body>) -> Result<String, Failure>;

fn example<C: Call<Answer: Debug> + 'static>(call: C) -> Example {
    Example {
        endpoint: call.endpoint(),
        request: call.request(),
        answer: Box::new(move |response| call.answer(response).map(|answer| format!("{answer:#?}"))),
    }
}

/// The calls of a contract, in the order of its requests.
pub(crate) fn examples(name: &str) -> Vec<Example> {
    let organization = mars();
    match name {
        "get-organizations" => vec![
            example(GetOrganizations { cursor: None }),
            example(GetOrganizations {
                cursor: Some(cursor("Qh8E1QpVV00ys/xI7pHI7Q..")),
            }),
        ],
        "get-domain" => vec![example(GetDomain {
            organization,
            domain: DomainId::parse("MTI0NQ==").unwrap(),
        })],
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
                account: None,
                cursor: None,
            }),
            example(GetDirectories {
                organization: organization.clone(),
                account: AccountId::parse("5b10a2844c20165700ede21g"),
                cursor: None,
            }),
            example(GetDirectories {
                organization,
                account: None,
                cursor: Some(cursor("kloHX1ZQVasDAkx_P48NYQ")),
            }),
        ],
        other => directory::examples(other)
            .or_else(|| listing::examples(other))
            .or_else(|| policy::examples(other))
            .or_else(|| portal::examples(other))
            .or_else(|| retired::examples(other))
            .or_else(|| account::examples(other))
            .unwrap_or_else(|| panic!("no call for the contract {other}")),
    }
}

/// Written in capitals, as some write it.
fn mars() -> OrganizationId {
    OrganizationId::parse("6B4D2E1A-0c3f-4a5b-9d8e-7f6a5b4c3d2e").unwrap()
}

fn veronica() -> AccountId {
    AccountId::parse("557057:4f9acfd2-6155-419b-8de5-5b5cf27a59a0").unwrap()
}

fn primary() -> DirectoryId {
    DirectoryId::parse("12345678-1234-1234-1234-123456789012").unwrap()
}

fn investigators() -> GroupId {
    GroupId::parse("0aa1b2c3-d4e5-4f60-8718-293a4b5c6d7e").unwrap()
}

fn jira() -> WorkspaceId {
    WorkspaceId::parse("ari:cloud:jira::site/70ef3a32-d0da-4e09-b35e-0109f91969c3").unwrap()
}

/// Cursors come out of answers alone.
fn cursor(token: &str) -> Cursor {
    let organization = mars();
    let body = serde_json::json!({"data": [], "links": {"next": token}})
        .to_string()
        .into_bytes();
    let page = GetDirectories {
        organization,
        account: None,
        cursor: None,
    }
    .answer(&Response::new(body))
    .unwrap();
    page.next.unwrap()
}
