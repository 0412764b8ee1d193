//! Plans of several operations: in order, with a person's rows one after the other, through losses and crashes; and what comes out of them.

use rollcall_atlassian::{AccountId, OrganizationId};
use rollcall_core::action::{Field, resolve};
use rollcall_core::diff::{Details, Diff};
use rollcall_core::journal::{Event, OutcomeKind, Unopened};
use rollcall_core::plan::{Options, Plan, PlanError, PlanFlaw, StopRules, Wish};
use rollcall_core::report;
use rollcall_core::run::{Phase, Run, Settings};
use rollcall_sandbox::{Life, Lock, Organization};

use crate::driver::{Driver, action, address, directory, people, undo_rows};

fn wish(key: &str, row: u32, account: &str, before: Option<&str>, after: &str, waits_for: &[u32]) -> Wish {
    Wish {
        operation: action(key).run().into(),
        diff: Diff {
            row,
            line: row + 2,
            account: AccountId::parse(account),
            name: None,
            before: before.map(str::to_owned),
            after: after.to_owned(),
            details: Details::new(),
            administrator: false,
        },
        waits_for: waits_for.to_vec(),
    }
}

fn made(wishes: Vec<Wish>) -> Result<Plan, PlanError> {
    let options = Options {
        canary: 0,
        stop_rules: StopRules {
            in_a_row: None,
            percent: None,
        },
        ..Options::default()
    };
    Plan::of_wishes(wishes, &options, |_| false)
}

/// The holder of an address gets another one, somebody else gets his, and then the holder is deactivated. In the file it stands the
/// other way round.
fn solved(sandbox: &Organization) -> (Plan, [String; 2], [String; 2]) {
    let people = people(sandbox);
    let (holder, person) = (&people[0], &people[1]);
    let [taken, former] = [address(sandbox, holder), address(sandbox, person)];
    let other = format!("duplicated.{taken}");
    let plan = made(vec![
        wish("deactivate-account", 0, holder, None, "deactivated", &[1]),
        wish("change-email", 1, person, Some(&former), &taken, &[]),
        wish("change-email", 2, holder, Some(&taken), &other, &[]),
    ]);
    (plan.unwrap(), [holder.clone(), person.clone()], [taken, former])
}

#[test]
fn an_address_that_is_taken_is_freed_then_taken_then_its_holder_deactivated() {
    for (seed, lose, crash) in [(3, 0, None), (4, 1, None), (5, 2, Some(1)), (6, 0, Some(2))] {
        let mut sandbox = Organization::generate(120, seed);
        let before = sandbox.state();
        let (plan, [holder, person], [taken, former]) = solved(&sandbox);
        let order: Vec<u32> = plan.steps.iter().map(|step| step.row).collect();
        assert_eq!(order, [2, 1, 0]);
        assert_eq!(plan.title(), "Deactivate accounts; Change e-mail addresses");
        let mut driver = Driver::new(&mut sandbox, plan, lose);
        driver.drive(crash);
        if crash.is_some() {
            driver.run = Run::resume(driver.now, &driver.journal, Settings::default()).unwrap();
            driver.drive(None);
        }
        assert_eq!(
            driver.outcomes().get(&OutcomeKind::Changed),
            Some(&3),
            "seed {seed}: {:?}",
            driver.outcomes()
        );
        assert_eq!(driver.run.state(driver.now).proven.verified, 3);
        assert!(driver.run.is_fold_of(&driver.journal).unwrap());
        let results = String::from_utf8(report::results(&driver.run)).unwrap();
        assert!(results.contains("state_before,state_wanted"), "{results}");
        assert!(results.lines().next().unwrap().contains("operation"), "{results}");
        let undo = report::undo(&driver.run);
        let keys: Vec<&str> = undo.iter().map(|file| file.spec.key()).collect();
        assert_eq!(
            keys,
            ["activate-account", "change-email"],
            "what was done last is taken back first"
        );
        assert_eq!(report::retry(&driver.run), []);
        assert_eq!(address(&sandbox, &person), taken);
        assert_eq!(sandbox.account(&holder).unwrap().life, Life::Deactivated);

        let rows = undo_rows(&sandbox, action("activate-account"), &undo[0].bytes);
        let mut back = Driver::new(&mut sandbox, crate::plan(action("activate-account"), rows), 0);
        back.drive(None);
        let text = String::from_utf8(undo[1].bytes.clone()).unwrap();
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        let wishes = (0..)
            .zip(&rows)
            .map(|(row, record)| wish("change-email", row, &record[0], Some(&record[1]), &record[2], &[]));
        let mut back = Driver::new(&mut sandbox, made(wishes.collect()).unwrap(), 0);
        back.drive(None);
        assert_eq!(address(&sandbox, &person), former);
        assert_eq!(sandbox.state(), before, "seed {seed}: as before");
    }
}

#[test]
fn what_was_not_done_leaves_out_all_that_was_to_come_after_it() {
    let mut sandbox = Organization::generate(120, 3);
    let (plan, [holder, _], _) = solved(&sandbox);
    // Somebody else gives the holder a third address meanwhile.
    assert!(sandbox.change_concurrently(&holder, "elsewhere@example.com"));
    let mut driver = Driver::new(&mut sandbox, plan, 0);
    driver.drive(None);
    let rows: Vec<_> = driver.run.all_results().collect();
    assert_eq!(rows[2].outcome, OutcomeKind::Skipped);
    assert_eq!(
        rows[1].outcome,
        OutcomeKind::Skipped,
        "its address was never freed by the run"
    );
    assert_eq!(
        (rows[0].outcome, rows[0].message.as_str()),
        (
            OutcomeKind::Skipped,
            format!(
                "Not sent: it comes after line 3 ({}), which was not done.",
                rows[1].who()
            )
            .as_str()
        )
    );
    let retry: Vec<_> = report::retry(&driver.run)
        .into_iter()
        .map(|file| file.spec.key())
        .collect();
    assert_eq!(retry, ["deactivate-account", "change-email"]);
    assert_eq!(sandbox.account(&holder).unwrap().life, Life::Active);
}

#[test]
fn who_waits_for_somebody_of_a_cycle_that_is_taken_back_does_not_wait_for_ever() {
    let mut sandbox = Organization::generate(120, 3);
    let people = people(&sandbox);
    let [one, other] = [&people[0], &people[1]];
    let [ones, others] = [address(&sandbox, one), address(&sandbox, other)];
    let plan = made(vec![
        wish("change-email", 0, one, Some(&ones), &others, &[]),
        wish("change-email", 1, other, Some(&others), &ones, &[]),
        wish("deactivate-account", 2, one, Some("active"), "deactivated", &[0]),
    ]);
    let mut driver = Driver::new(&mut sandbox, plan.unwrap(), 0);
    // The identity provider takes hold of the second one as soon as the first is parked.
    driver.after_first = Some((other.clone(), Lock::Scim));
    driver.drive(None);
    let rows: Vec<_> = driver.run.all_results().collect();
    assert_eq!(rows[0].outcome, OutcomeKind::Undone, "{}", rows[0].message);
    assert_eq!(rows[2].outcome, OutcomeKind::Skipped, "{}", rows[2].message);
    assert_eq!(driver.run.state(driver.now).phase, Phase::Done);
    assert_eq!(address(&sandbox, one), ones);
}

#[test]
fn a_later_row_begins_where_the_earlier_one_ends_and_names_the_person_by_the_address_of_then() {
    let sandbox = Organization::generate(120, 3);
    let person = people(&sandbox).remove(0);
    let now = address(&sandbox, &person);
    let mut to_policy = wish("move-to-policy", 1, &person, None, "under the policy p-1", &[0]);
    to_policy.diff.details.set(Field::Policy, "p-1");
    to_policy.diff.details.set_address(now.as_str());
    let plan = made(vec![
        wish("change-email", 0, &person, Some(&now), "new@example.com", &[]),
        to_policy,
        wish(
            "deactivate-account",
            2,
            &person,
            Some("active"),
            "deactivated",
            &[1],
        ),
        wish(
            "delete-account",
            3,
            &person,
            Some("active"),
            "marked for deletion",
            &[2],
        ),
    ]);
    let plan = plan.unwrap();
    assert_eq!(plan.rows[1].address(), Some("new@example.com"));
    assert_eq!(plan.rows[3].before.as_deref(), Some("deactivated"));
    assert_eq!(plan.steps[3].from.as_deref(), Some("deactivated"));
}

#[test]
fn the_last_row_about_a_state_says_what_has_to_be_there_at_the_end() {
    let mut sandbox = Organization::generate(120, 3);
    let person = people(&sandbox).remove(0);
    let plan = made(vec![
        wish(
            "deactivate-account",
            0,
            &person,
            Some("active"),
            "deactivated",
            &[],
        ),
        wish("delete-account", 1, &person, None, "marked for deletion", &[0]),
    ]);
    let mut driver = Driver::new(&mut sandbox, plan.unwrap(), 0);
    driver.drive(None);
    assert_eq!(
        driver.outcomes().get(&OutcomeKind::Changed),
        Some(&2),
        "{:?}",
        driver.outcomes()
    );
    assert_eq!(driver.run.state(driver.now).proven.verified, 2);
}

#[test]
fn the_canary_takes_people_whole() {
    let sandbox = Organization::generate(120, 3);
    let people = people(&sandbox);
    let of = |at: u32| {
        let person = &people[at as usize];
        let mut out = wish(
            "suspend-user",
            3 * at + 1,
            person,
            None,
            "suspended in the directory",
            &[],
        );
        out.diff.details.set(Field::Directory, directory(&sandbox));
        [
            wish(
                "change-email",
                3 * at,
                person,
                Some(&address(&sandbox, person)),
                &format!("new{at}@example.com"),
                &[],
            ),
            out,
            wish(
                "deactivate-account",
                3 * at + 2,
                person,
                None,
                "deactivated",
                &[3 * at, 3 * at + 1],
            ),
        ]
    };
    let options = Options {
        canary: 4,
        batch: 5,
        ..Options::default()
    };
    let plan = Plan::of_wishes((0..4).flat_map(of).collect(), &options, |_| false).unwrap();
    let canary = plan.batches[0];
    assert!(canary.canary);
    let rows: Vec<u32> = canary.range().map(|step| plan.steps[step as usize].row).collect();
    assert_eq!(
        rows,
        [0, 1, 2, 3, 4, 5],
        "two people: with one there would be three rows"
    );
}

#[test]
fn nothing_says_which_of_two_goes_first_or_something_waits_for_itself() {
    let sandbox = Organization::generate(120, 3);
    let person = people(&sandbox).remove(0);
    let two = |first: &[u32], second: &[u32]| {
        made(vec![
            wish("deactivate-account", 0, &person, None, "deactivated", first),
            wish("activate-account", 1, &person, None, "active", second),
        ])
    };
    assert!(matches!(two(&[], &[]), Err(PlanError::NoOrder(..))));
    assert!(matches!(two(&[1], &[0]), Err(PlanError::WaitsForItself(_))));
    assert!(matches!(two(&[], &[7]), Err(PlanError::WaitsForNothing(_))));
    assert_eq!(two(&[], &[0]).unwrap().steps.len(), 2);
    assert_eq!(two(&[1], &[]).unwrap().steps[0].row, 1);
}

#[test]
fn calls_for_several_cross_no_operation_and_take_nobody_who_waits() {
    let sandbox = Organization::generate(120, 3);
    let person = people(&sandbox).remove(0);
    let invited = |row: u32, waits_for: &[u32]| {
        let mut wish = wish(
            "invite",
            row,
            "",
            None,
            "in the organization with this",
            waits_for,
        );
        let group = sandbox.groups()[0].id.clone();
        wish.diff.details.set(Field::Groups, group);
        wish.diff
            .details
            .set_address(format!("new{row}@elsewhere.example"));
        wish
    };
    let plan = made(vec![
        invited(0, &[]),
        wish("deactivate-account", 1, &person, None, "deactivated", &[]),
        invited(2, &[]),
        invited(3, &[1]),
        invited(4, &[]),
    ]);
    let plan = plan.unwrap();
    let order: Vec<u32> = plan.steps.iter().map(|step| step.row).collect();
    assert_eq!(order, [0, 2, 4, 1, 3], "who waits for nobody is gathered");
    assert_eq!(plan.calls(), 3);
}

#[test]
fn a_plan_of_several_operations_is_read_again_and_nothing_in_it_may_be_moved() {
    let mut sandbox = Organization::generate(120, 3);
    let organization = OrganizationId::parse(sandbox.organization_id()).unwrap();
    let (plan, ..) = solved(&sandbox);
    let mut driver = Driver::new(&mut sandbox, plan.clone(), 0);
    driver.drive(None);
    let text = serde_json::to_string(&driver.journal).unwrap();
    let read: Vec<Unopened> = serde_json::from_str(&text).unwrap();
    let read = rollcall_core::journal::open(read).unwrap();
    assert_eq!(read, driver.journal);
    assert_eq!(plan.without_call(&organization), None);

    let Event::Planned { origin, .. } = &driver.journal[0].event else {
        unreachable!("a journal begins with its plan")
    };
    let flaw = |change: fn(&mut Plan)| {
        let mut plan = plan.clone();
        change(&mut plan);
        plan.check(origin.run).unwrap_err()
    };
    assert_eq!(plan.check(origin.run), Ok(()));
    // The row would be done by the other operation, for which it wants nothing.
    assert!(matches!(
        flaw(|plan| plan.rows[0].operation = plan.rows[1].operation),
        PlanFlaw::Structure | PlanFlaw::Row { .. }
    ));
    assert_eq!(flaw(|plan| plan.rows[0].waits_for.push(0)), PlanFlaw::Structure);
    assert_eq!(flaw(|plan| plan.rows[0].waits_for.push(99)), PlanFlaw::Structure);
    assert_eq!(
        flaw(|plan| plan.operations.push(resolve("suspend-user").unwrap().into())),
        PlanFlaw::Structure
    );
    assert!(
        plan.check(rollcall_core::journal::RunId::of_draw(9)).is_ok(),
        "without cycles it names no run"
    );
}
