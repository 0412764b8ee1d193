//! What follows from an answer, or from none.

use std::time::Duration;

use rollcall_core::{
    journal::{Decision, Event, OutcomeKind, Question},
    run::{BackOff, Phase, Settings, Transport},
    time::Time,
};

use crate::hand::{Hand, SYNCED, TAKEN, one_by_one, plan, settings};

#[test]
fn the_first_refusal_of_a_kind_pauses_and_the_next_does_not() {
    let people = [
        ("a", "a@x.org", "a@y.org"),
        ("b", "b@x.org", "b@y.org"),
        ("c", "c@x.org", "c@y.org"),
    ];
    let mut hand = Hand::begun_with(
        plan(&people, 0),
        Settings {
            concurrency: 1,
            ..settings()
        },
    );
    hand.answer_next(403, SYNCED);
    let state = hand.state();
    assert_eq!(state.phase, Phase::Paused);
    insta::assert_debug_snapshot!("question_about_a_refusal", state.problem.unwrap());
    assert!(hand.sent.is_empty());
    hand.decide(Decision::GoOn);
    hand.answer_next(403, SYNCED);
    assert_eq!(hand.state().phase, Phase::Running, "this kind is known");
    hand.answer_next(400, TAKEN);
    assert_eq!(
        hand.state().phase,
        Phase::Done,
        "with nothing left there is nothing to ask"
    );
    assert_eq!(hand.outcomes(), [OutcomeKind::Refused; 3]);
}

#[test]
fn a_server_that_asks_for_a_pause_gets_it_up_to_the_longest_wait() {
    let mut hand = Hand::begun(plan(&[("a", "a@x.org", "a@y.org")], 0));
    let begin = hand.now;
    hand.respond_next(429, &[("retry-after", "40")], "");
    let waiting = hand.state().waiting.unwrap();
    assert_eq!(
        (waiting.until.0 - begin.0, waiting.why.contains("429")),
        (40_000, true)
    );
    hand.at(Time(begin.0 + 39_000));
    assert!(hand.sent.is_empty());
    hand.at(Time(begin.0 + 40_000));
    hand.respond_next(429, &[("x-ratelimit-reset", "2099-01-01T00:00:00Z")], "");
    assert_eq!(hand.state().waiting.unwrap().until.0 - hand.now.0, 15 * 60_000);
    hand.decide(Decision::GoOn);
    assert_eq!(hand.sent.len(), 1, "going on cuts the wait short");
    hand.answer_next(204, "");
    assert_eq!(hand.outcomes(), [OutcomeKind::Changed]);
}

#[test]
fn a_row_is_not_given_up_because_calls_come_too_fast() {
    let mut hand = Hand::begun(plan(&[("a", "a@x.org", "a@y.org")], 0));
    for _ in 0..100 {
        hand.answer_next(429, "");
        hand.wait_out();
    }
    hand.answer_next(204, "");
    assert_eq!(hand.outcomes(), [OutcomeKind::Changed]);
}

#[test]
fn an_account_is_not_unreadable_because_readings_come_too_fast() {
    let mut hand = Hand::ready(plan(&[("a", "a@x.org", "a@y.org")], 0), settings());
    hand.too_fast = 100;
    hand.decide(Decision::Begin);
    while hand.sent.is_empty() {
        hand.wait_out();
    }
    hand.answer_next(204, "");
    hand.wait_out();
    assert_eq!((hand.too_fast, hand.outcomes()), (0, vec![OutcomeKind::Changed]));
    assert_eq!(hand.state().proven.verified, 1);
}

#[test]
fn a_lost_answer_is_settled_by_reading() {
    let mut hand = Hand::begun(plan(&[("a", "a@x.org", "a@y.org")], 0));
    let lost_at = hand.now;
    hand.set("a", "a@y.org");
    hand.lose_next();
    assert_eq!(
        hand.state()
            .counts
            .iter()
            .find(|(kind, _)| *kind == OutcomeKind::InDoubt),
        Some(&(OutcomeKind::InDoubt, 1))
    );
    hand.wait_out();
    assert!(hand.now.0 - lost_at.0 >= 30_000, "the request may live so long");
    assert_eq!(hand.outcomes(), [OutcomeKind::Changed]);
    assert!(hand.run.all_results().all(|row| row.message.contains("was read")));
    assert_eq!(hand.calls, 1);
}

#[test]
fn a_lost_request_is_tried_again_after_two_readings() {
    let mut hand = Hand::begun(plan(&[("a", "a@x.org", "a@y.org")], 0));
    let reads = hand.reads_made;
    hand.lose_next();
    hand.wait_out();
    assert_eq!((hand.reads_made - reads, hand.sent.len()), (2, 1));
    hand.answer_next(204, "");
    assert_eq!(hand.outcomes(), [OutcomeKind::Changed]);
}

#[test]
fn a_doubt_is_not_looked_at_earlier_because_something_else_is() {
    let people = [("a", "a@x.org", "a@y.org"), ("b", "b@x.org", "b@y.org")];
    let mut hand = Hand::begun_with(plan(&people, 0), one_by_one());
    hand.lose_next();
    let reads = hand.reads_made;
    hand.decide(Decision::Pause);
    hand.decide(Decision::GoOn);
    assert_eq!(
        (hand.accounts_sent(), hand.reads_made - reads),
        (vec!["b".to_owned()], 1)
    );
}

#[test]
fn a_third_address_after_a_doubt_is_not_as_planned() {
    let mut hand = Hand::begun(plan(&[("a", "a@x.org", "a@y.org")], 0));
    hand.set("a", "somebody@else.org");
    hand.answer_next(200, "<html>");
    hand.wait_out();
    let row = hand.run.all_results().next().unwrap();
    assert_eq!(
        (row.outcome, row.status, hand.calls),
        (OutcomeKind::Failed, Some(200), 1)
    );
    assert!(row.message.contains("somebody@else.org"), "{}", row.message);
}

#[test]
fn a_row_is_given_up_after_six_tries() {
    let mut hand = Hand::begun(plan(
        &[("a", "a@x.org", "a@y.org"), ("b", "b@x.org", "b@y.org")],
        0,
    ));
    for _ in 0..20 {
        hand.answer_for("b", 204, "");
        hand.answer_for("a", 503, "");
        if hand.state().phase == Phase::Paused {
            assert_eq!(hand.state().problem.unwrap().code, "run-trouble");
            hand.decide(Decision::GoOn);
        }
        hand.wait_out();
    }
    let row = hand.run.all_results().next().unwrap();
    assert_eq!((row.outcome, row.status), (OutcomeKind::Failed, Some(503)));
    assert!(row.message.starts_with("Tried 6 times"), "{}", row.message);
}

#[test]
fn a_call_that_never_left_is_no_doubt() {
    let mut hand = Hand::begun(plan(&[("a", "a@x.org", "a@y.org")], 0));
    hand.fail_next(Transport::Blocked {
        message: "policy".into(),
    });
    let state = hand.state();
    assert_eq!(
        (state.phase, state.problem.unwrap().code),
        (Phase::Paused, "run-blocked")
    );
    hand.decide(Decision::GoOn);
    hand.answer_next(204, "");
    assert_eq!(hand.outcomes(), [OutcomeKind::Changed]);
}

#[test]
fn answers_that_nobody_waits_for_are_noted_and_change_nothing() {
    let mut hand = Hand::begun(plan(
        &[("a", "a@x.org", "a@y.org"), ("b", "b@x.org", "b@y.org")],
        0,
    ));
    let (attempt, _) = hand.sent[0].clone();
    hand.answer_for("a", 204, "");
    hand.respond(attempt, 403, &[], SYNCED);
    let ignored = hand
        .journal
        .iter()
        .filter(|entry| matches!(entry.event, Event::Ignored { .. }))
        .count();
    assert_eq!(
        (ignored, hand.outcomes()[0], hand.state().phase),
        (1, OutcomeKind::Changed, Phase::Running)
    );
}

#[test]
fn after_a_server_error_everything_waits_a_little_and_says_why() {
    let people = [("a", "a@x.org", "a@y.org"), ("b", "b@x.org", "b@y.org")];
    let mut hand = Hand::begun_with(plan(&people, 0), one_by_one());
    hand.answer_next(503, "");
    assert!(hand.sent.is_empty(), "nothing goes out at once");
    hand.wait_out();
    hand.answer_all(204, "");
    assert_eq!(hand.outcomes(), [OutcomeKind::Changed; 2]);
}

#[test]
fn trouble_that_does_not_end_pauses_and_asks() {
    let mut hand = Hand::ready(plan(&[("a", "a@x.org", "a@y.org")], 0), settings());
    let lost = Transport::Lost {
        message: "Failed to fetch".into(),
    };
    hand.unreadable.insert("a".into(), Err(lost));
    let begin = hand.now;
    hand.decide(Decision::Begin);
    for _ in 0..20 {
        hand.wait_out();
    }
    assert!(
        hand.asked
            .iter()
            .any(|question| matches!(question, Question::Trouble { .. })),
        "{:?}",
        hand.asked
    );
    assert!(hand.now.0 - begin.0 > 1000, "it has backed off in between");
}

#[test]
fn a_key_that_dies_is_asked_for_even_while_something_else_is_asked() {
    let people = [("a", "a@x.org", "a@y.org"), ("b", "b@x.org", "b@y.org")];
    let mut hand = Hand::begun(plan(&people, 0));
    hand.answer_for("a", 403, SYNCED);
    assert_eq!(hand.state().problem.unwrap().code, "run-refusal");
    hand.answer_for("b", 401, r#"{"key":"unauthorized"}"#);
    assert_eq!(hand.state().problem.unwrap().code, "run-key");
}

#[test]
fn a_taken_address_that_was_freed_a_moment_ago_is_not_asked_for_again_at_once() {
    let chain = [("a", "a@x.org", "b@x.org"), ("b", "b@x.org", "b@y.org")];
    let mut hand = Hand::begun(plan(&chain, 0));
    hand.answer_for("b", 204, "");
    hand.answer_for("a", 400, TAKEN);
    assert!(hand.sent.is_empty(), "the index is given a moment");
    hand.wait_out();
    hand.answer_for("a", 204, "");
    assert_eq!(hand.outcomes(), [OutcomeKind::Changed; 2]);
}

#[test]
fn an_account_that_cannot_be_read_after_a_lost_answer_stays_in_doubt() {
    let mut hand = Hand::begun(plan(&[("a", "a@x.org", "a@y.org")], 0));
    hand.unreadable
        .insert("a".into(), Ok((403, r#"{"key":"forbidden"}"#.into())));
    hand.lose_next();
    hand.wait_out();
    assert_eq!(hand.outcomes(), [OutcomeKind::InDoubt]);
    assert!(
        hand.words_of(0).contains("not known whether"),
        "{}",
        hand.words_of(0)
    );
}

/// Waits anywhere within twenty seconds, after whichever try.
fn backing_off() -> Settings {
    let back_off = BackOff {
        base: Duration::from_secs(20),
        cap: Duration::from_secs(20),
    };
    Settings {
        back_off,
        ..settings()
    }
}

#[test]
fn no_two_waits_are_drawn_alike() {
    let mut hand = Hand::begun_with(plan(&[("a", "a@x.org", "a@y.org")], 0), backing_off());
    let mut waits = Vec::new();
    for _ in 0..2 {
        hand.answer_next(503, "");
        waits.push(hand.state().waiting.unwrap().until.0 - hand.now.0);
        hand.wait_out();
    }
    assert_ne!(waits[0], waits[1]);
}

/// A call was lost and did nothing, and the next try is some seconds away.
fn before_another_try() -> Hand {
    let mut hand = Hand::begun_with(plan(&[("a", "a@x.org", "a@y.org")], 0), backing_off());
    hand.lose_next();
    hand.at(Time(hand.now.0 + 30_000));
    hand.at(Time(hand.now.0 + 4_000));
    assert_eq!((hand.outcomes(), hand.sent.len()), (vec![OutcomeKind::NotRun], 0));
    hand
}

#[test]
fn what_is_found_before_another_try_is_the_work_of_the_first() {
    for (address, outcome) in [
        ("a@y.org", OutcomeKind::Changed),
        ("third@x.org", OutcomeKind::Failed),
    ] {
        let mut hand = before_another_try();
        hand.decide(Decision::Pause);
        hand.set("a", address);
        hand.decide(Decision::GoOn);
        hand.wait_out();
        assert_eq!((hand.outcomes(), hand.calls), (vec![outcome], 1), "{address}");
        assert!(
            hand.words_of(0).contains("lost or unclear"),
            "{}",
            hand.words_of(0)
        );
    }
}

#[test]
fn a_row_whose_address_somebody_takes_before_another_try_has_failed() {
    let mut hand = before_another_try();
    hand.decide(Decision::Pause);
    hand.set("outsider", "a@y.org");
    hand.decide(Decision::GoOn);
    assert_eq!((hand.outcomes(), hand.calls), (vec![OutcomeKind::Failed], 1));
}

#[test]
fn a_row_whose_next_try_is_cut_off_by_a_stop_has_failed() {
    let mut hand = before_another_try();
    hand.decide(Decision::Stop);
    hand.wait_out();
    assert_eq!(hand.outcomes(), [OutcomeKind::Failed]);
    assert!(
        hand.words_of(0).contains("before another try"),
        "{}",
        hand.words_of(0)
    );
}

#[test]
fn calls_that_fail_together_are_one_setback() {
    let people = [
        ("a", "a@x.org", "a@y.org"),
        ("b", "b@x.org", "b@y.org"),
        ("c", "c@x.org", "c@y.org"),
    ];
    let mut hand = Hand::begun_with(
        plan(&people, 0),
        Settings {
            trouble: 2,
            ..backing_off()
        },
    );
    hand.now = Time(hand.now.0 + 100);
    hand.lose_next();
    hand.now = Time(hand.now.0 + 20_001);
    hand.lose_next();
    hand.lose_next();
    assert_eq!(hand.asked, []);
    let waiting = hand.state().waiting.unwrap();
    assert!(
        waiting.why.contains("can no longer arrive"),
        "nothing but the doubt is waited for: {}",
        waiting.why
    );
}

#[test]
fn while_one_refusal_is_asked_about_another_is_not() {
    let people = [("a", "a@x.org", "a@y.org"), ("b", "b@x.org", "b@y.org")];
    let people = [&people[..], &[("c", "c@x.org", "c@y.org")]].concat();
    let two_at_a_time = Settings {
        concurrency: 2,
        ..settings()
    };
    let mut hand = Hand::begun_with(plan(&people, 0), two_at_a_time);
    hand.answer_for("a", 403, SYNCED);
    let asked = hand.asked.clone();
    hand.answer_for("b", 400, r#"{"key":"fieldConstraintsViolated"}"#);
    assert_eq!((asked.len(), &hand.asked), (1, &asked));
    assert!(hand.state().problem.unwrap().what.contains("(line 2)"));
}

#[test]
fn a_server_that_cannot_be_read_from_is_trouble_too() {
    let impatient = Settings {
        trouble: 3,
        ..settings()
    };
    let mut hand = Hand::ready(plan(&[("a", "a@x.org", "a@y.org")], 0), impatient);
    hand.unreadable.insert("a".into(), Ok((503, String::new())));
    hand.decide(Decision::Begin);
    hand.wait_out();
    assert_eq!(hand.state().problem.unwrap().code, "run-trouble");
}

#[test]
fn every_answer_is_counted_and_what_its_headers_tell_is_heeded() {
    let people = [("a", "a@x.org", "a@y.org"), ("b", "b@x.org", "b@y.org")];
    let mut hand = Hand::begun_with(plan(&people, 0), one_by_one());
    hand.respond_next(429, &[("retry-after", "1")], "");
    hand.wait_out();
    let reset = [
        ("x-ratelimit-remaining", "0"),
        ("x-ratelimit-reset", "2026-01-01T00:01:00Z"),
    ];
    hand.respond_next(204, &reset, "");
    let waiting = hand.state().waiting.unwrap();
    assert!(
        waiting.why.contains("All calls that Atlassian allows"),
        "{}",
        waiting.why
    );
    let columns = hand.state().traffic.columns;
    let sum = |of: fn(&(u32, u32)) -> u32| columns.iter().map(of).sum::<u32>();
    assert_eq!(
        (sum(|column| column.0), sum(|column| column.1)),
        (hand.calls + hand.reads_made, 1)
    );
}

#[test]
fn a_server_error_is_settled_by_two_readings_of_the_account_and_takes_no_longer() {
    let mut hand = Hand::begun(plan(&[("a", "a@x.org", "b@x.org")], 0));
    let at = hand.now;
    hand.answer_next(500, "");
    hand.wait_out();
    assert_eq!(hand.calls, 2);
    assert!(hand.now.0 - at.0 < 15_000, "{} ms", hand.now.0 - at.0);
}
