//! The calls of the older generation.

use std::collections::BTreeMap;

use rollcall_atlassian::OrganizationId;
use rollcall_core::journal::OutcomeKind;
use rollcall_sandbox::Organization;

use crate::driver::{Driver, Wanted, action, directory, people, plan};
use crate::inviting::{guests, workspace_and_group};

/// The rows of an action, in an organization with one directory.
fn of_the_only(sandbox: &Organization, wanted: &str, more: &[(&'static str, String)]) -> Vec<Wanted> {
    let only = directory(sandbox);
    let details = [("directory", only.clone()), ("only-directory", only)];
    let details: Vec<_> = details.into_iter().chain(more.iter().cloned()).collect();
    let mut groups = sandbox.groups().iter();
    let group = groups.find(|group| group.name == "project-apollo").unwrap();
    let outside = people(sandbox)
        .into_iter()
        .filter(|id| !group.members.contains(id));
    let rows = outside.take(6);
    rows.map(|id| (id, wanted.to_owned(), details.clone())).collect()
}

#[test]
fn the_older_calls_do_the_same_where_there_is_one_directory() {
    let mut sandbox = Organization::generate(120, 3);
    sandbox.keep_one_directory();
    let group = sandbox
        .groups()
        .iter()
        .find(|group| group.name == "project-apollo");
    let group = group.unwrap().id.clone();
    let (workspace, _) = workspace_and_group(&sandbox);
    let before = sandbox.state();
    let guest = "guest@elsewhere.example".to_owned();
    let invited = vec![
        ("address", guest.clone()),
        ("role", "atlassian/guest".to_owned()),
        ("workspace", workspace),
        ("only-directory", directory(&sandbox)),
    ];
    let invited = vec![(guest, "in the organization with this".to_owned(), invited)];
    let in_group = [("group", group)];
    for (key, rows) in [
        (
            "suspend-user",
            of_the_only(&sandbox, "suspended in the directory", &[]),
        ),
        (
            "restore-user",
            of_the_only(&sandbox, "active in the directory", &[]),
        ),
        ("add-to-group", of_the_only(&sandbox, "in the group", &in_group)),
        (
            "remove-from-group",
            of_the_only(&sandbox, "not in the group", &in_group),
        ),
        ("invite", invited),
        ("remove-user", of_the_only(&sandbox, "not in the directory", &[])),
    ] {
        let count = rows.len();
        let mut plan = plan(action(key), rows);
        plan.operations[0].legacy = true;
        let organization = OrganizationId::parse(sandbox.organization_id()).unwrap();
        assert_eq!(plan.without_call(&organization), None, "{key}");
        let mut driver = Driver::new(&mut sandbox, plan, 0);
        driver.drive(None);
        assert_eq!(
            driver.outcomes(),
            BTreeMap::from([(OutcomeKind::Changed, count)]),
            "{key}"
        );
        let verified = driver.run.state(driver.now).proven.verified as usize;
        assert_eq!(verified, count, "{key}");
        let deeds = sandbox.deeds();
        let used = deeds.last().unwrap().endpoint;
        assert!(
            ["-access", "-v1", "invite-user"]
                .iter()
                .any(|end| used.ends_with(end)),
            "{key}: {used}"
        );
        if key == "remove-from-group" {
            assert_eq!(sandbox.state(), before, "there and back");
        }
    }
}

#[test]
fn what_an_older_call_cannot_do_is_told_with_the_plan() {
    let sandbox = Organization::generate(120, 3);
    let organization = OrganizationId::parse(sandbox.organization_id()).unwrap();
    let rows = people(&sandbox).into_iter().take(1);
    let rows = rows.map(|id| {
        let details = vec![("directory", directory(&sandbox))];
        (id, "suspended in the directory".to_owned(), details)
    });
    for (key, rows) in [
        ("suspend-user", rows.collect()),
        ("invite", guests(&sandbox).into_iter().take(1).collect()),
    ] {
        let mut plan = plan(action(key), rows);
        plan.operations[0].legacy = true;
        let message = plan.without_call(&organization).unwrap().to_string();
        assert!(
            message.starts_with("The older call cannot do what line 2 asks for ("),
            "{message}"
        );
    }
}
