//! Accounts that take each other's addresses, and what stands in their way.

use rollcall_core::{
    journal::{Decision, Event, OutcomeKind},
    plan::{Options, Plan, PlanError},
    report,
    run::{Phase, Rates, Run, Settings},
    time::Time,
};

use crate::hand::{Hand, SYNCED, diff, plan};

pub(crate) const SWAP: [(&str, &str, &str); 2] = [("a", "a@x.org", "b@x.org"), ("b", "b@x.org", "a@x.org")];
pub(crate) const CIRCLE: [(&str, &str, &str); 3] = [
    ("a", "a@x.org", "b@x.org"),
    ("b", "b@x.org", "c@x.org"),
    ("c", "c@x.org", "a@x.org"),
];
pub(crate) const PARKED: &str = "rollcall-temporary-0000000000000000-1@x.org";

/// Answers every call with yes, and says who was called in which order.
pub(crate) fn all_called(hand: &mut Hand) -> Vec<String> {
    let mut called = Vec::new();
    while let Some(account) = hand.accounts_sent().first().cloned() {
        assert_eq!(hand.sent.len(), 1, "one step of a cycle at a time");
        called.push(account);
        hand.answer_next(204, "");
        hand.wait_out();
    }
    called
}

#[test]
fn a_swap_takes_three_calls_by_way_of_one_temporary_address() {
    let mut hand = Hand::begun(plan(&SWAP, 0));
    assert!(hand.body_of_next().contains(PARKED));
    assert_eq!(hand.state().parked, None, "nobody is parked before the answer");
    hand.answer_next(204, "");
    let parked = hand.state().parked.unwrap();
    assert_eq!((parked.who.as_str(), parked.temporary.as_str()), ("a", PARKED));
    assert_eq!(all_called(&mut hand), ["b", "a"]);
    assert_eq!(hand.outcomes(), [OutcomeKind::Changed; 2]);
    let summary = report::summary(&hand.run, hand.now);
    insta::assert_snapshot!("summary", String::from_utf8(summary).unwrap());
    assert_eq!((hand.address("a"), hand.address("b")), ("b@x.org", "a@x.org"));
    assert_eq!(hand.state().proven.verified, 2);
}

#[test]
fn a_circle_of_three_goes_from_behind() {
    let mut hand = Hand::begun(plan(&CIRCLE, 0));
    assert_eq!(all_called(&mut hand), ["a", "c", "b", "a"]);
    assert_eq!(hand.outcomes(), [OutcomeKind::Changed; 3]);
}

/// Where two circles would share an account or an address, a row asks for what another asks for too: that has no order, and the
/// checks say so row by row. Circles and a chain beside each other go one after the other.
#[test]
fn two_circles_cannot_share_a_chain_and_beside_one_they_go_one_by_one() {
    let shared = [
        ("a", "a@x.org", "b@x.org"),
        ("b", "b@x.org", "a@x.org"),
        ("c", "c@x.org", "d@x.org"),
        ("d", "d@x.org", "c@x.org"),
        // Who comes to both would take what somebody takes already.
        ("e", "e@x.org", "a@x.org"),
    ];
    let diffs = shared.iter().enumerate();
    let diffs = diffs.map(|(at, (id, before, after))| diff(at, id, before, after));
    let refused = Plan::make(
        rollcall_core::action::change_email::ACTION.run(),
        diffs.collect(),
        &Options::default(),
        |_| false,
    );
    assert!(matches!(refused, Err(PlanError::SameAddress(..))));

    let beside = [
        &shared[..4],
        &[("e", "e@x.org", "f@x.org"), ("f", "f@x.org", "f@y.org")],
    ]
    .concat();
    let mut hand = Hand::begun(plan(&beside, 0));
    let mut parked = Vec::new();
    while !hand.sent.is_empty() {
        hand.answer_next(204, "");
        hand.wait_out();
        let now = hand.state().parked.map(|parked| parked.who);
        if now.is_some() && parked.last() != now.as_ref() {
            parked.extend(now);
        }
    }
    assert_eq!(parked, ["a", "c"], "one is open at a time");
    assert_eq!(hand.outcomes(), [OutcomeKind::Changed; 6]);
}

#[test]
fn a_chain_of_200_goes_from_its_end() {
    let names: Vec<String> = (0..200).map(|at| format!("p{at}")).collect();
    let diffs = (0..200).map(|at| {
        let after = names
            .get(at + 1)
            .map_or("new@x.org".to_owned(), |next| format!("{next}@x.org"));
        diff(at, &names[at], &format!("{}@x.org", names[at]), &after)
    });
    let options = Options {
        canary: 3,
        ..Options::default()
    };
    let plan = Plan::make(
        rollcall_core::action::change_email::ACTION.run(),
        diffs.collect(),
        &options,
        |_| false,
    )
    .unwrap();
    assert!(plan.cycles.is_empty() && plan.batches.len() == 4);
    let mut hand = Hand::begun(plan);
    hand.decide(Decision::AllBatches);
    let mut called = all_called(&mut hand);
    called.reverse();
    assert_eq!(called, names);
    assert_eq!(hand.outcomes(), [OutcomeKind::Changed; 200]);
}

#[test]
fn an_address_held_by_somebody_outside_the_file_is_named_and_not_tried() {
    let mut hand = Hand::ready(plan(&[("a", "a@x.org", "b@x.org")], 0), crate::hand::settings());
    hand.set("outsider", "B@x.org");
    hand.decide(Decision::Begin);
    assert_eq!((hand.calls, hand.outcomes()), (0, vec![OutcomeKind::Skipped]));
    insta::assert_snapshot!("held_by_an_outsider", hand.words_of(0));
}

#[test]
fn an_address_that_was_to_be_freed_by_a_row_that_fails_is_not_tried() {
    let people = [("a", "a@x.org", "b@x.org"), ("b", "b@x.org", "b@y.org")];
    let mut hand = Hand::begun(plan(&people, 0));
    hand.answer_for("b", 403, SYNCED);
    hand.decide(Decision::GoOn);
    assert_eq!(hand.calls, 1);
    assert_eq!(hand.outcomes(), [OutcomeKind::Skipped, OutcomeKind::Refused]);
    insta::assert_snapshot!("freed_by_a_row_that_fails", hand.words_of(0));
}

#[test]
fn a_circle_whose_last_step_is_refused_is_unwound_in_reverse() {
    let mut hand = Hand::begun(plan(&CIRCLE, 0));
    for account in ["a", "c", "b"] {
        hand.answer_for(account, 204, "");
    }
    hand.answer_for("a", 403, SYNCED);
    assert_eq!(
        hand.state().phase,
        Phase::Running,
        "the question waits until nobody is parked"
    );
    assert_eq!(all_called(&mut hand), ["b", "c", "a"]);
    hand.decide(Decision::GoOn);
    assert_eq!(
        hand.outcomes(),
        [OutcomeKind::Refused, OutcomeKind::Undone, OutcomeKind::Undone]
    );
    for account in ["a", "b", "c"] {
        assert_eq!(hand.address(account), format!("{account}@x.org"));
    }
    assert_eq!(hand.state().proven.verified, 2, "who is back is read back too");
    assert_eq!(report::undo(&hand.run), []);
    insta::assert_snapshot!("unwound_parked", hand.words_of(0));
    insta::assert_snapshot!("unwound_member", hand.words_of(1));
}

#[test]
fn where_unwinding_is_refused_too_the_run_ends_and_names_the_parked_account() {
    let mut hand = Hand::begun(plan(&SWAP, 0));
    hand.answer_for("a", 204, "");
    hand.answer_for("b", 403, SYNCED);
    hand.answer_for("a", 403, SYNCED);
    assert!(hand.is_done);
    assert_eq!(hand.outcomes(), [OutcomeKind::NeedsYou, OutcomeKind::Refused]);
    let state = hand.state();
    assert_eq!(state.phase, Phase::Stopped);
    insta::assert_debug_snapshot!("needs_you", state.problem.unwrap());
    insta::assert_snapshot!("needs_you_words", hand.words_of(0));
    let undo = String::from_utf8(report::undo(&hand.run).remove(0).bytes).unwrap();
    assert!(undo.contains(&format!("a,{PARKED},a@x.org")), "{undo}");
}

#[test]
fn who_ends_a_run_in_the_middle_of_a_doubt_is_told_what_is_not_known() {
    let mut hand = Hand::begun(plan(&SWAP, 0));
    hand.answer_for("a", 204, "");
    hand.answer_for("b", 204, "");
    hand.lose_next();
    hand.decide(Decision::Stop);
    hand.decide(Decision::Stop);
    assert_eq!(hand.outcomes(), [OutcomeKind::NeedsYou, OutcomeKind::Changed]);
    insta::assert_snapshot!("parked_or_not", hand.words_of(0));
    let what = hand.state().problem.unwrap().what;
    assert!(what.contains("may have rollcall-temporary"), "{what}");
}

#[test]
fn a_circle_with_a_member_that_may_not_be_changed_is_not_begun() {
    let mut hand = Hand::ready(plan(&CIRCLE, 0), crate::hand::settings());
    hand.locked.insert("b".into(), "externalDirectory.scim".into());
    hand.decide(Decision::Begin);
    assert_eq!((hand.calls, hand.outcomes()), (0, vec![OutcomeKind::Skipped; 3]));
    insta::assert_snapshot!("may_not_be_changed", hand.words_of(1));
    insta::assert_snapshot!("of_a_circle_not_begun", hand.words_of(0));
}

#[test]
fn a_member_whom_the_search_does_not_find_is_asked_about_as_well() {
    let mut hand = Hand::ready(plan(&CIRCLE, 0), crate::hand::settings());
    hand.indexed.insert("b".into(), "elsewhere@x.org".into());
    hand.locked.insert("b".into(), "externalDirectory.scim".into());
    hand.decide(Decision::Begin);
    assert_eq!((hand.calls, hand.outcomes()), (0, vec![OutcomeKind::Skipped; 3]));
}

#[test]
fn a_circle_is_not_begun_where_nobody_says_whether_a_member_may_be_changed() {
    for (status, reads) in [(403, 1), (503, 6)] {
        let patient = Settings {
            trouble: 100,
            ..crate::hand::settings()
        };
        let mut hand = Hand::ready(plan(&SWAP, 0), patient);
        hand.indexed.insert("b".into(), "b@x.org".into());
        hand.unreadable.insert("b".into(), Ok((status, String::new())));
        hand.decide(Decision::Begin);
        hand.wait_out();
        assert_eq!((hand.calls, hand.outcomes()), (0, vec![OutcomeKind::Skipped; 2]));
        assert_eq!(
            hand.reads_made,
            2 + reads,
            "a search, and whether each may be changed"
        );
    }
}

#[test]
fn a_pause_and_a_stop_wait_until_nobody_is_parked() {
    for (decision, ends) in [(Decision::Pause, Phase::Paused), (Decision::Stop, Phase::Stopped)] {
        let people = [&CIRCLE[..], &[("d", "d@x.org", "d@y.org")]].concat();
        let mut hand = Hand::begun_with(plan(&people, 0), crate::hand::one_by_one());
        hand.answer_for("a", 204, "");
        hand.decide(decision);
        assert_eq!(all_called(&mut hand), ["c", "b", "a"]);
        assert_eq!(hand.state().phase, ends);
        assert_eq!(hand.outcomes()[3], OutcomeKind::NotRun);
    }
}

#[test]
fn after_a_crash_in_an_open_circle_it_is_read_again_and_closed() {
    let mut hand = Hand::begun(plan(&CIRCLE, 0));
    hand.answer_for("a", 204, "");
    hand.answer_for("c", 204, "");
    // The call for b was under way; it had no effect.
    let mut hand = hand.crash(std::time::Duration::from_hours(1));
    assert_eq!(hand.state().parked.unwrap().who, "a");
    hand.wait_out();
    assert_eq!(all_called(&mut hand), ["b", "a"]);
    assert_eq!(hand.outcomes(), [OutcomeKind::Changed; 3]);
}

#[test]
fn giving_a_run_out_of_hand_closes_the_circle_first() {
    let mut hand = Hand::begun(plan(&CIRCLE, 0));
    hand.answer_for("a", 204, "");
    hand.decide(Decision::Transfer);
    assert!(!hand.is_done);
    all_called(&mut hand);
    assert_eq!((hand.state().phase, hand.is_done), (Phase::Transferred, true));
    let last = hand.journal.last().map(|entry| &entry.event);
    assert_eq!(last, Some(&Event::Transferred));
}

#[test]
fn a_run_that_nobody_carries_out_is_given_out_of_hand_as_it_stands() {
    let mut hand = Hand::begun_with(plan(&CIRCLE, 0), crate::hand::one_by_one());
    hand.answer_for("a", 204, "");
    let mut journal = hand.journal.clone();
    let closing = Run::transfer_as_it_is(hand.now, &journal).unwrap();
    assert_eq!(
        closing.last().map(|entry| &entry.event),
        Some(&Event::Transferred)
    );
    journal.extend(closing);
    assert_eq!(Run::transfer_as_it_is(hand.now, &journal), Ok(Vec::new()));
}

#[test]
fn in_an_open_circle_a_call_is_tried_again_for_as_long_as_it_takes_even_after_a_stop() {
    let mut hand = Hand::begun(plan(&CIRCLE, 0));
    hand.answer_for("a", 204, "");
    for tries in 0..8 {
        if tries == 4 {
            hand.decide(Decision::Stop);
        }
        hand.answer_for("c", 503, "");
        hand.wait_out();
    }
    assert_eq!(all_called(&mut hand), ["c", "b", "a"]);
    assert_eq!(hand.outcomes(), [OutcomeKind::Changed; 3]);
}

#[test]
fn whom_the_run_has_just_changed_it_does_not_read_before_the_next_step_of_the_circle() {
    let mut hand = Hand::begun(plan(&SWAP, 0));
    let reads = hand.reads_made;
    hand.answer_for("a", 204, "");
    hand.answer_for("b", 204, "");
    assert_eq!(
        (hand.accounts_sent(), hand.reads_made),
        (vec!["a".to_owned()], reads)
    );
    // On the way back neither.
    hand.answer_for("a", 403, SYNCED);
    hand.answer_for("b", 204, "");
    assert_eq!(
        (hand.accounts_sent(), hand.reads_made),
        (vec!["a".to_owned()], reads)
    );
}

#[test]
fn a_circle_whose_first_step_is_refused_leaves_everybody_where_he_was() {
    let mut hand = Hand::begun(plan(&SWAP, 0));
    hand.answer_for("a", 403, SYNCED);
    assert_eq!((hand.calls, hand.sent.len()), (1, 0));
    assert_eq!(hand.outcomes(), [OutcomeKind::Refused, OutcomeKind::Skipped]);
}

#[test]
fn who_may_be_parked_and_cannot_be_read_needs_somebody() {
    let mut hand = Hand::begun(plan(&SWAP, 0));
    hand.unreadable
        .insert("a".into(), Ok((403, r#"{"key":"forbidden"}"#.into())));
    hand.lose_next();
    hand.wait_out();
    assert_eq!(hand.outcomes(), [OutcomeKind::NeedsYou, OutcomeKind::Skipped]);
    assert!(
        hand.words_of(0).contains("not known whether"),
        "{}",
        hand.words_of(0)
    );
}

#[test]
fn who_ends_a_run_while_the_parking_is_in_doubt_is_told_so() {
    let mut hand = Hand::begun(plan(&SWAP, 0));
    hand.lose_next();
    hand.decide(Decision::Stop);
    hand.decide(Decision::Stop);
    assert_eq!(hand.outcomes(), [OutcomeKind::NeedsYou, OutcomeKind::NotRun]);
    assert!(
        hand.words_of(0).contains("not known whether"),
        "{}",
        hand.words_of(0)
    );
}

/// A circle of three whose last step was refused: the way back has begun, and its first call is out.
pub(crate) fn on_the_way_back() -> Hand {
    let mut hand = Hand::begun(plan(&CIRCLE, 0));
    for account in ["a", "c", "b"] {
        hand.answer_for(account, 204, "");
    }
    hand.answer_for("a", 403, SYNCED);
    assert_eq!(hand.accounts_sent(), ["b"]);
    hand
}

#[test]
fn the_way_back_goes_on_past_a_member_whom_somebody_else_has_moved() {
    let mut hand = on_the_way_back();
    hand.set("b", "third@x.org");
    hand.lose_next();
    hand.wait_out();
    assert_eq!(all_called(&mut hand), ["c", "a"]);
    hand.decide(Decision::GoOn);
    assert_eq!(
        hand.outcomes(),
        [OutcomeKind::Refused, OutcomeKind::Failed, OutcomeKind::Undone]
    );
    assert!(hand.words_of(1).contains("third@x.org"), "{}", hand.words_of(1));
}

#[test]
fn a_member_found_at_a_third_address_on_the_way_back_has_failed_though_nothing_was_sent() {
    let mut hand = on_the_way_back();
    let later = [
        ("x-ratelimit-remaining", "0"),
        ("x-ratelimit-reset", "2026-01-01T00:10:00Z"),
    ];
    hand.respond_next(204, &later, "");
    assert!(hand.sent.is_empty(), "the next step back waits for the limit");
    hand.set("c", "third@x.org");
    let mut hand = hand.crash(std::time::Duration::from_hours(1));
    hand.wait_out();
    assert_eq!(all_called(&mut hand), ["a"]);
    hand.decide(Decision::GoOn);
    assert_eq!(
        hand.outcomes(),
        [OutcomeKind::Refused, OutcomeKind::Undone, OutcomeKind::Failed]
    );
}

#[test]
fn a_member_who_cannot_be_read_on_the_way_back_is_in_doubt_and_ends_it() {
    let mut hand = on_the_way_back();
    hand.unreadable
        .insert("b".into(), Ok((403, r#"{"key":"forbidden"}"#.into())));
    hand.lose_next();
    hand.wait_out();
    assert_eq!(
        hand.outcomes(),
        [OutcomeKind::NeedsYou, OutcomeKind::InDoubt, OutcomeKind::Changed]
    );
}

#[test]
fn a_refusal_on_the_way_back_leaves_the_member_changed() {
    let mut hand = on_the_way_back();
    hand.answer_for("b", 403, SYNCED);
    assert_eq!(
        hand.outcomes(),
        [OutcomeKind::NeedsYou, OutcomeKind::Changed, OutcomeKind::Changed]
    );
}

#[test]
fn who_ends_a_run_while_a_step_back_is_in_doubt_is_told_so() {
    let mut hand = on_the_way_back();
    hand.lose_next();
    hand.decide(Decision::Stop);
    hand.decide(Decision::Stop);
    assert_eq!(
        hand.outcomes(),
        [OutcomeKind::NeedsYou, OutcomeKind::InDoubt, OutcomeKind::Changed]
    );
}

#[test]
fn without_a_key_not_even_an_open_circle_goes_on() {
    let mut hand = Hand::begun(plan(&CIRCLE, 0));
    hand.answer_for("a", 204, "");
    hand.answer_for("c", 401, r#"{"key":"unauthorized"}"#);
    assert_eq!((hand.state().phase, hand.sent.len()), (Phase::Paused, 0));
    hand.decide(Decision::GoOn);
    assert_eq!(all_called(&mut hand), ["c", "b", "a"]);

    // After a stop nobody is asked for a new one.
    let mut hand = Hand::begun(plan(&CIRCLE, 0));
    hand.answer_for("a", 204, "");
    hand.decide(Decision::Stop);
    hand.answer_for("c", 401, r#"{"key":"unauthorized"}"#);
    assert_eq!((hand.is_done, hand.calls), (true, 2));
    assert_eq!(hand.outcomes()[0], OutcomeKind::NeedsYou);
}

#[test]
fn a_circle_that_takes_longer_to_ask_about_than_a_reading_counts_begins_all_the_same() {
    let address = |at: usize| format!("p{at}@x.org");
    let diffs = (0..150).map(|at| diff(at, &format!("p{at}"), &address(at), &address((at + 1) % 150)));
    let plan = Plan::make(
        rollcall_core::action::change_email::ACTION.run(),
        diffs.collect(),
        &Options::default(),
        |_| false,
    )
    .unwrap();
    let rates = Rates {
        start: 1.0,
        least: 1.0,
        most: 1.0,
        growth: 0.0,
    };
    let mut hand = Hand::begun_with(
        plan,
        Settings {
            rates,
            ..Settings::default()
        },
    );
    for _ in 0..1000 {
        if !hand.sent.is_empty() {
            break;
        }
        hand.at(Time(hand.now.0 + 1000));
    }
    assert_eq!(
        hand.sent.len(),
        1,
        "one is parked, after {} readings",
        hand.reads_made
    );
    assert!(hand.reads_made < 170, "{} readings", hand.reads_made);
}

#[test]
fn a_circle_of_a_hundred_is_read_as_a_whole_before_it_begins() {
    let address = |person: usize| format!("p{person}@x.org");
    let diffs = (0..100).map(|at| diff(at, &format!("p{at}"), &address(at), &address((at + 1) % 100)));
    let plan = Plan::make(
        rollcall_core::action::change_email::ACTION.run(),
        diffs.collect(),
        &Options::default(),
        |_| false,
    )
    .unwrap();
    let mut hand = Hand::begun(plan);
    assert_eq!(
        hand.reads_made,
        2 + 100,
        "two searches, and whether each may be changed"
    );
    assert_eq!(all_called(&mut hand).len(), 101);
    assert_eq!(hand.outcomes(), [OutcomeKind::Changed; 100]);
}
