//! How a file is to be read, and how it was read.

use super::{
    delimiter::{Delimiter, LineBreaks},
    encoding::Encoding,
};

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
