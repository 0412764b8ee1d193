//! What is safe, and what is made of it after a crash.

use std::time::Duration;

use rollcall_core::{
    journal::{Decision, Entry, Event, Meaning, OutcomeKind, Seq},
    plan::{Batch, Plan},
    run::{JournalError, Run},
    time::Time,
};

use crate::hand::{Hand, SYNCED, announced, plan, settings};

#[test]
fn nothing_goes_out_before_its_intent_is_safe() {
    let mut hand = announced();
    assert!(hand.sent.is_empty());
    hand.keep();
    assert_eq!(hand.sent.len(), 1);
}

#[test]
fn a_pause_withdraws_what_is_announced_but_not_sent() {
    let mut hand = announced();
    hand.decide(Decision::Pause);
    while !hand.appended.is_empty() {
        hand.keep();
    }
    assert!(hand.sent.is_empty());
    assert!(matches!(
        hand.journal.last().map(|entry| &entry.event),
        Some(Event::Withdrawn { .. })
    ));
}

#[test]
fn after_a_crash_an_intent_without_an_answer_is_in_doubt() {
    let mut hand = Hand::begun(plan(
        &[("a", "a@x.org", "a@y.org"), ("b", "b@x.org", "b@y.org")],
        0,
    ));
    hand.answer_for("b", 204, "");
    hand.set("a", "a@y.org");
    let mut hand = hand.crash(Duration::from_hours(1));
    assert!(hand.sent.is_empty());
    assert_eq!(hand.outcomes(), [OutcomeKind::InDoubt, OutcomeKind::Changed]);
    hand.wait_out();
    assert_eq!(
        (hand.outcomes(), hand.is_done),
        (vec![OutcomeKind::Changed; 2], true)
    );
}

#[test]
fn a_call_that_a_crash_cut_off_stays_in_doubt_where_its_account_cannot_be_read() {
    let hand = Hand::begun(plan(&[("a", "a@x.org", "a@y.org")], 0));
    let mut hand = hand.crash(Duration::from_hours(1));
    hand.unreadable
        .insert("a".into(), Ok((403, r#"{"key":"forbidden"}"#.into())));
    hand.wait_out();
    assert_eq!(
        (hand.outcomes(), hand.run.times().resumed),
        (vec![OutcomeKind::InDoubt], 1)
    );
}

#[test]
fn a_journal_that_is_not_whole_is_refused() {
    let mut hand = Hand::begun(plan(&[("a", "a@x.org", "a@y.org")], 0));
    hand.answer_all(204, "");
    let whole = hand.journal.clone();
    let resume = |journal: &[Entry]| Run::resume(Time(0), journal, settings()).err();
    assert_eq!(resume(&whole), None);
    assert_eq!(resume(&[]), Some(JournalError::NoPlan));
    assert_eq!(resume(&whole[1..]), Some(JournalError::NoPlan));

    let mut holed = whole.clone();
    holed.remove(2);
    assert_eq!(
        resume(&holed),
        Some(JournalError::Gap {
            expected: Seq(3),
            found: Seq(4)
        })
    );

    let mut newer = whole.clone();
    if let Event::Planned { version, .. } = &mut newer[0].event {
        *version = 2;
    }
    assert_eq!(resume(&newer), Some(JournalError::Version { found: 2, known: 1 }));

    let mut changed = whole.clone();
    for entry in &mut changed {
        if let Event::Intended { step, .. } = &mut entry.event {
            *step = 99;
        }
    }
    assert!(matches!(resume(&changed), Some(JournalError::Damaged(_))));

    let mut circular = whole;
    if let Event::Planned { plan, .. } = &mut circular[0].event {
        plan.steps[0].waits_for = vec![0];
    }
    assert_eq!(resume(&circular), Some(JournalError::Damaged(Seq(1))));
}

/// What is wrong with a plan, and how it comes to be.
type Damage<'a> = (&'a str, &'a dyn Fn(&mut Plan));

#[test]
fn a_plan_that_does_not_hold_together_is_refused() {
    let swap = [("a", "a@x.org", "b@x.org"), ("b", "b@x.org", "a@x.org")];
    let people = [
        &swap[..],
        &[("c", "c@x.org", "c@y.org"), ("d", "d@x.org", "d@y.org")],
    ]
    .concat();
    let whole = plan(&people, 1);
    let resume = |change: &dyn Fn(&mut Plan)| {
        let mut hand = Hand::begun(whole.clone());
        if let Event::Planned { plan, .. } = &mut hand.journal[0].event {
            change(plan);
        }
        Run::resume(Time(0), &hand.journal[..1], settings()).err()
    };
    assert_eq!(resume(&|_| {}), None);
    let damages: [Damage; 14] = [
        ("a step is nobody's", &|plan| plan.steps[6].row = 4),
        ("the last batch is missing", &|plan| {
            plan.batches.pop();
        }),
        ("a batch begins elsewhere", &|plan| plan.batches[1].first = 2),
        ("a batch is empty", &|plan| {
            let empty = Batch {
                canary: false,
                first: 1,
                steps: 0,
            };
            plan.batches.insert(1, empty);
        }),
        ("the cycle is there twice", &|plan| {
            let cycle = plan.cycles[0].clone();
            plan.cycles.push(cycle);
        }),
        ("a cycle of one", &|plan| {
            plan.rows.truncate(1);
            plan.steps.truncate(3);
            for (step, undoes) in plan.steps.iter_mut().zip([None, None, Some(0)]) {
                (step.row, step.undoes) = (0, undoes);
                step.waits_for.clear();
            }
            plan.batches.truncate(1);
            plan.batches[0].steps = 3;
            (plan.cycles[0].first, plan.cycles[0].accounts) = (0, 1);
        }),
        ("a row is served twice", &|plan| {
            plan.rows.pop();
            plan.steps[6].row = plan.steps[0].row;
        }),
        ("a batch cuts the cycle", &|plan| {
            let rest = Batch {
                canary: false,
                first: 4,
                steps: 3,
            };
            plan.batches[1].steps = 3;
            plan.batches.push(rest);
        }),
        ("the cycle is longer than the plan", &|plan| {
            plan.cycles[0].accounts = u32::MAX;
        }),
        ("the cycle is somewhere else", &|plan| plan.cycles[0].first = 0),
        ("another account is parked than comes last", &|plan| {
            plan.steps[3].row = 1;
        }),
        ("a step back is another account's", &|plan| plan.steps[4].row = 0),
        ("a step undoes another one", &|plan| {
            plan.steps[4].undoes = Some(1);
        }),
        ("a step undoes without a cycle", &|plan| plan.cycles.clear()),
    ];
    for (what, damage) in damages {
        assert_eq!(resume(damage), Some(JournalError::Damaged(Seq(1))), "{what}");
    }
}

#[test]
fn batches_that_do_not_cover_a_plan_without_circles_are_refused() {
    let people = [("a", "a@x.org", "a@y.org"), ("b", "b@x.org", "b@y.org")];
    let damages: [Damage; 2] = [
        ("the last batch is missing", &|plan| {
            plan.batches.pop();
        }),
        ("a batch begins elsewhere", &|plan| plan.batches[1].first = 0),
    ];
    for (what, damage) in damages {
        let mut hand = Hand::begun(plan(&people, 1));
        if let Event::Planned { plan, .. } = &mut hand.journal[0].event {
            damage(plan);
        }
        let resumed = Run::resume(Time(0), &hand.journal[..1], settings());
        assert_eq!(resumed.err(), Some(JournalError::Damaged(Seq(1))), "{what}");
    }
}

#[test]
fn a_cycle_whose_last_step_is_missing_is_refused() {
    let circle = [
        ("a", "a@x.org", "b@x.org"),
        ("b", "b@x.org", "c@x.org"),
        ("c", "c@x.org", "a@x.org"),
    ];
    let mut hand = Hand::begun(plan(&circle, 0));
    if let Event::Planned { plan, .. } = &mut hand.journal[0].event {
        assert_eq!(plan.steps.len(), 7);
        plan.steps.pop();
        plan.batches[0].steps -= 1;
    }
    let resumed = Run::resume(Time(0), &hand.journal[..1], settings());
    assert_eq!(resumed.err(), Some(JournalError::Damaged(Seq(1))));
}

#[test]
fn no_key_and_no_header_gets_into_the_journal() {
    let mut hand = Hand::begun(plan(&[("a", "a@x.org", "a@y.org")], 0));
    hand.respond_next(403, &[("authorization", "Bearer secret")], SYNCED);
    let text = serde_json::to_string(&hand.journal).unwrap();
    assert!(text.contains("externalDirectory.scim") && !text.contains("secret"));
}

#[test]
fn the_meaning_of_an_answer_is_journaled_with_it() {
    let mut hand = Hand::begun(plan(&[("a", "a@x.org", "a@y.org")], 0));
    hand.answer_next(504, "");
    let meaning = hand.journal.iter().find_map(|entry| match &entry.event {
        Event::Answered { meaning, .. } => Some(*meaning),
        _ => None,
    });
    assert_eq!(meaning, Some(Meaning::InDoubt { late: true }));
}
