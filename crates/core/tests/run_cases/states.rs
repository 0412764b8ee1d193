//! Actions that change what state an account is in: by the same rules as addresses, but for those that are about who has what.

use rollcall_core::action::Field;
use rollcall_core::journal::{self, UnknownOperation};
use std::time::Duration;

use rollcall_core::{
    action::{Action, activate_account, cancel_deletion, deactivate_account, delete_account},
    diff::{Details, Diff},
    journal::{Decision, OutcomeKind},
    plan::{Options, Plan},
    report,
    run::Phase,
    time::Time,
};

use crate::hand::{Hand, diff, settings};

/// Rows of id and state before, without a canary.
fn plan(action: &'static Action, people: &[(&str, &str)]) -> Plan {
    let rollcall_core::action::DesiredState::Always(after) = action.row.desired else {
        panic!("not about a state")
    };
    let diffs = people
        .iter()
        .enumerate()
        .map(|(row, (id, before))| diff(row, id, before, after));
    let options = Options {
        canary: 0,
        ..Options::default()
    };
    Plan::make(action.run(), diffs.collect(), &options, |_| false).unwrap()
}

fn many(state: &str) -> Vec<(String, String)> {
    (0..25).map(|at| (format!("a{at}"), state.to_owned())).collect()
}

#[test]
fn the_same_state_for_all_needs_no_order_and_is_read_ten_accounts_at_a_time() {
    let people = many("active");
    let people: Vec<(&str, &str)> = people.iter().map(|(id, state)| (&**id, &**state)).collect();
    let plan = plan(&deactivate_account::ACTION, &people);
    assert_eq!(
        plan.sentence(0),
        "25 calls in 1 batch; 25 people will be logged out everywhere."
    );
    assert!(plan.steps.iter().all(|step| step.waits_for.is_empty()) && plan.cycles.is_empty());
    let mut hand = Hand::begun(plan);
    assert_eq!(hand.reads_made, 3, "before: 10, 10 and 5");
    assert!(hand.sent.len() > 1, "several at once");
    hand.answer_all(204, "");
    assert_eq!((hand.state().phase, hand.reads_made), (Phase::Done, 6));
    assert_eq!(hand.state().proven.verified, 25);
    assert_eq!(hand.words_of(0), "The account is deactivated.");
}

#[test]
fn the_message_of_a_row_goes_with_its_call_and_into_the_retry_file() {
    let message = Details::new().with(Field::Message, "Thank you");
    let ann = Diff {
        details: message,
        ..diff(0, "a", "active", "deactivated")
    };
    let options = Options {
        canary: 0,
        ..Options::default()
    };
    let bob = diff(1, "b", "active", "deactivated");
    let mut hand = Hand::begun(
        Plan::make(deactivate_account::ACTION.run(), vec![ann, bob], &options, |_| {
            false
        })
        .unwrap(),
    );
    assert_eq!(hand.body_of_next(), r#"{"message":"Thank you"}"#);
    hand.answer_for("b", 204, "");
    hand.answer_next(403, r#"{"key":"forbidden"}"#);
    hand.decide(Decision::GoOn);
    assert_eq!(hand.outcomes(), [OutcomeKind::Refused, OutcomeKind::Changed]);
    let text = |file: Option<Vec<u8>>| String::from_utf8(file.unwrap()).unwrap();
    assert_eq!(
        text(report::retry(&hand.run).pop().map(|retry| retry.bytes)),
        "account_id,message\r\na,Thank you\r\n"
    );
    assert_eq!(
        undo(&hand),
        [("activate-account", "account_id\r\nb\r\n".to_owned())]
    );
    assert!(text(Some(report::results(&hand.run))).contains("state_before,state_wanted"));
}

/// The undo files: for which actions, and their texts.
fn undo(hand: &Hand) -> Vec<(&'static str, String)> {
    let files = report::undo(&hand.run).into_iter();
    files
        .map(|file| (file.spec.key(), String::from_utf8(file.bytes).unwrap()))
        .collect()
}

#[test]
fn a_lost_answer_is_settled_by_the_account_and_nothing_is_sent_twice() {
    for (happened, outcome, calls) in [(true, OutcomeKind::Changed, 1), (false, OutcomeKind::Changed, 2)] {
        let mut hand = Hand::begun(plan(&activate_account::ACTION, &[("a", "deactivated")]));
        if happened {
            hand.set("a", "active");
        }
        hand.lose_next();
        hand.wait_out();
        hand.answer_all(204, "");
        hand.wait_out();
        assert_eq!((hand.outcomes(), hand.calls), (vec![outcome], calls));
    }
}

#[test]
fn a_doubt_about_a_deletion_is_settled_by_the_search_which_alone_tells() {
    let mut hand = Hand::begun(plan(&delete_account::ACTION, &[("a", "deactivated")]));
    hand.set("a", "marked for deletion");
    let mut hand = hand.crash(Duration::from_mins(1));
    assert_eq!(hand.outcomes(), [OutcomeKind::InDoubt]);
    hand.wait_out();
    assert_eq!(
        (hand.outcomes(), hand.is_done),
        (vec![OutcomeKind::Changed], true)
    );
    assert_eq!(hand.state().proven.verified, 1);
}

#[test]
fn what_is_so_already_is_not_sent_and_what_has_moved_is_left_out() {
    let people = [("a", "active"), ("b", "active"), ("c", "active")];
    let mut hand = Hand::ready(plan(&deactivate_account::ACTION, &people), settings());
    hand.set("a", "deactivated");
    hand.set("b", "closed");
    hand.decide(Decision::Begin);
    assert_eq!(hand.accounts_sent(), ["c"]);
    hand.answer_all(204, "");
    assert_eq!(
        hand.outcomes(),
        [OutcomeKind::Already, OutcomeKind::Skipped, OutcomeKind::Changed]
    );
    assert_eq!(
        hand.words_of(0),
        "The account was deactivated before the run. Nothing was sent."
    );
    assert_eq!(
        hand.words_of(1),
        "Not sent: the account is closed now, not active. Somebody changed it after the plan was made."
    );
}

#[test]
fn a_deletion_is_cancelled_and_no_action_undoes_that() {
    let mut hand = Hand::begun(plan(&cancel_deletion::ACTION, &[("a", "marked for deletion")]));
    hand.answer_all(200, r#"{"message":"Success"}"#);
    assert_eq!(hand.outcomes(), [OutcomeKind::Changed]);
    assert_eq!(hand.address("a"), "active");
    assert_eq!(undo(&hand), []);
}

#[test]
fn who_was_deactivated_before_a_deletion_is_so_again_after_its_undo() {
    let mut hand = Hand::begun(plan(
        &delete_account::ACTION,
        &[("a", "active"), ("b", "deactivated"), ("c", "deactivated")],
    ));
    hand.answer_all(200, r#"{"message":"Success"}"#);
    assert_eq!(
        undo(&hand),
        [
            ("cancel-deletion", "account_id\r\nc\r\nb\r\na\r\n".to_owned()),
            ("deactivate-account", "account_id\r\nc\r\nb\r\n".to_owned()),
        ]
    );
}

#[test]
fn a_journal_for_an_action_that_is_not_known_is_refused() {
    let plan = plan(&activate_account::ACTION, &[("a", "deactivated")]);
    let hand = Hand::ready(plan, settings());
    let text = serde_json::to_string(&hand.journal).unwrap();
    let text = text.replace("activate-account", "teleport-account");
    let entries = serde_json::from_str(&text).unwrap();
    assert_eq!(
        journal::open(entries).err(),
        Some(UnknownOperation("teleport-account".to_owned()))
    );
}

const CONFLICT: &str = r#"{"key":"conflict.lifecycleErrors"}"#;

#[test]
fn a_second_call_that_is_refused_because_the_first_did_it_is_no_refusal() {
    let mut hand = Hand::begun(plan(&delete_account::ACTION, &[("a", "active")]));
    // It was done, and the index that tells of it lags.
    hand.answer_next(500, "");
    hand.wait_out();
    assert_eq!(hand.calls, 2);
    hand.set("a", "marked for deletion");
    hand.answer_next(409, CONFLICT);
    hand.wait_out();
    assert_eq!(hand.outcomes(), [OutcomeKind::Changed]);
    assert_eq!(hand.asked, [], "nobody was refused anything");
    assert_eq!(undo(&hand).len(), 1);
}

#[test]
fn a_second_call_that_is_refused_and_changed_nothing_is_refused_and_asked_about() {
    let people = [("a", "active"), ("b", "active")];
    let mut hand = Hand::begun(plan(&delete_account::ACTION, &people));
    hand.answer_for("a", 500, "");
    hand.answer_for("b", 200, r#"{"message":"Success"}"#);
    hand.wait_out();
    hand.answer_next(409, CONFLICT);
    hand.wait_out();
    assert_eq!(hand.calls, 3, "it is not sent a third time");
    assert_eq!(hand.outcomes(), [OutcomeKind::Refused, OutcomeKind::Changed]);
    let row = hand.run.results(0, 1, None).rows.remove(0);
    assert_eq!(
        (row.status, row.code.as_deref()),
        (Some(409), Some("conflict.lifecycleErrors"))
    );
}

#[test]
fn an_index_that_lags_after_a_server_error_is_given_half_a_minute() {
    let mut hand = Hand::begun(plan(&delete_account::ACTION, &[("a", "active")]));
    hand.answer_next(500, "");
    let done_at = hand.now;
    for _ in 0..3 {
        hand.wait_out_once();
    }
    assert_eq!(
        hand.calls, 1,
        "twelve seconds later the old state is not believed"
    );
    hand.set("a", "marked for deletion");
    hand.wait_out();
    assert!(hand.now.0 - done_at.0 < 30_000);
    assert_eq!((hand.calls, hand.outcomes()), (1, vec![OutcomeKind::Changed]));
}

#[test]
fn a_deletion_that_may_have_happened_is_in_the_undo_file() {
    let mut hand = Hand::begun(plan(&delete_account::ACTION, &[("a", "active")]));
    hand.lose_next();
    hand.decide(Decision::Stop);
    hand.decide(Decision::Stop);
    assert_eq!(hand.outcomes(), [OutcomeKind::InDoubt]);
    assert_eq!(
        undo(&hand),
        [("cancel-deletion", "account_id\r\na\r\n".to_owned())]
    );
}

#[test]
fn readings_that_agreed_before_a_pause_are_no_failures_after_it() {
    let mut hand = Hand::begun(plan(&delete_account::ACTION, &[("a", "active")]));
    hand.answer_next(500, "");
    for _ in 0..6 {
        hand.wait_out_once();
    }
    assert_eq!(hand.calls, 1, "six readings showed what was before");
    hand.decide(Decision::Pause);
    hand.now = Time(hand.now.0 + 30_000);
    hand.decide(Decision::GoOn);
    hand.wait_out();
    assert_eq!(
        (hand.calls, hand.outcomes()),
        (2, vec![OutcomeKind::NotRun]),
        "{}",
        hand.words_of(0)
    );
    hand.answer_all(200, r#"{"message":"Success"}"#);
    hand.wait_out();
    assert_eq!(hand.outcomes(), [OutcomeKind::Changed]);
}

#[test]
fn what_was_being_read_back_when_the_user_stops_is_read_back() {
    let mut hand = Hand::begun(plan(&deactivate_account::ACTION, &[("a", "active")]));
    hand.holds_readings = true;
    hand.answer_all(204, "");
    assert_eq!((hand.state().phase, hand.reads_out()), (Phase::Proving, 1));
    hand.decide(Decision::Stop);
    hand.read();
    assert_eq!((hand.is_done, hand.state().proven.verified), (true, 1));
}

#[test]
fn a_change_that_a_refusal_of_the_second_call_was_about_bears_no_refusal() {
    let mut hand = Hand::begun(plan(&delete_account::ACTION, &[("a", "active")]));
    hand.answer_next(500, "");
    hand.wait_out();
    hand.set("a", "marked for deletion");
    hand.answer_next(409, CONFLICT);
    hand.wait_out();
    let row = hand.run.results(0, 1, None).rows.remove(0);
    assert_eq!(
        (row.outcome, row.status, row.code),
        (OutcomeKind::Changed, None, None)
    );
}
