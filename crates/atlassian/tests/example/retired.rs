//! The calls that v2 took the place of.

use rollcall_atlassian::call::invite::PermissionRule;
use rollcall_atlassian::call::retired::{
    AddToGroupV1, InviteUser, RemoveAccess, RemoveFromGroupV1, RestoreAccess, SearchGroupsV1, SearchUsersV1,
    SuspendAccess,
};
use rollcall_atlassian::call::role::RoleId;

use super::{Example, cursor, example, investigators, jira, mars, veronica};

const TOKEN: &str = "kloHX1ZQVasDAkx_P48NYQ";

pub(super) fn examples(name: &str) -> Option<Vec<Example>> {
    let (organization, account, group) = (mars(), veronica(), investigators());
    Some(match name {
        "suspend-access" => vec![example(SuspendAccess {
            organization,
            account,
        })],
        "restore-access" => vec![example(RestoreAccess {
            organization,
            account,
        })],
        "remove-access" => vec![example(RemoveAccess {
            organization,
            account,
        })],
        "add-to-group-v1" => vec![example(AddToGroupV1 {
            organization,
            group,
            account,
        })],
        "remove-from-group-v1" => vec![example(RemoveFromGroupV1 {
            organization,
            group,
            account,
        })],
        "search-users-v1" => {
            let (names, domains) = (vec!["vmars".into()], vec!["marsinvestigations.com".into()]);
            let by_addresses = SearchUsersV1::by_addresses(organization.clone(), names, domains).unwrap();
            let by_accounts = SearchUsersV1::by_accounts(organization.clone(), [account]).unwrap();
            vec![
                example(SearchUsersV1::everyone(organization)),
                example(by_addresses),
                example(by_accounts.suspended(true).after(&cursor(TOKEN))),
            ]
        }
        "search-groups-v1" => {
            let by_ids = SearchGroupsV1::by_ids(organization.clone(), [group]).unwrap();
            let by_names = SearchGroupsV1::by_names(organization.clone(), ["Investigators".into()]).unwrap();
            vec![
                example(SearchGroupsV1::all(organization)),
                example(by_ids),
                example(by_names.after(&cursor(TOKEN))),
            ]
        }
        "invite-user" => {
            let rule = PermissionRule {
                workspace: jira(),
                role: RoleId::User,
            };
            [None, Some((rule, "Welcome".to_owned()))]
                .map(|with| {
                    let (rule, text) = with.unzip();
                    example(InviteUser {
                        organization: organization.clone(),
                        email: "vmars@marsinvestigations.com".into(),
                        mail: text.is_some(),
                        rule,
                        text,
                    })
                })
                .into()
        }
        _ => return None,
    })
}
