//! Files that builds of before 2026-11-29 wrote: journals in every state, the files that came of them, and stored edits. Whatever
//! becomes of the forms in which such files are written, these still open, and give the same files.
//!
//! Each action has a journal of a finished run, with its results, its report, and its undo and retry files. Runs of *change e-mail* are
//! there in every other state as well: see [`OPEN`]. All were made against the sandbox organization of 150 accounts and seed 3.
#![expect(clippy::unwrap_used, reason = "what helps a test may fail it")]

#[path = "../run_actions/driver.rs"]
#[allow(dead_code, reason = "another test has use for all of it")]
mod driver;
#[path = "../looked_up/mod.rs"]
#[allow(dead_code, reason = "another test has use for all of it")]
mod looked_up;

use std::path::{Path, PathBuf};

use rollcall_core::{
    action::{ACTIONS, Action, change_email},
    journal::{self, Attempt, Entry, Event, Meaning, OutcomeKind},
    plan::Plan,
    report,
    run::{Phase, Run, Settings},
    time::Time,
};
use rollcall_sandbox::Organization;

use driver::Driver;

/// Journals of runs that have not come to their end: killed after two calls; killed with a call under way; killed while an account
/// had a temporary address.
const OPEN: [&str; 3] = ["open", "in-doubt", "mid-cycle"];

/// Journals of finished runs of *change e-mail*: one with a refusal, the same as it was written before plans named their action, and
/// one that a colleague took over.
const FINISHED: [&str; 3] = ["finished-with-refusal", "without-action", "taken-over"];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/files")
}

fn file(name: &str) -> Vec<u8> {
    std::fs::read(folder().join(name)).unwrap()
}

fn journal(name: &str) -> Vec<Entry> {
    journal::file::read(&file(&format!("{name}.jsonl")))
        .unwrap()
        .entries
}

fn resumed(name: &str) -> Run {
    let journal = journal(name);
    let last = journal.last().unwrap().at;
    Run::resume(last, &journal, Settings::default()).unwrap()
}

/// The files that begin with this name, without it, and without the journal.
fn files_of(name: &str) -> Vec<String> {
    let prefix = format!("{name}.");
    let names = std::fs::read_dir(folder()).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let rest = names.filter_map(|file| file.strip_prefix(&prefix).map(str::to_owned));
    rest.filter(|rest| rest != "jsonl").collect()
}

fn gives_the_same_files(name: &str, run: &Run, now: Time) {
    let undo = report::undo(run);
    for kind in files_of(name) {
        let made = match kind.split('.').next().unwrap() {
            "results" => Some(report::results(run)),
            "report" => Some(report::summary(run, now)),
            "retry" => report::retry(run).pop().map(|retry| retry.bytes),
            other => {
                let at: usize = other.strip_prefix("undo-").unwrap().parse().unwrap();
                undo.get(at - 1).map(|undo| undo.bytes.clone())
            }
        };
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        assert_eq!(
            made.map(text),
            Some(text(file(&format!("{name}.{kind}")))),
            "{name}.{kind}"
        );
    }
}

#[test]
fn finished_runs_of_every_action_open_and_give_the_same_files() {
    for action in ACTIONS {
        let run = resumed(action.key());
        let now = journal(action.key()).last().unwrap().at;
        assert_eq!(
            (run.plan().key(), run.state(now).phase),
            (action.key().to_owned(), Phase::Done)
        );
        assert!(files_of(action.key()).len() >= 2, "{}", action.key());
        gives_the_same_files(action.key(), &run, now);
    }
    for name in FINISHED {
        let run = resumed(name);
        let now = journal(name).last().unwrap().at;
        assert_eq!(
            (run.plan().key(), run.state(now).phase),
            ("change-email".to_owned(), Phase::Done),
            "{name}"
        );
        gives_the_same_files(name, &run, now);
    }
}

#[test]
fn undo_and_retry_files_are_read_as_they_were() {
    for entry in std::fs::read_dir(folder()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let action = match name.split('.').collect::<Vec<_>>()[..] {
            [_, undo, action, "csv"] if undo.starts_with("undo-") => action.to_owned(),
            [of, "retry", "csv"] => Action::of_key(of)
                .map_or("change-email", |action| action.key())
                .to_owned(),
            _ => continue,
        };
        let text = String::from_utf8(file(&name)).unwrap();
        let workbench = looked_up::open(Action::of_key(&action).unwrap(), &text);
        assert!(workbench.mapping_problems().is_empty(), "{name}");
        assert!(
            workbench.review().is_some_and(|review| review.counts().rows > 0),
            "{name}"
        );
    }
}

/// The steps that an answer said were done, in their order.
fn changed(journal: &[Entry]) -> Vec<u32> {
    let step_of = |of: Attempt| {
        journal.iter().find_map(|entry| match entry.event {
            Event::Intended { attempt, step, .. } if attempt == of => Some(step),
            _ => None,
        })
    };
    let answered = journal.iter().filter_map(|entry| match entry.event {
        Event::Answered {
            attempt,
            meaning: Meaning::Changed,
            ..
        } => step_of(attempt),
        _ => None,
    });
    answered.collect()
}

#[test]
fn what_was_under_way_is_carried_on_to_its_end() {
    for name in OPEN {
        let mut sandbox = Organization::generate(150, 3);
        let journal = journal(name);
        let Event::Planned { plan, .. } = &journal[0].event else {
            unreachable!("{name} has no plan")
        };
        for step in changed(&journal) {
            let account = plan.row_of(step).account.clone().unwrap();
            assert!(sandbox.change_concurrently(account.as_str(), &plan.steps[step as usize].to));
        }
        let rows = plan.rows.clone();
        let mut driver = Driver::new(&mut sandbox, Plan::clone(plan), 0);
        driver.now = journal.last().unwrap().at;
        driver.run = Run::resume(driver.now, &journal, Settings::default()).unwrap();
        driver.journal = journal;
        driver.drive(None);
        let outcomes = driver.outcomes();
        let over = [OutcomeKind::Changed, OutcomeKind::Already].map(|kind| outcomes.get(&kind).copied());
        let over: usize = over.into_iter().flatten().sum();
        assert_eq!(over, rows.len(), "{name}: {outcomes:?}");
        for row in rows {
            let account = sandbox.account(row.account.unwrap().as_str()).unwrap();
            assert_eq!(account.address, row.wanted, "{name}");
        }
    }
}

#[test]
fn what_was_transferred_is_closed() {
    for name in ["handed-over", "mid-cycle-handed-over"] {
        let journal = journal(name);
        assert!(journal::is_closed(&journal), "{name}");
        let run = resumed(name);
        assert_eq!(run.state(Time(0)).phase, Phase::Transferred, "{name}");
    }
}

#[test]
fn stored_edits_are_applied_again() {
    let text = String::from_utf8(file("edits.csv")).unwrap();
    let mut workbench = looked_up::open(&change_email::ACTION, &text);
    let log = String::from_utf8(file("edits.jsonl")).unwrap();
    let entries = log.lines().map(|line| serde_json::from_str(line).unwrap());
    assert_eq!(workbench.replay(entries), 4);
    let changes = workbench.changes().unwrap();
    assert_eq!(changes.at(1).wanted, "Someone.Else@example.org");
    assert_eq!([0, 1, 2].map(|row| changes.is_out(row)), [true, false, false]);
}
