//! The run.

use rollcall_core::action::RunSpec;
use rollcall_core::journal::Proof;
use rollcall_core::plan;
use rollcall_core::report;
use rollcall_core::run::{self, Run};
use rollcall_core::time::Time;
use rollcall_protocol::{
    CanaryRow, Ending, Parked, PlanOptions, Problem, Proven, ResultRow, ResultRows, RunPhase, RunState,
    Traffic, UndoFile, Waiting,
};

/// What a run is doing.
pub(crate) fn run_phase(phase: run::Phase) -> RunPhase {
    match phase {
        run::Phase::Ready => RunPhase::Ready,
        run::Phase::Running => RunPhase::Running,
        run::Phase::Proving => RunPhase::Proving,
        run::Phase::CanaryDone => RunPhase::CanaryDone,
        run::Phase::BatchDone => RunPhase::BatchDone,
        run::Phase::Paused => RunPhase::Paused,
        run::Phase::Done => RunPhase::Done,
        run::Phase::Stopped => RunPhase::Stopped,
        run::Phase::Broken => RunPhase::Broken,
        run::Phase::Transferred => RunPhase::Transferred,
    }
}

/// While calls go out, nobody asks what undoes them: finding out which of several files have rows takes a look at all rows.
fn undo_files(run: &Run, phase: run::Phase) -> Vec<UndoFile> {
    let rests = matches!(
        phase,
        run::Phase::Paused | run::Phase::Done | run::Phase::Stopped | run::Phase::Transferred
    );
    let recipes = run.plan().specs().map(|spec| spec.undo.recipes.len());
    if rests || recipes.sum::<usize>() < 2 {
        report::undo_actions(run).into_iter().map(undo_file).collect()
    } else {
        Vec::new()
    }
}

fn undo_file((called, spec): (&str, RunSpec)) -> UndoFile {
    UndoFile {
        called: called.to_owned(),
        action: spec.key().to_owned(),
        action_title: spec.row.title.to_owned(),
    }
}

/// How what was done is undone, in words.
fn way_back(run: &Run) -> String {
    let ways: Vec<&str> = run.plan().specs().map(|spec| spec.undo.way_back).collect();
    ways.join(" ")
}

/// What a plan is made with where nobody chooses otherwise. Batches are confirmed one by one.
pub(crate) fn plan_defaults() -> PlanOptions {
    let usual = plan::Options::default();
    PlanOptions {
        canary: usual.canary,
        batch: usual.batch,
        confirm_each: true,
        stop_in_a_row: usual.stop_rules.in_a_row.unwrap_or(NO_FAILURES_IN_A_ROW),
        stop_percent: usual.stop_rules.percent.unwrap_or(ANY_SHARE),
        legacy: false,
        confirmed: Vec::new(),
    }
}

/// As the page says that any number of rows may fail, in a row or of a batch.
const NO_FAILURES_IN_A_ROW: u32 = 0;
const ANY_SHARE: u32 = 100;

/// Where the run stands.
pub(crate) fn run_state(run: &Run, now: Time) -> RunState {
    let state = run.state(now);
    RunState {
        run: run.origin().run.to_string(),
        file: run.origin().file.clone(),
        action: run.plan().key(),
        action_title: run.plan().title(),
        undo: undo_files(run, state.phase),
        way_back: way_back(run),
        organization: run.origin().organization.to_string(),
        organization_name: run.origin().organization_name.clone(),
        phase: run_phase(state.phase),
        ending: state.ending.map(|ending| match ending {
            run::Ending::Stop => Ending::Stop,
            run::Ending::StopAtOnce => Ending::StopAtOnce,
            run::Ending::Transfer => Ending::Transfer,
        }),
        rows: state.rows,
        done: state.done,
        counts: state
            .counts
            .into_iter()
            .map(|(kind, rows)| (kind.key().to_owned(), kind.title().to_owned(), rows))
            .collect(),
        batch: state.batch,
        batches: state.batches,
        next_rows: state.next_rows,
        rate: state.rate,
        seconds_left: state.seconds_left,
        waiting: state.waiting.map(|waiting| Waiting {
            why: waiting.why.to_owned(),
            until: waiting.until.0,
        }),
        problem: state.problem.map(|problem| Problem {
            code: problem.code.to_owned(),
            what: problem.what,
            hint: problem.hint.to_owned(),
            detail: problem.detail,
        }),
        canary: state
            .canary
            .into_iter()
            .map(|row| CanaryRow {
                row: row.number,
                who: row.who,
                before: row.before,
                wanted: row.wanted,
                read_back: row.read_back,
            })
            .collect(),
        in_hand: state.in_hand,
        parked: state.parked.map(|parked| Parked {
            who: parked.who,
            temporary: parked.temporary,
        }),
        proven: Proven {
            verified: state.proven.verified,
            instead: state.proven.instead,
            unread: state.proven.unread,
        },
        traffic: Traffic {
            width: state.traffic.width,
            columns: state.traffic.columns,
        },
        to_do: match state.rows - state.done {
            0 => String::new(),
            left => run.plan().effect(left as usize),
        },
        from_elsewhere: run.is_claim(),
        file_says: file_says(run),
    }
}

/// What a journal said of its rows before it was taken in here: "The journal said: 3 changed, 5 not run."
fn file_says(run: &Run) -> String {
    let said = report::file_says(run);
    if said.is_empty() {
        return String::new();
    }
    let said: Vec<String> = said
        .into_iter()
        .map(|(outcome, rows)| format!("{rows} {}", outcome.title().to_lowercase()))
        .collect();
    format!("Before it was taken in, the journal said: {}.", said.join(", "))
}

/// A window of results.
pub(crate) fn result_rows(results: run::Results) -> ResultRows {
    ResultRows {
        from: results.from,
        total: results.total,
        rows: results
            .rows
            .into_iter()
            .map(|row| ResultRow {
                number: row.number,
                line: row.line,
                who: row.who().to_owned(),
                before: row.before.clone().unwrap_or_default(),
                after: row.wish(),
                outcome: row.outcome.key().to_owned(),
                message: with_said(&row),
                status: row.status,
                proof: proof(row.proof.as_ref()),
            })
            .collect(),
    }
}

/// What is known of a row, and what a journal from elsewhere said of it.
fn with_said(row: &run::ResultRow) -> String {
    match row.file_says {
        Some(said) => format!(
            "{} The journal said: {}.",
            row.message,
            said.title().to_lowercase()
        ),
        None => row.message.clone(),
    }
}

/// What reading back showed, in the administrator's words.
fn proof(proof: Option<&Proof>) -> String {
    match proof {
        None => String::new(),
        Some(Proof::Verified) => "Verified".to_owned(),
        Some(Proof::Instead(held)) => format!("Not as planned: {held}"),
        Some(Proof::Unread(why)) => format!("Could not be read: {why}"),
    }
}
