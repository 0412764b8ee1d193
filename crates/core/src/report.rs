//! The result files and summary of a run: [`rollcall_run::report`], with undo actions resolved from this crate's catalog.

pub use rollcall_run::report::{RetryFile, UndoFile, file_says, results, retry, summary};

use rollcall_run::RunSpec;

use crate::action::resolve;
use crate::run::Run;

/// The undo files, which restore the previous value of every changed account: [`rollcall_run::report::undo`].
pub fn undo(run: &Run) -> Vec<UndoFile> {
    rollcall_run::report::undo(run, resolve)
}

/// The label of each undo file, and the action that the file is for: [`rollcall_run::report::undo_actions`].
pub fn undo_actions(run: &Run) -> Vec<(&'static str, RunSpec)> {
    rollcall_run::report::undo_actions(run, resolve)
}
