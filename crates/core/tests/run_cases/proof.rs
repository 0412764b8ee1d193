//! Reading back at the end, and what a sleep means.

use std::time::Duration;

use rollcall_core::{
    journal::{Decision, Event, OutcomeKind, Proof, Question},
    plan::{Options, Plan, StopRules},
    report,
    run::{Phase, Settings, Transport},
    time::Time,
};

use crate::hand::{Hand, SYNCED, diff, one_by_one, plan, settings};

const PEOPLE: [(&str, &str, &str); 2] = [("a", "a@x.org", "a@y.org"), ("b", "b@x.org", "b@y.org")];

fn proofs(hand: &Hand) -> Vec<Option<Proof>> {
    hand.run.all_results().map(|row| row.proof).collect()
}

#[test]
fn what_was_changed_is_read_back_in_one_call_for_many() {
    let mut hand = Hand::begun(plan(&PEOPLE, 0));
    let before = hand.reads_made;
    hand.answer_all(204, "");
    assert_eq!((hand.reads_made - before, hand.is_done), (1, true));
    assert_eq!(proofs(&hand), [Some(Proof::Verified), Some(Proof::Verified)]);
    assert_eq!(hand.state().proven.verified, 2);
}

#[test]
fn an_account_that_somebody_else_changed_afterwards_is_not_as_planned() {
    let mut hand = Hand::begun_with(plan(&PEOPLE, 0), one_by_one());
    hand.answer_next(204, "");
    hand.set("a", "third@x.org");
    hand.answer_next(204, "");
    assert_eq!(
        hand.state().phase,
        Phase::Proving,
        "an index may lag: it is given time"
    );
    hand.wait_out();
    assert_eq!(
        proofs(&hand),
        [Some(Proof::Instead("third@x.org".into())), Some(Proof::Verified)]
    );
    let text = String::from_utf8(report::results(&hand.run)).unwrap();
    assert!(text.contains("not as planned,third@x.org"), "{text}");
}

#[test]
fn an_account_that_shows_its_old_address_for_some_seconds_is_verified() {
    let mut hand = Hand::begun_with(plan(&PEOPLE, 0), one_by_one());
    hand.answer_next(204, "");
    hand.set("a", "a@x.org");
    hand.answer_next(204, "");
    for _ in 0..5 {
        hand.at(Time(hand.now.0 + 4_000));
    }
    assert!(!hand.is_done);
    hand.set("a", "a@y.org");
    hand.wait_out();
    assert_eq!(proofs(&hand), [Some(Proof::Verified), Some(Proof::Verified)]);
}

#[test]
fn the_case_of_an_address_is_minded_only_where_nothing_else_changes() {
    let people = [
        ("a", "a@x.org", "A@y.org"),
        ("b", "b@x.org", "B@x.org"),
        ("c", "c@x.org", "C@x.org"),
    ];
    let mut hand = Hand::begun(plan(&people, 0));
    hand.answer_for("a", 204, "");
    hand.answer_for("b", 204, "");
    hand.set("a", "a@y.org");
    hand.set("b", "b@x.org");
    hand.answer_for("c", 204, "");
    hand.wait_out();
    assert_eq!(hand.outcomes(), [OutcomeKind::Changed; 3]);
    assert_eq!(
        proofs(&hand),
        [
            Some(Proof::Verified),
            Some(Proof::Instead("b@x.org".into())),
            Some(Proof::Verified)
        ]
    );
}

#[test]
fn an_address_in_other_letters_is_the_address_and_needs_no_second_look() {
    let mut hand = Hand::begun(plan(
        &[("a", "a@x.org", "A@y.org"), ("b", "b@x.org", "b@y.org")],
        0,
    ));
    hand.answer_for("a", 204, "");
    hand.set("a", "a@y.org");
    let reads = hand.reads_made;
    hand.answer_for("b", 204, "");
    assert_eq!((hand.reads_made - reads, hand.is_done), (1, true));
}

#[test]
fn a_change_of_letters_alone_is_given_time_to_show() {
    let mut hand = Hand::begun(plan(
        &[("a", "a@x.org", "A@x.org"), ("b", "b@x.org", "b@y.org")],
        0,
    ));
    hand.answer_for("a", 204, "");
    hand.set("a", "a@x.org");
    hand.answer_for("b", 204, "");
    assert!(!hand.is_done);
    hand.set("a", "A@x.org");
    hand.wait_out();
    assert_eq!(proofs(&hand), [Some(Proof::Verified), Some(Proof::Verified)]);
}

#[test]
fn an_index_that_lags_is_searched_again_before_accounts_are_read_one_by_one() {
    let mut hand = Hand::begun_with(plan(&PEOPLE, 0), one_by_one());
    hand.answer_next(204, "");
    hand.set("a", "a@x.org");
    let reads = hand.reads_made;
    hand.answer_next(204, "");
    hand.set("a", "a@y.org");
    hand.wait_out();
    assert_eq!((hand.reads_made - reads, hand.is_done), (2, true));
}

#[test]
fn an_account_that_two_searches_do_not_find_is_read_itself() {
    let mut hand = Hand::begun_with(plan(&PEOPLE, 0), one_by_one());
    hand.answer_next(204, "");
    hand.indexed.insert("a".into(), "a@x.org".into());
    let (begin, reads) = (hand.now, hand.reads_made);
    hand.answer_next(204, "");
    hand.wait_out();
    assert_eq!(proofs(&hand), [Some(Proof::Verified), Some(Proof::Verified)]);
    assert_eq!(hand.reads_made - reads, 3);
    assert!(
        hand.now.0 - begin.0 < 10_000,
        "the patience is for what shows the old address"
    );
}

#[test]
fn an_account_that_cannot_be_read_back_says_so() {
    let mut hand = Hand::begun_with(plan(&PEOPLE, 0), one_by_one());
    hand.answer_next(204, "");
    hand.unreadable
        .insert("a".into(), Ok((403, r#"{"key":"forbidden"}"#.into())));
    hand.answer_next(204, "");
    hand.wait_out();
    assert!(matches!(&proofs(&hand)[0], Some(Proof::Unread(_))));
    assert_eq!(hand.outcomes(), [OutcomeKind::Changed; 2]);
}

#[test]
fn who_stops_does_not_wait_for_the_reading_back_where_atlassian_asks_for_a_pause() {
    for (seconds, proof) in [
        ("60", None),
        ("11", None),
        ("10", Some(Proof::Verified)),
        ("5", Some(Proof::Verified)),
    ] {
        let people = [&PEOPLE[..], &[("c", "c@x.org", "c@y.org")]].concat();
        let mut hand = Hand::begun_with(plan(&people, 0), one_by_one());
        hand.answer_next(204, "");
        hand.decide(Decision::Stop);
        hand.respond_next(429, &[("retry-after", seconds)], "");
        hand.wait_out();
        assert_eq!(hand.state().phase, Phase::Stopped);
        assert_eq!(proofs(&hand), [proof, None, None]);
    }
}

#[test]
fn a_pause_holds_the_reading_back_as_well() {
    let mut hand = Hand::begun_with(plan(&PEOPLE, 0), one_by_one());
    hand.answer_next(204, "");
    hand.set("a", "a@x.org");
    hand.answer_next(204, "");
    hand.decide(Decision::Pause);
    assert_eq!(hand.state().phase, Phase::Paused);
    hand.set("a", "a@y.org");
    hand.decide(Decision::GoOn);
    hand.wait_out();
    assert_eq!((hand.state().phase, hand.is_done), (Phase::Done, true));
}

#[test]
fn after_a_sleep_accounts_are_read_again_before_the_next_call() {
    let mut hand = Hand::begun_with(plan(&PEOPLE, 0), one_by_one());
    let before = hand.reads_made;
    hand.now = Time(hand.now.0 + Duration::from_hours(1).as_millis() as i64);
    hand.answer_next(204, "");
    assert!(hand.journal.iter().any(|entry| entry.event == Event::Slept));
    assert!(hand.reads_made > before);
    hand.answer_next(204, "");
    assert_eq!(hand.outcomes(), [OutcomeKind::Changed; 2]);
}

#[test]
fn a_silence_is_a_sleep_only_when_it_is_longer_than_a_minute() {
    for (millis, sleeps) in [(60_000, false), (60_001, true)] {
        let mut hand = Hand::begun_with(plan(&PEOPLE, 0), one_by_one());
        hand.at(Time(hand.now.0 + millis));
        let slept = hand.journal.iter().any(|entry| entry.event == Event::Slept);
        assert_eq!(slept, sleeps, "{millis} ms");
    }
    let mut hand = Hand::ready(plan(&PEOPLE, 0), one_by_one());
    hand.at(Time(hand.now.0 + 3_600_000));
    assert_eq!(hand.journal.len(), 1, "who has not begun does not sleep");
}

/// Six people in one batch.
fn six(stop_rules: StopRules) -> Plan {
    let names: Vec<String> = (0..6).map(|at| format!("p{at}")).collect();
    let diffs = names
        .iter()
        .enumerate()
        .map(|(at, name)| diff(at, name, &format!("{name}@x.org"), &format!("{name}@y.org")));
    let options = Options {
        canary: 0,
        stop_rules,
        ..Options::default()
    };
    Plan::make(
        rollcall_core::action::change_email::ACTION.run(),
        diffs.collect(),
        &options,
        |_| false,
    )
    .unwrap()
}

#[test]
fn the_stop_rules_ask_and_forget_when_told_to_go_on() {
    let rules = StopRules {
        in_a_row: Some(2),
        percent: None,
    };
    let mut hand = Hand::begun_with(six(rules), one_by_one());
    hand.answer_next(403, SYNCED);
    hand.decide(Decision::GoOn);
    hand.answer_next(403, SYNCED);
    hand.answer_next(403, SYNCED);
    assert_eq!(
        hand.asked.last(),
        Some(&Question::Failures {
            in_a_row: Some(2),
            of_batch: None
        })
    );
    insta::assert_debug_snapshot!("two_in_a_row", hand.state().problem.unwrap());
    hand.decide(Decision::GoOn);
    hand.fail_next(Transport::Blocked {
        message: "offline".into(),
    });
    assert_eq!(hand.state().problem.unwrap().code, "run-blocked");
}

#[test]
fn of_a_batch_in_which_many_fail_the_stop_rules_ask_once() {
    let rules = StopRules {
        in_a_row: None,
        percent: Some(20),
    };
    let mut hand = Hand::begun_with(six(rules), one_by_one());
    hand.answer_next(403, SYNCED);
    hand.decide(Decision::GoOn);
    hand.answer_next(403, SYNCED);
    assert_eq!(
        hand.asked.last(),
        Some(&Question::Failures {
            in_a_row: None,
            of_batch: Some((2, 6))
        })
    );
    hand.decide(Decision::GoOn);
    hand.answer_next(403, SYNCED);
    assert_eq!((hand.asked.len(), hand.state().phase), (2, Phase::Running));
}

#[test]
fn many_are_read_back_by_as_many_searches_at_a_time_as_may_be_under_way() {
    let diffs = (0..120).map(|at| {
        let name = format!("p{at}");
        diff(at, &name, &format!("{name}@x.org"), &format!("{name}@y.org"))
    });
    let options = Options {
        canary: 0,
        batch: 120,
        ..Options::default()
    };
    let plan = Plan::make(
        rollcall_core::action::change_email::ACTION.run(),
        diffs.collect(),
        &options,
        |_| false,
    )
    .unwrap();
    let two_at_a_time = Settings {
        concurrency: 2,
        ..settings()
    };
    let mut hand = Hand::holding_back(plan, two_at_a_time);
    hand.decide(Decision::Begin);
    while hand.state().phase != Phase::Proving {
        hand.keep();
        hand.read();
        if !hand.sent.is_empty() {
            hand.answer_next(204, "");
        }
    }
    let reads = hand.reads_made;
    assert_eq!(hand.reads_out(), 2);
    while !hand.is_done {
        hand.read();
        hand.keep();
    }
    assert_eq!(hand.reads_made - reads, 3);
}
