//! Change files: the reader of [`rollcall_table`], told what Rollcall knows of headers and cells.

pub use rollcall_table::*;

use rollcall_model::{Naming, shape};

/// What the reader has to know to tell a header from a row.
pub const MEANING: Meaning = Meaning {
    is_name: |cell| Naming::of(cell).is_name(),
    kind: |cell| match () {
        () if shape::is_address(cell) => CellKind::Address,
        () if shape::is_account_id(cell) => CellKind::AccountId,
        () if shape::is_number(cell) => CellKind::Number,
        () => CellKind::Other,
    },
};

/// Reads a change file, or an export file.
///
/// # Errors
/// [`ReadError`] where there is no table in it, or none of a size that can be held.
pub fn read(name: &str, bytes: Vec<u8>, reading: &Reading) -> Result<ChangeFile, ReadError> {
    ChangeFile::read(name, bytes, reading, MEANING)
}
