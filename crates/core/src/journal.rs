//! The journal of a run: [`rollcall_run::journal`], opened with the actions that there are.

pub use rollcall_run::UnknownOperation;
pub use rollcall_run::journal::*;

use crate::action::resolve;

/// Opens a journal: finds the operations that its plans name.
///
/// # Errors
/// Names the first operation that is not known.
pub fn open(entries: Vec<Unopened>) -> Result<Vec<Entry>, UnknownOperation> {
    rollcall_run::journal::open(entries, resolve)
}

/// A journal as a file: [`rollcall_run::journal::file`].
pub mod file {
    pub use rollcall_run::journal::file::*;

    use crate::action::resolve;

    /// Reads a journal. Whether its entries make a run is for [`crate::run::Run::resume`] to say.
    ///
    /// # Errors
    /// [`FileError`], where the file is not whole, or is of a run that does something that is not known here.
    pub fn read(file: &[u8]) -> Result<JournalFile, FileError> {
        rollcall_run::journal::file::read(file, resolve)
    }
}
