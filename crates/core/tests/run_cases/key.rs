//! Answers that accuse the key or the organization: either the key is bad, or one row only looks so.

use rollcall_core::{
    journal::{Decision, Event, OutcomeKind, Question},
    run::{Phase, Transport},
};

use crate::hand::{Hand, one_by_one, plan, settings};

const DEAD_KEY: &str = r#"{"key":"unauthorized"}"#;
const SCOPES: &str = r#"{"code": 403, "message": "Unauthorized; scope does not match"}"#;
const ELSEWHERE: &str = r#"{"errors": [{"code": "ADMIN-404-2", "title": "Organization not found"}]}"#;

/// A status and a body for each way to accuse the key.
const ACCUSATIONS: [(u16, &str); 4] = [
    (401, DEAD_KEY),
    (403, SCOPES),
    (
        403,
        r#"{"errors": [{"code": "ADMIN-403-3", "title": "Not allowed to manage the org"}]}"#,
    ),
    (404, ELSEWHERE),
];

const PEOPLE: [(&str, &str, &str); 3] = [
    ("a", "a@x.org", "a@y.org"),
    ("b", "b@x.org", "b@y.org"),
    ("c", "c@x.org", "c@y.org"),
];

/// Readings of the list of managed accounts.
fn trials(hand: &Hand) -> usize {
    let paths = hand.paths_read.iter();
    paths.filter(|path| path.starts_with("/admin/v1/orgs/")).count()
}

#[test]
fn an_accusation_that_is_about_one_row_is_its_outcome_and_the_run_goes_on() {
    for (status, body) in ACCUSATIONS {
        let mut hand = Hand::begun_with(plan(&PEOPLE, 0), one_by_one());
        hand.is_key_good = true;
        hand.answer_next(status, body);
        assert_eq!(trials(&hand), 1, "{status}");
        let problem = hand.state().problem.unwrap();
        assert_eq!(problem.code, "run-refusal", "the first of its kind: {status}");
        assert!(problem.what.contains("it is about this row"), "{}", problem.what);
        hand.decide(Decision::GoOn);
        hand.answer_next(status, body);
        assert_eq!(hand.state().phase, Phase::Running, "this kind is known: {status}");
        hand.answer_next(204, "");
        hand.wait_out();
        assert_eq!(
            hand.outcomes(),
            [OutcomeKind::Refused, OutcomeKind::Refused, OutcomeKind::Changed]
        );
        let is_of_key = |question: &Question| matches!(question, Question::Key { .. });
        assert!(!hand.asked.iter().any(is_of_key), "{:?}", hand.asked);
        assert_eq!(hand.calls, 3);
    }
}

#[test]
fn a_key_that_is_bad_for_everything_stops_the_run_once() {
    let dead = [(401, DEAD_KEY), (403, ELSEWHERE), (403, SCOPES)];
    for ((status, body), trial) in ACCUSATIONS.into_iter().zip(dead.into_iter().cycle()) {
        let mut hand = Hand::begun(plan(&PEOPLE, 0));
        hand.is_key_good = true;
        hand.trial = Some(Ok((trial.0, trial.1.to_owned())));
        hand.answer_next(status, body);
        hand.answer_next(status, body);
        hand.answer_next(status, body);
        assert_eq!(hand.state().problem.unwrap().code, "run-key", "{status}");
        assert_eq!(
            (hand.asked.len(), trials(&hand), hand.sent.len()),
            (1, 1, 0),
            "{status}"
        );
        (hand.trial, hand.is_key_good) = (None, false);
        hand.decide(Decision::GoOn);
        hand.answer_all(204, "");
        assert_eq!(hand.outcomes(), [OutcomeKind::Changed; 3], "with another key");
    }
}

/// The list is open to any key; what the key may do with an account is not.
#[test]
fn a_key_with_scopes_is_found_out_by_an_account() {
    let mut hand = Hand::begun(plan(&PEOPLE[..1], 0));
    hand.unreadable
        .insert("sample".into(), Ok((403, SCOPES.to_owned())));
    hand.answer_next(403, SCOPES);
    let problem = hand.state().problem.unwrap();
    assert_eq!(problem.code, "run-key");
    assert!(problem.detail.unwrap().contains("scopes"));
}

#[test]
fn where_there_is_no_account_to_try_it_on_scopes_are_believed_and_nothing_else_is() {
    let nobody = || Some(Ok((200, r#"{"data": [], "links": {}}"#.to_owned())));
    let mut hand = Hand::begun(plan(&PEOPLE[..1], 0));
    hand.trial = nobody();
    hand.answer_next(403, SCOPES);
    assert_eq!(hand.state().problem.unwrap().code, "run-key");
    let mut hand = Hand::begun(plan(&PEOPLE[..1], 0));
    hand.trial = nobody();
    hand.answer_next(404, ELSEWHERE);
    assert_eq!(hand.outcomes(), [OutcomeKind::Refused]);
}

#[test]
fn the_key_is_tried_on_another_account_where_the_first_one_is_odd() {
    let accounts = r#"{"data": [{"account_id": "closed", "account_status": "closed"}, {"account_id": "odd"}, {"account_id": "sample"}]}"#;
    let mut hand = Hand::begun(plan(&PEOPLE[..1], 0));
    hand.trial = Some(Ok((200, accounts.to_owned())));
    hand.unreadable
        .insert("odd".into(), Ok((403, r#"{"key":"forbidden"}"#.to_owned())));
    hand.unreadable
        .insert("sample".into(), Ok((403, SCOPES.to_owned())));
    hand.answer_next(403, SCOPES);
    assert_eq!(hand.state().problem.unwrap().code, "run-key");
    assert!(!hand.paths_read.iter().any(|path| path.contains("closed")));
}

#[test]
fn nothing_is_sent_while_the_key_is_tried_and_what_comes_back_meanwhile_is_tried_again() {
    let mut hand = Hand::begun_with(plan(&PEOPLE, 0), settings());
    hand.is_key_good = true;
    hand.holds_readings = true;
    hand.answer_for("a", 404, ELSEWHERE);
    hand.answer_for("b", 404, ELSEWHERE);
    hand.answer_for("c", 204, "");
    assert_eq!((hand.reads_out(), hand.sent.len()), (1, 0));
    let state = hand.state();
    assert_eq!((state.phase, state.under_way), (Phase::Running, 2));
    hand.holds_readings = false;
    hand.read();
    hand.decide(Decision::GoOn);
    // The second answer came while the key was being tried: it has a trial of its own.
    assert_eq!(trials(&hand), 2);
    hand.wait_out();
    assert_eq!(
        hand.outcomes(),
        [OutcomeKind::Refused, OutcomeKind::Refused, OutcomeKind::Changed]
    );
}

#[test]
fn an_answer_to_the_old_key_says_nothing_of_the_new_one() {
    let mut hand = Hand::begun(plan(&PEOPLE[..2], 0));
    hand.answer_for("a", 401, DEAD_KEY);
    assert_eq!(hand.state().problem.unwrap().code, "run-key");
    hand.decide(Decision::GoOn);
    let (late, tried) = (hand.sent.remove(0).0, trials(&hand));
    hand.is_key_good = true;
    hand.respond(late, 401, &[], DEAD_KEY);
    assert_eq!((trials(&hand), hand.asked.len()), (tried, 1));
    hand.answer_all(204, "");
    assert_eq!(hand.outcomes(), [OutcomeKind::Changed; 2]);
}

#[test]
fn a_trial_that_gets_no_answer_is_repeated_and_proves_nothing() {
    let mut hand = Hand::begun(plan(&PEOPLE[..1], 0));
    hand.trial = Some(Err(Transport::Lost {
        message: "Failed to fetch".into(),
    }));
    hand.answer_next(404, ELSEWHERE);
    hand.wait_out();
    assert_eq!(hand.state().problem.unwrap().code, "run-trouble");
    assert_eq!(
        hand.outcomes(),
        [OutcomeKind::NotRun],
        "nothing is known of the row"
    );
    hand.trial = None;
    hand.decide(Decision::GoOn);
    hand.wait_out();
    hand.answer_all(404, ELSEWHERE);
    assert_eq!(hand.outcomes(), [OutcomeKind::Refused]);
}

#[test]
fn who_stops_twice_does_not_wait_for_the_trial() {
    let mut hand = Hand::begun(plan(&PEOPLE[..1], 0));
    hand.holds_readings = true;
    hand.answer_next(404, ELSEWHERE);
    hand.decide(Decision::Stop);
    assert!(!hand.is_done);
    hand.decide(Decision::Stop);
    assert!(hand.is_done);
    assert_eq!(hand.outcomes(), [OutcomeKind::NotRun]);
}

#[test]
fn a_crash_during_the_trial_leaves_a_doubt_that_is_settled_by_reading() {
    let mut hand = Hand::begun(plan(&PEOPLE[..1], 0));
    hand.holds_readings = true;
    hand.answer_next(404, ELSEWHERE);
    let is_answered = |event: &Event| matches!(event, Event::Answered { .. });
    assert!(!hand.journal.iter().any(|entry| is_answered(&entry.event)));
    let mut hand = hand.crash(std::time::Duration::from_secs(1));
    hand.wait_out();
    hand.answer_next(404, ELSEWHERE);
    hand.wait_out();
    assert_eq!(hand.outcomes(), [OutcomeKind::Refused]);
}
