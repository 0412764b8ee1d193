//! How to read a file, and how it was read.

use super::{
    delimiter::{Delimiter, LineBreaks},
    encoding::Encoding,
};

/// How to read a file. Settings that are `None` are detected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// The character encoding.
    pub encoding: Option<Encoding>,
    /// The delimiter.
    pub delimiter: Option<Delimiter>,
    /// Whether its first row is a header.
    pub header: Option<bool>,
}

/// The evidence for a detected setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// The file says so: a byte order mark, a `sep=` line.
    Marked,
    /// The bytes are valid in this encoding, and very unlikely to be anything else.
    Valid,
    /// A guess from the content.
    Guessed,
    /// The user chose it.
    Chosen,
}

/// How a file was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AsRead {
    /// The character encoding.
    pub encoding: Encoding,
    /// The evidence for it.
    pub encoding_basis: Basis,
    /// Whether there is a byte order mark.
    pub byte_order_mark: bool,
    /// The delimiter.
    pub delimiter: Delimiter,
    /// The evidence for it.
    pub delimiter_basis: Basis,
    /// The line ending.
    pub line_breaks: LineBreaks,
    /// Whether its first row is a header.
    pub header: bool,
    /// The evidence for it.
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
