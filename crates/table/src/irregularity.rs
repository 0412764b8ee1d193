//! What can be irregular about a row.

/// What is irregular about a row. Columns are counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Irregularity {
    /// Text stands behind the closing quote of a cell. `backslash`: a backslash stands before that quote, as some programs write a quote
    /// inside quotes.
    TextBehindQuote {
        /// Which cell.
        column: usize,
        /// Whether it looks like an escaped quote.
        backslash: bool,
    },
    /// A quoted cell spans lines and holds a delimiter, an address or an account id: probably two rows became one.
    LinesInCell {
        /// Which cell.
        column: usize,
        /// How many line breaks it holds.
        breaks: usize,
    },
    /// Fewer or more cells than there are columns.
    Width {
        /// Cells of the row.
        cells: usize,
        /// Whether the file ends with it, without a line break: it may have been cut off.
        cut: bool,
    },
    /// The row is the header once more.
    HeaderAgain {
        /// Whether its names stand in the order of the header.
        same_order: bool,
    },
    /// The row stands below a header whose names are in another order.
    BelowOtherHeader {
        /// Line of that header.
        line: u32,
    },
    /// A cell holds a byte that is not UTF-8.
    BadByte {
        /// Which cell.
        column: usize,
        /// The byte.
        byte: u8,
    },
}
