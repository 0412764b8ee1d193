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

mod decode;
mod dialect;
mod error;
mod foreign;
pub mod guard;
mod scan;
mod structure;
mod table;
mod write;
mod writer;

pub use decode::Encoding;
pub use dialect::{Delimiter, LineBreaks};
pub use error::{MAX_BYTES, MAX_CELL_BYTES, MAX_CELLS, MAX_COLUMNS, MAX_ROWS, ReadError};
pub use foreign::Foreign;
pub use table::Table;
pub use write::Edits;
pub use writer::Writer;

/// What the reader is told of the meaning of cells: enough to guess a delimiter, and whether there is a header.
#[derive(Clone, Copy, Debug)]
pub struct Meaning {
    /// Whether a column may be called so.
    pub is_name: fn(&str) -> bool,
    /// What kind of thing a cell holds.
    pub kind: fn(&str) -> CellKind,
}

/// What kind of thing a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellKind {
    /// An e-mail address.
    Address,
    /// An account's id.
    AccountId,
    /// A number.
    Number,
    /// Anything else, a name of a column among it.
    Other,
}

/// How a file is to be read. What is `None` is found out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// How its characters are written.
    pub encoding: Option<Encoding>,
    /// The character between its cells.
    pub delimiter: Option<Delimiter>,
    /// Whether its first row is a header.
    pub header: Option<bool>,
}

/// What a finding about a file rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// The file says so: a byte order mark, a `sep=` line.
    Marked,
    /// The bytes are valid so, and it would be a wonder if they meant anything else.
    Valid,
    /// It looks like it.
    Guessed,
    /// The user says so.
    Chosen,
}

/// How a file was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AsRead {
    /// How its characters are written.
    pub encoding: Encoding,
    /// What that rests on.
    pub encoding_basis: Basis,
    /// Whether there is a byte order mark.
    pub byte_order_mark: bool,
    /// The character between its cells.
    pub delimiter: Delimiter,
    /// What that rests on.
    pub delimiter_basis: Basis,
    /// What ends its lines.
    pub line_breaks: LineBreaks,
    /// Whether its first row is a header.
    pub header: bool,
    /// What that rests on.
    pub header_basis: Basis,
    /// Rows with fewer or more cells than there are columns.
    pub ragged_rows: usize,
}

/// Reads the same file the same way again, with nothing left to a guess.
impl From<AsRead> for Reading {
    fn from(read: AsRead) -> Self {
        Self {
            encoding: Some(read.encoding),
            delimiter: Some(read.delimiter),
            header: Some(read.header),
        }
    }
}

/// A file that the user brought, as it was read.
#[derive(Clone, Debug)]
pub struct ChangeFile {
    name: String,
    size: u64,
    as_read: AsRead,
    table: Table,
}

impl ChangeFile {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// [`ReadError`] where there is no table in it, or none of a size that can be held.
    pub fn read(name: &str, bytes: Vec<u8>, reading: &Reading, meaning: Meaning) -> Result<Self, ReadError> {
        let size = bytes.len() as u64;
        ReadError::check_size(size)?;
        if let Some(foreign) = Foreign::recognize(&bytes) {
            return Err(ReadError::Foreign(foreign));
        }
        let decode::Decoded {
            text,
            encoding,
            basis: encoding_basis,
        } = decode::decode(bytes, reading.encoding)?;
        let body = decode::without_mark(&text);
        if body.is_empty() {
            return Err(ReadError::Empty);
        }
        let byte_order_mark = body.len() < text.len();
        let (delimiter, delimiter_basis) = dialect::delimiter(&text, reading.delimiter, meaning);
        let table = Table::headless(text, delimiter)?;
        if (0..table.rows()).all(|row| table.is_blank(row)) {
            return Err(ReadError::OnlyBlankLines);
        }
        let (header, header_basis) = match reading.header {
            Some(header) => (header, Basis::Chosen),
            None => (dialect::first_row_is_header(&table, meaning), Basis::Guessed),
        };
        let table = table.with_header(header);
        if (0..table.rows()).all(|row| table.is_blank(row)) {
            return Err(ReadError::OnlyHeader);
        }
        let as_read = AsRead {
            encoding,
            encoding_basis,
            byte_order_mark,
            delimiter,
            delimiter_basis,
            line_breaks: table.line_breaks(),
            header,
            header_basis,
            ragged_rows: table.ragged_rows(),
        };
        Ok(Self {
            name: name.to_owned(),
            size,
            as_read,
            table,
        })
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its size in bytes.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// How it was read.
    pub fn as_read(&self) -> &AsRead {
        &self.as_read
    }

    /// What is in it.
    pub fn table(&self) -> &Table {
        &self.table
    }

    /// The file as it is to be saved: without edits the bytes that came in, with edits those records written anew. A
    /// character that the file's encoding lacks makes it UTF-8 with a byte order mark.
    pub fn to_bytes(&self, edits: &Edits) -> Vec<u8> {
        decode::encode(self.table.edited(edits), self.as_read.encoding)
    }
}
