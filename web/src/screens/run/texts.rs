//! What is said of a run, by where it stands.

use rollcall_protocol::{Ending, Proven, RunPhase, RunState};

use crate::format;

/// The worker of the run has died.
pub(crate) const BROKE_OFF: &str = "The run broke off";

/// The phase, as the heading says it.
pub(crate) fn phase_title(phase: RunPhase) -> &'static str {
    match phase {
        RunPhase::Ready => "Ready to run",
        RunPhase::Running => "Running",
        RunPhase::Proving => "Reading back",
        RunPhase::CanaryDone => "The canary batch is done",
        RunPhase::BatchDone => "A batch is done",
        RunPhase::Paused => "Paused",
        RunPhase::Done => "Done",
        RunPhase::Stopped => "Stopped",
        RunPhase::Transferred => "Handed over",
        RunPhase::Broken => "The journal cannot be kept",
        RunPhase::Interrupted => "Interrupted",
        RunPhase::Elsewhere => "Under way in another tab",
    }
}

/// The run, as the heading says it.
pub(crate) fn run_title(run: &RunState) -> &'static str {
    match run.ending {
        Some(Ending::Stop | Ending::StopAtOnce) => "Stopping",
        Some(Ending::Transfer) => "Handing over",
        None => phase_title(run.phase),
    }
}

/// The sentence under the heading.
pub(super) fn lead(run: &RunState, has_died: bool) -> String {
    let so_far = format!("{} of {}", format::count(run.done), format::rows(run.rows));
    let batch = format!(
        "Batch {} of {}.",
        format::count(run.batch),
        format::count(run.batches)
    );
    if has_died {
        return format!("{so_far} had an outcome by then.");
    }
    match run.ending {
        Some(Ending::Stop) => return stopping(run),
        Some(Ending::StopAtOnce) => return "Calls under way end. Nothing else is done.".to_owned(),
        Some(Ending::Transfer) => {
            return "Calls under way end, then the run is closed here. No new row is begun.".to_owned();
        }
        None => {}
    }
    match run.phase {
        RunPhase::CanaryDone => "Look at what became of these few. Then go on, or stop.".to_owned(),
        RunPhase::BatchDone => format!("Next: {}.", format::rows(run.next_rows)),
        RunPhase::Running => format!("{}. {batch}", run.action_title),
        RunPhase::Paused => format!("{batch} Nothing is sent now."),
        RunPhase::Ready => "Nothing has been sent.".to_owned(),
        RunPhase::Done => format!("Every row has an outcome. {}", proven(run)),
        RunPhase::Stopped => "Rows not sent stay as they were.".to_owned(),
        RunPhase::Proving => reading_back(run),
        RunPhase::Transferred => {
            "Whoever takes its journal in goes on with it; nothing more is sent from here.".to_owned()
        }
        RunPhase::Broken => format!("{so_far} have an outcome. Nothing more is sent."),
        RunPhase::Interrupted => {
            format!(
                "{}: {so_far} have an outcome. Nothing is sent until you go on with it.",
                run.file
            )
        }
        RunPhase::Elsewhere => format!("{}: {so_far} had an outcome when this was opened.", run.file),
    }
}

fn stopping(run: &RunState) -> String {
    match (&run.parked, run.phase) {
        (Some(_), _) => "Calls under way end, and the open circle is closed. No new row is begun.".to_owned(),
        (None, RunPhase::Proving) => format!("No new row is begun. {}", reading_back(run)),
        (None, _) => "Calls under way end, and what is in doubt is settled. No new row is begun.".to_owned(),
    }
}

fn reading_back(run: &RunState) -> String {
    format!(
        "Every account that was changed is read once more: {} of {} so far.",
        format::count(run.proven.verified + run.proven.instead + run.proven.unread),
        format::rows(run.done)
    )
}

/// What reading back has shown, in a sentence.
pub(crate) fn proven(run: &RunState) -> String {
    let Proven {
        verified,
        instead,
        unread,
    } = run.proven;
    let mut parts = vec![format!("Read back: {} verified", format::count(verified))];
    if instead > 0 {
        parts.push(format!("{} not as planned", format::count(instead)));
    }
    if unread > 0 {
        parts.push(format!("{} could not be read", format::count(unread)));
    }
    parts.join(", ") + "."
}
