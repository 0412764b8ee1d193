//! What became of the run's rows: windows of results, and files to save.

use rollcall_core::journal::OutcomeKind;
use rollcall_core::report;
use rollcall_protocol::{Problem, RunAnswer, RunDownload, Saved};

use super::RunWorker;
use crate::{clock, convert};

impl RunWorker {
    pub(super) fn results(&self, from: u32, count: u32, outcome: Option<&str>) -> Result<RunAnswer, Problem> {
        let outcome = outcome.and_then(OutcomeKind::of_key);
        let rows = self.held()?.look(|run| run.results(from, count, outcome));
        Ok(RunAnswer::Rows(convert::result_rows(rows)))
    }

    pub(super) fn download(&self, what: RunDownload) -> Result<(Saved, Vec<u8>), Problem> {
        let held = self.held()?;
        let name = |ending: &str| held.look(|run| format!("{}-{ending}", convert::stem(&run.origin().file)));
        let (saved, bytes) = match what {
            RunDownload::Results => (convert::csv(name("results.csv")), held.look(report::results)),
            RunDownload::Report => {
                let bytes = held.look(|run| report::summary(run, clock::now()));
                (convert::text(name("report.txt")), bytes)
            }
            RunDownload::Retry => {
                let mut files = held.look(report::retry);
                let file = files.pop().ok_or_else(nothing_to_retry)?;
                if !files.is_empty() {
                    return Err(several_to_retry());
                }
                (convert::csv(name("retry.csv")), file.bytes)
            }
            RunDownload::Undo(place) => {
                let mut files = held.look(report::undo);
                if files.len() <= place as usize {
                    return Err(nothing_to_undo());
                }
                let only = files.len() == 1;
                let file = files.swap_remove(place as usize);
                let called = file.called.trim_end_matches(" file");
                let ending = if only {
                    format!("{called}.csv")
                } else {
                    format!("{called}-{}-{}.csv", place + 1, file.spec.key())
                };
                (convert::csv(name(&ending)), file.bytes)
            }
        };
        Ok((saved, bytes))
    }
}

fn several_to_retry() -> Problem {
    convert::problem(
        "several-files",
        "What is to be tried again is of several actions, and so does not fit into one file.",
        "The results say which rows they are.",
    )
}

fn nothing_to_retry() -> Problem {
    convert::problem(
        "file-would-be-empty",
        "There is nothing to retry: every row of the run is as it is to be.",
        "",
    )
}

fn nothing_to_undo() -> Problem {
    convert::problem(
        "file-would-be-empty",
        "There is nothing to undo: the run changed no account, or no action undoes it.",
        "",
    )
}
