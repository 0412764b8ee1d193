//! Plans whose values somebody changed: the sum of a journal is no secret, so it holds nobody up.

use rollcall_core::action::Field;
use rollcall_core::{
    action::Action,
    diff::{Details, Diff},
    journal::{Event, RunId},
    plan::{Options, Plan, PlanFlaw},
    run::{JournalError, Run},
    time::Time,
};

use crate::hand::{Hand, diff, plan, settings};

/// Somebody who moves alone, somebody who takes the address that another one leaves, and a swap.
fn whole() -> Plan {
    plan(
        &[
            ("a", "a@x.org", "b@x.org"),
            ("b", "b@x.org", "b@y.org"),
            ("c", "c@x.org", "d@x.org"),
            ("d", "d@x.org", "c@x.org"),
        ],
        0,
    )
}

fn flaw(plan: Plan, change: impl Fn(&mut Plan)) -> Option<PlanFlaw> {
    let mut hand = Hand::ready(plan, settings());
    if let Event::Planned { plan, .. } = &mut hand.journal[0].event {
        change(plan);
    }
    match Run::resume(Time(0), &hand.journal, settings()) {
        Ok(_) => None,
        Err(JournalError::Plan(flaw)) => Some(flaw),
        Err(other) => panic!("{other:?}"),
    }
}

/// The step of the row with this number that is the first to be made.
fn step(plan: &Plan, row: u32) -> usize {
    plan.steps.iter().position(|step| step.row == row).unwrap()
}

#[test]
fn a_step_that_gives_something_else_than_its_row_shows_is_refused() {
    assert_eq!(flaw(whole(), |_| {}), None);
    let gives = |line, wanted: &str| {
        Some(PlanFlaw::Step {
            line,
            wanted: wanted.to_owned(),
            gives: "attacker@x.org".to_owned(),
        })
    };
    let alone = flaw(whole(), |plan| {
        let at = step(plan, 1);
        plan.steps[at].to = "attacker@x.org".to_owned();
    });
    assert_eq!(alone, gives(3, "b@y.org"));
    // Each step of the swap: the two members, the closing one, and the two that unwind.
    for nth in 1..5 {
        let in_cycle = flaw(whole(), |plan| {
            let first = plan.cycles[0].first as usize;
            plan.steps[first + nth].to = "attacker@x.org".to_owned();
        });
        assert!(
            matches!(in_cycle, Some(PlanFlaw::Step { ref gives, .. }) if gives == "attacker@x.org"),
            "step {nth}: {in_cycle:?}"
        );
    }
}

#[test]
fn a_step_that_starts_from_something_else_or_does_not_wait_is_refused() {
    for change in [
        |plan: &mut Plan, at: usize| plan.steps[at].from = Some("e@x.org".to_owned()),
        |plan: &mut Plan, at: usize| plan.steps[at].from = None,
        |plan: &mut Plan, at: usize| plan.steps[at].waits_for.clear(),
    ] {
        let found = flaw(whole(), |plan| {
            let at = step(plan, 0);
            change(plan, at);
        });
        assert_eq!(found, Some(PlanFlaw::Order { line: 2 }));
    }
    let waits_for_nobody = flaw(whole(), |plan| {
        let at = step(plan, 0);
        plan.steps[at].waits_for = vec![0, 0];
    });
    assert_eq!(waits_for_nobody, Some(PlanFlaw::Order { line: 2 }));
}

#[test]
fn a_parked_account_gets_the_temporary_address_of_the_rule_and_no_other() {
    let parked_at = |address: String| {
        flaw(whole(), move |plan| {
            let cycle = &mut plan.cycles[0];
            let (park, close, back) = (cycle.park(), cycle.close(), cycle.back().end - 1);
            cycle.temporary.clone_from(&address);
            plan.steps[park as usize].to.clone_from(&address);
            plan.steps[close as usize].from = Some(address.clone());
            plan.steps[back as usize].from = Some(address.clone());
        })
    };
    let of = |run: u64, rest: &str| format!("rollcall-temporary-{}-{rest}", RunId::of_draw(run));
    for address in [of(0, "1@x.org"), of(0, "1-2@x.org"), of(0, "1-77@x.org")] {
        assert_eq!(parked_at(address.clone()), None, "{address}");
    }
    for address in [
        "attacker@x.org".to_owned(),
        of(1, "1@x.org"),
        of(0, "2@x.org"),
        of(0, "1@attacker.org"),
        of(0, "1-1@x.org"),
        of(0, "1-02@x.org"),
    ] {
        assert_eq!(parked_at(address.clone()), Some(PlanFlaw::Temporary(address)));
    }
}

#[test]
fn members_of_a_cycle_hand_their_addresses_round() {
    let found = flaw(whole(), |plan| plan.rows[2].wanted = "e@x.org".to_owned());
    assert_eq!(found, Some(PlanFlaw::Structure));
    let found = flaw(whole(), |plan| plan.rows[3].before = Some("e@x.org".to_owned()));
    assert_eq!(found, Some(PlanFlaw::Structure));
    // Two rows that swap, without being a cycle.
    let found = flaw(whole(), |plan| {
        plan.rows[0].wanted = "b@x.org".to_owned();
        plan.rows[1].wanted = "a@x.org".to_owned();
    });
    assert_eq!(found, Some(PlanFlaw::Structure));
}

#[test]
fn two_rows_do_not_ask_for_the_same() {
    let found = flaw(whole(), |plan| plan.rows[1].wanted = "B@x.org".to_owned());
    assert!(matches!(found, Some(PlanFlaw::Rows(_))), "{found:?}");
    let found = flaw(whole(), |plan| {
        plan.rows[1].account = plan.rows[0].account.clone();
    });
    assert!(matches!(found, Some(PlanFlaw::Rows(_))), "{found:?}");
}

fn policy() -> Plan {
    let mut details = Details::new().with(Field::Policy, "p-1");
    details.set_address("a@x.org");
    let diff = Diff {
        before: None,
        details,
        ..diff(0, "a", "", "under the policy p-1")
    };
    Plan::make(
        Action::of_key("move-to-policy").unwrap().run(),
        vec![diff],
        &Options::default(),
        |_| false,
    )
    .unwrap()
}

#[test]
fn a_row_says_what_its_action_asks_for_and_nothing_else() {
    let row = |plan: Plan, change: fn(&mut Plan)| match flaw(plan, change) {
        Some(PlanFlaw::Row { line: 2, what }) => what,
        other => panic!("{other:?}"),
    };
    let no_address = row(whole(), |plan| plan.rows[0].wanted = "nobody".to_owned());
    assert_eq!(no_address, "“nobody” is no address: it has no @");
    let more = row(whole(), |plan| {
        plan.rows[0].details.set(Field::Message, "Bye");
    });
    assert_eq!(
        more,
        "it says something about “message”, which the action does not ask for"
    );
    let nobody = row(whole(), |plan| plan.rows[0].account = None);
    assert_eq!(nobody, "it names no account");

    assert_eq!(flaw(policy(), |_| {}), None);
    // What is shown and what is sent would be two policies.
    let shown = row(policy(), |plan| {
        plan.rows[0].details.set(Field::Policy, "p-2");
    });
    assert_eq!(shown, "it asks for “under the policy p-1”");
}
