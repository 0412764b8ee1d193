//! Inviting, and the removal that invites again.

use std::collections::BTreeMap;

use rollcall_core::{
    journal::OutcomeKind,
    plan::{Plan, StopRules},
    report,
    run::{Run, Settings},
};
use rollcall_sandbox::{Life, Limit, Organization};

use crate::driver::{
    Driver, Wanted, action, address, directory, in_batches, people, plan as plan_of, undo_rows,
};

/// A workspace of the first directory, and a group there that gives nothing that costs a licence.
pub(crate) fn workspace_and_group(sandbox: &Organization) -> (String, String) {
    let workspaces = sandbox.workspaces().iter();
    let workspace = workspaces
        .filter(|workspace| workspace.directory == 0)
        .find(|workspace| workspace.owner == "confluence")
        .unwrap();
    let mut groups = sandbox.groups().iter();
    let group = groups.find(|group| group.name == "project-apollo" && group.directory == 0);
    (workspace.id.clone(), group.unwrap().id.clone())
}

/// New people, and some who are there already: what they are given, by address.
pub(crate) fn guests(sandbox: &Organization) -> Vec<Wanted> {
    let (workspace, group) = workspace_and_group(sandbox);
    let known = people(sandbox);
    let known = known.iter().map(|id| address(sandbox, id));
    let new = (0..40).map(|at| format!("guest{at}@elsewhere.example"));
    let row = |address: String| {
        let details = vec![
            ("address", address.clone()),
            ("role", "atlassian/guest".to_owned()),
            ("workspace", workspace.clone()),
            ("groups", group.clone()),
        ];
        (address, "in the organization with this".to_owned(), details)
    };
    new.chain(known).map(row).collect()
}

#[test]
fn inviting_takes_few_calls_sends_none_twice_and_takes_back_what_it_gave() {
    for (seed, lose, crash) in [
        (3, 0, None),
        (4, 2, None),
        (5, 0, Some(2)),
        (6, 3, Some(1)),
        (7, 0, Some(5)),
    ] {
        let mut sandbox = Organization::generate(120, seed);
        let before = sandbox.state();
        let rows = guests(&sandbox);
        let count = rows.len();
        let plan = Plan {
            stop_rules: StopRules {
                in_a_row: None,
                percent: None,
            },
            ..in_batches(action("invite"), rows, 25)
        };
        let calls = plan.calls();
        assert_eq!(calls, 3, "two for the canary, then 25 and the rest");
        let mut driver = Driver::new(&mut sandbox, plan, lose);
        driver.drive(crash);
        if crash.is_some() {
            driver.run = Run::resume(driver.now, &driver.journal, Settings::default()).unwrap();
            driver.drive(None);
        }
        let outcomes = driver.outcomes();
        let changed = outcomes.get(&OutcomeKind::Changed).copied().unwrap_or_default();
        assert_eq!(changed, count, "seed {seed}: {outcomes:?}");
        assert!(driver.sent <= calls, "seed {seed}: {} calls", driver.sent);
        assert_eq!(
            driver.run.state(driver.now).proven.verified as usize,
            count,
            "seed {seed}"
        );
        let files = report::undo(&driver.run);
        let keys: Vec<&str> = files.iter().map(|file| file.spec.key()).collect();
        assert_eq!(
            keys,
            ["remove-user", "revoke-role", "remove-from-group"],
            "seed {seed}"
        );
        for file in files {
            let rows = undo_rows(&sandbox, action(file.spec.key()), &file.bytes);
            let rows = rows.into_iter().map(|row| in_its_place(&sandbox, row)).collect();
            let mut driver = Driver::new(&mut sandbox, plan_of(action(file.spec.key()), rows), lose);
            driver.drive(None);
            let outcomes = driver.outcomes();
            assert_eq!(
                outcomes.keys().collect::<Vec<_>>(),
                [&OutcomeKind::Changed],
                "seed {seed}, {}: {outcomes:?}",
                file.spec.key()
            );
        }
        let mut after = sandbox.state();
        let new: Vec<_> = after
            .accounts
            .extract_if(.., |id, _| !before.accounts.contains_key(id))
            .collect();
        assert_eq!(new.len(), 40);
        assert!(
            new.iter()
                .all(|(_, account)| account.memberships.is_empty() && account.grants.is_empty())
        );
        assert_eq!(after, before, "seed {seed}: as before");
    }
}

/// What a look-up would add: the directory of a group.
fn in_its_place(sandbox: &Organization, (account, wanted, mut details): Wanted) -> Wanted {
    let has = |key: &str| details.iter().any(|(its, _)| *its == key);
    if has("group") && !has("directory") {
        details.push(("directory", directory(sandbox)));
    }
    (account, wanted, details)
}

/// Each of them is read by two calls or three, and what was read counts for two minutes only.
#[test]
fn many_who_are_there_already_are_given_a_role_though_few_calls_a_minute_are_let_through() {
    for (per_minute, people) in [(200, 400), (30, 60), (12, 30)] {
        many_who_are_there_already(per_minute, people);
    }
}

fn many_who_are_there_already(per_minute: u32, people: usize) {
    let mut sandbox = Organization::generate(900, 3);
    sandbox.set_limit(Limit {
        per_minute: Some(per_minute),
        headers: true,
        ..Limit::default()
    });
    let rows = inside_without(&sandbox, people);
    let count = rows.len();
    assert!(count * 4 > people * 3, "{count} rows");
    let mut driver = Driver::new(&mut sandbox, in_batches(action("invite"), rows, 1_000), 0);
    driver.drive(None);
    assert_eq!(driver.outcomes(), BTreeMap::from([(OutcomeKind::Changed, count)]));
}

/// People who are in the first directory, and have no role: they are to get one.
pub(crate) fn inside_without(sandbox: &Organization, people: usize) -> Vec<Wanted> {
    let (workspace, group) = workspace_and_group(sandbox);
    let groups = sandbox.groups().iter().find(|its| its.id == group).unwrap();
    let inside = sandbox.accounts().iter().filter(|account| {
        account.life == Life::Active
            && account.memberships.iter().any(|place| place.directory == 0)
            && account.grants.is_empty()
            && !groups.members.contains(&account.id)
    });
    inside
        .map(|account| {
            let address = account.address.clone();
            let details = vec![
                ("address", address.clone()),
                ("role", "atlassian/guest".to_owned()),
                ("workspace", workspace.clone()),
            ];
            (address, "in the organization with this".to_owned(), details)
        })
        .take(people)
        .collect()
}

#[test]
fn an_invitation_that_did_nothing_and_was_not_answered_is_left_in_doubt() {
    let mut sandbox = Organization::generate(120, 3);
    let before = sandbox.state();
    let rows: Vec<Wanted> = guests(&sandbox).into_iter().take(5).collect();
    let mut driver = Driver::new(&mut sandbox, plan_of(action("invite"), rows), 0);
    driver.drop_first = true;
    driver.drive(None);
    let outcomes = driver.outcomes();
    assert_eq!(
        outcomes,
        BTreeMap::from([(OutcomeKind::Changed, 3), (OutcomeKind::InDoubt, 2)])
    );
    assert_eq!(
        driver.sent, 2,
        "the canary's call, which never arrived, and the other"
    );
    let message = driver
        .run
        .results(0, 1, Some(OutcomeKind::InDoubt))
        .rows
        .remove(0)
        .message;
    assert!(
        message.contains("It is not sent again, because it sends mail."),
        "{message}"
    );
    let retry = String::from_utf8(report::retry(&driver.run).remove(0).bytes).unwrap();
    assert_eq!(retry.lines().count(), 3, "{retry}");
    assert!(
        retry.starts_with("current-address,role,workspace,groups,message\r\n"),
        "{retry}"
    );
    let new = sandbox.state().accounts.len() - before.accounts.len();
    assert_eq!(new, 3);
}

#[test]
fn who_is_removed_can_be_invited_with_the_same_roles_and_groups() {
    let mut sandbox = Organization::generate(120, 4);
    let before = sandbox.state();
    let is_simple = |id: &String| {
        let groups = sandbox.groups().iter();
        let synced = groups
            .filter(|group| group.synced)
            .any(|group| group.members.contains(id));
        !synced && !sandbox.account(id).unwrap().grants.is_empty()
    };
    let some: Vec<String> = people(&sandbox).into_iter().filter(is_simple).collect();
    assert!(some.len() >= 3, "{} people", some.len());
    let rows = some.iter().map(|id| {
        let details = vec![("directory", directory(&sandbox))];
        (id.clone(), "not in the directory".to_owned(), details)
    });
    let rows = rows.collect();
    let mut driver = Driver::new(&mut sandbox, plan_of(action("remove-user"), rows), 3);
    driver.drive(None);
    assert_eq!(
        driver.outcomes(),
        BTreeMap::from([(OutcomeKind::Changed, some.len())])
    );
    let files = report::undo(&driver.run);
    let names: Vec<_> = files.iter().map(|file| (file.spec.key(), file.called)).collect();
    assert_eq!(names, [("invite", "invite file"), ("grant-role", "role file")]);
    assert!(
        some.iter()
            .all(|id| sandbox.account(id).unwrap().memberships.is_empty())
    );
    for file in files {
        let rows = undo_rows(&sandbox, action(file.spec.key()), &file.bytes);
        let mut driver = Driver::new(&mut sandbox, plan_of(action(file.spec.key()), rows), 0);
        driver.drive(None);
        let outcomes = driver.outcomes();
        assert_eq!(
            outcomes.keys().collect::<Vec<_>>(),
            [&OutcomeKind::Changed],
            "{outcomes:?}"
        );
    }
    let after = sandbox.state();
    for id in &some {
        assert_eq!(after.accounts[id], before.accounts[id]);
    }
    for (group, members) in &before.groups {
        assert_eq!(after.groups[group], *members, "{group}");
    }
    assert_eq!(after, before);
}
