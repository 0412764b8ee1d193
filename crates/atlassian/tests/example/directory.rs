//! The calls about directories, the users in them, their roles and their groups.

use rollcall_atlassian::DirectoryId;
use rollcall_atlassian::call::directory::{
    AccountClaim, Expand, GetUser, MembershipStatus, SearchUsers, UserFilter, UserStatus,
};
use rollcall_atlassian::call::group::{AddToGroup, GetGroup, RemoveFromGroup, SearchGroups};
use rollcall_atlassian::call::invite::InviteUsers;
use rollcall_atlassian::call::membership::{RemoveUser, RestoreUser, SuspendUser};
use rollcall_atlassian::call::organization::AccountStatus;
use rollcall_atlassian::call::role::{
    GetGroupRoles, GetUserRoles, GrantOrganizationRole, GrantRole, RevokeOrganizationRole, RevokeRole, RoleId,
};

use super::{Example, cursor, example, investigators, jira, mars, primary, veronica};

/// Something in every part.
pub(super) fn every_filter() -> UserFilter {
    UserFilter {
        account_ids: vec![veronica()],
        directory_ids: vec![primary()],
        resource_ids: vec![jira()],
        group_ids: vec![investigators()],
        email_domains: vec!["marsinvestigations.com".into()],
        search_term: Some("mars".into()),
        claim_status: Some(AccountClaim::Managed),
        status: vec![UserStatus::Active],
        account_status: vec![AccountStatus::Active],
        membership_status: vec![MembershipStatus::Active],
        role_ids: vec![RoleId::User],
        two_step: Some(true),
    }
}

pub(super) fn examples(name: &str) -> Option<Vec<Example>> {
    let (organization, account) = (mars(), veronica());
    Some(match name {
        "search-users" => {
            let emails = ["alice@example.com", "bob@example.com", "alice@example.com"].map(str::to_owned);
            let by_emails =
                SearchUsers::by_emails(organization.clone(), DirectoryId::every(), emails).unwrap();
            let by_accounts =
                SearchUsers::by_accounts(organization.clone(), DirectoryId::every(), [veronica()]).unwrap();
            vec![
                example(SearchUsers::everyone(organization.clone(), primary())),
                example(by_emails.with_platform_roles().limit(50).unwrap()),
                example(by_accounts.after(&cursor("kloHX1ZQVasDAkx_P48NYQ"))),
                example(
                    SearchUsers::filtered(organization, DirectoryId::every(), every_filter())
                        .unwrap()
                        .with_platform_roles()
                        .with(Expand::Workspaces)
                        .with(Expand::ProductAccess)
                        .with(Expand::Groups),
                ),
            ]
        }
        "get-user" => vec![example(GetUser {
            organization,
            directory: DirectoryId::every(),
            account,
        })],
        "suspend-user" => vec![example(SuspendUser {
            organization,
            directory: primary(),
            account,
        })],
        "restore-user" => vec![example(RestoreUser {
            organization,
            directory: primary(),
            account,
        })],
        "remove-user" => vec![example(RemoveUser {
            organization,
            directory: primary(),
            account,
        })],
        "invite-users" => {
            let emails = ["vmars@marsinvestigations.com", "vinnie@vanlowe-pi.net"].map(str::to_owned);
            let one = InviteUsers::new(organization.clone(), emails[..1].to_vec()).unwrap();
            let two = InviteUsers::new(organization, emails).unwrap();
            vec![
                example(one),
                example(
                    two.with_role(jira(), RoleId::User)
                        .with_group(investigators())
                        .with_mail(Some("Welcome".into())),
                ),
            ]
        }
        name => return roles(name).or_else(|| groups(name)),
    })
}

fn roles(name: &str) -> Option<Vec<Example>> {
    let (organization, account) = (mars(), veronica());
    Some(match name {
        "get-user-roles" => [None, Some(cursor("kloHX1ZQVasDAkx_P48NYQ"))]
            .map(|cursor| {
                example(GetUserRoles {
                    organization: organization.clone(),
                    directory: DirectoryId::every(),
                    account: account.clone(),
                    cursor,
                })
            })
            .into(),
        "grant-role" => [(RoleId::User, Some(jira())), (RoleId::OrgAdmin, None)]
            .map(|(role, workspace)| {
                example(GrantRole {
                    organization: organization.clone(),
                    account: account.clone(),
                    role,
                    workspace,
                })
            })
            .into(),
        "revoke-role" => [(RoleId::User, Some(jira())), (RoleId::OrgAdmin, None)]
            .map(|(role, workspace)| {
                example(RevokeRole {
                    organization: organization.clone(),
                    account: account.clone(),
                    role,
                    workspace,
                })
            })
            .into(),
        "grant-organization-role" => vec![example(GrantOrganizationRole {
            organization,
            account,
        })],
        "revoke-organization-role" => vec![example(RevokeOrganizationRole {
            organization,
            account,
        })],
        _ => return None,
    })
}

fn groups(name: &str) -> Option<Vec<Example>> {
    let (organization, account, group) = (mars(), veronica(), investigators());
    Some(match name {
        "search-groups" => {
            let every = DirectoryId::every;
            let of = || organization.clone();
            let names = ["Investigators", "Investigators"].map(str::to_owned);
            let of_accounts = SearchGroups::of_accounts(of(), every(), [account]).unwrap();
            vec![
                example(SearchGroups::all(of(), primary())),
                example(
                    SearchGroups::by_names(of(), every(), names)
                        .unwrap()
                        .with_counts(),
                ),
                example(SearchGroups::by_ids(of(), every(), [group]).unwrap()),
                example(of_accounts.after(&cursor("kloHX1ZQVasDAkx_P48NYQ"))),
                example(SearchGroups::by_term(of(), every(), "invest".into())),
            ]
        }
        "get-group" => vec![example(GetGroup {
            organization,
            directory: DirectoryId::every(),
            group,
        })],
        "get-group-roles" => [None, Some(cursor("kloHX1ZQVasDAkx_P48NYQ"))]
            .map(|cursor| {
                example(GetGroupRoles {
                    organization: organization.clone(),
                    directory: DirectoryId::every(),
                    group: group.clone(),
                    cursor,
                })
            })
            .into(),
        "add-to-group" => vec![example(AddToGroup {
            organization,
            directory: primary(),
            group,
            account,
        })],
        "remove-from-group" => vec![example(RemoveFromGroup {
            organization,
            directory: primary(),
            group,
            account,
        })],
        _ => return None,
    })
}
