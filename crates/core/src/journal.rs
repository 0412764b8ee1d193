//! The journal of a run: [`rollcall_run::journal`], with its operations resolved from this crate's catalog of actions.

pub use rollcall_run::UnknownOperation;
pub use rollcall_run::journal::*;

use crate::action::resolve;

/// Opens a journal: resolves the operations that its plans name.
///
/// # Errors
/// [`UnknownOperation`] with the first operation that is not in the catalog.
pub fn open(entries: Vec<Unopened>) -> Result<Vec<Entry>, UnknownOperation> {
    rollcall_run::journal::open(entries, resolve)
}

/// Journal files: [`rollcall_run::journal::file`].
pub mod file {
    pub use rollcall_run::journal::file::*;

    use crate::action::resolve;

    /// Reads a journal file. [`crate::run::Run::resume`] checks whether the entries form a valid run.
    ///
    /// # Errors
    /// [`FileError`] if the file is incomplete, or if its run has an operation that is not in the catalog.
    pub fn read(file: &[u8]) -> Result<JournalFile, FileError> {
        rollcall_run::journal::file::read(file, resolve)
    }
}
