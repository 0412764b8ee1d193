//! The calls of `rollcall_atlassian` walk through the organization: what they ask, what they make of the answers, and where the
//! next page is.

use std::collections::BTreeSet;

use rollcall_atlassian::call::auth_policy::{AddToPolicy, GetPolicyTask, GetUserPolicies};
use rollcall_atlassian::call::count::{CountUsers, GetGroupStats, GetUserStats};
use rollcall_atlassian::call::directory::{
    AccountClaim, Expand, GetUser, GetUsers, MembershipStatus, SearchUsers, UserFilter,
};
use rollcall_atlassian::call::event::{EventFilter, GetEvents, PollEvents};
use rollcall_atlassian::call::group::SearchGroups;
use rollcall_atlassian::call::invite::{InviteStatus, InviteUsers, Invited};
use rollcall_atlassian::call::last_active::GetLastActive;
use rollcall_atlassian::call::membership::SuspendUser;
use rollcall_atlassian::call::retired::SearchUsersV1;
use rollcall_atlassian::call::role::{AssignmentMethod, GetUserRoles, GrantRole, RoleId};
use rollcall_atlassian::call::workspace::SearchWorkspaces;
use rollcall_atlassian::{
    AccountId, Call, Cursor, Cursors, DirectoryId, Failure, Kind, OrganizationId, Page, PolicyId, Refusal,
    WorkspaceId,
};
use rollcall_sandbox::Life;

use crate::client::Client;

/// Sends a call and reads its answer.
fn ask<C: Call>(client: &mut Client, call: &C) -> Result<C::Answer, Failure> {
    let mut request = call.request();
    let key = client.authorization.clone().unwrap();
    request
        .headers_mut()
        .insert("authorization", key.parse().unwrap());
    call.answer(&client.raw(&request).response)
}

/// All pages of a list.
fn all<C, T>(client: &mut Client, call: impl Fn(Option<&Cursor>) -> C) -> Vec<T>
where
    C: Call<Answer = Page<T>>,
{
    let (mut items, mut cursors, mut at) = (Vec::new(), Cursors::default(), None);
    loop {
        let page = ask(client, &call(at.as_ref())).unwrap();
        let read = page.items.len();
        items.extend(page.items);
        match cursors.follow(read, page.next).unwrap() {
            Some(next) => at = Some(next),
            None => return items,
        }
    }
}

fn organization(client: &Client) -> OrganizationId {
    OrganizationId::parse(client.organization.organization_id()).unwrap()
}

fn id_of(account: &str) -> AccountId {
    AccountId::parse(account).unwrap()
}

#[test]
fn three_generations_of_the_list_of_users_agree() {
    let mut client = Client::of(230, 3);
    let of = organization(&client);
    let every = DirectoryId::every;
    let searched = all(&mut client, |at| {
        let search = SearchUsers::everyone(of.clone(), every()).with(Expand::Groups);
        at.map_or(search.clone(), |at| search.after(at))
    });
    let listed = all(&mut client, |at| {
        let list = GetUsers::filtered(of.clone(), every(), UserFilter::default()).unwrap();
        at.map_or(list.clone(), |at| list.after(at))
    });
    let ids = |users: &[rollcall_atlassian::call::directory::User]| -> Vec<AccountId> {
        users.iter().map(|user| user.id.clone()).collect()
    };
    assert_eq!(ids(&searched), ids(&listed));
    let count = CountUsers::new(of.clone(), every(), UserFilter::default()).unwrap();
    assert_eq!(ask(&mut client, &count), Ok(searched.len() as u64));
    let managed = UserFilter {
        claim_status: Some(AccountClaim::Managed),
        ..UserFilter::default()
    };
    let count = CountUsers::new(of.clone(), every(), managed).unwrap();
    assert_eq!(ask(&mut client, &count), Ok(230));

    // The oldest knows those in a directory alone.
    let oldest = all(&mut client, |at| {
        let search = SearchUsersV1::everyone(of.clone());
        at.map_or(search.clone(), |at| search.after(at))
    });
    let oldest: BTreeSet<AccountId> = oldest.into_iter().map(|user| user.id).collect();
    let members = searched
        .iter()
        .filter(|user| user.membership_status != Some(MembershipStatus::NoMembership));
    assert_eq!(oldest, members.map(|user| user.id.clone()).collect());
    let with_groups = searched
        .iter()
        .find(|user| user.groups.as_ref().is_some_and(|groups| !groups.is_empty()));
    let group = &with_groups.unwrap().groups.as_ref().unwrap()[0];
    assert!(
        client
            .organization
            .groups()
            .iter()
            .any(|known| known.id == group.id.as_str())
    );
}

#[test]
fn what_is_counted_adds_up() {
    let mut client = Client::new();
    let (organization, directory) = (organization(&client), DirectoryId::every());
    let stats = ask(
        &mut client,
        &GetUserStats {
            organization: organization.clone(),
            directory: directory.clone(),
        },
    )
    .unwrap();
    let accounts: u64 = stats.account_status.iter().map(|state| state.count).sum();
    assert_eq!(accounts, client.organization.accounts().len() as u64);
    assert!(
        stats
            .roles
            .iter()
            .any(|role| role.role == RoleId::OrgAdmin && role.count == 2)
    );
    let groups = ask(
        &mut client,
        &GetGroupStats {
            organization: organization.clone(),
            directory: directory.clone(),
        },
    )
    .unwrap();
    let found = all(&mut client, |at| {
        let search = SearchGroups::all(organization.clone(), directory.clone()).with_counts();
        at.map_or(search.clone(), |at| search.after(at))
    });
    assert_eq!(groups.all, Some(found.len() as u64));
    assert_eq!(
        groups.synced,
        Some(found.iter().filter(|group| group.synced == Some(true)).count() as u64)
    );
    assert!(
        found
            .iter()
            .all(|group| group.users.is_some() && group.workspaces.is_some())
    );
}

#[test]
fn a_role_is_granted_on_a_workspace_that_was_found_and_listed_with_how_it_came() {
    let mut client = Client::new();
    let organization = organization(&client);
    let workspaces = all(&mut client, |at| SearchWorkspaces {
        organization: organization.clone(),
        text: Some("example-industries".into()),
        cursor: at.cloned(),
    });
    let jira = workspaces
        .iter()
        .find(|at| at.key.as_deref() == Some("jira-software"))
        .unwrap();
    let account = id_of(&client.willing("grant-role").id);
    let grant = GrantRole {
        organization: organization.clone(),
        account: account.clone(),
        role: RoleId::Guest,
        workspace: Some(jira.id.clone()),
    };
    assert_eq!(ask(&mut client, &grant), Ok(()));
    let roles = all(&mut client, |at| GetUserRoles {
        organization: organization.clone(),
        directory: DirectoryId::every(),
        account: account.clone(),
        cursor: at.cloned(),
    });
    let on_jira = roles
        .iter()
        .find(|on| on.workspace.as_ref() == Some(&jira.id))
        .unwrap();
    let methods = |role: &RoleId| {
        let assignments = on_jira.assignments.as_ref().unwrap();
        let found = assignments.iter().find(|assignment| assignment.role == *role);
        found.unwrap().methods.clone()
    };
    assert_eq!(methods(&RoleId::Guest), [AssignmentMethod::Direct]);
    assert_eq!(methods(&RoleId::User), [AssignmentMethod::Group]);

    let nowhere = GrantRole {
        workspace: WorkspaceId::parse("ari:cloud:jira::site/nowhere"),
        ..grant
    };
    let failure = ask(&mut client, &nowhere).unwrap_err();
    assert!(failure.message.contains("the site or app"), "{}", failure.message);
}

#[test]
fn an_invitation_is_read_address_by_address() {
    let mut client = Client::new();
    let organization = organization(&client);
    let inactive = client.in_life(Life::Deactivated).address;
    let jira = WorkspaceId::parse(&client.workspace("jira-software")).unwrap();
    let invite = InviteUsers::new(organization, ["new@example.com".to_owned(), inactive.clone()])
        .unwrap()
        .with_role(jira, RoleId::User)
        .with_mail(None);
    let invited = ask(&mut client, &invite).unwrap();
    assert_eq!(
        invited.iter().map(Invited::is_complete).collect::<Vec<_>>(),
        [true, false]
    );
    assert_eq!(invited[1].email.as_deref(), Some(inactive.as_str()));
    assert_eq!(invited[1].roles[0].status, InviteStatus::Error);
    assert!(invited[1].roles[0].status_reason.is_some());
    assert_eq!(client.organization.mails().len(), 2);
}

#[test]
fn a_move_to_a_policy_is_followed_to_its_end() {
    let mut client = Client::new();
    let organization = organization(&client);
    let policy = PolicyId::parse(&client.organization.auth_policies()[1].id).unwrap();
    let account = client.first();
    let task = ask(
        &mut client,
        &AddToPolicy {
            organization: organization.clone(),
            policy: policy.clone(),
            emails: vec![account.address, "nobody@example.com".into()],
        },
    )
    .unwrap();
    let get = GetPolicyTask {
        organization: organization.clone(),
        task: task.id,
    };
    let states: Vec<_> = std::iter::repeat_with(|| ask(&mut client, &get).unwrap())
        .take(3)
        .collect();
    assert_eq!(
        (states[0].is_over(), states[2].is_over()),
        (Some(false), Some(true))
    );
    assert_eq!((states[2].moved, states[2].failed), (Some(1), Some(1)));
    assert_eq!(
        states[2].reasons.as_ref().unwrap()[0].emails.as_deref(),
        Some(&["nobody@example.com".to_owned()][..])
    );
    let policies = GetUserPolicies {
        organization,
        accounts: vec![id_of(&account.id)],
    };
    assert_eq!(ask(&mut client, &policies).unwrap()[0].policy, Some(policy));
}

#[test]
fn last_active_dates_are_those_that_the_search_tells() {
    let mut client = Client::new();
    let organization = organization(&client);
    let account = client.find(|account| account.life == Life::Active && account.memberships.len() == 2);
    let (mut apps, mut cursor) = (Vec::new(), None);
    loop {
        let page = ask(
            &mut client,
            &GetLastActive {
                organization: organization.clone(),
                account: id_of(&account.id),
                cursor,
            },
        )
        .unwrap();
        apps.extend(page.apps);
        match page.next {
            Some(next) => cursor = Some(next),
            None => break,
        }
    }
    let search = SearchUsers::by_accounts(organization, DirectoryId::every(), [id_of(&account.id)]).unwrap();
    let found = ask(&mut client, &search.with(Expand::ProductAccess))
        .unwrap()
        .items
        .remove(0);
    let told = found.product_access.unwrap().into_iter();
    let seconds = |time: Option<i64>| time.map(|time| time / 1000);
    let told: Vec<_> = told
        .filter(|app| app.last_active.is_some())
        .map(|app| (app.key.unwrap(), seconds(app.last_active)))
        .collect();
    let apps: Vec<_> = apps
        .into_iter()
        .map(|app| (app.key, seconds(app.last_active)))
        .collect();
    assert_eq!(apps, told);
    assert!(!apps.is_empty());
}

#[test]
fn the_log_is_read_page_by_page_and_polled_for_more() {
    let mut client = Client::new();
    let organization = organization(&client);
    let events = all(&mut client, |at| GetEvents {
        organization: organization.clone(),
        filter: EventFilter::default(),
        cursor: at.cloned(),
    });
    assert!(!events.is_empty());
    let poll = |cursor| PollEvents {
        organization: organization.clone(),
        from: None,
        to: None,
        cursor,
    };
    let first = ask(&mut client, &poll(None)).unwrap();
    assert_eq!(first.items.len(), events.len());
    let second = ask(&mut client, &poll(first.next)).unwrap();
    assert!(second.items.is_empty() && second.next.is_some());
    let account = client.willing("suspend-user").id;
    client.direct("suspend-user", &account);
    let third = ask(&mut client, &poll(second.next)).unwrap();
    assert_eq!(third.items[0].subjects[0].id, account);
}

#[test]
fn what_is_not_there_is_not_taken_for_another_organization() {
    let mut client = Client::new();
    let organization = organization(&client);
    let account = id_of(&client.first().id);
    let call = |directory: &str, account: &AccountId| SuspendUser {
        organization: organization.clone(),
        directory: DirectoryId::parse(directory).unwrap(),
        account: account.clone(),
    };
    let directory = client.directory(0);
    let failure = ask(&mut client, &call("nonsense", &account)).unwrap_err();
    assert_eq!(failure.kind, Kind::Refused(Refusal::Other));
    let failure = ask(&mut client, &call(&directory, &id_of("nobody"))).unwrap_err();
    assert_eq!(failure.kind, Kind::Refused(Refusal::UnknownAccount));
    let other = OrganizationId::parse(client.organization.neighbour_id()).unwrap();
    let user = GetUser {
        organization: other,
        directory: DirectoryId::every(),
        account,
    };
    assert_eq!(ask(&mut client, &user).unwrap_err().kind, Kind::WrongOrganization);
}
