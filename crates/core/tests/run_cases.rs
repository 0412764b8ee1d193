//! The cases of a run by name, each answered by hand.

#[cfg(test)]
mod hand;

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use rollcall_core::{
        action::Part,
        file::{ChangeFile, Reading},
        journal::{Decision, Entry, Event, Meaning, OutcomeKind, Question, Seq},
        mapping::guess,
        plan::{Options, Plan, PlanError},
        report,
        run::{Input, JournalError, NotRead, Phase, Run, Settings, Transport},
        time::Time,
    };

    use crate::hand::{Hand, diff, plan, settings};

    const TAKEN: &str = r#"{"key":"emailTaken","context":"This email address is already in use."}"#;
    const SYNCED: &str =
        r#"{"key":"forbidden.action","context":{"allowed":false,"reason":{"key":"externalDirectory.scim"}}}"#;

    fn outcomes(hand: &Hand) -> Vec<OutcomeKind> {
        hand.run.all_results().map(|row| row.outcome).collect()
    }

    fn has_intent(entries: &[Entry]) -> bool {
        entries
            .iter()
            .any(|entry| matches!(entry.event, Event::Intended { .. }))
    }

    /// A run that has announced a call whose intent is not safe yet.
    fn announced() -> Hand {
        let mut hand = Hand::holding_back(plan(&[("a", "a@x.org", "b@x.org")], 0));
        hand.decide(Decision::Begin);
        while !has_intent(&hand.appended) {
            hand.keep();
            hand.read();
        }
        hand
    }

    #[test]
    fn nothing_goes_out_before_its_intent_is_safe() {
        let mut hand = announced();
        assert!(hand.sent.is_empty());
        hand.keep();
        assert_eq!(hand.sent.len(), 1);
    }

    #[test]
    fn a_pause_withdraws_what_is_announced_but_not_sent() {
        let mut hand = announced();
        hand.decide(Decision::Pause);
        while !hand.appended.is_empty() {
            hand.keep();
        }
        assert!(hand.sent.is_empty());
        assert!(matches!(
            hand.journal.last().map(|entry| &entry.event),
            Some(Event::Withdrawn { .. })
        ));
    }

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

    #[test]
    fn batches_are_confirmed_one_by_one_or_all_at_once() {
        let names: Vec<String> = (0..8).map(|at| format!("p{at}")).collect();
        let diffs = names
            .iter()
            .enumerate()
            .map(|(at, name)| diff(at, name, &format!("{name}@x.org"), &format!("{name}@y.org")));
        let plan = Plan::make(diffs.collect(), &Options { canary: 0, batch: 2 }).unwrap();
        let mut hand = Hand::begun(plan);
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
        assert_eq!(outcomes(&hand), [OutcomeKind::Refused; 3]);
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
        assert_eq!(outcomes(&hand), [OutcomeKind::Changed]);
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
        assert_eq!(outcomes(&hand), [OutcomeKind::Changed]);
        assert!(hand.run.all_results().all(|row| row.words.contains("was read")));
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
        assert_eq!(outcomes(&hand), [OutcomeKind::Changed]);
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
        assert!(row.words.contains("somebody@else.org"), "{}", row.words);
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
        assert!(row.words.starts_with("Tried 6 times"), "{}", row.words);
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
            outcomes(&hand),
            [OutcomeKind::Skipped, OutcomeKind::Already, OutcomeKind::Changed]
        );
        assert_eq!(hand.calls, 1);
    }

    #[test]
    fn an_account_that_cannot_be_read_is_not_changed() {
        let mut hand = Hand::ready(plan(&[("a", "a@x.org", "a@y.org")], 0), settings());
        hand.unreadable.push((
            "a".into(),
            NotRead::Transport(Transport::Lost { words: "no".into() }),
        ));
        hand.decide(Decision::Begin);
        for _ in 0..10 {
            hand.wait_out();
            hand.decide(Decision::GoOn);
        }
        assert_eq!((outcomes(&hand), hand.calls), (vec![OutcomeKind::Skipped], 0));
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
            outcomes(&hand),
            [OutcomeKind::Skipped, OutcomeKind::Refused, OutcomeKind::Changed]
        );
        let row = hand.run.all_results().next().unwrap();
        assert_eq!(
            row.words,
            "Not sent: the wanted address belongs to b (line 3), whose own change was not made."
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
            outcomes(&hand),
            [OutcomeKind::Refused, OutcomeKind::Changed],
            "three tries, no more"
        );
    }

    #[test]
    fn a_key_that_stops_working_ends_the_run() {
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
        assert_eq!((state.phase, hand.is_done), (Phase::Stopped, true));
        insta::assert_debug_snapshot!("the_key_no_longer_works", state.problem.unwrap());
        assert_eq!(
            outcomes(&hand),
            [OutcomeKind::NotRun, OutcomeKind::Changed, OutcomeKind::NotRun]
        );
    }

    #[test]
    fn a_call_that_never_left_is_no_doubt() {
        let mut hand = Hand::begun(plan(&[("a", "a@x.org", "a@y.org")], 0));
        hand.fail_next(Transport::Blocked {
            words: "policy".into(),
        });
        let state = hand.state();
        assert_eq!(
            (state.phase, state.problem.unwrap().code),
            (Phase::Paused, "run-blocked")
        );
        hand.decide(Decision::GoOn);
        hand.answer_next(204, "");
        assert_eq!(outcomes(&hand), [OutcomeKind::Changed]);
    }

    #[test]
    fn a_journal_that_cannot_be_kept_stops_before_the_next_call() {
        let mut hand = announced();
        hand.input(Input::NotDurable {
            words: "QuotaExceededError".into(),
        });
        let state = hand.state();
        assert_eq!(
            (state.phase, hand.is_done, hand.sent.len()),
            (Phase::Stopped, true, 0)
        );
        assert_eq!(state.problem.unwrap().code, "run-journal");
        assert_eq!(outcomes(&hand), [OutcomeKind::NotRun]);
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
            (ignored, outcomes(&hand)[0], hand.state().phase),
            (1, OutcomeKind::Changed, Phase::Running)
        );
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
        hand.decide(Decision::Stop);
        assert!(hand.state().is_stopping);
        hand.answer_for("a", 204, "");
        hand.lose_next();
        assert!(!hand.is_done, "the doubt is settled first");
        hand.wait_out();
        assert_eq!(
            (hand.state().phase, hand.is_done, hand.calls),
            (Phase::Stopped, true, 2)
        );
        assert_eq!(
            outcomes(&hand),
            [OutcomeKind::Changed, OutcomeKind::Failed, OutcomeKind::NotRun]
        );
    }

    #[test]
    fn a_second_stop_leaves_the_doubt() {
        let mut hand = Hand::begun(plan(&[("a", "a@x.org", "a@y.org")], 0));
        hand.lose_next();
        hand.decide(Decision::Stop);
        assert!(!hand.is_done);
        hand.decide(Decision::Stop);
        assert_eq!(
            (hand.is_done, outcomes(&hand)),
            (true, vec![OutcomeKind::InDoubt])
        );
    }

    #[test]
    fn after_a_crash_an_intent_without_an_answer_is_in_doubt() {
        let mut hand = Hand::begun(plan(
            &[("a", "a@x.org", "a@y.org"), ("b", "b@x.org", "b@y.org")],
            0,
        ));
        hand.answer_for("b", 204, "");
        hand.set("a", "a@y.org");
        let mut hand = hand.crash(Duration::from_hours(1));
        assert!(hand.sent.is_empty());
        assert_eq!(outcomes(&hand), [OutcomeKind::InDoubt, OutcomeKind::Changed]);
        hand.wait_out();
        assert_eq!(
            (outcomes(&hand), hand.is_done),
            (vec![OutcomeKind::Changed; 2], true)
        );
    }

    #[test]
    fn a_journal_that_is_not_whole_is_refused() {
        let mut hand = Hand::begun(plan(&[("a", "a@x.org", "a@y.org")], 0));
        hand.answer_all(204, "");
        let whole = hand.journal.clone();
        let resume = |journal: &[Entry]| Run::resume(Time(0), journal, settings()).err();
        assert_eq!(resume(&whole), None);
        assert_eq!(resume(&[]), Some(JournalError::NoPlan));
        assert_eq!(resume(&whole[1..]), Some(JournalError::NoPlan));

        let mut holed = whole.clone();
        holed.remove(2);
        assert_eq!(
            resume(&holed),
            Some(JournalError::Gap {
                expected: Seq(3),
                found: Seq(4)
            })
        );

        let mut newer = whole.clone();
        if let Event::Planned { version, .. } = &mut newer[0].event {
            *version = 2;
        }
        assert_eq!(resume(&newer), Some(JournalError::Version { found: 2, known: 1 }));

        let mut changed = whole.clone();
        for entry in &mut changed {
            if let Event::Intended { step, .. } = &mut entry.event {
                *step = 99;
            }
        }
        assert!(matches!(resume(&changed), Some(JournalError::Damaged(_))));

        let mut circular = whole;
        if let Event::Planned { plan, .. } = &mut circular[0].event {
            plan.steps[0].waits_for = vec![0];
        }
        assert_eq!(resume(&circular), Some(JournalError::Damaged(Seq(1))));
    }

    #[test]
    fn no_key_and_no_header_gets_into_the_journal() {
        let mut hand = Hand::begun(plan(&[("a", "a@x.org", "a@y.org")], 0));
        hand.respond_next(403, &[("authorization", "Bearer secret")], SYNCED);
        let text = serde_json::to_string(&hand.journal).unwrap();
        assert!(text.contains("externalDirectory.scim") && !text.contains("secret"));
    }

    #[test]
    fn a_plan_needs_an_order() {
        let make = |people: &[(&str, &str, &str)]| {
            let diffs = people
                .iter()
                .enumerate()
                .map(|(at, (id, before, after))| diff(at, id, before, after));
            Plan::make(diffs.collect(), &Options::default()).unwrap_err()
        };
        assert_eq!(make(&[]), PlanError::NothingToDo);
        let swap = make(&[
            ("a", "a@x.org", "B@x.org"),
            ("c", "c@x.org", "d@x.org"),
            ("b", "b@x.org", "a@x.org"),
        ]);
        insta::assert_snapshot!("a_swap", swap);
        insta::assert_snapshot!(
            "one_account_twice",
            make(&[("a", "a@x.org", "b@x.org"), ("a", "a@x.org", "c@x.org")])
        );
        insta::assert_snapshot!(
            "one_address_twice",
            make(&[("a", "a@x.org", "N@x.org"), ("b", "b@x.org", "n@x.org")])
        );
    }

    #[test]
    fn the_files_say_what_happened_and_load_again() {
        let people = [
            ("a", "a@x.org", "b@x.org"),
            ("b", "b@x.org", "b@y.org"),
            ("c", "c@x.org", "c@y.org"),
            ("d", "d@x.org", "+d@y.org"),
        ];
        let mut hand = Hand::begun(plan(&people, 0));
        hand.answer_for("c", 403, SYNCED);
        hand.decide(Decision::GoOn);
        hand.answer_for("b", 204, "");
        hand.answer_for("a", 204, "");
        hand.answer_for("d", 400, r#"{"key":"fieldConstraintsViolated"}"#);
        assert!(hand.is_done);

        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        insta::assert_snapshot!("results", text(report::results(&hand.run)));
        let retry = report::retry(&hand.run).unwrap();
        let undo = report::undo(&hand.run).unwrap();
        insta::assert_snapshot!("retry", text(retry.clone()));
        insta::assert_snapshot!("undo", text(undo.clone()));

        let parts = [
            Part::AccountId,
            Part::CurrentAddress,
            Part::NewAddress,
            Part::Organization,
        ];
        for (name, bytes) in [("retry.csv", retry), ("undo.csv", undo)] {
            let file = ChangeFile::read(name, bytes, &Reading::default()).unwrap();
            let guess = guess(file.table(), &parts);
            assert!(
                guess.certain,
                "{name} loads without touching the mapping: {guess:?}"
            );
        }
    }

    #[test]
    fn the_meaning_of_an_answer_is_journaled_with_it() {
        let mut hand = Hand::begun(plan(&[("a", "a@x.org", "a@y.org")], 0));
        hand.answer_next(504, "");
        let meaning = hand.journal.iter().find_map(|entry| match &entry.event {
            Event::Answered { meaning, .. } => Some(*meaning),
            _ => None,
        });
        assert_eq!(meaning, Some(Meaning::InDoubt { late: true }));
    }
}
