//! For each contract the calls that send its requests.

use std::fmt::Debug;

use http::{Request, Response};
use rollcall_atlassian::call::account::{GetPermissions, Privilege, SetEmail};
use rollcall_atlassian::call::api_token::{DeleteApiToken, GetApiTokens};
use rollcall_atlassian::call::directory::{GetDirectories, SearchUsers};
use rollcall_atlassian::call::lifecycle::{
    ActivateAccount, CancelDeletion, DeactivateAccount, DeleteAccount,
};
use rollcall_atlassian::call::organization::{GetDomains, GetManagedAccounts, GetOrganization};
use rollcall_atlassian::call::profile::{ExtendedProfile, GetProfile, ProfileChange, UpdateProfile};
use rollcall_atlassian::{
    AccountId, ApiTokenId, Body, Call, Cursor, DirectoryId, Endpoint, Failure, OrganizationId,
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
        account => of_account(account, veronica),
    }
}

/// The calls of user management.
fn of_account(name: &str, veronica: AccountId) -> Vec<Example> {
    match name {
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
        "update-profile" => vec![
            example(UpdateProfile {
                account: veronica.clone(),
                change: ProfileChange {
                    name: Some("Veronica Mars".into()),
                    nickname: Some("vmars".into()),
                    time_zone: Some("America/Los_Angeles".into()),
                    locale: Some("en-US".into()),
                    extended: ExtendedProfile {
                        department: Some("Cases".into()),
                        job_title: Some("Investigator".into()),
                        location: Some("Neptune".into()),
                        organization: Some("Mars Investigations".into()),
                    },
                },
            }),
            example(UpdateProfile {
                account: veronica,
                change: ProfileChange {
                    extended: ExtendedProfile {
                        job_title: Some("Investigator".into()),
                        ..ExtendedProfile::default()
                    },
                    ..ProfileChange::default()
                },
            }),
        ],
        "deactivate-account" => [Some("On 6-month suspension".to_owned()), None]
            .map(|message| {
                example(DeactivateAccount {
                    account: veronica.clone(),
                    message,
                })
            })
            .into(),
        "activate-account" => vec![example(ActivateAccount { account: veronica })],
        "delete-account" => vec![example(DeleteAccount { account: veronica })],
        "cancel-deletion" => vec![example(CancelDeletion { account: veronica })],
        "get-api-tokens" => vec![example(GetApiTokens { account: veronica })],
        "delete-api-token" => ["fake-tokenId", "712020:fake token"]
            .map(|token| {
                example(DeleteApiToken {
                    account: veronica.clone(),
                    token: ApiTokenId::parse(token).unwrap(),
                })
            })
            .into(),
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
