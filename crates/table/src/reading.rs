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
    /// Where its header is.
    pub header: Option<HeaderRow>,
    /// Line of the file where the first row begins; what stands between the header and it is no part of the table.
    pub first_line: Option<u32>,
    /// Line of the file where the last row begins; what stands below is no part of the table.
    pub last_line: Option<u32>,
}

/// Where the header of a table is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderRow {
    /// There is none.
    Absent,
    /// It is the first line that is not blank.
    First,
    /// It begins on this line of the file, counted from 1.
    Line(u32),
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
    /// Whether the table has a header.
    pub header: bool,
    /// The evidence for it.
    pub header_basis: Basis,
    /// Line of the file where the header begins, or the first row where there is no header; counted from 1.
    pub begins: u32,
    /// Lines above it that are no part of the table; a `sep=` line is not among them.
    pub skipped: u32,
    /// The first row and the last one, where the user chose them.
    pub first_line: Option<u32>,
    /// See [`first_line`](Self::first_line).
    pub last_line: Option<u32>,
    /// Rows with fewer or more cells than there are columns.
    pub ragged_rows: usize,
    /// Bytes that are not UTF-8, in a file that is UTF-8 otherwise.
    pub bad_bytes: usize,
}

/// Reads the same file the same way again, with nothing left to a guess.
impl From<AsRead> for Reading {
    fn from(read: AsRead) -> Self {
        Self {
            encoding: Some(read.encoding),
            delimiter: Some(read.delimiter),
            header: Some(if read.header {
                HeaderRow::Line(read.begins)
            } else {
                HeaderRow::Absent
            }),
            first_line: read
                .first_line
                .or((!read.header && read.skipped > 0).then_some(read.begins)),
            last_line: read.last_line,
        }
    }
}
