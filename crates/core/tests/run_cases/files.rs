//! Texts and files.

use rollcall_core::roster::Roster;
use rollcall_core::{
    action::Field,
    diff::LeftOut,
    file::Reading,
    journal::Decision,
    mapping::guess,
    plan::{Options, Plan, PlanError},
    report,
};

use crate::hand::{Hand, SYNCED, diff, plan};

#[test]
fn a_plan_needs_an_order() {
    let make = |people: &[(&str, &str, &str)]| {
        let diffs = people
            .iter()
            .enumerate()
            .map(|(at, (id, before, after))| diff(at, id, before, after));
        Plan::make(
            rollcall_core::action::change_email::ACTION.run(),
            diffs.collect(),
            &Options::default(),
            |_| false,
        )
        .unwrap_err()
    };
    assert_eq!(make(&[]), PlanError::NothingToDo);
    insta::assert_snapshot!(
        "one_account_twice",
        make(&[("a", "a@x.org", "b@x.org"), ("a", "a@x.org", "c@x.org")])
    );
    insta::assert_snapshot!(
        "one_address_twice",
        make(&[("a", "a@x.org", "N@x.org"), ("b", "b@x.org", "n@x.org")])
    );
}

fn left_out() -> Vec<LeftOut> {
    let row = |line, account: &str, why: &str| LeftOut {
        line,
        account: account.to_owned(),
        address: None,
        place: None,
        name: Some("=Someone".to_owned()),
        before: None,
        wanted: "x@y.org".to_owned(),
        why: why.to_owned(),
    };
    vec![
        row(1, "before", "You left it out."),
        row(900, "behind", "It was not part of this run."),
    ]
}

#[test]
fn the_files_say_what_happened_and_load_again() {
    let [a, b, c, d] = [
        "5b10a2844c20165700ede21a",
        "5b10a2844c20165700ede21b",
        "5b10a2844c20165700ede21c",
        "5b10a2844c20165700ede21d",
    ];
    let people = [
        (a, "a@x.org", "b@x.org"),
        (b, "b@x.org", "b@y.org"),
        (c, "c@x.org", "c@y.org"),
        (d, "d@x.org", "+d@y.org"),
    ];
    let mut hand = Hand::about(plan(&people, 0), left_out());
    hand.answer_for(c, 403, SYNCED);
    hand.decide(Decision::GoOn);
    hand.answer_for(b, 204, "");
    hand.answer_for(a, 204, "");
    hand.answer_for(d, 400, r#"{"key":"fieldConstraintsViolated"}"#);
    assert!(hand.is_done);

    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    insta::assert_snapshot!("results", text(report::results(&hand.run)));
    let retry = report::retry(&hand.run).remove(0).bytes;
    let undo = report::undo(&hand.run).remove(0).bytes;
    insta::assert_snapshot!("retry", text(retry.clone()));
    insta::assert_snapshot!("undo", text(undo.clone()));

    let parts = [
        Field::AccountId,
        Field::CurrentAddress,
        Field::NewAddress,
        Field::Organization,
    ];
    for (name, bytes) in [("retry.csv", retry), ("undo.csv", undo)] {
        let file = rollcall_core::file::read(name, bytes, &Reading::default()).unwrap();
        let guess = guess(file.table(), &parts, &Roster::default());
        assert!(
            guess.certain,
            "{name} loads without touching the mapping: {guess:?}"
        );
    }
}
