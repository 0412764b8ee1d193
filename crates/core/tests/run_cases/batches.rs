//! Which calls go out, and when the run asks.

use rollcall_core::{
    diff::Diff,
    journal::{Decision, OutcomeKind, Question},
    plan::{Options, Plan},
    run::{Phase, Settings, Transport},
};

use crate::hand::{Hand, SYNCED, TAKEN, diff, one_by_one, plan, settings};

#[test]
fn the_canary_is_read_back_and_asked_about() {
    let people = [
        ("a", "a@x.org", "a@y.org"),
        ("b", "b@x.org", "b@y.org"),
        ("c", "c@x.org", "c@y.org"),
    ];
    let mut hand = Hand::begun(plan(&people, 2));
    hand.answer_all(204, "");
    assert_eq!(hand.asked, [Question::Canary]);
    let state = hand.state();
    assert_eq!(
        (state.phase, state.next_rows, state.done),
        (Phase::CanaryDone, 1, 2)
    );
    let canary: Vec<_> = state
        .canary
        .iter()
        .map(|row| (row.before.as_str(), row.read_back.as_deref()))
        .collect();
    assert_eq!(
        canary,
        [("a@x.org", Some("a@y.org")), ("b@x.org", Some("b@y.org"))]
    );
    hand.decide(Decision::NextBatch);
    hand.answer_all(204, "");
    assert_eq!(hand.state().phase, Phase::Done);
    assert!(hand.is_done);
}

/// Eight people in batches of two.
fn pairs(canary: u32) -> Plan {
    let names: Vec<String> = (0..8).map(|at| format!("p{at}")).collect();
    let diffs = names
        .iter()
        .enumerate()
        .map(|(at, name)| diff(at, name, &format!("{name}@x.org"), &format!("{name}@y.org")));
    let options = Options {
        canary,
        batch: 2,
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
fn the_canary_is_believed_at_once_where_it_is_as_the_run_says() {
    for (status, body, address) in [(204, "", "a@y.org"), (403, SYNCED, "a@x.org")] {
        let people = [("a", "a@x.org", "a@y.org"), ("b", "b@x.org", "b@y.org")];
        let mut hand = Hand::begun(plan(&people, 1));
        hand.answer_next(status, body);
        hand.decide(Decision::GoOn);
        assert_eq!(hand.state().canary[0].read_back.as_deref(), Some(address));
    }
}

#[test]
fn batches_are_confirmed_one_by_one_or_all_at_once() {
    let mut hand = Hand::begun(pairs(0));
    hand.answer_all(204, "");
    assert_eq!(
        (hand.state().phase, hand.state().batch, hand.state().batches),
        (Phase::BatchDone, 2, 4)
    );
    hand.decide(Decision::NextBatch);
    hand.answer_all(204, "");
    assert_eq!(hand.state().phase, Phase::BatchDone);
    hand.decide(Decision::AllBatches);
    hand.answer_all(204, "");
    assert_eq!(hand.state().phase, Phase::Done);
    assert_eq!(hand.asked, [Question::Batch, Question::Batch]);
}

#[test]
fn what_moved_since_the_plan_is_left_out() {
    let people = [
        ("a", "a@x.org", "a@y.org"),
        ("b", "b@x.org", "b@y.org"),
        ("c", "c@x.org", "c@y.org"),
    ];
    let mut hand = Hand::ready(plan(&people, 0), settings());
    hand.set("a", "moved@x.org");
    hand.set("b", "b@y.org");
    hand.decide(Decision::Begin);
    hand.answer_all(204, "");
    assert_eq!(
        hand.outcomes(),
        [OutcomeKind::Skipped, OutcomeKind::Already, OutcomeKind::Changed]
    );
    assert_eq!(hand.calls, 1);
    assert!(
        hand.words_of(0).contains("moved@x.org now, not a@x.org"),
        "{}",
        hand.words_of(0)
    );
}

#[test]
fn an_account_that_cannot_be_read_is_not_changed() {
    let mut hand = Hand::ready(plan(&[("a", "a@x.org", "a@y.org")], 0), settings());
    hand.unreadable
        .insert("a".into(), Err(Transport::Lost { message: "no".into() }));
    hand.decide(Decision::Begin);
    for _ in 0..10 {
        hand.wait_out();
        hand.decide(Decision::GoOn);
    }
    assert_eq!((hand.outcomes(), hand.calls), (vec![OutcomeKind::Skipped], 0));
    assert!(
        hand.words_of(0).contains("The connection was lost"),
        "{}",
        hand.words_of(0)
    );
}

#[test]
fn whether_an_account_may_be_changed_is_asked_beforehand_only_in_a_circle() {
    let mut hand = Hand::ready(plan(&[("a", "a@x.org", "a@y.org")], 0), settings());
    hand.locked.insert("a".into(), "externalDirectory.scim".into());
    hand.decide(Decision::Begin);
    assert_eq!(hand.accounts_sent(), ["a"]);
}

/// Somebody outside the file is found at the address that a row takes; and his account, asked, answers so.
fn with_a_holder(answer: Result<(u16, String), Transport>) -> Hand {
    let patient = Settings {
        trouble: 100,
        ..settings()
    };
    let mut hand = Hand::ready(plan(&[("a", "a@x.org", "b@x.org")], 0), patient);
    hand.indexed.insert("outsider".into(), "b@x.org".into());
    hand.unreadable.insert("outsider".into(), answer);
    hand.decide(Decision::Begin);
    hand.wait_out();
    hand
}

#[test]
fn a_holder_whose_account_may_not_be_read_keeps_the_address() {
    let hand = with_a_holder(Ok((403, r#"{"key":"forbidden"}"#.into())));
    assert_eq!((hand.outcomes(), hand.calls), (vec![OutcomeKind::Skipped], 0));
}

#[test]
fn a_holder_who_cannot_be_read_is_asked_six_times_and_then_the_call_decides() {
    let hand = with_a_holder(Ok((503, String::new())));
    assert_eq!(hand.accounts_sent(), ["a"]);
    assert_eq!(hand.reads_made, 1 + 6, "a search and the profile");
}

#[test]
fn a_holder_who_has_left_is_none() {
    let gone = r#"{"account":{"account_id":"outsider","email":"new@x.org"}}"#;
    let hand = with_a_holder(Ok((200, gone.into())));
    assert_eq!(hand.accounts_sent(), ["a"]);
}

#[test]
fn a_chain_goes_in_order_and_those_behind_a_refusal_are_skipped() {
    let people = [
        ("a", "a@x.org", "b@x.org"),
        ("b", "b@x.org", "c@x.org"),
        ("c", "c@x.org", "d@x.org"),
    ];
    let mut hand = Hand::begun(plan(&people, 3));
    assert_eq!(hand.accounts_sent(), ["c"]);
    hand.answer_next(204, "");
    assert_eq!(hand.accounts_sent(), ["b"]);
    hand.answer_next(403, SYNCED);
    hand.decide(Decision::GoOn);
    assert_eq!(
        hand.outcomes(),
        [OutcomeKind::Skipped, OutcomeKind::Refused, OutcomeKind::Changed]
    );
    let row = hand.run.all_results().next().unwrap();
    assert_eq!(
        row.message,
        "Not sent: the wanted address belongs to b (line 3), whose own change was not made."
    );
}

#[test]
fn those_behind_somebody_who_was_moved_or_is_in_doubt_are_told_just_that() {
    let people = [("a", "a@x.org", "b@x.org"), ("b", "b@x.org", "c@x.org")];
    let mut hand = Hand::ready(plan(&people, 0), settings());
    hand.set("b", "third@x.org");
    hand.decide(Decision::Begin);
    assert_eq!(hand.outcomes(), [OutcomeKind::Skipped; 2]);
    assert_eq!(
        hand.words_of(0),
        "Not sent: this row was to follow b (line 3), who has another address by somebody else's hand. The wanted one may be \
         free now: run the retry file."
    );
    let mut hand = Hand::begun(plan(&people, 0));
    hand.unreadable
        .insert("b".into(), Ok((403, r#"{"key":"forbidden"}"#.into())));
    hand.lose_next();
    hand.wait_out();
    assert_eq!(hand.outcomes(), [OutcomeKind::Skipped, OutcomeKind::InDoubt]);
    assert_eq!(
        hand.words_of(0),
        "Not sent: the wanted address belongs to b (line 3), or did: it is not known whether that change was made."
    );
}

#[test]
fn an_address_freed_a_moment_ago_may_still_be_called_taken() {
    let people = [("a", "a@x.org", "b@x.org"), ("b", "b@x.org", "c@x.org")];
    let mut hand = Hand::begun(plan(&people, 0));
    hand.answer_next(204, "");
    for _ in 0..2 {
        hand.answer_next(400, TAKEN);
        hand.wait_out();
    }
    hand.answer_next(400, TAKEN);
    assert_eq!(
        hand.outcomes(),
        [OutcomeKind::Refused, OutcomeKind::Changed],
        "three tries, no more"
    );
}

#[test]
fn a_call_waits_for_one_under_way_that_has_to_do_with_its_address() {
    let unknown = |row, id, after| Diff {
        before: None,
        ..diff(row, id, "", after)
    };
    let diffs = vec![unknown(0, "a", "a@y.org"), unknown(1, "b", "a@x.org")];
    let mut hand = Hand::ready(
        Plan::make(
            rollcall_core::action::change_email::ACTION.run(),
            diffs,
            &Options {
                canary: 0,
                ..Options::default()
            },
            |_| false,
        )
        .unwrap(),
        settings(),
    );
    hand.set("a", "A@x.org");
    hand.set("b", "b@x.org");
    hand.decide(Decision::Begin);
    assert_eq!(
        hand.accounts_sent(),
        ["a"],
        "only the reading tells that a holds what b wants"
    );
    hand.answer_next(204, "");
    assert_eq!(hand.accounts_sent(), ["b"]);
}

#[test]
fn nothing_of_a_batch_goes_out_before_it_is_confirmed() {
    let mut hand = Hand::begun(pairs(0));
    assert_eq!(hand.accounts_sent(), ["p0", "p1"]);
    hand.answer_all(204, "");
    assert!(hand.sent.is_empty());
    hand.decide(Decision::NextBatch);
    assert_eq!(hand.accounts_sent(), ["p2", "p3"]);
}

#[test]
fn nothing_goes_out_beside_the_canary_even_where_all_batches_are_confirmed() {
    let mut hand = Hand::ready(pairs(1), settings());
    hand.decide(Decision::AllBatches);
    hand.decide(Decision::Begin);
    assert_eq!(hand.accounts_sent(), ["p0"]);
    hand.answer_all(204, "");
    assert_eq!(hand.state().phase, Phase::CanaryDone);
}

#[test]
fn where_all_batches_are_confirmed_calls_of_several_are_under_way_together() {
    let mut hand = Hand::begun(pairs(0));
    hand.decide(Decision::AllBatches);
    assert_eq!(hand.accounts_sent(), ["p0", "p1", "p2", "p3", "p4", "p5"]);
}

#[test]
fn accounts_are_read_fifty_at_a_time_when_few_are_left_that_were_read() {
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
    let mut hand = Hand::begun_with(plan, one_by_one());
    let mut read_after = Vec::new();
    let mut reads = 0;
    for answered in 0..120 {
        if hand.reads_made > reads {
            read_after.push(answered);
            reads = hand.reads_made;
        }
        hand.answer_next(204, "");
    }
    // Seventeen are kept in stock: one for the call that can be under way, and sixteen.
    assert_eq!((read_after, reads), (vec![0, 34, 84], 3));
    assert_eq!(
        (hand.reads_made - reads, hand.is_done),
        (3, true),
        "read back alike"
    );
}
