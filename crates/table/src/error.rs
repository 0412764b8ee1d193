//! Why a file cannot be read, in the administrator's words.

use thiserror::Error;

use super::{encoding::Encoding, foreign::Foreign};

/// Most bytes that a file may have. A caller that knows the size checks it before it reads.
pub const MAX_BYTES: u64 = 256 << 20;
/// Most rows, the header among them.
pub const MAX_ROWS: usize = 5_000_000;
/// Most columns.
pub const MAX_COLUMNS: usize = 1_000;
/// Most cells in all. Four bytes are kept for each, so that a file of nothing but delimiters cannot fill the memory of a
/// web page.
pub const MAX_CELLS: usize = 64 << 20;
/// Most bytes of one cell, as UTF-8, with its quotes.
pub const MAX_CELL_BYTES: usize = 1 << 20;

/// Why a file cannot be read. The message says what is wrong and where; [`hint`](Self::hint) says what to do. Lines are
/// lines of the file and columns are columns of the table, both counted from 1; offsets are bytes of the file, from 0.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ReadError {
    /// No bytes, or nothing but a byte order mark.
    #[error("The file is empty.")]
    Empty,
    /// No cell has content.
    #[error("The file has only blank lines.")]
    OnlyBlankLines,
    /// A header and no row.
    #[error("The file has a header and no rows below it.")]
    OnlyHeader,
    /// It is known to be something else.
    #[error("This is {}, not a CSV file.", .0.named())]
    Foreign(Foreign),
    /// A character that no text has.
    #[error("Line {line} holds a NUL character (byte {offset} of the file). Text files have none.")]
    Nul {
        /// Where.
        line: u32,
        /// Where.
        offset: u64,
    },
    /// Bytes that the encoding does not know.
    #[error("Line {line} cannot be read as {encoding}: byte {offset} of the file does not fit.")]
    Undecodable {
        /// The encoding that was tried.
        encoding: Encoding,
        /// Whether the user chose it.
        chosen: bool,
        /// Where.
        line: u32,
        /// Where.
        offset: u64,
    },
    /// A cell that opens with a quote which nothing closes.
    #[error("A quote opens on line {line}, column {column}, and is never closed.")]
    OpenQuote {
        /// Where it opens.
        line: u32,
        /// Where it opens.
        column: u32,
    },
    /// A quote that is closed so many lines later that the rows between have become one cell.
    #[error(
        "A quote opens on line {line}, column {column}, and is closed on line {until} only: {rows} lines that look like rows stand between."
    )]
    RowsInQuotes {
        /// Where it opens.
        line: u32,
        /// Where it opens.
        column: u32,
        /// Where it is closed.
        until: u32,
        /// Lines in the cell that look like rows.
        rows: u32,
    },
    /// A table was chosen that begins behind its end, or where no row is.
    #[error("No row begins on line {line}.")]
    NoSuchLine {
        /// The line that was chosen.
        line: u32,
    },
    /// More than [`MAX_COLUMNS`].
    #[error("Line {line} has more than 1,000 columns.")]
    TooManyColumns {
        /// Where.
        line: u32,
    },
    /// More than [`MAX_CELL_BYTES`].
    #[error("The cell on line {line}, column {column}, is larger than 1 MB.")]
    CellTooLarge {
        /// Where it begins.
        line: u32,
        /// Which.
        column: u32,
    },
    /// More than [`MAX_ROWS`].
    #[error("The file has more than 5 million rows.")]
    TooManyRows,
    /// More than [`MAX_CELLS`].
    #[error("The file has more than 67 million cells; the limit is reached on line {line}.")]
    TooManyCells {
        /// Where.
        line: u32,
    },
    /// More than [`MAX_BYTES`].
    #[error("The file is {} MB large; the limit is 256 MB.", .bytes.div_ceil(1 << 20))]
    TooLarge {
        /// Its size.
        bytes: u64,
    },
}

impl ReadError {
    /// Refuses a file by its size, before a byte of it is read.
    ///
    /// # Errors
    ///
    /// [`ReadError::TooLarge`] beyond [`MAX_BYTES`].
    pub fn check_size(bytes: u64) -> Result<(), Self> {
        if bytes > MAX_BYTES {
            Err(Self::TooLarge { bytes })
        } else {
            Ok(())
        }
    }

    /// Stable, for documentation and tests.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "file-empty",
            Self::OnlyBlankLines => "file-blank",
            Self::OnlyHeader => "file-only-header",
            Self::Foreign(_) => "file-foreign",
            Self::Nul { .. } => "file-nul",
            Self::Undecodable { .. } => "file-undecodable",
            Self::OpenQuote { .. } | Self::RowsInQuotes { .. } => "file-open-quote",
            Self::NoSuchLine { .. } => "file-no-such-line",
            Self::TooManyColumns { .. } => "file-columns",
            Self::CellTooLarge { .. } => "file-cell-size",
            Self::TooManyRows => "file-rows",
            Self::TooManyCells { .. } => "file-cells",
            Self::TooLarge { .. } => "file-size",
        }
    }

    /// What is wrong, and where.
    pub fn what(&self) -> String {
        self.to_string()
    }

    /// What to do about it.
    pub fn hint(&self) -> String {
        match self {
            Self::Empty => "Save it again in the program that it comes from, and load it again.".into(),
            Self::OnlyBlankLines => {
                "Check that this is the right file, and that its sheet was not empty when it was saved.".into()
            }
            Self::OnlyHeader => {
                "Add one row for each account. If the first line is such a row, put a line above it that names the columns: \
                 account_id,old_email,new_email."
                    .into()
            }
            Self::Foreign(foreign) => foreign.hint().into(),
            Self::Nul { .. } => {
                "The file is damaged or not a text file. If it is text, choose UTF-16 as its encoding, or save it \
                 again as CSV UTF-8."
                    .into()
            }
            Self::Undecodable { chosen: true, .. } => {
                "Choose another encoding, or let it be guessed.".into()
            }
            Self::Undecodable { chosen: false, .. } => {
                "Save it again as CSV UTF-8. If you know its encoding, choose it.".into()
            }
            Self::NoSuchLine { .. } => "Choose another line, or let the header be found.".into(),
            Self::RowsInQuotes { .. } => {
                "Look at that line: a quote was probably not closed there, or opened by mistake. A quote inside a quoted cell is written twice."
                    .into()
            }
            Self::OpenQuote { .. } => {
                "Add the closing quote, or remove the opening one. A quote inside a quoted cell is written twice.".into()
            }
            Self::TooManyColumns { .. } => {
                "A change file needs three. Check the line breaks and the delimiter: a whole file on one line looks \
                 like this."
                    .into()
            }
            Self::CellTooLarge { .. } => {
                "Look for a quote that is not closed, or for line breaks that are missing: one cell has swallowed \
                 what follows it."
                    .into()
            }
            Self::TooManyRows | Self::TooManyCells { .. } => "Split it into several files.".into(),
            Self::TooLarge { .. } => "Remove the columns that are not needed, or split it into several files.".into(),
        }
    }
}
