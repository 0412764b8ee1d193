//! Journals from elsewhere, gone on with after a review.

use rollcall_core::diff::Details;
use rollcall_core::{
    action::{Action, Field, deactivate_account, invite},
    claim::{Claim, ClaimError, change_file},
    diff::{Diff, LeftOut},
    journal::{self, Decision, Event, OutcomeKind},
    plan::{Options, Plan},
    report,
    run::{JournalError, Phase, Run},
};

use crate::hand::{Hand, diff, one_by_one, origin, plan, settings};

const PEOPLE: [(&str, &str, &str); 3] = [
    ("a", "a@x.org", "a@y.org"),
    ("b", "b@x.org", "b@y.org"),
    ("c", "c@x.org", "c@y.org"),
];

/// Changes one of three, and is transferred.
fn transferred() -> Hand {
    let mut hand = Hand::begun_with(plan(&PEOPLE, 1), one_by_one());
    hand.decide(Decision::AllBatches);
    hand.answer_next(204, "");
    hand.decide(Decision::Transfer);
    assert_eq!(hand.state().phase, Phase::Transferred);
    hand
}

/// What a review let through, of people with their places in the file.
fn reviewed(people: &[(usize, (&str, &str, &str))]) -> Plan {
    let diffs: Vec<Diff> = people
        .iter()
        .map(|(at, (id, before, after))| diff(*at, id, before, after))
        .collect();
    let options = Options {
        canary: 1,
        run: origin().run,
        ..Options::default()
    };
    Plan::make(
        rollcall_core::action::change_email::ACTION.run(),
        diffs,
        &options,
        |_| false,
    )
    .unwrap()
}

#[test]
fn nothing_that_the_journal_decided_holds_any_more() {
    let hand = transferred();
    let changed = hand.outcomes();
    assert_eq!(changed[0], OutcomeKind::Changed);
    let mut hand = hand.taken_in(reviewed(&[(1, PEOPLE[1]), (2, PEOPLE[2])]));
    let state = hand.state();
    assert_eq!((state.phase, state.rows), (Phase::Ready, 2));
    assert!(hand.sent.is_empty() && hand.run.was_taken_in());
    hand.decide(Decision::Begin);
    hand.wait_out();
    hand.answer_all(204, "");
    // The canary is asked about here, although all batches were said to go elsewhere.
    assert_eq!(hand.state().phase, Phase::CanaryDone);
    hand.decide(Decision::NextBatch);
    hand.answer_all(204, "");
    hand.wait_out();
    assert_eq!(hand.state().phase, Phase::Done);
    assert_eq!(hand.run.is_fold_of(&hand.journal), Ok(true));
    let resumed = Run::resume(hand.now, &hand.journal, settings()).unwrap();
    assert!(resumed.all_results().eq(hand.run.all_results()));
}

#[test]
fn what_was_under_way_elsewhere_is_in_doubt_from_the_time_of_taking_in() {
    let mut hand = Hand::begun(plan(&PEOPLE[..1], 0));
    let closing = Run::transfer_as_it_is(hand.now, &hand.journal).unwrap();
    hand.journal.extend(closing);
    let mut hand = hand.taken_in(reviewed(&[(0, PEOPLE[0])]));
    hand.decide(Decision::Begin);
    assert_eq!(
        (hand.outcomes(), hand.reads_made, hand.sent.len()),
        (vec![OutcomeKind::InDoubt], 0, 0),
        "the call may still arrive"
    );
    hand.set("a", "a@y.org");
    hand.wait_out();
    assert_eq!((hand.outcomes(), hand.calls), (vec![OutcomeKind::Changed], 0));
}

#[test]
fn a_clock_that_is_ahead_elsewhere_makes_nobody_wait() {
    let mut hand = transferred();
    for entry in &mut hand.journal {
        entry.at = rollcall_core::time::Time::LATEST;
    }
    let now = hand.now;
    let mut hand = hand.taken_in(reviewed(&[(1, PEOPLE[1])]));
    hand.decide(Decision::Begin);
    hand.wait_out();
    assert_eq!(hand.sent.len(), 1);
    let since = hand.journal.iter().rev().take(3);
    assert!(since.into_iter().all(|entry| entry.at.0 - now.0 < 60_000));
}

#[test]
fn the_undo_file_takes_back_what_was_done_here_and_not_what_the_journal_says() {
    let hand = transferred();
    let mut hand = hand.taken_in(reviewed(&[(1, PEOPLE[1]), (2, PEOPLE[2])]));
    hand.decide(Decision::AllBatches);
    hand.decide(Decision::Begin);
    hand.wait_out();
    hand.answer_all(204, "");
    hand.decide(Decision::NextBatch);
    hand.answer_all(204, "");
    hand.wait_out();
    let undo = String::from_utf8(report::undo(&hand.run).remove(0).bytes).unwrap();
    let mut rows: Vec<&str> = undo.lines().skip(1).collect();
    rows.sort_unstable();
    assert_eq!(rows, ["b,b@y.org,b@x.org", "c,c@y.org,c@x.org"]);
    assert!(!hand.run.begins_where_a_claim_says());
    let results = String::from_utf8(report::results(&hand.run)).unwrap();
    let said: Vec<&str> = results
        .lines()
        .map(|line| line.rsplit(',').next().unwrap())
        .collect();
    assert_eq!(said, ["file_says", "not-run", "not-run"]);
    let report = String::from_utf8(report::summary(&hand.run, hand.now)).unwrap();
    assert!(report.contains("Taken in from elsewhere"), "{report}");
    assert!(report.contains("changes.csv (so the journal says)"), "{report}");
}

#[test]
fn an_account_that_was_left_at_a_temporary_address_is_finished_or_taken_back() {
    let circle = [("a", "a@x.org", "b@x.org"), ("b", "b@x.org", "a@x.org")];
    let parked = || {
        let mut hand = Hand::begun_with(plan(&circle, 0), one_by_one());
        hand.answer_for("a", 204, "");
        let closing = Run::transfer_as_it_is(hand.now, &hand.journal).unwrap();
        hand.journal.extend(closing);
        let temporary = hand.address("a").to_owned();
        assert!(temporary.starts_with("rollcall-temporary-"), "{temporary}");
        (hand, temporary)
    };
    for (rows, undo) in [
        // Finished: the undo file gives the swap back.
        (
            vec![(0, ("a", "", "b@x.org")), (1, ("b", "b@x.org", "a@x.org"))],
            vec!["a,b@x.org,a@x.org", "b,a@x.org,b@x.org"],
        ),
        // Taken back: the parked account is as it was, and there is nothing to undo. What the journal says of the other one is a claim.
        (vec![(0, ("a", "", "a@x.org"))], vec![]),
    ] {
        let (hand, temporary) = parked();
        let in_capitals = temporary.replace("rollcall", "Rollcall");
        let rows: Vec<_> = rows
            .into_iter()
            .map(|(at, (id, before, after))| {
                // Atlassian may spell it in another case than the plan does.
                let before = if before.is_empty() {
                    in_capitals.as_str()
                } else {
                    before
                };
                (at, (id, before, after))
            })
            .collect();
        let mut hand = hand.taken_in(reviewed(&rows));
        hand.decide(Decision::AllBatches);
        hand.decide(Decision::Begin);
        for _ in 0..4 {
            hand.wait_out();
            hand.answer_all(204, "");
            hand.decide(Decision::NextBatch);
        }
        assert_eq!(hand.state().phase, Phase::Done, "{:?}", hand.state());
        for (_, (id, _, after)) in &rows {
            assert_eq!(hand.address(id), *after);
        }
        let files = report::undo(&hand.run).into_iter();
        let files: Vec<String> = files.map(|file| String::from_utf8(file.bytes).unwrap()).collect();
        let mut given_back: Vec<&str> = files.iter().flat_map(|file| file.lines().skip(1)).collect();
        given_back.sort_unstable();
        assert_eq!(given_back, undo);
        // What the account held before it was parked is the journal's word: no such file is known as this browser's own.
        assert!(hand.run.begins_where_a_claim_says());
    }
}

#[test]
fn only_a_journal_that_was_transferred_is_taken_in_and_only_for_its_own_run() {
    let take_in = |hand: &Hand, change: fn(&mut rollcall_core::journal::Origin)| {
        let mut about = origin();
        change(&mut about);
        let plan = reviewed(&[(1, PEOPLE[1])]);
        Run::take_in(hand.now, &hand.journal, about, plan, settings()).is_ok()
    };
    let hand = transferred();
    assert!(take_in(&hand, |_| {}));
    assert!(!take_in(&hand, |about| about.run =
        rollcall_core::journal::RunId::of_draw(9)));
    let open = Hand::begun(plan(&PEOPLE, 0));
    assert!(!take_in(&open, |_| {}));
    let is_taken_in = |event: &Event| matches!(event, Event::TakenIn { .. });
    assert!(!open.journal.iter().any(|entry| is_taken_in(&entry.event)));
}

/// What a journal said before it was taken in is kept inside what it says now: a file could go so deep that no browser bears it.
#[test]
fn a_run_goes_from_browser_to_browser_a_hundred_times_and_no_more() {
    let mut hand = transferred();
    let reviewed = || reviewed(&[(1, PEOPLE[1]), (2, PEOPLE[2])]);
    for _ in 0..100 {
        assert!(!hand.run.was_taken_in_too_often());
        hand = hand.taken_in(reviewed());
        let closing = Run::transfer_as_it_is(hand.now, &hand.journal).unwrap();
        hand.journal.extend(closing);
    }
    assert!(hand.run.was_taken_in_too_often());
    let once_more = Run::take_in(hand.now, &hand.journal, origin(), reviewed(), settings());
    assert!(matches!(once_more, Err(JournalError::Damaged(_))));
    let file = journal::file::write(&hand.journal, None).unwrap();
    assert_eq!(Claim::read(&file).unwrap_err(), ClaimError::TooOften);
}

/// Rows with details, for an action that gives a state.
fn rows_of(action: &'static Action, count: usize, detail: (Field, &str)) -> Plan {
    let diffs = (0..count).map(|row| Diff {
        before: Some("active".to_owned()),
        details: Details::new().with(detail.0, detail.1),
        ..diff(row, &format!("acc-{row}"), "", "deactivated")
    });
    let options = Options {
        run: origin().run,
        ..Options::default()
    };
    Plan::make(action.run(), diffs.collect(), &options, |_| false).unwrap()
}

/// Several ids, joined by semicolons, look like cells; and a message may have several lines.
#[test]
fn the_rows_of_a_journal_are_read_as_they_are_whatever_their_cells_hold() {
    let ids = ["13d20007-4bc2-43dc-aa8f-cc71ec2be7dc"; 6].join("; ");
    for (action, part, text) in [
        (&invite::ACTION, Field::Groups, ids.as_str()),
        (
            &deactivate_account::ACTION,
            Field::Message,
            "You left.\nGood\tbye; thank you",
        ),
    ] {
        let plan = rows_of(action, 12, (part, text));
        let (file, mapping) = change_file("rows.csv", action, &plan.rows).unwrap();
        let column = mapping.columns.iter().position(|of| *of == Some(part)).unwrap();
        assert_eq!(file.table().rows(), 12, "{}", action.key());
        for row in 0..12 {
            assert_eq!(file.table().cell(row, column), text, "{}", action.key());
        }
    }
}

#[test]
fn what_the_file_says_of_a_row_that_is_left_out_stands_at_that_row() {
    let plan = rows_of(
        &deactivate_account::ACTION,
        3,
        (Field::Message, "You left.\nGood bye"),
    );
    let hand = Hand::ready(plan, settings());
    let closing = Run::transfer_as_it_is(hand.now, &hand.journal).unwrap();
    let file = journal::file::write(&[hand.journal, closing].concat(), None).unwrap();
    let claim = Claim::read(&file).unwrap();
    let reviewed = &claim.plan().rows;
    // In the file that is reviewed each row takes two lines.
    let out = |row: u32| LeftOut {
        line: 2 + 2 * row,
        account: format!("acc-{row}"),
        name: None,
        address: None,
        place: None,
        before: None,
        wanted: String::new(),
        why: "Left out.".to_owned(),
    };
    let left_out = claim.left_out(reviewed, [(1, out(1)), (2, out(2))].into_iter());
    let told: Vec<(u32, &str, &str)> = left_out
        .iter()
        .map(|out| (out.line, out.account.as_str(), out.why.as_str()))
        .collect();
    let why = "Left out. The file says: not run.";
    assert_eq!(told, [(3, "acc-1", why), (4, "acc-2", why)]);
}
