//! A parsed file.

use std::fmt;

use super::{
    delimiter::{Delimiter, LineBreaks, Start},
    error::ReadError,
    guard, header,
    irregularity::Irregularity,
    record::RecordWriter,
    scan::Index,
};

/// Header and rows; the cells are spans into one buffer.
///
/// Rows are as wide as they are written: short and long ones are kept and counted, not mended. Blank lines are no rows,
/// but count as lines. Two tables are equal when their cells are, however those are written.
#[derive(Clone)]
pub struct Table {
    /// The whole file.
    text: String,
    index: Index,
    delimiter: Delimiter,
    header: bool,
    columns: usize,
    /// What is irregular, in the order of the rows; `None` for the header.
    irregularities: Vec<(Option<u32>, Irregularity)>,
    spelling_guessed: bool,
    above: Above,
    trailing: Trailing,
}

/// What stands above a table that may be a part of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Above {
    /// Nothing of the kind: titles, remarks, blank rows.
    #[default]
    Nothing,
    /// Another row that could be the header.
    Header,
    /// What may be rows.
    Rows,
}

/// Whether all rows end in a delimiter that the header does not have, or lack one that it has. That is no irregularity, but only where all
/// rows have it: in a single row a cell may have been cut in two, with an empty one at its end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Trailing {
    #[default]
    Same,
    More,
    Less,
}

impl Default for Table {
    fn default() -> Self {
        Self {
            text: String::new(),
            index: Index::default(),
            delimiter: Delimiter::COMMA,
            header: false,
            columns: 0,
            irregularities: Vec::new(),
            spelling_guessed: false,
            above: Above::Nothing,
            trailing: Trailing::Same,
        }
    }
}

impl Table {
    /// Reads a text. A byte order mark and a `sep=` line at its head are no part of the table.
    ///
    /// A quote counts at the beginning of a cell only; elsewhere, and behind the closing quote, everything is content.
    /// A row whose [`formula_guard`](super::guard::COLUMN) cell says so is read without the guard.
    ///
    /// # Errors
    ///
    /// A quote that is never closed, and what goes beyond the limits.
    pub fn parse(text: String, delimiter: Delimiter, header: bool) -> Result<Self, ReadError> {
        Ok(Self::headless(text, delimiter)?.with_header(header))
    }

    pub(super) fn headless(text: String, delimiter: Delimiter) -> Result<Self, ReadError> {
        let start = Start::of(&text);
        let mut index = Index::scan(&text, start.offset, start.line, delimiter)?;
        index.shrink();
        Ok(Self::new(text, index, delimiter))
    }

    fn new(text: String, index: Index, delimiter: Delimiter) -> Self {
        Self {
            text,
            index,
            delimiter,
            ..Self::default()
        }
        .with_header(false)
    }

    /// The table with its records cut to these; `header` is one of the records before them.
    pub(super) fn cut(mut self, header: Option<usize>, records: std::ops::Range<usize>) -> Self {
        self.index.keep(header, records);
        self.with_header(header.is_some())
    }

    pub(super) fn with_header(mut self, header: bool) -> Self {
        self.header = header;
        self.columns = if header {
            self.index.width(0)
        } else {
            header::usual_width(&self.text, &self.index)
        };
        self.trailing = self.find_trailing();
        if let Some(column) = self.guard_column() {
            let guarded = (0..self.index.records()).filter(|&record| self.is_guarded(record, column));
            let cells =
                guarded.flat_map(|record| (0..self.index.width(record)).map(move |column| (record, column)));
            let bare: Vec<_> = cells
                .filter_map(|(record, column)| {
                    let content = self.index.content(&self.text, record, column)?;
                    Some((record, column, guard::lift(content)?.to_owned()))
                })
                .collect();
            self.index.respell(&bare);
        }
        self
    }

    /// Number of columns: the header's, or where there is no header those of most rows.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Name of a column, trimmed; `None` without a header.
    pub fn header(&self, column: usize) -> Option<&str> {
        let name = self
            .header
            .then(|| self.index.content(&self.text, 0, column))
            .flatten()?;
        // A second byte order mark is what programs leave that add one to a file which has one.
        Some(name.trim_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}'))
    }

    /// Whether there is a header.
    pub fn has_header(&self) -> bool {
        self.header
    }

    /// Number of rows, without the header and without blank lines.
    pub fn rows(&self) -> usize {
        self.index.records().saturating_sub(usize::from(self.header))
    }

    /// The content of a cell: unquoted, not trimmed; empty where the row is too short.
    pub fn cell(&self, row: usize, column: usize) -> &str {
        self.index
            .content(&self.text, self.record(row), column)
            .unwrap_or_default()
    }

    /// The cells that a row really has.
    pub fn cells(&self, row: usize) -> impl Iterator<Item = &str> {
        self.contents(self.record(row))
    }

    /// Number of cells that a row really has.
    pub fn width(&self, row: usize) -> usize {
        self.index.width(self.record(row))
    }

    /// Line of the file where a row begins, counted from 1.
    pub fn line(&self, row: usize) -> u32 {
        self.index.line(self.record(row))
    }

    /// Whether no cell of the row has content, as in the rows of commas that spreadsheets leave at the end.
    pub fn is_blank(&self, row: usize) -> bool {
        self.cells(row).all(|cell| cell.trim().is_empty())
    }

    /// Whether a row has fewer or more cells than there are columns. A delimiter too many at the end of all rows or of the header is none,
    /// and blank rows miss nothing.
    pub fn is_ragged(&self, row: usize) -> bool {
        let expected = match self.trailing {
            Trailing::Same => self.columns,
            Trailing::More => self.columns + 1,
            Trailing::Less => self.columns - 1,
        };
        self.width(row) != expected && !self.is_blank(row)
    }

    fn find_trailing(&self) -> Trailing {
        let rows = || (0..self.rows()).filter(|&row| !self.is_blank(row));
        let one_more = |row| self.width(row) == self.columns + 1 && self.cell(row, self.columns).is_empty();
        let one_less = |row| self.width(row) + 1 == self.columns;
        match rows().next() {
            Some(first) if one_more(first) && rows().all(one_more) => Trailing::More,
            Some(first)
                if one_less(first) && self.header(self.columns - 1) == Some("") && rows().all(one_less) =>
            {
                Trailing::Less
            }
            _ => Trailing::Same,
        }
    }

    /// What is irregular about a row.
    pub fn irregularities(&self, row: u32) -> impl Iterator<Item = Irregularity> {
        let from = self.irregularities.partition_point(|&(at, _)| at < Some(row));
        self.irregularities[from..]
            .iter()
            .take_while(move |&&(at, _)| at == Some(row))
            .map(|&(_, irregularity)| irregularity)
    }

    /// Whether nothing is irregular, in the header or in a row.
    pub fn is_regular(&self) -> bool {
        self.irregularities.is_empty()
    }

    /// What stands above the table that may be a part of it.
    pub fn above(&self) -> Above {
        self.above
    }

    /// Whether the encoding was guessed: letters outside ASCII may be others than those that were written.
    pub fn is_spelling_guessed(&self) -> bool {
        self.spelling_guessed
    }

    /// The table with what was found out about how it is written.
    pub(super) fn found(
        mut self,
        irregular: Vec<(Option<u32>, Irregularity)>,
        spelling_guessed: bool,
        above: Above,
    ) -> Self {
        self.irregularities = irregular;
        self.spelling_guessed = spelling_guessed;
        self.above = above;
        self
    }

    /// Number of ragged rows.
    pub fn ragged_rows(&self) -> usize {
        (0..self.rows()).filter(|&row| self.is_ragged(row)).count()
    }

    /// The line ending.
    pub fn line_breaks(&self) -> LineBreaks {
        self.index.line_breaks
    }

    /// The delimiter.
    pub fn delimiter(&self) -> Delimiter {
        self.delimiter
    }

    /// A table from cells, for tests and for files that Rollcall makes itself. Lines count one a row, from 2.
    pub fn from_cells(header: Option<&[&str]>, rows: &[&[&str]]) -> Self {
        let mut writer = RecordWriter::new(Delimiter::COMMA, LineBreaks::Lf, 0);
        for record in header.iter().chain(rows) {
            writer.record(record.iter());
        }
        let text = writer.into_text();
        let mut index = Index::scan(&text, 0, 1, Delimiter::COMMA).unwrap_or_default();
        index.number_lines(2 - u32::from(header.is_some()));
        Self::new(text, index, Delimiter::COMMA).with_header(header.is_some())
    }

    /// The whole file, its byte order mark and `sep=` line too.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn index(&self) -> &Index {
        &self.index
    }

    /// The record that a row is: the header is one too.
    pub(super) fn record(&self, row: usize) -> usize {
        row.saturating_add(usize::from(self.header))
    }

    /// The column that says which rows are guarded against spreadsheets.
    pub(super) fn guard_column(&self) -> Option<usize> {
        self.header
            .then(|| (0..self.columns).find(|&column| self.header(column) == Some(guard::COLUMN)))
            .flatten()
    }

    /// Whether a record of a table with this guard column is guarded. The header always is.
    pub(super) fn is_guarded(&self, record: usize, column: usize) -> bool {
        record == 0 || self.index.content(&self.text, record, column) == Some(guard::MARK)
    }

    /// What the cells of a record say; the header is one too.
    pub(super) fn contents(&self, record: usize) -> impl Iterator<Item = &str> {
        (0..self.index.width(record))
            .map(move |column| self.index.content(&self.text, record, column).unwrap_or_default())
    }
}

impl fmt::Debug for Table {
    /// Omits the content, which is people's data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Table")
            .field("rows", &self.rows())
            .field("columns", &self.columns)
            .field("header", &self.header)
            .field("delimiter", &self.delimiter.as_char())
            .finish_non_exhaustive()
    }
}

impl PartialEq for Table {
    fn eq(&self, other: &Self) -> bool {
        self.header == other.header
            && self.index.records() == other.index.records()
            && (0..self.index.records()).all(|record| self.contents(record).eq(other.contents(record)))
    }
}

impl Eq for Table {}
