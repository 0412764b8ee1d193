//! What is safe, and what is made of it after a crash.

use std::time::Duration;

use rollcall_core::{
    journal::{
        Answer, Attempt, Decision, Entry, Event, Meaning, Outcome, OutcomeKind, Proof, Purpose, Question, Seq,
    },
    plan::{Batch, Plan, PlanFlaw},
    run::{Input, JournalError, Run, Settings},
    time::Time,
};

use crate::hand::{Hand, SYNCED, announced, one_by_one, plan, settings};

#[test]
fn nothing_goes_out_before_its_intent_is_safe() {
    let mut hand = announced();
    assert!(hand.sent.is_empty());
    hand.keep();
    assert_eq!(hand.sent.len(), 1);
}

#[test]
fn what_is_safe_is_not_more_than_what_the_disk_says() {
    let mut hand = announced();
    let before = Seq(hand.appended[0].seq.0 - 1);
    hand.input(Input::Durable(before));
    assert!(hand.sent.is_empty(), "an older append is safe");

    // Two calls are out, and the answer to each lets another be announced: each with an append of its own.
    let people = ["a", "b", "c", "d"].map(|id| (id, format!("{id}@x.org"), format!("{id}@y.org")));
    let people: Vec<_> = people
        .iter()
        .map(|(id, before, after)| (*id, before.as_str(), after.as_str()))
        .collect();
    let two_at_a_time = Settings {
        concurrency: 2,
        ..settings()
    };
    let mut hand = Hand::holding_back(plan(&people, 0), two_at_a_time);
    hand.decide(Decision::Begin);
    while hand.sent.is_empty() {
        hand.keep();
        hand.read();
    }
    hand.answer_for("a", 204, "");
    let first = hand.appended.last().unwrap().seq;
    hand.answer_for("b", 204, "");
    assert_eq!(hand.appended.last().unwrap().seq, first, "one append at a time");
    hand.keep();
    assert_eq!(hand.accounts_sent(), ["c"]);
    hand.keep();
    assert_eq!(hand.accounts_sent(), ["c", "d"]);
}

#[test]
fn after_the_end_nothing_is_journaled() {
    let mut hand = Hand::begun(plan(&[("a", "a@x.org", "a@y.org")], 0));
    let (attempt, _) = hand.sent[0].clone();
    hand.answer_all(204, "");
    assert!(hand.is_done);
    let journal = hand.journal.clone();
    hand.now = Time(hand.now.0 + 3_600_000);
    hand.respond(attempt, 204, &[], "");
    hand.decide(Decision::Stop);
    assert_eq!((&hand.journal, hand.appended.len()), (&journal, 0));
}

#[test]
fn a_decision_that_makes_no_sense_where_the_run_stands_is_not_taken() {
    use Decision::{AllBatches, Begin, GoOn, NextBatch, Pause, Stop, Transfer};

    let taken = |hand: &mut Hand, decision: Decision| {
        let decided = |hand: &Hand| {
            let entries = hand.journal.iter();
            entries
                .filter(|entry| matches!(entry.event, Event::Decided { .. }))
                .count()
        };
        let before = decided(hand);
        hand.decide(decision);
        decided(hand) > before
    };
    let people = [("a", "a@x.org", "a@y.org"), ("b", "b@x.org", "b@y.org")];
    let of = |begun: &[Decision], none: &[Decision]| {
        let mut hand = Hand::ready(plan(&people, 1), one_by_one());
        for &decision in begun {
            assert!(taken(&mut hand, decision), "{decision:?} of {begun:?}");
        }
        for &decision in none {
            assert!(!taken(&mut hand, decision), "{decision:?} after {begun:?}");
        }
        hand
    };
    of(&[], &[Pause, GoOn, NextBatch]);
    let mut hand = of(&[Begin], &[Begin, NextBatch]);
    of(&[Begin, Pause], &[Pause, NextBatch]);
    of(&[Begin, Transfer], &[Begin, Pause, GoOn, AllBatches, Transfer]);
    of(&[Begin, Stop], &[Begin, Pause, GoOn, AllBatches]);
    // The canary has gone, and the run stands still.
    hand.answer_next(204, "");
    assert!(!taken(&mut hand, Pause));
    assert!(taken(&mut hand, NextBatch));
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
        *version = 3;
    }
    assert_eq!(resume(&newer), Some(JournalError::Version { found: 3, known: 2 }));

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
    assert_eq!(resume(&circular), Some(JournalError::Plan(PlanFlaw::Structure)));
}

fn intended(attempt: u32, step: u32) -> Event {
    Event::Intended {
        attempt: Attempt(attempt),
        step,
        with: Vec::new(),
    }
}

/// Whether a journal with this entry behind it is taken up.
fn follows(journal: &[Entry], event: &Event) -> bool {
    let last = journal.last().unwrap();
    let entry = Entry {
        seq: Seq(last.seq.0 + 1),
        at: last.at,
        event: event.clone(),
    };
    let damaged = JournalError::Damaged(entry.seq);
    let longer = [journal, &[entry]].concat();
    match Run::resume(Time(0), &longer, settings()) {
        Ok(_) => true,
        Err(error) => {
            assert_eq!(error, damaged, "{event:?}");
            false
        }
    }
}

#[test]
fn an_entry_that_cannot_follow_is_refused() {
    let people = [
        ("a", "a@x.org", "a@y.org"),
        ("b", "b@x.org", "b@y.org"),
        ("c", "c@x.org", "c@y.org"),
    ];
    let mut hand = Hand::begun_with(plan(&people, 0), one_by_one());
    let begun = hand.journal.clone();
    hand.answer_next(204, "");
    // The first step is over, the second one is under way, and the third one is open.
    let journal = hand.journal.clone();
    hand.answer_next(204, "");
    hand.answer_next(204, "");
    let finished = hand.journal.clone();
    let transferred = [&begun[..], &Run::transfer_as_it_is(hand.now, &begun).unwrap()].concat();

    let outcome = Outcome {
        kind: OutcomeKind::Changed,
        status: None,
        code: None,
        message: String::new(),
    };
    let answer = Answer::Lost {
        message: String::new(),
    };
    let looked = |step, purpose, outcome| Event::Looked {
        since: None,
        step,
        purpose,
        held: None,
        outcome,
        access: None,
    };
    let closed = |step| Event::Closed {
        step,
        outcome: outcome.clone(),
    };
    let refusal = |step| Event::Asked {
        question: Question::Refusal {
            step,
            status: 403,
            code: None,
        },
    };
    let proved = |row| Event::Proved {
        proofs: vec![(row, Proof::Verified)],
        access: Vec::new(),
    };
    let withdrawn = |attempt| Event::Withdrawn {
        attempt: Attempt(attempt),
    };
    let answered = |attempt| Event::Answered {
        attempt: Attempt(attempt),
        answer: answer.clone(),
        meaning: Meaning::Changed,
        each: Vec::new(),
    };
    for event in [
        intended(3, 2),
        withdrawn(2),
        answered(2),
        closed(2),
        looked(1, Purpose::Settle, Some(outcome.clone())),
        looked(1, Purpose::Canary, None),
        proved(1),
        refusal(1),
        Event::BatchDone,
        Event::Slept,
    ] {
        assert!(follows(&journal, &event), "{event:?}");
    }
    for event in [
        begun[0].event.clone(),
        intended(2, 2),
        intended(4, 2),
        intended(3, 0),
        intended(3, 1),
        intended(3, 3),
        withdrawn(1),
        answered(3),
        closed(0),
        closed(1),
        closed(3),
        looked(0, Purpose::Settle, None),
        looked(1, Purpose::Canary, Some(outcome.clone())),
        looked(3, Purpose::Canary, None),
        proved(3),
        refusal(3),
        Event::TakenOver,
    ] {
        assert!(!follows(&journal, &event), "{event:?}");
    }
    assert!(!follows(&finished, &Event::Slept));
    assert!(!follows(&transferred, &Event::Resumed));
    assert!(follows(&transferred, &Event::TakenOver));
}

#[test]
fn a_call_for_one_step_twice_is_refused() {
    let hand = Hand::begun(plan(&[("a", "a@x.org", "a@y.org")], 0));
    let mut journal = hand.journal.clone();
    let intended = journal.pop().unwrap();
    let Event::Intended { attempt, step, .. } = intended.event else {
        panic!("{intended:?}")
    };
    for (with, damaged) in [
        (vec![step], Some(JournalError::Damaged(intended.seq))),
        (vec![], None),
    ] {
        let event = Event::Intended { attempt, step, with };
        let journal = [&journal[..], &[Entry { event, ..intended }]].concat();
        assert_eq!(Run::resume(hand.now, &journal, settings()).err(), damaged);
    }
}

/// A call that was made a second time while the first one was under way, and a row that was closed behind it, made a step that was over
/// a doubt again, and counted rows below zero.
#[test]
fn a_step_that_is_under_way_has_its_answer_first() {
    let hand = Hand::begun(plan(&[("a", "a@x.org", "a@y.org")], 0));
    let last = hand.journal.last().unwrap();
    assert!(matches!(last.event, Event::Intended { .. }), "{last:?}");
    let closed = Event::Closed {
        step: 0,
        outcome: Outcome {
            kind: OutcomeKind::Changed,
            status: None,
            code: None,
            message: String::new(),
        },
    };
    for event in [intended(2, 0), closed] {
        assert!(!follows(&hand.journal, &event), "{event:?}");
    }
}

#[test]
fn a_run_is_the_fold_over_its_whole_journal_and_no_other() {
    let mut hand = Hand::begun(plan(&[("a", "a@x.org", "a@y.org")], 0));
    let before = hand.journal.clone();
    assert_eq!(hand.run.is_fold_of(&before), Ok(true));
    hand.answer_all(204, "");
    assert_eq!(hand.run.is_fold_of(&before), Ok(false));
    assert_eq!(hand.run.is_fold_of(&hand.journal), Ok(true));
}

#[test]
fn a_run_that_is_over_is_not_taken_up_again_and_one_that_is_not_is() {
    let mut hand = Hand::begun(plan(&[("a", "a@x.org", "a@y.org")], 0));
    let open = hand.journal.clone();
    hand.answer_all(204, "");
    let resumed = |journal| {
        Run::resume(hand.now, journal, settings())
            .unwrap()
            .times()
            .resumed
    };
    assert_eq!((resumed(&open), resumed(&hand.journal)), (1, 0));
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
        assert_eq!(
            resume(damage),
            Some(JournalError::Plan(PlanFlaw::Structure)),
            "{what}"
        );
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
        assert_eq!(
            resumed.err(),
            Some(JournalError::Plan(PlanFlaw::Structure)),
            "{what}"
        );
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
    assert_eq!(resumed.err(), Some(JournalError::Plan(PlanFlaw::Structure)));
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
