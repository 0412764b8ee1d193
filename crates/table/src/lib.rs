//! Files of comma-separated values: bytes → text → table, and back.
//!
//! Nothing here knows what a column means. To tell a header from a row, and one delimiter from another, the reader is told two things
//! ([`Meaning`]): what a header may be called, and what kind of thing a cell holds.
//!
//! ```
//! use rollcall_table::{CellKind, ChangeFile, Meaning, Reading};
//!
//! let meaning = Meaning {
//!     is_name: |cell| matches!(cell, "name" | "age"),
//!     kind: |cell| if cell.parse::<u32>().is_ok() { CellKind::Number } else { CellKind::Other },
//! };
//! let file = ChangeFile::read("people.csv", b"name;age\r\nAda;36\r\n".to_vec(), &Reading::default(), meaning)?;
//! assert_eq!(file.table().header(1), Some("age"));
//! assert_eq!(file.table().cell(0, 0), "Ada");
//! # Ok::<(), rollcall_table::ReadError>(())
//! ```
//!
//! [`ChangeFile::read`] goes the whole way. What it finds out about the file on the way (encoding, delimiter, header) it
//! says in [`AsRead`], with what that rests on; whatever is wrong in there can be overridden with a [`Reading`].
//! [`ChangeFile::to_bytes`] goes the way back: without edits it gives the bytes that came in.

#![forbid(unsafe_code)]

mod change_file;
mod decode;
mod delimiter;
mod dialect;
mod encoding;
mod error;
mod foreign;
pub mod guard;
mod meaning;
mod reading;
mod record;
mod scan;
mod structure;
mod table;
mod write;
mod writer;

pub use change_file::ChangeFile;
pub use delimiter::{Delimiter, LineBreaks};
pub use encoding::Encoding;
pub use error::{MAX_BYTES, MAX_CELL_BYTES, MAX_CELLS, MAX_COLUMNS, MAX_ROWS, ReadError};
pub use foreign::Foreign;
pub use meaning::{CellKind, Meaning};
pub use reading::{AsRead, Basis, Reading};
pub use table::Table;
pub use write::Edits;
pub use writer::Writer;
