//! What is left at the end of a run: [`rollcall_run::report`], with the actions that there are.

pub use rollcall_run::report::{RetryFile, UndoFile, file_says, results, retry, summary};

use rollcall_run::RunSpec;

use crate::action::resolve;
use crate::run::Run;

/// The files that give every account back what it held before: [`rollcall_run::report::undo`].
pub fn undo(run: &Run) -> Vec<UndoFile> {
    rollcall_run::report::undo(run, resolve)
}

/// What those files are called, and for which actions they are: [`rollcall_run::report::undo_actions`].
pub fn undo_actions(run: &Run) -> Vec<(&'static str, RunSpec)> {
    rollcall_run::report::undo_actions(run, resolve)
}
