//! Every action against the sandbox organization, with its undo, while answers get lost and the run is killed and taken up again:
//! afterwards the organization is as it was before.
#![expect(clippy::unwrap_used, reason = "what helps a test may fail it")]

mod driver;
mod inviting;
mod older;
mod policies;
mod several;
mod since;
mod together;

use std::collections::BTreeMap;

use rollcall_core::{
    journal::OutcomeKind,
    report,
    run::{Run, Settings},
};
use rollcall_sandbox::{Life, Organization};

use driver::{Driver, Wanted, action, address, directory, people, plan, undo_rows};

/// Runs an action on some accounts, takes it up again after a crash, and undoes it. `rows` makes them, `is_so` counts how many
/// of them came to be as they are wanted.
fn there_and_back(key: &str, rows: impl Fn(&Organization) -> Vec<Wanted>) {
    for (seed, lose, crash) in [
        (3, 0, None),
        (4, 3, None),
        (5, 4, Some(3)),
        (6, 0, Some(1)),
        (7, 2, Some(6)),
    ] {
        let mut sandbox = Organization::generate(120, seed);
        let before = sandbox.state();
        let rows = rows(&sandbox);
        let count = rows.len();
        assert!(count >= 6, "{key}: {count} rows");
        let mut driver = Driver::new(&mut sandbox, plan(action(key), rows), lose);
        driver.drive(crash);
        if crash.is_some() {
            driver.run = Run::resume(driver.now, &driver.journal, Settings::default()).unwrap();
            driver.drive(None);
        }
        let outcomes = driver.outcomes();
        let changed = outcomes.get(&OutcomeKind::Changed).copied().unwrap_or_default();
        assert_eq!(changed, count, "{key}, seed {seed}: {outcomes:?}");
        let undo = report::undo(&driver.run);
        assert_ne!(sandbox.state(), before, "{key}");
        let effective = sandbox.deeds().iter().filter(|deed| deed.effective).count();
        assert_eq!(effective, count, "{key}, seed {seed}: nobody is changed twice");
        assert!(!undo.is_empty(), "{key}");
        for file in undo {
            let rows = undo_rows(&sandbox, action(file.spec.key()), &file.bytes);
            let count = rows.len();
            let mut driver = Driver::new(&mut sandbox, plan(action(file.spec.key()), rows), lose);
            driver.drive(None);
            assert_eq!(
                driver.outcomes(),
                BTreeMap::from([(OutcomeKind::Changed, count)]),
                "{key}: {}",
                file.spec.key()
            );
        }
        assert_eq!(sandbox.state(), before, "{key}, seed {seed}: as before");
    }
}

#[test]
fn suspending_and_restoring() {
    there_and_back("suspend-user", |sandbox| {
        let rows = people(sandbox).into_iter();
        let wanted = "suspended in the directory";
        rows.map(|id| (id, wanted.to_owned(), vec![("directory", directory(sandbox))]))
            .collect()
    });
}

#[test]
fn adding_to_groups_and_removing() {
    there_and_back("add-to-group", |sandbox| {
        let group = sandbox
            .groups()
            .iter()
            .find(|group| group.name == "project-apollo" && group.directory == 0)
            .unwrap();
        let rows = people(sandbox)
            .into_iter()
            .filter(|id| !group.members.contains(id));
        rows.map(|id| {
            let details = vec![("group", group.id.clone()), ("directory", directory(sandbox))];
            (id, "in the group".to_owned(), details)
        })
        .collect()
    });
}

#[test]
fn granting_roles_and_revoking() {
    there_and_back("grant-role", |sandbox| {
        let workspaces = sandbox.workspaces().iter().enumerate();
        let (at, confluence) = workspaces
            .filter(|(_, workspace)| workspace.directory == 0)
            .find(|(_, workspace)| workspace.owner == "confluence")
            .unwrap();
        let has = |id: &String| {
            let grants = &sandbox.account(id).unwrap().grants;
            grants
                .iter()
                .any(|grant| grant.workspace == at && grant.role == "atlassian/guest")
        };
        let rows = people(sandbox).into_iter().filter(|id| !has(id));
        rows.map(|id| {
            let details = vec![
                ("role", "atlassian/guest".to_owned()),
                ("workspace", confluence.id.clone()),
            ];
            (id, "granted the role".to_owned(), details)
        })
        .collect()
    });
}

#[test]
fn updating_profiles() {
    there_and_back("update-profile", |sandbox| {
        let rows = people(sandbox).into_iter();
        rows.map(|id| {
            (
                id,
                r#"nickname "Countess", locale "en-NZ""#.to_owned(),
                vec![
                    ("nickname", "Countess".to_owned()),
                    ("locale", "en-NZ".to_owned()),
                ],
            )
        })
        .collect()
    });
}

#[test]
fn deleting_accounts_that_are_active_and_some_that_are_not() {
    there_and_back("delete-account", |sandbox| {
        let is_meant = |life: Life| {
            let managed = sandbox.accounts().iter().filter(|account| account.managed);
            let meant = managed.filter(move |account| {
                let is_free = account.lock.is_none() && !account.billing_contact;
                account.life == life && is_free && !account.administrator
            });
            meant.map(|account| account.id.clone()).take(4)
        };
        let rows = is_meant(Life::Active).chain(is_meant(Life::Deactivated));
        rows.map(|id| (id, "marked for deletion".to_owned(), Vec::new()))
            .collect()
    });
}

#[test]
fn moving_to_a_policy_whose_task_is_asked_about() {
    there_and_back("move-to-policy", |sandbox| {
        let policy = sandbox.auth_policies()[2].id.clone();
        let rows = people(sandbox)
            .into_iter()
            .filter(|id| sandbox.account(id).unwrap().policy != 2);
        rows.map(|id| {
            let details = vec![("address", address(sandbox, &id)), ("policy", policy.clone())];
            (id, format!("under the policy {policy}"), details)
        })
        .collect()
    });
}

#[test]
fn a_policy_that_is_not_there_is_refused_in_the_call_or_by_the_task() {
    for seed in [2, 3] {
        let mut sandbox = Organization::generate(60, seed);
        let before = sandbox.state();
        let rows = people(&sandbox).into_iter().take(2);
        let rows = rows
            .map(|id| {
                let details = vec![("address", address(&sandbox, &id))];
                (
                    id,
                    "under the policy 00000000-0000-4000-8000-000000000000".to_owned(),
                    details,
                )
            })
            .collect();
        let mut driver = Driver::new(&mut sandbox, plan(action("move-to-policy"), rows), 0);
        driver.drive(None);
        assert_eq!(
            driver.outcomes(),
            BTreeMap::from([(OutcomeKind::Refused, 2)]),
            "seed {seed}"
        );
        let message = driver.run.results(0, 1, None).rows[0].message.clone();
        assert!(message.to_lowercase().contains("policy"), "{message}");
        assert_eq!(sandbox.state(), before);
    }
}

#[test]
fn a_field_that_differs_only_in_case_is_changed_though_nobody_knew_what_it_was() {
    let mut sandbox = Organization::generate(60, 3);
    let before = sandbox.state();
    let id = people(&sandbox).remove(0);
    let nickname = sandbox.account(&id).unwrap().nickname.to_uppercase();
    let rows = vec![(id.clone(), format!("nickname {nickname:?}"), Vec::new())];
    let mut driver = Driver::new(&mut sandbox, plan(action("update-profile"), rows), 0);
    driver.drive(None);
    assert_eq!(driver.outcomes(), BTreeMap::from([(OutcomeKind::Changed, 1)]));
    let undo = report::undo(&driver.run).remove(0);
    assert_eq!(sandbox.account(&id).unwrap().nickname, nickname);
    let rows = undo_rows(&sandbox, action(undo.spec.key()), &undo.bytes);
    let mut driver = Driver::new(&mut sandbox, plan(action("update-profile"), rows), 0);
    driver.drive(None);
    assert_eq!(sandbox.state(), before);
}
