//! The summary of a run on one page of text: what it was about and what its result was. For the change ticket, and for later
//! questions.

use std::fmt::Write;

use rollcall_model::phrasing::number;
use rollcall_model::time::Time;

use super::iso;
use crate::journal::Origin;
use crate::machine::{Phase, Run, State};

/// The summary, as text. Its contents come from the journal; it contains no API key.
pub fn summary(run: &Run, now: Time) -> Vec<u8> {
    let (state, origin, times) = (run.state(now), run.origin(), run.times());
    let mut text = String::from("Rollcall: report of a run\n\n");
    let mut line = |title: &str, value: &str| {
        // Writing to a `String` does not fail.
        let _ = writeln!(text, "{title:<24}{value}");
    };
    if run.is_claim() {
        line("Source", "a journal from elsewhere; nothing of it was seen here");
    }
    line("Run", &origin.run.to_string());
    if let Some(undone) = origin.undoes {
        line("Undoes the run", &undone.to_string());
    }
    line(
        "Organization",
        &format!("{} ({})", origin.organization_name, origin.organization),
    );
    // If the journal was imported, the change file was never seen here.
    let says_who = if run.was_taken_in() {
        " (so the journal says)"
    } else {
        ""
    };
    line("Change file", &format!("{}{says_who}", origin.file));
    if let Some(read_as) = &origin.read_as {
        line("How it was read", &format!("{read_as}{says_who}"));
    }
    line("SHA-256 of the file", &format!("{}{says_who}", origin.sha256));
    line("Planned", &format!("{}{says_who}", iso(times.planned)));
    line("Begun", &times.begun.map(iso).unwrap_or_default());
    line("Ended", &times.ended.map(iso).unwrap_or_default());
    line("Taken up again", &format!("{} times", times.resumed));
    if let Some(at) = times.taken_in {
        line("Taken in from elsewhere", &iso(at));
    }
    line("Plan", &run.plan().sentence(origin.left_out.len()));
    for (row, temporary) in run.plan().parked() {
        let who = format!("{} (line {}) by way of {temporary}", row.who(), row.line);
        line("Logged out twice", &who);
    }
    line("State", state_words(&state));
    if let Some(problem) = &state.problem {
        line("", &problem.what);
    }
    outcomes(&mut text, &state, origin);
    if run.was_taken_in() {
        file_says(&mut text, run);
    }
    text.into_bytes()
}

fn outcomes(text: &mut String, state: &State, origin: &Origin) {
    let mut section = |title: &str, counts: &[(&str, u32)]| {
        let _ = writeln!(text, "\n{title}");
        for (name, count) in counts {
            let _ = writeln!(text, "  {name:<22}{}", number(*count as usize));
        }
    };
    let counts: Vec<(&str, u32)> = state
        .counts
        .iter()
        .map(|(kind, rows)| (kind.title(), *rows))
        .chain([("Left out", origin.left_out.len() as u32)])
        .collect();
    section("Rows by outcome", &counts);
    let proven = state.proven;
    section(
        "Read back at the end",
        &[
            ("Verified", proven.verified),
            ("Not as planned", proven.instead),
            ("Could not be read", proven.unread),
        ],
    );
}

/// Appends the outcomes that the journal gave before it was imported.
fn file_says(text: &mut String, run: &Run) {
    let _ = writeln!(text, "\nRows by outcome, as the journal from elsewhere said");
    for (outcome, rows) in super::file_says(run) {
        let _ = writeln!(text, "  {:<22}{}", outcome.title(), number(rows));
    }
}

fn state_words(state: &State) -> &'static str {
    match state.phase {
        Phase::Ready => "not begun",
        Phase::Running | Phase::Proving | Phase::CanaryDone | Phase::BatchDone | Phase::Paused => {
            "not over yet"
        }
        Phase::Done => "done",
        Phase::Stopped => "stopped before its end",
        Phase::Broken => "broken off: its journal could not be kept",
        Phase::Transferred => "handed over",
    }
}
