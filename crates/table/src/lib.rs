//! Files of comma-separated values: bytes → text → table, and back.
//!
//! ```
//! use rollcall_table::{CellKind, ChangeFile, Edits, Meaning, Reading, Writer};
//!
//! // What a header may be called, and what kind of thing a cell holds.
//! let meaning = Meaning {
//!     is_name: |cell| matches!(cell, "name" | "age"),
//!     kind: |cell| if cell.parse::<u32>().is_ok() { CellKind::Number } else { CellKind::Other },
//! };
//! let bytes = b"name;age\r\n\"Ada\";36\r\nGrace;37\r\n".to_vec();
//! let file = ChangeFile::read("people.csv", bytes, &Reading::default(), meaning)?;
//! assert_eq!(file.as_read().delimiter.as_char(), ';');
//! assert_eq!(file.table().header(1), Some("age"));
//! assert_eq!(file.table().cell(0, 0), "Ada");
//! assert_eq!(file.table().line(0), 2);
//!
//! // The same file with one cell changed: all the rest stays as it is written.
//! let edits = Edits::from([((1, 1), "38; soon 39".to_owned())]);
//! assert_eq!(file.to_bytes(&edits), b"name;age\r\n\"Ada\";36\r\nGrace;\"38; soon 39\"\r\n");
//!
//! // A new file. What a spreadsheet would run as a formula is guarded, and the last column says so.
//! let mut writer = Writer::new(&["name", "note"]);
//! writer.row(["Ada", "a \"first\""]);
//! writer.row(["Grace", "=1+1"]);
//! assert_eq!(
//!     String::from_utf8(writer.finish(false)).unwrap(),
//!     "name,note,formula_guard\r\nAda,\"a \"\"first\"\"\",\r\nGrace,'=1+1,'\r\n"
//! );
//! # Ok::<(), rollcall_table::ReadError>(())
//! ```
//!
//! [`ChangeFile::read`] goes the whole way from bytes to a [`Table`]. Nothing here knows what a column means: to tell a header from a row,
//! and one delimiter from another, it is told by the caller's [`Meaning`]. What it finds out on the way (encoding, delimiter, header) it
//! says in [`AsRead`], with what that rests on; whatever is wrong in there can be overridden with a [`Reading`].
//! [`ChangeFile::to_bytes`] goes the way back: without edits it gives the bytes that came in.
//!
//! Cells are found by a scanner of our own, and written by csv-core, the core of the csv crate. Why both: `docs/design.md`.

#![forbid(unsafe_code)]

mod change_file;
mod decode;
mod delimiter;
mod dialect;
mod encoding;
mod error;
mod foreign;
pub mod guard;
mod header;
mod irregular;
mod irregularity;
mod meaning;
mod plain;
mod reading;
mod record;
mod scan;
mod structure;
mod table;
mod write;
mod writer;

pub use change_file::ChangeFile;
pub use decode::undecoded;
pub use delimiter::{Delimiter, LineBreaks};
pub use encoding::Encoding;
pub use error::{MAX_BYTES, MAX_CELL_BYTES, MAX_CELLS, MAX_COLUMNS, MAX_ROWS, ReadError};
pub use foreign::Foreign;
pub use irregularity::Irregularity;
pub use meaning::{CellKind, Meaning};
pub use plain::PlainWriter;
pub use reading::{AsRead, Basis, HeaderRow, Reading};
pub use table::{Above, Table};
pub use write::Edits;
pub use writer::Writer;
