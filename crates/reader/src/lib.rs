//! Spreadsheets and rare encodings as text, for the reader of change files.
//!
//! The page reads CSV in the common encodings by itself. A workbook, or a text in another encoding, it gives to this program, which it
//! fetches only then.
//!
//! ```
//! use rollcall_reader::{Workbook, save::to_xlsx};
//!
//! // A workbook in which every cell is a text, as it is saved for somebody who works with Excel.
//! let bytes = to_xlsx("Staff", [["account_id", "email"], ["557058", "=ada@example.com"]])?;
//!
//! // Its sheets; then one of them as CSV, with what the CSV does not say.
//! let mut book = Workbook::open(bytes)?;
//! assert_eq!(book.sheets()[0].name, "Staff");
//! let sheet = book.read(0)?;
//! assert_eq!(sheet.csv, "account_id,email\r\n557058,=ada@example.com\r\n");
//! assert_eq!(sheet.notes.row_numbers, [1, 2]);
//! assert!(sheet.notes.hidden_rows.is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! ```
//! use rollcall_reader::encoding::{decode, rank, spell, words};
//!
//! // "Müller" on an old Mac.
//! let bytes = b"name\r\nM\x9Fller\r\n";
//! let candidates = rank(bytes);
//! assert_eq!(candidates[0].encoding.label, "macintosh");
//!
//! // The bytes prove nothing: somebody who knows the name has to look.
//! let words: Vec<Vec<u8>> = words(bytes, 5).into_iter().map(|word| word.bytes).collect();
//! let side_by_side = spell(&words, &["macintosh", "windows-1252"])?;
//! assert_eq!(side_by_side[0].words[0].as_deref(), Some("Müller"));
//! assert_eq!(side_by_side[1].words[0].as_deref(), Some("MŸller"));
//! assert_eq!(decode(bytes, "macintosh")?.text, "name\r\nMüller\r\n");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A sheet is read as it is shown: dates and numbers in their formats, formulas by the results that were saved. What is not shown, or is
//! not what was typed, is told in [`SheetNotes`], and nothing is left out of the text because it is hidden. No bytes make this panic, and
//! sizes are limited before memory is taken: in WebAssembly neither could be caught.
//!
//! What JavaScript calls is in [`OpenWorkbook`] and the functions at this level; they wrap the modules of the same names.

mod archive;
mod binding;
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
mod told;
mod workbook;
mod xls;
mod xlsx;
mod xml;

pub use binding::{OpenWorkbook, decode, encode, encodings, rank, spell, to_xlsx, words};
pub use error::{MAX_PART_BYTES, WorkbookError};
pub use grid::MOST_BLANK_ROWS;
pub use sheet::{SheetInfo, SheetNotes, SheetSize, SheetText, Visibility, WorkbookKind};
pub use told::Told;
pub use workbook::Workbook;
