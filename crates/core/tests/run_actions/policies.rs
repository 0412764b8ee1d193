//! Moving accounts to authentication policies: by their addresses, and by tasks that take their time.

use std::collections::BTreeMap;

use rollcall_core::{
    journal::OutcomeKind,
    report,
    run::{Run, Settings},
};
use rollcall_sandbox::Organization;

use crate::driver::{Driver, Wanted, action, address, people, plan};

/// Some who are not under the third policy, to be moved there.
fn movers(sandbox: &Organization) -> Vec<Wanted> {
    let policy = &sandbox.auth_policies()[2].id;
    let others = people(sandbox)
        .into_iter()
        .filter(|id| sandbox.account(id).unwrap().policy != 2);
    let rows = others.map(|id| {
        let details = vec![("address", address(sandbox, &id)), ("policy", policy.clone())];
        (id, format!("under the policy {policy}"), details)
    });
    rows.take(3).collect()
}

#[test]
fn who_has_the_address_of_somebody_in_the_file_by_now_is_not_moved() {
    let mut sandbox = Organization::generate(120, 3);
    let rows = movers(&sandbox);
    let (one, other) = (rows[0].0.clone(), rows[1].0.clone());
    let former = address(&sandbox, &one);
    let before = sandbox.account(&other).unwrap().policy;
    let mut driver = Driver::new(
        &mut sandbox,
        plan(action("move-to-policy"), rows[..1].to_vec()),
        0,
    );
    assert!(driver.sandbox.change_concurrently(&one, "away@example.com"));
    assert!(driver.sandbox.change_concurrently(&other, &former));
    driver.drive(None);
    assert_eq!(
        (driver.outcomes(), driver.sent),
        (BTreeMap::from([(OutcomeKind::Skipped, 1)]), 0)
    );
    let message = driver.run.results(0, 1, None).rows.remove(0).message;
    assert!(
        message.contains("has the address away@example.com now"),
        "{message}"
    );
    assert_eq!(sandbox.account(&other).unwrap().policy, before);
}

#[test]
fn while_a_task_is_waited_for_that_is_what_is_shown() {
    let mut sandbox = Organization::generate(120, 3);
    let rows = movers(&sandbox).into_iter().take(1).collect();
    let mut driver = Driver::new(&mut sandbox, plan(action("move-to-policy"), rows), 0);
    driver.about_tasks.0 = usize::MAX;
    driver.rests = |_, reads| reads >= 12;
    driver.drive(None);
    let row = driver.run.all_results().next().unwrap();
    let says = "Atlassian took the call and carries it out.";
    assert!(row.message.starts_with(says), "{}", row.message);
    let waiting = driver.run.state(driver.now).waiting.unwrap();
    assert!(waiting.why.starts_with(says), "{}", waiting.why);
}

#[test]
fn a_task_that_takes_minutes_is_waited_for_and_the_call_is_made_once() {
    let mut sandbox = Organization::generate(120, 3);
    let rows = movers(&sandbox);
    let count = rows.len();
    let mut driver = Driver::new(&mut sandbox, plan(action("move-to-policy"), rows), 0);
    driver.about_tasks.0 = 20;
    let begun = driver.now;
    driver.drive(None);
    assert_eq!(driver.outcomes(), BTreeMap::from([(OutcomeKind::Changed, count)]));
    assert_eq!(driver.sent, count);
    assert!(driver.now.0 - begun.0 > 60_000, "more than a minute");
}

#[test]
fn what_was_taken_and_never_shows_is_in_doubt_and_never_sent_again() {
    let mut sandbox = Organization::generate(120, 3);
    let before = sandbox.state();
    let rows: Vec<Wanted> = movers(&sandbox).into_iter().take(1).collect();
    for stops in [false, true] {
        let mut driver = Driver::new(&mut sandbox, plan(action("move-to-policy"), rows.clone()), 0);
        driver.pretends = true;
        driver.about_tasks.0 = usize::MAX;
        let begun = driver.now;
        driver.stops = stops;
        driver.drive(None);
        assert_eq!(
            (driver.outcomes(), driver.sent),
            (BTreeMap::from([(OutcomeKind::InDoubt, 1)]), 1)
        );
        let minutes = (driver.now.0 - begun.0) / 60_000;
        assert_eq!((15..25).contains(&minutes), !stops, "{minutes} minutes");
        let message = driver.run.results(0, 1, None).rows.remove(0).message;
        assert!(message.contains("Atlassian took the call"), "{message}");
        assert_eq!(report::undo(&driver.run).len(), 1, "it may happen still");
        assert_eq!(report::retry(&driver.run).len(), 1);
    }
    assert_eq!(sandbox.state(), before);
}

#[test]
fn a_task_that_counts_nobody_is_no_proof_and_the_account_is_read() {
    const NOBODY: &str = r#"{"inProgressCount":0,"successCount":0,"failureCount":0}"#;
    for pretends in [false, true] {
        let mut sandbox = Organization::generate(120, 3);
        let rows: Vec<Wanted> = movers(&sandbox).into_iter().take(1).collect();
        let mut driver = Driver::new(&mut sandbox, plan(action("move-to-policy"), rows), 0);
        (driver.about_tasks, driver.pretends) = ((usize::MAX, NOBODY), pretends);
        driver.drive(None);
        let outcome = if pretends {
            OutcomeKind::InDoubt
        } else {
            OutcomeKind::Changed
        };
        assert_eq!(
            (driver.outcomes(), driver.sent),
            (BTreeMap::from([(outcome, 1)]), 1)
        );
    }
}

#[test]
fn a_call_that_was_lost_is_not_made_again_for_whoever_has_the_address_by_now() {
    let mut sandbox = Organization::generate(120, 3);
    let rows = movers(&sandbox);
    let (one, other) = (rows[0].0.clone(), rows[1].0.clone());
    let former = address(&sandbox, &one);
    let before = sandbox.account(&other).unwrap().policy;
    let mut driver = Driver::new(
        &mut sandbox,
        plan(action("move-to-policy"), rows[..1].to_vec()),
        0,
    );
    driver.drop_first = true;
    driver.rests = |calls, _| calls == 1;
    driver.drive(None);
    assert_eq!(driver.sent, 1);
    assert!(driver.sandbox.change_concurrently(&one, "away@example.com"));
    assert!(driver.sandbox.change_concurrently(&other, &former));
    driver.run = Run::resume(driver.now, &driver.journal, Settings::default()).unwrap();
    driver.rests = |_, _| false;
    driver.drive(None);
    assert_eq!(
        (driver.outcomes(), driver.sent),
        (BTreeMap::from([(OutcomeKind::Failed, 1)]), 1)
    );
    let message = driver.run.results(0, 1, None).rows.remove(0).message;
    assert!(message.contains("not sent again"), "{message}");
    assert_eq!(sandbox.account(&other).unwrap().policy, before);
}

#[test]
fn one_question_that_fails_among_many_ends_nothing() {
    for status in [503, 401] {
        let mut sandbox = Organization::generate(120, 3);
        let rows: Vec<Wanted> = movers(&sandbox).into_iter().take(1).collect();
        let mut driver = Driver::new(&mut sandbox, plan(action("move-to-policy"), rows), 0);
        (driver.about_tasks.0, driver.fails, driver.fails_with) = (20, Some(12), status);
        driver.drive(None);
        assert_eq!(
            driver.outcomes(),
            BTreeMap::from([(OutcomeKind::Changed, 1)]),
            "{status}"
        );
        assert_eq!(driver.sent, 1);
    }
}

#[test]
fn where_nobody_knows_the_task_the_account_tells() {
    let mut sandbox = Organization::generate(120, 3);
    let rows: Vec<Wanted> = movers(&sandbox).into_iter().take(1).collect();
    let mut driver = Driver::new(&mut sandbox, plan(action("move-to-policy"), rows), 0);
    (driver.fails, driver.fails_with) = (Some(3), 404);
    driver.drive(None);
    assert_eq!(
        (driver.outcomes(), driver.sent),
        (BTreeMap::from([(OutcomeKind::Changed, 1)]), 1)
    );
}

#[test]
fn the_question_about_a_task_that_refused_says_why() {
    const REFUSED: &str = r#"{"inProgressCount":0,"successCount":0,"failureCount":1,
        "failureReasons":[{"emails":[],"details":{"status":404,"title":"No","detail":"Policy not found"}}]}"#;
    let mut sandbox = Organization::generate(120, 3);
    let rows = movers(&sandbox);
    let mut driver = Driver::new(&mut sandbox, plan(action("move-to-policy"), rows), 0);
    (driver.about_tasks, driver.pretends) = ((usize::MAX, REFUSED), true);
    driver.drive(None);
    let problem = driver.problems.first().unwrap();
    assert!(
        problem.contains("with status 404: Atlassian did not move the account: Policy not found"),
        "{problem}"
    );
}

#[test]
fn a_task_that_ends_with_errors_is_settled_by_reading_who_was_moved() {
    const SOME: &str =
        r#"{"status":"COMPLETED","errors":[{"message":"Some of the members could not be found."}]}"#;
    for pretends in [false, true] {
        let mut sandbox = Organization::generate(120, 3);
        let rows = movers(&sandbox);
        let count = rows.len();
        let mut driver = Driver::new(&mut sandbox, plan(action("move-to-policy"), rows), 0);
        (driver.about_tasks, driver.pretends) = ((usize::MAX, SOME), pretends);
        driver.drive(None);
        let outcome = if pretends {
            OutcomeKind::Refused
        } else {
            OutcomeKind::Changed
        };
        assert_eq!(
            (driver.outcomes(), driver.sent),
            (BTreeMap::from([(outcome, count)]), count)
        );
        for row in driver.run.all_results().filter(|_| pretends) {
            assert!(
                row.message.contains("Some of the members could not be found."),
                "{}",
                row.message
            );
        }
    }
}
