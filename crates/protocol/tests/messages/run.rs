//! The messages of the worker that carries out a run.

use rollcall_protocol::{
    CanaryRow, Ending, Parked, Proven, ResultRow, ResultRows, RunAnswer, RunCommand, RunDownload, RunNews,
    RunQuestion, RunState, Traffic, UndoFile, Waiting,
};

use super::common::{PHASE, problem, saved};
use super::{check, each_variant};

fn state() -> RunState {
    RunState {
        run: "00000000000000ab".to_owned(),
        file: "moves.csv".to_owned(),
        action: "change-email".to_owned(),
        action_title: "Change e-mail addresses".to_owned(),
        undo: vec![UndoFile {
            called: "undo file".to_owned(),
            action: "change-email".to_owned(),
            action_title: "Change e-mail addresses".to_owned(),
        }],
        way_back: "The undo file gives each account its former address.".to_owned(),
        organization: "1a2b3c4d-0000-4000-8000-1a2b3c4d5e6f".to_owned(),
        organization_name: "Example Industries".to_owned(),
        phase: PHASE,
        ending: Some(Ending::StopAtOnce),
        rows: 8,
        done: 3,
        counts: vec![("changed".to_owned(), "Changed".to_owned(), 3)],
        batch: 1,
        batches: 2,
        next_rows: 5,
        rate: 2.5,
        seconds_left: Some(2.0),
        waiting: Some(Waiting {
            why: "Atlassian asks to wait".to_owned(),
            until: 1_700_000_000_000,
        }),
        problem: Some(problem()),
        canary: vec![CanaryRow {
            row: 0,
            who: "Bob".to_owned(),
            before: "bob@example.com".to_owned(),
            wanted: "bob@example.org".to_owned(),
            read_back: Some("bob@example.org".to_owned()),
        }],
        in_hand: Some("Bob".to_owned()),
        parked: Some(Parked {
            who: "Eve (line 3)".to_owned(),
            temporary: "eve+rollcall@example.com".to_owned(),
        }),
        proven: Proven {
            verified: 2,
            instead: 1,
            unread: 0,
        },
        traffic: Traffic {
            width: 1_000,
            columns: vec![(3, 1)],
        },
        to_do: "Nothing.".to_owned(),
        from_elsewhere: true,
        file_says: "Changed: 1".to_owned(),
    }
}

#[test]
fn questions() {
    check(
        "RunQuestion",
        each_variant!(RunQuestion {
            TakeOver: RunQuestion::TakeOver,
            NewRoute: RunQuestion::NewRoute,
            Open: RunQuestion::Open {
                run: "00000000000000ab".to_owned()
            },
            Resume: RunQuestion::Resume,
            Command: RunQuestion::Command(RunCommand::NextBatch),
            Rows: RunQuestion::Rows {
                from: 100,
                count: 50,
                outcome: Some("in-doubt".to_owned())
            },
            Download: RunQuestion::Download(RunDownload::Undo(1)),
        }),
    );
}

#[test]
fn answers() {
    let row = ResultRow {
        number: 0,
        line: 2,
        who: "Bob".to_owned(),
        before: "bob@example.com".to_owned(),
        after: "bob@example.org".to_owned(),
        outcome: "changed".to_owned(),
        message: "Changed.".to_owned(),
        status: Some(200),
        proof: "Read back.".to_owned(),
    };
    check(
        "RunAnswer",
        each_variant!(RunAnswer {
            State: RunAnswer::State(Box::new(state())),
            Rows: RunAnswer::Rows(ResultRows {
                from: 0,
                total: 1,
                rows: vec![row]
            }),
            Saved: RunAnswer::Saved(saved()),
        }),
    );
}

#[test]
fn news() {
    check(
        "RunNews",
        each_variant!(RunNews {
            State: RunNews::State(Box::new(state())),
        }),
    );
}

#[test]
fn commands() {
    check(
        "RunCommand",
        each_variant!(RunCommand {
            Begin: RunCommand::Begin,
            NextBatch: RunCommand::NextBatch,
            AllBatches: RunCommand::AllBatches,
            Pause: RunCommand::Pause,
            GoOn: RunCommand::GoOn,
            Stop: RunCommand::Stop,
            Transfer: RunCommand::Transfer,
        }),
    );
}

#[test]
fn downloads() {
    check(
        "RunDownload",
        each_variant!(RunDownload {
            Results: RunDownload::Results,
            Report: RunDownload::Report,
            Retry: RunDownload::Retry,
            Undo: RunDownload::Undo(0),
        }),
    );
}
