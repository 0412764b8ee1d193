use serde::{Deserialize, Serialize};

use crate::{ResultRows, RunCommand, RunState, Saved};

/// What the page can ask the worker that carries out a run. Unless said otherwise the answer is [`RunAnswer::State`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "kebab-case")]
pub enum RunQuestion {
    /// Takes plan and connection from the port. Attachment: the `MessagePort` whose other end goes to the workbench with
    /// [`crate::WorkbenchQuestion::Transfer`].
    TakeOver,
    /// Takes the connection from the port, and goes on: the user has a new key. Attachment: the `MessagePort` whose other end
    /// goes to the workbench with [`crate::WorkbenchQuestion::GiveRoute`].
    NewRoute,
    /// Reads a run of this browser from its journal, to be looked at. Nothing goes out.
    Open {
        /// [`crate::KeptRunState::run`].
        run: String,
    },
    /// Goes on with the run that is looked at, over the connection from the port, which must be one to the run's organization.
    /// Attachment: as for [`RunQuestion::NewRoute`].
    Resume,
    /// Tells the run what the user decided.
    Command(RunCommand),
    /// A window of results. Answer: [`RunAnswer::Rows`].
    Rows {
        /// First row of the window.
        from: u32,
        /// How many.
        count: u32,
        /// Only rows with this outcome key.
        outcome: Option<String>,
    },
    /// Makes a file to save. Answer: [`RunAnswer::Saved`].
    Download(RunDownload),
}

/// The files that a user can save of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RunDownload {
    /// Every row with its outcome.
    Results,
    /// What the run was about and what became of it, on one page of text.
    Report,
    /// The rows that failed, loadable again as it is.
    Retry,
    /// The file in this place of [`RunState::undo`], loadable again.
    Undo(u32),
}

/// An answer to a [`RunQuestion`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "answer", content = "with", rename_all = "kebab-case")]
pub enum RunAnswer {
    /// It is done, and the run stands so.
    State(Box<RunState>),
    /// A window of results.
    Rows(ResultRows),
    /// A file to save, its bytes beside the message.
    Saved(Saved),
}

/// What the worker that carries out a run says unasked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "news", content = "with", rename_all = "kebab-case")]
pub enum RunNews {
    /// The run went on.
    State(Box<RunState>),
}
