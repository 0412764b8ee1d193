//! An undo file takes back what its run left, and nothing that somebody else has done since.

use std::collections::BTreeMap;

use rollcall_core::{journal::OutcomeKind, report};
use rollcall_sandbox::Organization;

use crate::driver::{Driver, Wanted, action, address, people, plan, undo_rows};

/// Carries rows out, and gives the rows of the first undo file.
fn carried_out(sandbox: &mut Organization, key: &str, rows: Vec<Wanted>) -> Vec<Wanted> {
    let count = rows.len();
    let mut driver = Driver::new(sandbox, plan(action(key), rows), 0);
    driver.drive(None);
    assert_eq!(driver.outcomes(), BTreeMap::from([(OutcomeKind::Changed, count)]));
    let undo = report::undo(&driver.run).remove(0);
    undo_rows(sandbox, undo.action, &undo.bytes)
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
            .words
            .contains(r#"says nickname "Legal" now, not nickname "Sales""#),
        "{}",
        skipped.words
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
