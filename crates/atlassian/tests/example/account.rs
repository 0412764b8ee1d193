//! The calls about one account.

use rollcall_atlassian::call::account::{GetPermissions, Privilege, SetEmail};
use rollcall_atlassian::call::api_token::{DeleteApiToken, GetApiTokens};
use rollcall_atlassian::call::lifecycle::{
    ActivateAccount, CancelDeletion, DeactivateAccount, DeleteAccount,
};
use rollcall_atlassian::call::profile::{ExtendedProfile, GetProfile, ProfileChange, UpdateProfile};
use rollcall_atlassian::{AccountId, ApiTokenId};

use super::{Example, example, veronica};

/// The calls of user management.
pub(super) fn examples(name: &str) -> Option<Vec<Example>> {
    let veronica = veronica();
    Some(match name {
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
        _ => return None,
    })
}
