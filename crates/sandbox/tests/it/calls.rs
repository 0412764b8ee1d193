//! For each endpoint the call of `rollcall_atlassian` that asks it.

use http::{Request, Response};
use rollcall_atlassian::call::account::{GetPermissions, Privilege, SetEmail};
use rollcall_atlassian::call::api_token::{DeleteApiToken, GetApiTokens};
use rollcall_atlassian::call::auth_policy::{AddToPolicy, GetPolicyTask, GetUserPolicies};
use rollcall_atlassian::call::count::{CountGroups, CountUsers, GetGroupStats, GetUserStats};
use rollcall_atlassian::call::directory::{
    GetDirectories, GetUser, GetUsers, SearchUsers, UserFilter, UserStatus,
};
use rollcall_atlassian::call::event::{EventFilter, GetEvent, GetEventActions, GetEvents, PollEvents};
use rollcall_atlassian::call::group::{AddToGroup, GetGroup, RemoveFromGroup, SearchGroups};
use rollcall_atlassian::call::invite::InviteUsers;
use rollcall_atlassian::call::last_active::GetLastActive;
use rollcall_atlassian::call::lifecycle::{
    ActivateAccount, CancelDeletion, DeactivateAccount, DeleteAccount,
};
use rollcall_atlassian::call::membership::{RemoveUser, RestoreUser, SuspendUser};
use rollcall_atlassian::call::organization::{
    GetDomain, GetDomains, GetManagedAccounts, GetOrganization, GetOrganizations,
};
use rollcall_atlassian::call::policy::{GetPolicies, GetPolicy};
use rollcall_atlassian::call::portal::{GetPortalUsers, PortalPlace};
use rollcall_atlassian::call::profile::{GetProfile, ProfileChange, UpdateProfile};
use rollcall_atlassian::call::retired::{
    AddToGroupV1, InviteUser, RemoveAccess, RemoveFromGroupV1, RestoreAccess, SearchGroupsV1, SearchUsersV1,
    SuspendAccess,
};
use rollcall_atlassian::call::role::{
    GetGroupRoles, GetUserRoles, GrantOrganizationRole, GrantRole, RevokeOrganizationRole, RevokeRole, RoleId,
};
use rollcall_atlassian::call::workspace::SearchWorkspaces;
use rollcall_atlassian::{
    AccountId, ApiTokenId, Body, Call, DirectoryId, DomainId, EventId, Failure, GroupId, OrganizationId,
    PolicyId, SiteId, TaskId, WorkspaceId,
};

use crate::client::{Client, EVENT};

/// A call of which only the outside matters: its request, and how it reads an answer.
pub(crate) type Outside = (Request<Body>, Box<Reader>);

/// Whether an answer is read, not what it says.
pub(crate) type Reader = dyn Fn(&Response<Body>) -> Result<(), Failure>;

pub(crate) fn of<C: Call + 'static>(call: C) -> Outside {
    (
        call.request(),
        Box::new(move |response| call.answer(response).map(drop)),
    )
}

/// The call of an endpoint, about the client's organization or this account.
pub(crate) fn call_of(client: &Client, endpoint: &str, account: &str) -> Outside {
    let organization = OrganizationId::parse(client.organization.organization_id()).unwrap();
    let token = ApiTokenId::parse(client.token_of(account)).unwrap();
    let account = AccountId::parse(account).unwrap();
    match endpoint {
        "get-organization" => of(GetOrganization { organization }),
        "get-organizations" => of(GetOrganizations { cursor: None }),
        "get-domain" => of(GetDomain {
            organization,
            domain: DomainId::parse(&client.organization.domains()[0].id).unwrap(),
        }),
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
            account: None,
            cursor: None,
        }),
        "search-users" => of(SearchUsers::everyone(organization, DirectoryId::every()).with_platform_roles()),
        other => of_directory(client, other, &account)
            .or_else(|| of_listing(client, other, &account))
            .or_else(|| of_policy(client, other, &account))
            .or_else(|| of_v1(client, other, &account))
            .unwrap_or_else(|| of_account(other, account, token)),
    }
}

/// Calls that list and count.
fn of_listing(client: &Client, endpoint: &str, account: &AccountId) -> Option<Outside> {
    let organization = OrganizationId::parse(client.organization.organization_id()).unwrap();
    let directory = DirectoryId::every();
    let filter = UserFilter {
        status: vec![UserStatus::Active, UserStatus::Suspended],
        search_term: Some("a".into()),
        ..UserFilter::default()
    };
    Some(match endpoint {
        "count-users" => of(CountUsers::new(organization, directory, filter).unwrap()),
        "get-users" => of(GetUsers::filtered(organization, directory, filter).unwrap()),
        "get-user-stats" => of(GetUserStats {
            organization,
            directory,
        }),
        "count-groups" => of(CountGroups {
            organization,
            directory,
            term: Some("jira".into()),
        }),
        "get-group-stats" => of(GetGroupStats {
            organization,
            directory,
        }),
        "get-portal-users" => of(GetPortalUsers {
            of: PortalPlace::Organization(organization),
            cursor: None,
        }),
        "get-portal-site-users" => of(GetPortalUsers {
            of: PortalPlace::Site(SiteId::parse(&client.site()).unwrap()),
            cursor: None,
        }),
        "get-last-active" => of(GetLastActive {
            organization,
            account: account.clone(),
            cursor: None,
        }),
        "search-workspaces" => of(SearchWorkspaces {
            organization,
            text: Some("jira".into()),
            cursor: None,
        }),
        _ => return None,
    })
}

/// Calls about policies and events.
fn of_policy(client: &Client, endpoint: &str, account: &AccountId) -> Option<Outside> {
    let organization = OrganizationId::parse(client.organization.organization_id()).unwrap();
    let policy = PolicyId::parse(&client.policy_for(endpoint)).unwrap();
    Some(match endpoint {
        "add-to-policy" => of(AddToPolicy {
            organization,
            policy,
            emails: vec![client.first().address],
        }),
        "get-policy-task" => of(GetPolicyTask {
            organization,
            task: TaskId::parse(client.organization.task_ids().next().unwrap()).unwrap(),
        }),
        "get-user-policies" => of(GetUserPolicies {
            organization,
            accounts: vec![account.clone()],
        }),
        "get-policies" => of(GetPolicies {
            organization,
            kind: None,
            cursor: None,
        }),
        "get-policy" => of(GetPolicy { organization, policy }),
        "get-events" => of(GetEvents {
            organization,
            filter: EventFilter {
                text: Some("login".into()),
                from: Some(0),
                ..EventFilter::default()
            },
            cursor: None,
        }),
        "poll-events" => of(PollEvents {
            organization,
            from: None,
            to: None,
            cursor: None,
        }),
        "get-event" => of(GetEvent {
            organization,
            event: EventId::parse(EVENT).unwrap(),
        }),
        "get-event-actions" => of(GetEventActions { organization }),
        _ => return None,
    })
}

/// Calls of v1 that v2 took the place of.
fn of_v1(client: &Client, endpoint: &str, account: &AccountId) -> Option<Outside> {
    let organization = OrganizationId::parse(client.organization.organization_id()).unwrap();
    let group = GroupId::parse(&client.group("project-apollo").id).unwrap();
    let account = account.clone();
    Some(match endpoint {
        "suspend-access" => of(SuspendAccess {
            organization,
            account,
        }),
        "restore-access" => of(RestoreAccess {
            organization,
            account,
        }),
        "remove-access" => of(RemoveAccess {
            organization,
            account,
        }),
        "search-users-v1" => of(SearchUsersV1::everyone(organization).suspended(false)),
        "search-groups-v1" => of(SearchGroupsV1::by_ids(organization, [group]).unwrap()),
        "add-to-group-v1" => of(AddToGroupV1 {
            organization,
            group,
            account,
        }),
        "remove-from-group-v1" => of(RemoveFromGroupV1 {
            organization,
            group,
            account,
        }),
        "invite-user" => of(InviteUser {
            organization,
            email: "somebody.new@example.org".into(),
            rule: None,
            mail: true,
            text: None,
        }),
        _ => return None,
    })
}

/// Calls about users in directories, their roles and groups.
fn of_directory(client: &Client, endpoint: &str, account: &AccountId) -> Option<Outside> {
    let organization = OrganizationId::parse(client.organization.organization_id()).unwrap();
    let directory = DirectoryId::parse(&client.directory_for(endpoint)).unwrap();
    let group = GroupId::parse(&client.group("project-apollo").id).unwrap();
    let workspace = WorkspaceId::parse(&client.workspace("jira-software")).unwrap();
    let account = account.clone();
    Some(match endpoint {
        "get-user" => of(GetUser {
            organization,
            directory,
            account,
        }),
        "suspend-user" => of(SuspendUser {
            organization,
            directory,
            account,
        }),
        "restore-user" => of(RestoreUser {
            organization,
            directory,
            account,
        }),
        "remove-user" => of(RemoveUser {
            organization,
            directory,
            account,
        }),
        "invite-users" => of(
            InviteUsers::new(organization, ["somebody.new@example.org".to_owned()])
                .unwrap()
                .with_role(workspace, RoleId::Guest)
                .with_group(group)
                .with_mail(Some("Welcome".into())),
        ),
        "get-user-roles" => of(GetUserRoles {
            organization,
            directory,
            account,
            cursor: None,
        }),
        "grant-role" => of(GrantRole {
            organization,
            account,
            role: RoleId::Guest,
            workspace: Some(workspace),
        }),
        "revoke-role" => of(RevokeRole {
            organization,
            account,
            role: RoleId::Guest,
            workspace: Some(workspace),
        }),
        "grant-organization-role" => of(GrantOrganizationRole {
            organization,
            account,
        }),
        "revoke-organization-role" => of(RevokeOrganizationRole {
            organization,
            account,
        }),
        "search-groups" => of(SearchGroups::all(organization, directory).with_counts()),
        "get-group" => of(GetGroup {
            organization,
            directory,
            group,
        }),
        "get-group-roles" => of(GetGroupRoles {
            organization,
            directory,
            group,
            cursor: None,
        }),
        "add-to-group" => of(AddToGroup {
            organization,
            directory,
            group,
            account,
        }),
        "remove-from-group" => of(RemoveFromGroup {
            organization,
            directory,
            group,
            account,
        }),
        _ => return None,
    })
}

/// Calls of user management.
fn of_account(endpoint: &str, account: AccountId, token: ApiTokenId) -> Outside {
    match endpoint {
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
