//! Web pages in place of Atlassian's answer to a change: from a filter of a company's network, or a network that asks for a login.

use rollcall_core::{
    journal::{Decision, OutcomeKind, Question},
    run::Phase,
};

use crate::hand::{Hand, one_by_one, plan, settings};

const PAGE: &str = "<html><title>Access blocked by your company</title></html>";

/// So many people, each to another domain.
fn people(count: usize) -> Vec<[String; 3]> {
    let person = |at: usize| [format!("p{at}"), format!("p{at}@x.org"), format!("p{at}@y.org")];
    (0..count).map(person).collect()
}

fn run_of(count: usize, settings: rollcall_core::run::Settings) -> Hand {
    let people = people(count);
    let people: Vec<_> = people
        .iter()
        .map(|[id, before, after]| (id.as_str(), before.as_str(), after.as_str()))
        .collect();
    Hand::begun_with(plan(&people, 0), settings)
}

#[test]
fn the_account_is_read_before_anything_else_and_says_whether_it_was_done() {
    let mut hand = run_of(1, settings());
    hand.set("p0", "p0@y.org");
    hand.answer_next(200, PAGE);
    assert!(hand.sent.is_empty());
    hand.wait_out();
    assert_eq!((hand.calls, hand.outcomes()), (1, vec![OutcomeKind::Changed]));
}

#[test]
fn a_row_is_tried_once_more_and_not_six_times() {
    let mut hand = run_of(1, settings());
    for _ in 0..2 {
        let reads = hand.reads_made;
        hand.answer_next(200, PAGE);
        hand.wait_out();
        assert!(hand.reads_made > reads);
    }
    assert_eq!((hand.calls, hand.outcomes()), (2, vec![OutcomeKind::Failed]));
    let said = hand.words_of(0);
    assert!(said.contains("your company's network"), "{said}");
}

#[test]
fn six_of_them_pause_the_run_with_the_cause_and_a_dozen_rows_are_not_sent_dozens_of_times() {
    let mut hand = run_of(12, settings());
    while !hand.sent.is_empty() {
        hand.answer_next(200, PAGE);
    }
    hand.wait_out();
    assert_eq!((hand.calls, hand.state().phase), (6, Phase::Paused));
    insta::assert_debug_snapshot!("question_about_web_pages", hand.state().problem.unwrap());
    // Somebody has logged in to the network.
    hand.decide(Decision::GoOn);
    hand.answer_all(204, "");
    assert_eq!(hand.outcomes(), [OutcomeKind::Changed; 12]);
    assert_eq!(hand.calls, 18);
}

#[test]
fn readings_that_go_well_in_between_do_not_hide_them() {
    let mut hand = run_of(12, one_by_one());
    for _ in 0..6 {
        hand.answer_next(200, PAGE);
        hand.wait_out();
    }
    assert_eq!((hand.calls, hand.state().phase), (6, Phase::Paused));
    let is_trouble = |question: &Question| matches!(question, Question::Trouble { .. });
    assert_eq!(
        hand.asked.iter().filter(|question| is_trouble(question)).count(),
        1
    );
}

#[test]
fn a_row_that_is_blocked_among_others_that_pass_pauses_nothing() {
    let mut hand = run_of(12, one_by_one());
    for _ in 0..200 {
        hand.wait_out();
        let Some(account) = hand.accounts_sent().pop() else {
            break;
        };
        match account.as_str() {
            "p0" => hand.answer_next(200, PAGE),
            _ => hand.answer_next(204, ""),
        }
    }
    assert!(hand.asked.is_empty(), "{:?}", hand.asked);
    assert_eq!(hand.outcomes()[0], OutcomeKind::Failed);
    assert_eq!(hand.outcomes()[1..], [OutcomeKind::Changed; 11]);
}

#[test]
fn a_page_that_refuses_is_the_outcome_once_the_account_was_read() {
    for status in [403, 404] {
        let mut hand = run_of(1, settings());
        hand.answer_next(status, PAGE);
        assert_eq!(hand.state().phase, Phase::Running, "not before it was read");
        hand.wait_out();
        assert_eq!((hand.calls, hand.outcomes()), (1, vec![OutcomeKind::Refused]));
        assert!(hand.words_of(0).contains("A web page came instead"));
        let mut hand = run_of(1, settings());
        hand.set("p0", "p0@y.org");
        hand.answer_next(status, PAGE);
        hand.wait_out();
        assert_eq!(hand.outcomes(), [OutcomeKind::Changed], "the account shows it");
    }
}
