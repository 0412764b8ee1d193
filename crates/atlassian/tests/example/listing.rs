//! The calls that list and count.

use rollcall_atlassian::DirectoryId;
use rollcall_atlassian::call::count::{CountGroups, CountUsers, GetGroupStats, GetUserStats};
use rollcall_atlassian::call::directory::{GetUsers, UserFilter};
use rollcall_atlassian::call::last_active::GetLastActive;
use rollcall_atlassian::call::workspace::SearchWorkspaces;

use super::directory::every_filter;
use super::{Example, cursor, example, mars, veronica};

const TOKEN: &str = "kloHX1ZQVasDAkx_P48NYQ";

pub(super) fn examples(name: &str) -> Option<Vec<Example>> {
    let (organization, directory) = (mars(), DirectoryId::every());
    Some(match name {
        "count-users" => [UserFilter::default(), every_filter()]
            .map(|filter| example(CountUsers::new(organization.clone(), directory.clone(), filter).unwrap()))
            .into(),
        "get-users" => {
            let users = |filter| GetUsers::filtered(organization.clone(), directory.clone(), filter).unwrap();
            vec![
                example(users(every_filter())),
                example(users(UserFilter::default()).after(&cursor(TOKEN))),
            ]
        }
        "get-user-stats" => vec![example(GetUserStats {
            organization,
            directory,
        })],
        "count-groups" => [None, Some("invest".to_owned())]
            .map(|term| {
                example(CountGroups {
                    organization: organization.clone(),
                    directory: directory.clone(),
                    term,
                })
            })
            .into(),
        "get-group-stats" => vec![example(GetGroupStats {
            organization,
            directory,
        })],
        "get-last-active" => [None, Some(cursor(TOKEN))]
            .map(|cursor| {
                example(GetLastActive {
                    organization: organization.clone(),
                    account: veronica(),
                    cursor,
                })
            })
            .into(),
        "search-workspaces" => [
            (None, None),
            (Some("mars".to_owned()), None),
            (Some("mars".to_owned()), Some(cursor(TOKEN))),
        ]
        .map(|(text, cursor)| {
            example(SearchWorkspaces {
                organization: organization.clone(),
                text,
                cursor,
            })
        })
        .into(),
        _ => return None,
    })
}
