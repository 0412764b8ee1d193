//! An undo file takes back what its run left, and nothing that somebody else has done since.

use std::collections::BTreeMap;

use rollcall_core::roster::Roster;
use rollcall_core::{
    file::Reading,
    journal::OutcomeKind,
    mapping::guess,
    plan::{Options, Plan},
    report,
    workbench::Workbench,
};
use rollcall_sandbox::Organization;

use crate::driver::{Driver, Wanted, action, address, people, plan, undo_rows};

/// Carries rows out, and gives the rows of the first undo file.
fn carried_out(sandbox: &mut Organization, key: &str, rows: Vec<Wanted>) -> Vec<Wanted> {
    let count = rows.len();
    let mut driver = Driver::new(sandbox, plan(action(key), rows), 0);
    driver.drive(None);
    assert_eq!(driver.outcomes(), BTreeMap::from([(OutcomeKind::Changed, count)]));
    let undo = report::undo(&driver.run).remove(0);
    undo_rows(sandbox, action(undo.spec.key()), &undo.bytes)
}

#[test]
fn a_profile_that_somebody_has_changed_since_is_left_as_it_is() {
    let mut sandbox = Organization::generate(60, 3);
    let nickname = |id: &String, text: &str| (id.clone(), format!("nickname {text:?}"), Vec::new());
    let [one, other] = &people(&sandbox)[..2] else {
        return;
    };
    let before = sandbox.account(other).unwrap().nickname.clone();
    let rows = vec![nickname(one, "Sales"), nickname(other, "Sales")];
    let back = carried_out(&mut sandbox, "update-profile", rows);
    carried_out(&mut sandbox, "update-profile", vec![nickname(one, "Legal")]);

    let mut driver = Driver::new(&mut sandbox, plan(action("update-profile"), back), 0);
    driver.drive(None);
    assert_eq!(
        driver.outcomes(),
        BTreeMap::from([(OutcomeKind::Changed, 1), (OutcomeKind::Skipped, 1)])
    );
    let skipped = driver
        .run
        .results(0, 1, Some(OutcomeKind::Skipped))
        .rows
        .remove(0);
    assert!(
        skipped
            .message
            .contains(r#"says nickname "Legal" now, not nickname "Sales""#),
        "{}",
        skipped.message
    );
    assert_eq!(sandbox.account(one).unwrap().nickname, "Legal");
    assert_eq!(sandbox.account(other).unwrap().nickname, before);
}

#[test]
fn an_account_that_was_moved_to_a_third_policy_since_stays_there() {
    let mut sandbox = Organization::generate(120, 3);
    let policies: Vec<String> = sandbox
        .auth_policies()
        .iter()
        .map(|policy| policy.id.clone())
        .collect();
    let mut others = people(&sandbox).into_iter();
    let one = others
        .find(|id| sandbox.account(id).unwrap().policy == 0)
        .unwrap();
    let to = |sandbox: &Organization, policy: &String| {
        let details = vec![("address", address(sandbox, &one)), ("policy", policy.clone())];
        vec![(one.clone(), format!("under the policy {policy}"), details)]
    };
    let rows = to(&sandbox, &policies[2]);
    let back = carried_out(&mut sandbox, "move-to-policy", rows);
    let rows = to(&sandbox, &policies[1]);
    carried_out(&mut sandbox, "move-to-policy", rows);
    let mut driver = Driver::new(&mut sandbox, plan(action("move-to-policy"), back), 0);
    driver.drive(None);
    assert_eq!(driver.outcomes(), BTreeMap::from([(OutcomeKind::Skipped, 1)]));
    assert_eq!(sandbox.account(&one).unwrap().policy, 1);
}

#[test]
fn a_field_that_was_empty_before_does_not_keep_the_others_from_being_undone() {
    let mut sandbox = Organization::generate(60, 3);
    let mut people = people(&sandbox).into_iter();
    let id = people.find(|id| sandbox.account(id).unwrap().job_title.is_none());
    let id = id.unwrap();
    let row = |text: &str| vec![(id.clone(), text.to_owned(), Vec::new())];
    carried_out(&mut sandbox, "update-profile", row(r#"department "HR""#));
    assert_eq!(sandbox.account(&id).unwrap().job_title, None);
    let both = row(r#"job title "Engineer", department "IT""#);
    let mut driver = Driver::new(&mut sandbox, plan(action("update-profile"), both), 0);
    driver.drive(None);
    let undo = report::undo(&driver.run).remove(0);
    // Through the desk, as the page does it.
    let file = rollcall_core::file::read("undo.csv", undo.bytes, &Reading::default()).unwrap();
    let mapping = guess(
        file.table(),
        action(undo.spec.key()).row.fields,
        &Roster::default(),
    )
    .mapping;
    let mut workbench = Workbench::new(action(undo.spec.key()));
    workbench.open(file, mapping);
    let options = Options::default();
    let back = Plan::make(undo.spec, workbench.diffs(), &options, |_| false).unwrap();
    assert_eq!(back.rows[0].wanted, r#"department "HR""#);
    assert_eq!(back.rows[0].before.as_deref(), Some(r#"department "IT""#));
    let mut driver = Driver::new(&mut sandbox, back, 0);
    driver.drive(None);
    assert_eq!(driver.outcomes(), BTreeMap::from([(OutcomeKind::Changed, 1)]));
}
