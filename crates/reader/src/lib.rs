//! Spreadsheets and rare encodings as text, for the reader of change files.

mod archive;
pub mod cell;
pub mod encoding;
mod error;
#[doc(hidden)]
pub mod fuzzed;
mod grid;
mod number;
mod ods;
pub mod save;
mod sheet;
mod workbook;
mod xls;
mod xlsx;
mod xml;

pub use error::{MAX_PART_BYTES, WorkbookError};
pub use grid::MOST_BLANK_ROWS;
pub use sheet::{SheetInfo, SheetNotes, SheetSize, SheetText, Visibility, WorkbookKind};
pub use workbook::Workbook;
