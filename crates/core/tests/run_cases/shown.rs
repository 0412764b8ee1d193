//! What is shown of a run while it goes.

use rollcall_core::{
    journal::{Decision, OutcomeKind, Proof},
    plan::{Options, Plan},
    run::{Input, Phase, Proven, Settings, Transport},
    time::Time,
};

use crate::hand::{Hand, SYNCED, diff, one_by_one, plan, settings};

/// So many people in one batch.
fn people(count: usize) -> Plan {
    let diffs = (0..count).map(|at| {
        let name = format!("p{at}");
        diff(at, &name, &format!("{name}@x.org"), &format!("{name}@y.org"))
    });
    let options = Options {
        canary: 0,
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

fn is_about(one: f64, other: f64) -> bool {
    (one - other).abs() < 0.001
}

#[test]
fn the_rate_is_that_of_the_last_ten_seconds_and_says_how_long_the_rest_takes() {
    let mut hand = Hand::begun_with(people(30), one_by_one());
    let mut rates = Vec::new();
    for _ in 0..16 {
        let state = hand.state();
        rates.push((state.rate, state.seconds_left));
        hand.now = Time(hand.now.0 + 1000);
        hand.answer_next(204, "");
    }
    assert_eq!(rates[0], (0.0, None), "nothing is known yet");
    assert!(
        is_about(rates[1].0, 1.0),
        "one at once is not more than one a second"
    );
    // Five outcomes, the first of them four seconds ago.
    assert!(is_about(rates[5].0, 5.0 / 4.0));
    assert!(is_about(rates[5].1.unwrap(), 25.0 / (5.0 / 4.0)));
    // Ten, of which the first came nine seconds ago: those before count no more.
    assert!(is_about(rates[15].0, 10.0 / 9.0));
    let later = hand.run.state(Time(hand.now.0 + 10_000));
    assert_eq!((later.rate, later.seconds_left), (0.0, None));
    hand.decide(Decision::Pause);
    hand.answer_next(204, "");
    assert!(is_about(hand.state().rate, 0.0), "who pauses has no rate");
}

#[test]
fn results_are_given_in_windows_over_all_rows_or_those_with_one_outcome() {
    let mut hand = Hand::begun_with(people(6), one_by_one());
    for (status, body) in [(204, ""), (403, SYNCED), (204, ""), (204, ""), (403, SYNCED)] {
        hand.answer_next(status, body);
        hand.decide(Decision::GoOn);
    }
    let window = |from, count, outcome| {
        let results = hand.run.results(from, count, outcome);
        let rows: Vec<u32> = results.rows.iter().map(|row| row.number).collect();
        (results.from, results.total, rows)
    };
    assert_eq!(window(1, 3, None), (1, 6, vec![1, 2, 3]));
    assert_eq!(window(0, 2, Some(OutcomeKind::Changed)), (0, 3, vec![0, 2]));
    assert_eq!(window(2, 5, Some(OutcomeKind::Changed)), (2, 3, vec![3]));
    assert_eq!(window(0, 9, Some(OutcomeKind::Refused)), (0, 2, vec![1, 4]));
    // Under way, and so without an outcome.
    assert_eq!(window(0, 9, Some(OutcomeKind::NotRun)), (0, 1, vec![5]));
    assert_eq!(hand.words_of(0), "The address is changed.");
    assert_eq!(hand.words_of(5), "Under way.");
    let rows = hand.run.results(0, 6, None).rows;
    assert_eq!(
        (rows[0].who(), rows[1].status, rows[5].at),
        ("p0", Some(403), None)
    );
}

#[test]
fn rows_are_counted_by_what_became_of_them_and_always_add_up() {
    let two_at_a_time = Settings {
        concurrency: 2,
        ..settings()
    };
    let mut hand = Hand::begun_with(people(4), two_at_a_time);
    let counts = |hand: &Hand, kind| {
        let state = hand.state();
        assert_eq!(
            state.counts.iter().map(|(_, count)| count).sum::<u32>(),
            state.rows
        );
        let of = state.counts.iter().find(|(of, _)| *of == kind).unwrap().1;
        (of, state.done)
    };
    assert_eq!(counts(&hand, OutcomeKind::NotRun), (4, 0));
    hand.answer_next(204, "");
    hand.lose_next();
    assert_eq!(counts(&hand, OutcomeKind::InDoubt), (1, 1));
    assert_eq!(counts(&hand, OutcomeKind::NotRun), (2, 1));
    assert_eq!(counts(&hand, OutcomeKind::Changed), (1, 1));
    hand.decide(Decision::Stop);
    hand.decide(Decision::Stop);
    hand.answer_next(204, "");
    assert!(hand.is_done);
    assert_eq!(counts(&hand, OutcomeKind::InDoubt), (1, 3));
    assert_eq!(counts(&hand, OutcomeKind::NotRun), (1, 3));
    assert_eq!(hand.state().ending, None, "it has stopped");
}

#[test]
fn a_wait_is_shown_when_it_is_long_enough_and_nothing_is_under_way() {
    let two_at_a_time = Settings {
        concurrency: 2,
        ..settings()
    };
    let mut hand = Hand::begun_with(people(2), two_at_a_time);
    assert_eq!(hand.state().waiting, None, "two calls are out");
    hand.respond_next(429, &[("retry-after", "40")], "");
    assert_eq!(hand.state().waiting, None, "one is out yet");
    hand.lose_next();
    let waiting = hand.state().waiting.unwrap();
    assert_eq!(waiting.until.0 - hand.now.0, 40_000);
    let until = |millis| Time(waiting.until.0 - millis);
    assert!(hand.run.state(until(1000)).waiting.is_some());
    assert_eq!(hand.run.state(until(999)).waiting, None, "too short to be shown");
    hand.decide(Decision::Pause);
    assert_eq!(hand.state().waiting, None, "who pauses does not wait");
    hand.decide(Decision::GoOn);
    hand.answer_next(204, "");
    let waiting = hand.state().waiting.unwrap();
    assert!(waiting.why.contains("can no longer arrive"), "{}", waiting.why);
    // After a stop the doubt is still settled, and waited for.
    hand.decide(Decision::Stop);
    assert_eq!(
        hand.state().waiting.map(|waiting| waiting.until),
        Some(waiting.until)
    );
    hand.decide(Decision::Stop);
    assert_eq!((hand.is_done, hand.state().waiting), (true, None));
}

#[test]
fn the_phase_says_what_the_run_does() {
    let mut hand = Hand::ready(people(2), one_by_one());
    assert_eq!(hand.state().phase, Phase::Ready);
    hand.decide(Decision::Begin);
    assert_eq!(hand.state().phase, Phase::Running);
    hand.answer_next(204, "");
    hand.set("p0", "p0@x.org");
    hand.decide(Decision::Stop);
    assert_eq!(hand.state().phase, Phase::Running, "a call is out yet");
    hand.lose_next();
    assert_eq!(hand.state().phase, Phase::Running, "a doubt is to be settled");
    hand.at(Time(hand.now.0 + 30_000));
    hand.at(Time(hand.now.0 + 4_000));
    assert_eq!(
        hand.state().phase,
        Phase::Proving,
        "what was changed is read back"
    );
    hand.wait_out();
    assert_eq!(hand.state().phase, Phase::Stopped);
}

#[test]
fn what_was_read_back_is_counted_and_a_third_address_is_told() {
    let mut hand = Hand::begun_with(people(4), one_by_one());
    for _ in 0..3 {
        hand.answer_next(204, "");
    }
    hand.set("p0", "third@x.org");
    hand.unreadable
        .insert("p1".into(), Ok((403, r#"{"key":"forbidden"}"#.into())));
    hand.answer_next(204, "");
    hand.wait_out();
    let expected = Proven {
        verified: 2,
        instead: 1,
        unread: 1,
    };
    assert_eq!(hand.state().proven, expected);
    let rows = hand.run.results(0, 4, None).rows;
    assert_eq!(rows[0].has_instead.as_deref(), Some("third@x.org"));
    assert_eq!(rows[0].proof, Some(Proof::Instead("third@x.org".into())));
    assert_eq!(rows[1].has_instead, None);
}

#[test]
fn both_steps_of_who_is_parked_are_his_rows() {
    let swap = [("a", "a@x.org", "b@x.org"), ("b", "b@x.org", "a@x.org")];
    let mut hand = Hand::begun(plan(&swap, 0));
    assert_eq!(hand.words_of(0), "Under way.");
    assert_eq!(hand.words_of(1), "Not sent.");
    hand.answer_for("a", 204, "");
    hand.answer_for("b", 204, "");
    hand.lose_next();
    assert_eq!(
        hand.outcomes()[0],
        OutcomeKind::InDoubt,
        "the closing call is his too"
    );
    assert_eq!(hand.words_of(1), "Under way.");
    hand.wait_out();
    hand.answer_for("a", 204, "");
    let rows = hand.run.results(0, 2, None).rows;
    assert!(hand.is_done && rows.iter().all(|row| row.has_instead.is_none()));
}

#[test]
fn who_is_parked_is_named_when_the_journal_cannot_be_kept() {
    let swap = [("a", "a@x.org", "b@x.org"), ("b", "b@x.org", "a@x.org")];
    let mut hand = Hand::begun(plan(&swap, 0));
    hand.answer_for("a", 204, "");
    hand.input(Input::NotDurable {
        message: "QuotaExceededError".into(),
    });
    let problem = hand.state().problem.unwrap();
    assert_eq!(problem.detail.as_deref(), Some("QuotaExceededError"));
    assert_eq!(
        problem.what,
        "The journal of the run cannot be kept. Somebody must look after this now: a has the temporary address \
         rollcall-temporary-0000000000000000-1@x.org."
    );
}

#[test]
fn whose_call_is_under_way_is_named() {
    let mut hand = Hand::begun_with(people(2), one_by_one());
    assert_eq!(hand.state().in_hand.as_deref(), Some("p0"));
    hand.answer_next(204, "");
    assert_eq!(hand.state().in_hand.as_deref(), Some("p1"));
    hand.fail_next(Transport::Blocked {
        message: String::new(),
    });
    assert_eq!(hand.state().in_hand, None);
    assert_eq!(
        hand.state().problem.unwrap().detail.as_deref(),
        Some("The browser did not send the call.")
    );
}
