//! What somebody else changes while a run goes is seen before anything is written over it, however long the run stood still.

use std::time::Duration;

use rollcall_core::{
    journal::{Decision, Entry, Event, OutcomeKind},
    report,
    run::Phase,
    time::Time,
};

use crate::circles::{CIRCLE, PARKED, SWAP, all_called, on_the_way_back};
use crate::hand::{Hand, SYNCED, announced, plan, settings};

const DEAD_KEY: &str = r#"{"key":"unauthorized"}"#;

fn after(hand: &mut Hand, time: Duration) {
    hand.now = Time(hand.now.0 + time.as_millis() as i64);
}

#[test]
fn who_was_moved_while_parked_is_not_moved_back_when_the_circle_turns() {
    let mut hand = Hand::begun(plan(&SWAP, 0));
    hand.answer_for("a", 204, "");
    assert_eq!(hand.accounts_sent(), ["b"]);
    hand.set("a", "third@x.org");
    let mut hand = hand.crash(Duration::from_hours(1));
    hand.wait_out();
    assert_eq!((hand.calls, hand.address("a")), (0, "third@x.org"));
    assert_eq!(hand.outcomes(), [OutcomeKind::Failed, OutcomeKind::Failed]);
    assert!(
        hand.words_of(0)
            .contains("the account has the address third@x.org now"),
        "{}",
        hand.words_of(0)
    );
    assert_eq!(hand.state().phase, Phase::Done, "nobody is parked");
}

#[test]
fn a_member_that_was_moved_while_the_run_stood_still_is_not_moved_back() {
    let mut hand = Hand::begun(plan(&CIRCLE, 0));
    hand.answer_for("a", 204, "");
    hand.answer_for("c", 204, "");
    hand.answer_for("b", 401, DEAD_KEY);
    assert_eq!(hand.state().phase, Phase::Paused);
    hand.set("c", "third@x.org");
    after(&mut hand, Duration::from_hours(12));
    hand.decide(Decision::GoOn);
    hand.answer_for("b", 403, SYNCED);
    hand.wait_out();
    assert_eq!(all_called(&mut hand), ["a"]);
    hand.decide(Decision::GoOn);
    assert_eq!(hand.address("c"), "third@x.org");
    assert_eq!(
        hand.outcomes(),
        [OutcomeKind::Undone, OutcomeKind::Refused, OutcomeKind::Failed]
    );
}

#[test]
fn a_parked_account_that_somebody_moved_on_the_way_back_is_not_said_to_be_parked() {
    let mut hand = on_the_way_back();
    hand.answer_for("b", 204, "");
    let later = [
        ("x-ratelimit-remaining", "0"),
        ("x-ratelimit-reset", "2026-01-01T00:10:00Z"),
    ];
    hand.respond_next(204, &later, "");
    assert!(hand.sent.is_empty(), "the last step back waits for the limit");
    hand.set("a", "third@x.org");
    let mut hand = hand.crash(Duration::from_hours(1));
    hand.wait_out();
    hand.decide(Decision::GoOn);
    assert_eq!((hand.calls, hand.address("a")), (0, "third@x.org"));
    assert_eq!(
        hand.outcomes(),
        [OutcomeKind::Failed, OutcomeKind::Undone, OutcomeKind::Undone]
    );
    let message = hand.words_of(0);
    assert!(message.contains("has the address third@x.org now"), "{message}");
    assert_eq!((hand.state().phase, hand.state().parked), (Phase::Done, None));
}

#[test]
fn what_was_found_out_in_part_before_a_pause_is_found_out_again_after_it() {
    let mut hand = Hand::ready(plan(&SWAP, 0), settings());
    // The search finds both, and asking whether the second may be changed meets the end of the key.
    hand.indexed.insert("b".into(), "b@x.org".into());
    hand.unreadable.insert("b".into(), Ok((401, DEAD_KEY.to_owned())));
    hand.trial = Some(Ok((401, DEAD_KEY.to_owned())));
    hand.decide(Decision::Begin);
    assert_eq!((hand.state().phase, hand.calls), (Phase::Paused, 0));
    (hand.unreadable, hand.indexed, hand.trial) = Default::default();
    hand.set("b", "third@x.org");
    after(&mut hand, Duration::from_hours(12));
    hand.decide(Decision::GoOn);
    hand.wait_out();
    assert_eq!(hand.calls, 0);
    assert_eq!(hand.outcomes(), [OutcomeKind::Skipped; 2]);
}

/// Whether a call was announced, once everything is kept that is to be.
fn has_announced(hand: &mut Hand) -> bool {
    while !hand.appended.is_empty() {
        hand.keep();
    }
    let is_intent = |entry: &Entry| matches!(entry.event, Event::Intended { .. });
    hand.journal.iter().any(is_intent)
}

#[test]
fn a_reading_that_was_under_way_when_the_computer_slept_says_nothing() {
    let mut hand = Hand::holding_back(plan(&[("a", "a@x.org", "b@x.org")], 0), settings());
    hand.decide(Decision::Begin);
    hand.keep();
    assert_eq!(hand.reads_out(), 1);
    after(&mut hand, Duration::from_hours(1));
    hand.read();
    assert_eq!(hand.reads_out(), 1, "it is read again");
    assert!(!has_announced(&mut hand));
    hand.read();
    assert!(has_announced(&mut hand));
}

#[test]
fn what_took_longer_to_find_out_than_it_counts_is_found_out_again() {
    let mut hand = Hand::holding_back(plan(&SWAP, 0), settings());
    hand.decide(Decision::Begin);
    hand.keep();
    hand.read();
    assert_eq!(hand.reads_out(), 2, "whether each may be changed");
    for _ in 0..3 {
        let time = Time(hand.now.0 + 50_000);
        hand.at(time);
    }
    hand.read();
    assert!(
        !has_announced(&mut hand),
        "the search is two minutes and a half old"
    );
    hand.read();
    assert!(has_announced(&mut hand), "leave was given a moment ago");
}

#[test]
fn the_way_back_goes_on_although_the_parked_account_is_known_to_be_elsewhere() {
    let mut hand = on_the_way_back();
    hand.set("a", "third@x.org");
    // Everything is read again, the parked account as well, while the first step back is under way.
    let mut hand = hand.crash(Duration::from_secs(1));
    hand.wait_out();
    assert_eq!(all_called(&mut hand), ["b", "c"]);
    hand.decide(Decision::GoOn);
    assert_eq!(
        hand.outcomes(),
        [OutcomeKind::Failed, OutcomeKind::Undone, OutcomeKind::Undone]
    );
    assert_eq!((hand.address("b"), hand.address("c")), ("b@x.org", "c@x.org"));
}

#[test]
fn a_call_that_was_announced_before_the_computer_slept_waits_for_another_reading() {
    let mut hand = announced();
    hand.set("a", "third@x.org");
    after(&mut hand, Duration::from_hours(1));
    hand.keep();
    for _ in 0..4 {
        hand.keep();
        hand.read();
    }
    assert_eq!((hand.calls, hand.outcomes()), (0, vec![OutcomeKind::Skipped]));
}

#[test]
fn an_answer_that_came_after_the_computer_slept_does_not_tell_what_the_account_has_now() {
    let mut hand = Hand::begun(plan(&SWAP, 0));
    hand.answer_for("a", 204, "");
    // The call of the other one was carried out before the computer slept, and its answer is read afterwards.
    hand.set("b", "a@x.org");
    hand.set("a", "third@x.org");
    after(&mut hand, Duration::from_hours(1));
    hand.answer_for("b", 204, "");
    hand.wait_out();
    assert_eq!(all_called(&mut hand), ["b"], "b goes back, and a stays");
    assert_eq!(hand.address("a"), "third@x.org");
    assert_eq!(hand.outcomes(), [OutcomeKind::Failed, OutcomeKind::Undone]);
}

#[test]
fn a_doubt_is_not_settled_by_what_was_read_before_the_computer_slept() {
    let mut hand = Hand::begun(plan(&[("a", "a@x.org", "b@x.org")], 0));
    hand.lose_next();
    hand.wait_out_once();
    hand.holds_readings = true;
    hand.wait_out_once();
    assert_eq!(
        hand.reads_out(),
        1,
        "the second of two readings that have to agree"
    );
    let answer = hand.answers_to_readings();
    hand.set("a", "third@x.org");
    after(&mut hand, Duration::from_hours(1));
    hand.holds_readings = false;
    hand.give_answers(answer);
    hand.wait_out();
    assert_eq!((hand.calls, hand.outcomes()), (1, vec![OutcomeKind::Failed]));
}

#[test]
fn an_account_that_was_parked_before_the_computer_slept_is_read_before_it_is_moved_again() {
    let mut hand = Hand::begun(plan(&SWAP, 0));
    // It was parked, and somebody moved it before the answer was read.
    let (attempt, _) = hand.sent.remove(0);
    hand.set("a", "third@x.org");
    after(&mut hand, Duration::from_hours(1));
    hand.respond(attempt, 204, &[], "");
    assert_eq!(all_called(&mut hand), ["b", "b"], "there and back");
    assert_eq!(hand.address("a"), "third@x.org");
    assert_eq!(hand.outcomes(), [OutcomeKind::Failed, OutcomeKind::Undone]);
}

#[test]
fn a_parked_account_that_somebody_gave_its_wanted_address_is_changed_and_in_the_undo_file() {
    let mut hand = Hand::begun(plan(&SWAP, 0));
    hand.answer_for("a", 204, "");
    hand.set("b", "a@x.org");
    hand.set("a", "b@x.org");
    let mut hand = hand.crash(Duration::from_hours(1));
    hand.wait_out();
    assert_eq!((hand.calls, hand.outcomes()), (0, vec![OutcomeKind::Changed; 2]));
    let message = hand.words_of(0);
    assert!(message.contains("somebody else gave it this one"), "{message}");
    let undo = String::from_utf8(report::undo(&hand.run).remove(0).bytes).unwrap();
    assert_eq!(undo.lines().count(), 1 + 2, "{undo}");
}

#[test]
fn an_answer_from_before_the_computer_slept_is_not_believed_even_where_it_shows_what_is_wanted() {
    let mut hand = Hand::begun(plan(&[("a", "a@x.org", "b@x.org")], 0));
    hand.set("a", "b@x.org");
    hand.lose_next();
    hand.holds_readings = true;
    hand.wait_out_once();
    assert_eq!(hand.reads_out(), 1);
    let answer = hand.answers_to_readings();
    hand.set("a", "third@x.org");
    after(&mut hand, Duration::from_hours(1));
    hand.holds_readings = false;
    hand.give_answers(answer);
    hand.wait_out();
    assert_eq!(hand.outcomes(), [OutcomeKind::Failed]);
}

#[test]
fn an_account_that_others_parked_and_moved_on_was_not_changed_by_the_run() {
    let mut hand = Hand::ready(plan(&SWAP, 0), settings());
    hand.set("a", PARKED);
    hand.decide(Decision::Begin);
    assert_eq!(hand.accounts_sent(), ["b"]);
    hand.set("b", "a@x.org");
    hand.set("a", "b@x.org");
    let mut hand = hand.crash(Duration::from_hours(1));
    hand.wait_out();
    assert_eq!(hand.outcomes(), [OutcomeKind::Already, OutcomeKind::Changed]);
}
