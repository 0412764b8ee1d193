//! What the people of a generated organization have: workspaces, groups, roles and policies. Its random numbers are its own, so
//! that a change here leaves the people as they are.

use crate::account::{Grant, Life};
use crate::fill_in;
use crate::group::Group;
use crate::maker::Maker;
use crate::organization::Organization;
use crate::policy::{AuthPolicy, Policy, Task};
use crate::workspace::Workspace;

const USER: &str = "atlassian/user";
const ADMIN: &str = "atlassian/admin";

/// One in this many accounts is in the second directory as well.
const IN_BOTH_EVERY: usize = 25;

/// Licences that are left where an app has a limit.
const LICENCES_LEFT: usize = 3;

/// App, name, and the roles that it has.
const APPS: [(&str, &str, &[&str]); 4] = [
    ("jira-software", "Jira", &[USER, ADMIN, "atlassian/guest"]),
    ("confluence", "Confluence", &[USER, ADMIN, "atlassian/guest"]),
    (
        "jira-servicedesk",
        "Jira Service Management",
        &[USER, ADMIN, "atlassian/customer", "atlassian/stakeholder"],
    ),
    (
        "platform",
        "Site",
        &[USER, "atlassian/user-access-admin", "atlassian/site-admin"],
    ),
];

/// Name, description, and app and role.
type GroupPlan = (&'static str, Option<&'static str>, Option<(usize, &'static str)>);

/// The groups that each directory has.
const GROUPS: [GroupPlan; 6] = [
    ("jira-users", Some("Everybody who uses Jira"), Some((0, USER))),
    ("confluence-users", None, Some((1, USER))),
    (
        "jira-administrators",
        Some("Whoever sets Jira up"),
        Some((0, ADMIN)),
    ),
    (
        "service-agents",
        Some("Whoever answers requests"),
        Some((2, USER)),
    ),
    ("project-apollo", None, None),
    ("engineering", Some("Kept by the identity provider"), None),
];

pub(crate) fn furnish(organization: &mut Organization) {
    let mut maker = organization.maker.clone();
    for (directory, site) in ["example-industries", "example-suppliers"]
        .into_iter()
        .enumerate()
    {
        add_workspaces(organization, &mut maker, directory, site);
    }
    join_both(organization);
    for directory in 0..organization.places.directories.len() {
        add_groups(organization, &mut maker, directory);
    }
    grant(organization, &mut maker);
    limit(organization);
    add_policies(organization, &mut maker);
    organization.maker = maker;
    fill_in::fill_in(&mut organization.book, organization.behaviour.forms);
}

/// One in this many managed accounts has another authentication policy than the first.
const OTHER_POLICY_EVERY: usize = 6;

fn add_policies(organization: &mut Organization, maker: &mut Maker) {
    organization.policies.authentication = ["Everybody", "Single sign-on", "Not billable"]
        .map(|name| AuthPolicy {
            id: maker.uuid(),
            name,
        })
        .into();
    organization.policies.others = [
        (
            "ip-allowlist",
            "Offices",
            true,
            ["192.0.2.0/24", "2001:db8::/32"].as_slice(),
        ),
        ("data-residency", "Europe", true, ["EU"].as_slice()),
        ("data-security", "No public links", false, [].as_slice()),
    ]
    .map(|(kind, name, enabled, allows)| Policy {
        id: maker.uuid(),
        kind,
        name,
        enabled,
        allows,
    })
    .into();
    // A task that was finished before the first request.
    organization.policies.tasks.push(Task {
        id: maker.uuid(),
        at: 0,
        policy: Some(1),
        emails: Vec::new(),
        done: 0,
        polls: 0,
        moved: 2,
        failed: Vec::new(),
    });
    let accounts = organization.book.accounts.iter_mut();
    for (at, account) in accounts.filter(|account| account.managed).enumerate() {
        account.policy = match at % OTHER_POLICY_EVERY {
            3 => 1,
            5 => 2,
            _ => 0,
        };
    }
}

fn add_workspaces(organization: &mut Organization, maker: &mut Maker, directory: usize, site: &str) {
    for (owner, name, roles) in APPS {
        organization.places.workspaces.push(Workspace {
            id: format!("ari:cloud:{owner}::site/{}", maker.uuid()),
            name: format!("{name} ({site})"),
            owner,
            url: format!("https://{site}.atlassian.net"),
            directory,
            roles,
            capacity: None,
        });
    }
}

/// Some people are in more than one directory.
fn join_both(organization: &mut Organization) {
    for account in organization
        .book
        .accounts
        .iter_mut()
        .skip(7)
        .step_by(IN_BOTH_EVERY)
    {
        if account.life == Life::Active && !account.memberships.is_empty() && !account.is_suspended() {
            account.join(0);
            account.join(1);
        }
    }
}

fn add_groups(organization: &mut Organization, maker: &mut Maker, directory: usize) {
    let first = directory * APPS.len();
    for (at, (name, description, grant)) in GROUPS.into_iter().enumerate() {
        let members = organization
            .book
            .accounts
            .iter()
            .filter(|account| account.membership(directory).is_some())
            .filter(|_| match at {
                0 => true,
                1 => maker.random.u8(0..3) > 0,
                2 => maker.random.u8(0..20) == 0,
                _ => maker.random.u8(0..8) == 0,
            })
            .map(|account| account.id.clone())
            .collect();
        organization.places.groups.push(Group {
            id: maker.uuid(),
            name: name.to_owned(),
            description,
            directory,
            synced: name == "engineering",
            grants: grant
                .map(|(app, role)| Grant {
                    workspace: first + app,
                    role,
                })
                .into_iter()
                .collect(),
            members,
        });
    }
}

/// A few have roles of their own.
fn grant(organization: &mut Organization, maker: &mut Maker) {
    for account in &mut organization.book.accounts {
        let Some(membership) = account.memberships.first() else {
            continue;
        };
        let first = membership.directory * APPS.len();
        let (workspace, role) = match maker.random.u8(0..30) {
            0 => (first + 1, ADMIN),
            1 | 2 => (first + 2, USER),
            3 => (first + 3, "atlassian/user-access-admin"),
            _ => continue,
        };
        account.grants.push(Grant { workspace, role });
    }
}

/// The service desk of the first directory is nearly full.
fn limit(organization: &mut Organization) {
    let workbench = 2;
    let used = organization.places.licences_used(&organization.book, workbench);
    if let Some(workspace) = organization.places.workspaces.get_mut(workbench) {
        workspace.capacity = Some(used + LICENCES_LEFT);
    }
}
