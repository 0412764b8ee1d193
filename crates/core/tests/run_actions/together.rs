//! Steps that go in one call: which they are, and what an answer means for each of them.

use std::collections::BTreeMap;

use rollcall_atlassian::AccountId;
use rollcall_core::{
    diff::Diff,
    journal::{OutcomeKind, Question},
    plan::{Options, Plan, PlanError},
    report,
};
use rollcall_sandbox::{Life, Limit, Organization};

use crate::driver::{Driver, Wanted, action, details_of, directory, in_batches, people, plan};
use crate::inviting::{guests, inside_without};

fn new_people(sandbox: &Organization, count: usize) -> Vec<Wanted> {
    guests(sandbox).into_iter().take(count).collect()
}

/// Somebody to be removed from the directory, which takes several calls to read.
fn removal(sandbox: &Organization) -> Vec<Wanted> {
    let details = vec![("directory", directory(sandbox))];
    vec![(
        people(sandbox).remove(0),
        "not in the directory".to_owned(),
        details,
    )]
}

fn named(row: &mut Wanted, address: &str) {
    address.clone_into(&mut row.0);
    address.clone_into(&mut row.2[0].1);
}

#[test]
fn people_who_are_given_the_same_go_together_wherever_they_stand_in_the_file() {
    let sandbox = Organization::generate(120, 3);
    let mut rows = new_people(&sandbox, 20);
    for row in rows.iter_mut().step_by(2) {
        row.2.retain(|(key, _)| *key != "groups");
    }
    let plan = in_batches(action("invite"), rows.clone(), 25);
    assert_eq!(
        plan.calls(),
        3,
        "the canary's two, the other eight of their kind, and ten"
    );
    let mut older = plan;
    older.operations[0].legacy = true;
    assert_eq!(older.calls(), 20, "the older call invites one person");
}

#[test]
fn a_call_that_is_refused_for_one_of_its_people_is_made_for_each_alone() {
    let mut sandbox = Organization::generate(120, 3);
    let mut rows = new_people(&sandbox, 5);
    named(&mut rows[3], "no body@elsewhere.example");
    let mut driver = Driver::new(&mut sandbox, plan(action("invite"), rows), 0);
    driver.drive(None);
    assert_eq!(
        driver.outcomes(),
        BTreeMap::from([(OutcomeKind::Changed, 4), (OutcomeKind::Refused, 1)])
    );
    assert_eq!(
        driver.sent,
        1 + 1 + 3,
        "the canary's, the three together, each of them alone"
    );
    let refused = driver
        .run
        .results(0, 1, Some(OutcomeKind::Refused))
        .rows
        .remove(0);
    assert_eq!(refused.number, 3);
}

#[test]
fn an_answer_that_refuses_one_of_several_is_that_row_s_alone() {
    let mut sandbox = Organization::generate(120, 3);
    let gone = sandbox
        .accounts()
        .iter()
        .find(|account| account.life == Life::Deactivated);
    let gone = gone.unwrap().address.clone();
    let mut rows = new_people(&sandbox, 9);
    named(&mut rows[3], &gone);
    let mut driver = Driver::new(&mut sandbox, plan(action("invite"), rows), 0);
    driver.drive(None);
    let outcomes: Vec<OutcomeKind> = driver.run.all_results().map(|row| row.outcome).collect();
    let mut expected = [OutcomeKind::Changed; 9];
    expected[3] = OutcomeKind::Refused;
    assert_eq!((outcomes, driver.sent), (expected.to_vec(), 3));
    let about: Vec<&str> = driver
        .asked
        .iter()
        .filter_map(|question| match question {
            Question::Refusal { step, .. } => Some(driver.run.plan().row_of(*step).person()),
            _ => None,
        })
        .collect();
    assert_eq!(about, [gone.as_str()]);
    for row in driver
        .run
        .all_results()
        .filter(|row| row.outcome == OutcomeKind::Changed)
    {
        let account = row.has.as_ref().and_then(|has| has.account.clone()).unwrap();
        let address = &driver.sandbox.account(&account).unwrap().address;
        assert_eq!(Some(address.as_str()), row.address());
    }
    let undo = report::undo(&driver.run).remove(0);
    let text = String::from_utf8(undo.bytes).unwrap();
    assert_eq!(text.lines().count(), 1 + 8, "{text}");
}

#[test]
fn two_steps_of_one_person_never_go_out_at_the_same_time() {
    let mut sandbox = Organization::generate(120, 3);
    let groups = sandbox.groups().iter();
    let groups = groups.filter(|group| group.directory == 0 && !group.synced);
    let groups: Vec<_> = groups
        .map(|group| (group.id.clone(), group.members.clone()))
        .take(3)
        .collect();
    let rows: Vec<Wanted> = people(&sandbox)
        .iter()
        .flat_map(|id| {
            let free = groups.iter().filter(|(_, members)| !members.contains(id));
            free.map(|(group, _)| {
                let details = vec![("group", group.clone()), ("directory", directory(&sandbox))];
                (id.clone(), "in the group".to_owned(), details)
            })
        })
        .collect();
    let count = rows.len();
    let persons: std::collections::BTreeSet<&String> = rows.iter().map(|row| &row.0).collect();
    assert!(count > persons.len(), "some are put into several");
    let mut driver = Driver::new(&mut sandbox, in_batches(action("add-to-group"), rows, 50), 0);
    // The driver minds that no two calls under way are about one person.
    driver.is_slow = true;
    driver.drive(None);
    assert_eq!(driver.outcomes(), BTreeMap::from([(OutcomeKind::Changed, count)]));
}

#[test]
fn what_is_wanted_is_told_with_the_place_where_it_is_wanted() {
    let mut sandbox = Organization::generate(120, 3);
    let group = sandbox
        .groups()
        .iter()
        .find(|group| group.name == "project-apollo" && group.directory == 0);
    let group = group.unwrap().id.clone();
    let details = vec![
        ("group", group),
        ("directory", directory(&sandbox)),
        ("where", "project-apollo".to_owned()),
    ];
    let rows = vec![(people(&sandbox).remove(0), "in the group".to_owned(), details)];
    let driver = Driver::new(&mut sandbox, plan(action("add-to-group"), rows), 0);
    assert_eq!(driver.run.plan().rows[0].wish(), "in the group (project-apollo)");
    let row = driver.run.all_results().next().unwrap();
    assert_eq!(row.wish(), "in the group (project-apollo)");
}

#[test]
fn two_rows_about_one_person_are_two_only_where_they_are_about_two_things() {
    let diffs = |part: &'static str, texts: [&str; 2]| {
        let row = |(row, text): (u32, &str)| Diff {
            row,
            line: row + 2,
            account: AccountId::parse("5b10a2844c20165700ede21a"),
            name: None,
            before: None,
            after: "wanted".to_owned(),
            details: details_of(vec![(part, text.to_owned())]),
            administrator: false,
        };
        (0..).zip(texts).map(row).collect::<Vec<_>>()
    };
    for (key, part) in [("revoke-api-tokens", "token"), ("add-to-group", "group")] {
        let options = Options::default();
        let made = |texts| Plan::make(action(key).run(), diffs(part, texts), &options, |_| false);
        assert_eq!(made(["t-1", "t-2"]).map(|plan| plan.steps.len()), Ok(2));
        assert!(
            matches!(made(["t-1", "t-1"]), Err(PlanError::SameAccount(..))),
            "{key}"
        );
    }
    let options = Options::default();
    let told = Plan::make(
        action("deactivate-account").run(),
        diffs("message", ["one", "other"]),
        &options,
        |_| false,
    );
    assert!(matches!(told, Err(PlanError::SameAccount(..))));
}

#[test]
fn people_who_have_to_be_read_one_by_one_are_ready_together_where_nothing_holds_them_back() {
    let mut sandbox = Organization::generate(900, 3);
    let rows = inside_without(&sandbox, 60);
    let count = rows.len();
    let plan = in_batches(action("invite"), rows, 1_000);
    let calls = plan.calls();
    let mut driver = Driver::new(&mut sandbox, plan, 0);
    driver.drive(None);
    assert_eq!(
        (driver.outcomes(), driver.sent),
        (BTreeMap::from([(OutcomeKind::Changed, count)]), calls)
    );
}

#[test]
fn a_reading_that_takes_several_calls_goes_on_where_one_of_them_failed() {
    let reads = |fails: Option<usize>| {
        let mut sandbox = Organization::generate(120, 4);
        let rows = removal(&sandbox);
        let mut driver = Driver::new(&mut sandbox, plan(action("remove-user"), rows), 0);
        driver.fails = fails;
        driver.drive(None);
        assert_eq!(driver.outcomes(), BTreeMap::from([(OutcomeKind::Changed, 1)]));
        driver.reads
    };
    let all = reads(None);
    assert!(all > 3, "{all} readings");
    assert_eq!(reads(Some(3)), all + 1);
}

#[test]
fn an_account_for_which_the_action_makes_no_sense_is_left_out_with_the_reason() {
    let mut sandbox = Organization::generate(120, 3);
    let id = people(&sandbox).remove(0);
    let other = sandbox.directories().nth(1).unwrap().0.to_owned();
    let rows = vec![(
        id,
        "active in the directory".to_owned(),
        vec![("directory", other)],
    )];
    let mut driver = Driver::new(&mut sandbox, plan(action("restore-user"), rows), 0);
    driver.drive(None);
    let row = driver.run.all_results().next().unwrap();
    assert_eq!(row.outcome, OutcomeKind::Skipped);
    assert_eq!(
        row.message,
        "Not sent: the account is not in the directory. This is for accounts that are suspended in the directory."
    );
}

#[test]
fn a_reading_of_several_calls_of_which_one_is_refused_leaves_the_row_out() {
    let mut sandbox = Organization::generate(120, 4);
    let rows = removal(&sandbox);
    let mut driver = Driver::new(&mut sandbox, plan(action("remove-user"), rows), 0);
    (driver.fails, driver.fails_with) = (Some(3), 403);
    driver.drive(None);
    assert_eq!(
        (driver.outcomes(), driver.sent),
        (BTreeMap::from([(OutcomeKind::Skipped, 1)]), 0)
    );
    let message = driver.run.results(0, 1, None).rows.remove(0).message;
    assert!(
        message.starts_with("Not sent: the account cannot be read"),
        "{message}"
    );
}

#[test]
fn what_takes_minutes_to_read_because_one_call_a_minute_is_let_through_is_done_all_the_same() {
    let mut sandbox = Organization::generate(120, 4);
    sandbox.set_limit(Limit {
        per_minute: Some(1),
        headers: true,
        ..Limit::default()
    });
    let rows = removal(&sandbox);
    let mut driver = Driver::new(&mut sandbox, plan(action("remove-user"), rows), 0);
    let begun = driver.now;
    driver.drive(None);
    assert_eq!(driver.outcomes(), BTreeMap::from([(OutcomeKind::Changed, 1)]));
    assert!(driver.now.0 - begun.0 > 3 * 60_000);
}
