//! Ends before the end.

use std::time::Duration;

use rollcall_core::{
    journal::{Decision, OutcomeKind},
    run::{Ending, Input, Phase, Settings},
    time::Time,
};

use crate::hand::{Hand, announced, one_by_one, plan, settings};

#[test]
fn a_key_that_stops_working_pauses_the_run_until_there_is_another() {
    let people = [
        ("a", "a@x.org", "a@y.org"),
        ("b", "b@x.org", "b@y.org"),
        ("c", "c@x.org", "c@y.org"),
    ];
    let mut hand = Hand::begun_with(
        plan(&people, 0),
        Settings {
            concurrency: 2,
            ..settings()
        },
    );
    hand.answer_for("a", 401, r#"{"key":"unauthorized"}"#);
    assert!(!hand.is_done, "a call is still under way");
    hand.answer_for("b", 204, "");
    let state = hand.state();
    assert_eq!((state.phase, hand.is_done), (Phase::Paused, false));
    insta::assert_debug_snapshot!("the_key_no_longer_works", state.problem.unwrap());
    // With a new key it goes on where it was.
    hand.decide(Decision::GoOn);
    hand.answer_all(204, "");
    assert_eq!((hand.state().phase, hand.is_done), (Phase::Done, true));
    assert_eq!(hand.outcomes(), [OutcomeKind::Changed; 3]);
}

#[test]
fn a_key_that_dies_while_the_run_stops_ends_it_without_settling_anything() {
    let mut hand = Hand::begun(plan(
        &[("a", "a@x.org", "a@y.org"), ("b", "b@x.org", "b@y.org")],
        0,
    ));
    hand.decide(Decision::Stop);
    hand.lose_next();
    let lost_at = hand.now;
    hand.answer_next(401, r#"{"key":"unauthorized"}"#);
    hand.wait_out();
    assert_eq!((hand.state().phase, hand.is_done), (Phase::Stopped, true));
    assert!(
        hand.now.0 - lost_at.0 < 10_000,
        "only the trial of the key was waited for"
    );
    assert_eq!(hand.outcomes(), [OutcomeKind::InDoubt, OutcomeKind::NotRun]);
}

#[test]
fn a_stop_lets_calls_end_and_sends_no_more() {
    let people = [
        ("a", "a@x.org", "a@y.org"),
        ("b", "b@x.org", "b@y.org"),
        ("c", "c@x.org", "c@y.org"),
    ];
    let mut hand = Hand::begun_with(
        plan(&people, 0),
        Settings {
            concurrency: 2,
            ..settings()
        },
    );
    assert_eq!(hand.state().ending, None);
    hand.decide(Decision::Stop);
    let state = hand.state();
    assert_eq!((state.ending, state.under_way), (Some(Ending::Stop), 2));
    hand.answer_for("a", 204, "");
    hand.lose_next();
    assert!(!hand.is_done, "the doubt is settled first");
    hand.wait_out();
    assert_eq!(
        (hand.state().phase, hand.is_done, hand.calls),
        (Phase::Stopped, true, 2)
    );
    assert_eq!(
        hand.outcomes(),
        [OutcomeKind::Changed, OutcomeKind::Failed, OutcomeKind::NotRun]
    );
    assert_eq!(
        (hand.state().done, hand.state().rows),
        (2, 3),
        "what was not sent is not done"
    );
}

#[test]
fn a_second_stop_leaves_the_doubt() {
    let mut hand = Hand::begun(plan(&[("a", "a@x.org", "a@y.org")], 0));
    hand.lose_next();
    hand.decide(Decision::Stop);
    assert!(!hand.is_done);
    hand.decide(Decision::Stop);
    assert_eq!(hand.state().ending, None, "nothing was under way any more");
    assert_eq!(
        (hand.is_done, hand.outcomes()),
        (true, vec![OutcomeKind::InDoubt])
    );
}

#[test]
fn what_a_run_is_ending_with_is_said_for_as_long_as_a_call_is_under_way() {
    let two = [("a", "a@x.org", "a@y.org"), ("b", "b@x.org", "b@y.org")];
    let mut hand = Hand::begun_with(plan(&two, 0), one_by_one());
    hand.decide(Decision::Transfer);
    assert_eq!(hand.state().ending, Some(Ending::Transfer));
    hand.answer_for("a", 204, "");
    assert_eq!(hand.state().ending, None, "it is handed over");

    let mut hand = Hand::begun_with(plan(&two, 0), one_by_one());
    hand.decide(Decision::Stop);
    hand.decide(Decision::Stop);
    assert_eq!(
        (hand.state().ending, hand.state().under_way),
        (Some(Ending::StopAtOnce), 1)
    );
}

#[test]
fn a_doubt_that_is_left_says_what_is_not_known() {
    let mut hand = Hand::begun(plan(&[("a", "a@x.org", "a@y.org")], 0));
    hand.lose_next();
    hand.decide(Decision::Stop);
    hand.decide(Decision::Stop);
    assert_eq!(
        hand.words_of(0),
        "It is not known whether the address is changed: the run ended before the account could be read. Look at it."
    );
}

#[test]
fn a_journal_that_cannot_be_kept_stops_before_the_next_call() {
    let mut hand = announced();
    hand.input(Input::NotDurable {
        message: "QuotaExceededError".into(),
    });
    let state = hand.state();
    assert_eq!(
        (state.phase, hand.is_done, hand.sent.len()),
        (Phase::Broken, true, 0)
    );
    assert_eq!(state.problem.unwrap().code, "run-journal");
    assert_eq!(hand.outcomes(), [OutcomeKind::NotRun]);
}

#[test]
fn without_a_key_nothing_is_read_until_there_is_another() {
    let people = [("a", "a@x.org", "a@y.org"), ("b", "b@x.org", "b@y.org")];
    let mut hand = Hand::begun(plan(&people, 0));
    hand.lose_next();
    hand.answer_for("b", 401, r#"{"key":"unauthorized"}"#);
    hand.wait_out();
    let reads = hand.reads_made;
    hand.at(Time(hand.now.0 + 60_000));
    assert_eq!(hand.reads_made, reads);
    hand.decide(Decision::GoOn);
    assert!(hand.reads_made > reads);
}

#[test]
fn a_run_that_is_over_here_waits_for_nothing() {
    let waiting = || {
        let mut hand = Hand::begun(plan(&[("a", "a@x.org", "a@y.org")], 0));
        hand.respond_next(429, &[("retry-after", "40")], "");
        assert!(hand.state().waiting.is_some());
        hand
    };
    let mut hand = waiting();
    hand.decide(Decision::Transfer);
    assert_eq!(
        (hand.state().phase, hand.state().waiting),
        (Phase::Transferred, None)
    );
    let mut hand = waiting();
    hand.input(Input::NotDurable {
        message: "QuotaExceededError".into(),
    });
    assert_eq!((hand.state().phase, hand.state().waiting), (Phase::Broken, None));
}

#[test]
fn of_a_call_that_a_crash_cut_off_a_stopped_run_says_that_no_answer_came() {
    let hand = Hand::begun(plan(&[("a", "a@x.org", "a@y.org")], 0));
    let mut hand = hand.crash(Duration::from_hours(1));
    hand.decide(Decision::Stop);
    hand.wait_out();
    assert_eq!((hand.is_done, hand.outcomes()), (true, vec![OutcomeKind::Failed]));
    assert!(
        hand.words_of(0).ends_with("Last: no answer came."),
        "{}",
        hand.words_of(0)
    );
}

#[test]
fn a_stop_does_not_begin_the_settling_of_a_doubt_anew() {
    let mut hand = Hand::begun(plan(&[("a", "a@x.org", "a@y.org")], 0));
    hand.lose_next();
    let reads = hand.reads_made;
    hand.at(Time(hand.now.0 + 30_000));
    hand.decide(Decision::Stop);
    hand.wait_out();
    assert_eq!((hand.reads_made - reads, hand.is_done), (2, true));
}
