//! Finds where the cells of a text are.
//!
//! One pass, from structural byte to structural byte. A cell costs four bytes, a record twelve: cells stand one after the
//! other, so that each begins one byte behind the end of the one before it. What a cell says is read from the text when it
//! is asked for; only the few that do not stand there as they are (a quote within quotes) are spelled out beside it.
//!
//! All structural bytes are ASCII, so every span is a span of characters too.

use std::ops::Range;

use super::delimiter::{Delimiter, LineBreaks};
use super::error::{MAX_CELL_BYTES, MAX_CELLS, MAX_COLUMNS, MAX_ROWS, ReadError};
use super::structure::Structure;

/// Where the records and cells of a text are.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    records: Vec<Record>,
    /// Where each cell ends: at the delimiter or line break behind it.
    ends: Vec<u32>,
    /// Cells that do not stand in the text as they are, in order.
    spelled: Vec<Spelled>,
    /// What they say, one after the other.
    spelling: String,
    /// Quoted cells that a strict reader would refuse, or that span lines, in order. Few files have any.
    quoting: Vec<(u32, Quoting)>,
    /// Where the cells of the first record end, if records behind it were dropped.
    first_end: Option<u32>,
    pub(super) line_breaks: LineBreaks,
}

/// What is remarkable about how a cell is quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quoting {
    /// Text stands between the closing quote and the end of the cell; RFC 4180 allows none. `backslash`: the text before the
    /// closing quote ends in a backslash, as some programs write a quote inside quotes.
    TextBehind { backslash: bool },
    /// Line breaks stand within the quotes.
    Lines,
}

#[derive(Clone, Copy, Debug)]
struct Record {
    start: u32,
    first_cell: u32,
    line: u32,
}

/// A cell, and where in `spelling` it is.
#[derive(Clone, Copy, Debug)]
struct Spelled {
    cell: u32,
    start: u32,
    end: u32,
}

impl Index {
    /// Finds the records of a text from `start` on, which is on line `line`.
    pub(super) fn scan(text: &str, start: usize, line: u32, delimiter: Delimiter) -> Result<Self, ReadError> {
        if u32::try_from(text.len()).is_err() {
            return Err(ReadError::TooLarge {
                bytes: text.len() as u64,
            });
        }
        let mut scan = Scan::new(text, start, line, delimiter);
        scan.records(start, usize::MAX)?;
        Ok(scan.index)
    }

    /// The same, of the first `limit` records or as many as can be read.
    pub(super) fn sample(text: &str, start: usize, line: u32, delimiter: Delimiter, limit: usize) -> Self {
        let mut scan = Scan::new(text, start, line, delimiter);
        let _enough = scan.records(start, limit);
        scan.index
    }

    /// Releases the spare capacity that growing left over.
    pub(super) fn shrink(&mut self) {
        self.records.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    /// Numbers the lines as if each record were one, whatever line breaks its cells have.
    pub(super) fn number_lines(&mut self, first: u32) {
        for (record, line) in self.records.iter_mut().zip(first..) {
            record.line = line;
        }
    }

    pub(super) fn records(&self) -> usize {
        self.records.len()
    }

    pub(super) fn line(&self, record: usize) -> u32 {
        self.records.get(record).map_or(0, |r| r.line)
    }

    /// Number of cells of a record.
    pub(super) fn width(&self, record: usize) -> usize {
        let cells = self.cells(record);
        cells.end - cells.start
    }

    /// The record as it is written, without its line break.
    pub(super) fn span(&self, record: usize) -> Range<usize> {
        let start = self.records.get(record).map_or(0, |r| r.start as usize);
        let end = self
            .cells(record)
            .last()
            .map_or(start, |cell| self.ends[cell] as usize);
        start..end
    }

    /// A cell as it is written, with its quotes.
    pub(super) fn raw<'t>(&self, text: &'t str, record: usize, column: usize) -> Option<&'t str> {
        let cell = self.cells(record).nth(column)?;
        text.get(self.cell_span(record, column, cell))
    }

    /// What a cell says.
    pub(super) fn content<'t>(&'t self, text: &'t str, record: usize, column: usize) -> Option<&'t str> {
        let cell = self.cells(record).nth(column)?;
        let span = self.cell_span(record, column, cell);
        match text.as_bytes().get(span.clone())? {
            // Only quoted cells, and those that `respell` saw, can be spelled out.
            [b'"' | b'\'', ..] => match self.spelled(cell) {
                Some(content) => Some(content),
                None if text.as_bytes()[span.start] == b'"' => text.get(span.start + 1..span.end - 1),
                None => text.get(span),
            },
            _ => text.get(span),
        }
    }

    /// Spells cells out anew: each says what is given with its record and column.
    pub(super) fn respell(&mut self, cells: &[(usize, usize, String)]) {
        let mut spelled = Vec::with_capacity(self.spelled.len() + cells.len());
        for (record, column, content) in cells {
            if let Some(cell) = self.cells(*record).nth(*column) {
                let start = self.spelling.len() as u32;
                self.spelling.push_str(content);
                spelled.push(Spelled {
                    cell: cell as u32,
                    start,
                    end: self.spelling.len() as u32,
                });
            }
        }
        // The sort is stable and what comes first stays.
        spelled.append(&mut self.spelled);
        spelled.sort_by_key(|s| s.cell);
        spelled.dedup_by_key(|s| s.cell);
        self.spelled = spelled;
    }

    /// Cells that are quoted in a remarkable way: record, column, and how. In the order of the text.
    pub(super) fn quoting(&self) -> impl Iterator<Item = (usize, usize, Quoting)> {
        self.quoting.iter().filter_map(|&(cell, quoting)| {
            let record = self
                .records
                .partition_point(|r| r.first_cell <= cell)
                .checked_sub(1)?;
            let column = (cell - self.records[record].first_cell) as usize;
            (column < self.width(record)).then_some((record, column, quoting))
        })
    }

    /// Keeps these records alone, and `header` before them. What is dropped stays in the text, and is no part of the table.
    pub(super) fn keep(&mut self, header: Option<usize>, records: Range<usize>) {
        if let Some(below) = self.records.get(records.end) {
            self.ends.truncate(below.first_cell as usize);
            self.records.truncate(records.end);
        }
        let first = records.start.min(self.records.len());
        match header.filter(|&header| header < first) {
            Some(header) => {
                self.first_end = (header + 1 < first).then(|| self.cells(header).end as u32);
                self.records.drain(header + 1..first);
                self.records.drain(..header);
            }
            None => drop(self.records.drain(..first)),
        }
    }

    /// The cells of a record, counted over all records.
    fn cells(&self, record: usize) -> Range<usize> {
        let first = |record: usize| {
            self.records
                .get(record)
                .map_or(self.ends.len(), |r| r.first_cell as usize)
        };
        let end = match self.first_end {
            Some(end) if record == 0 => end as usize,
            _ => first(record + 1),
        };
        first(record)..end
    }

    fn cell_span(&self, record: usize, column: usize, cell: usize) -> Range<usize> {
        let start = if column == 0 {
            self.records[record].start as usize
        } else {
            self.ends[cell - 1] as usize + 1
        };
        start..self.ends[cell] as usize
    }

    fn spelled(&self, cell: usize) -> Option<&str> {
        let at = self
            .spelled
            .binary_search_by_key(&(cell as u32), |s| s.cell)
            .ok()?;
        let Spelled { start, end, .. } = self.spelled[at];
        self.spelling.get(start as usize..end as usize)
    }
}

struct Scan<'t> {
    text: &'t str,
    bytes: &'t [u8],
    /// What is ahead. Whoever goes past a structural byte takes it from here.
    structure: Structure<'t>,
    delimiter: u8,
    line: u32,
    index: Index,
}

/// Where a text ends: before the Ctrl-Z (0x1A) with which DOS and programs from its days end a file.
fn end_of_text(text: &str) -> usize {
    let rest = text.trim_end_matches(|c: char| c == '\u{1A}' || c.is_ascii_whitespace());
    let tail = text.get(rest.len()..).unwrap_or_default();
    tail.find('\u{1A}').map_or(text.len(), |at| rest.len() + at)
}

impl<'t> Scan<'t> {
    fn new(text: &'t str, start: usize, line: u32, delimiter: Delimiter) -> Self {
        let bytes = &text.as_bytes()[..end_of_text(text)];
        let delimiter = delimiter.byte();
        let structure = Structure::new(bytes, start, delimiter);
        Self {
            text,
            bytes,
            structure,
            delimiter,
            line,
            index: Index::default(),
        }
    }

    fn records(&mut self, mut at: usize, limit: usize) -> Result<(), ReadError> {
        while at < self.bytes.len() && self.index.records.len() < limit {
            at = match self.bytes[at] {
                b'\n' | b'\r' => {
                    self.structure.next();
                    self.line_break(at)
                }
                _ => self.record(at)?,
            };
        }
        Ok(())
    }

    /// Consumes the record that begins here; returns where the next line begins.
    fn record(&mut self, start: usize) -> Result<usize, ReadError> {
        let line = self.line;
        let first_cell = self.index.ends.len();
        if self.index.records.len() == MAX_ROWS {
            return Err(ReadError::TooManyRows);
        }
        if first_cell > MAX_CELLS {
            return Err(ReadError::TooManyCells { line });
        }
        self.index.records.push(Record {
            start: start as u32,
            first_cell: first_cell as u32,
            line,
        });
        let mut at = start;
        loop {
            let end = self.cell(at, first_cell)?;
            self.index.ends.push(end as u32);
            match self.bytes.get(end) {
                Some(&b) if b != self.delimiter => return Ok(self.line_break(end)),
                None => return Ok(end),
                Some(_) if self.index.ends.len() - first_cell == MAX_COLUMNS => {
                    return Err(ReadError::TooManyColumns { line });
                }
                Some(_) => at = end + 1,
            }
        }
    }

    /// Consumes the cell that begins here; returns its end.
    #[inline]
    fn cell(&mut self, start: usize, first_cell: usize) -> Result<usize, ReadError> {
        let line = self.line;
        let quoted = self.bytes.get(start) == Some(&b'"');
        let end = if quoted {
            self.quoted(start, first_cell)?
        } else {
            self.cell_end()
        };
        if end - start > MAX_CELL_BYTES {
            return Err(ReadError::CellTooLarge {
                line,
                column: self.column(first_cell),
            });
        }
        Ok(end)
    }

    /// Goes to the delimiter or line break that ends the cell. Quotes on the way are content.
    #[inline]
    fn cell_end(&mut self) -> usize {
        self.structure
            .find(|&at| self.bytes[at] != b'"')
            .unwrap_or(self.bytes.len())
    }

    /// Consumes a quoted cell; returns its end. Text between the closing quote and the end is kept as part of it.
    fn quoted(&mut self, open: usize, first_cell: usize) -> Result<usize, ReadError> {
        let line = self.line;
        let start = self.index.spelling.len();
        // What has not been spelled out yet begins here.
        let mut from = open + 1;
        self.structure.next();
        let close = loop {
            let Some(at) = self.structure.next() else {
                return Err(ReadError::OpenQuote {
                    line,
                    column: self.column(first_cell),
                });
            };
            let next = self.bytes.get(at + 1);
            match self.bytes[at] {
                b'"' if next == Some(&b'"') => {
                    self.spell(from..at + 1);
                    from = at + 2;
                    self.structure.next();
                }
                b'"' => break at,
                // Of a line break of two bytes the second counts.
                b'\r' if next == Some(&b'\n') => {}
                b'\r' | b'\n' => self.line += 1,
                _ => {}
            }
        };
        let end = self.cell_end();
        let cell = self.index.ends.len() as u32;
        if self.line > line {
            self.index.quoting.push((cell, Quoting::Lines));
        }
        let behind = self.text.get(close + 1..end).unwrap_or_default();
        if !behind.trim().is_empty() {
            let backslash = self.bytes[close - 1] == b'\\';
            self.index.quoting.push((cell, Quoting::TextBehind { backslash }));
        }
        if from > open + 1 || end > close + 1 {
            self.spell(from..close);
            self.spell(close + 1..end);
            let end = self.index.spelling.len() as u32;
            self.index.spelled.push(Spelled {
                cell,
                start: start as u32,
                end,
            });
        }
        Ok(end)
    }

    fn spell(&mut self, span: Range<usize>) {
        self.index
            .spelling
            .push_str(self.text.get(span).unwrap_or_default());
    }

    /// The current cell's column, counted from 1.
    fn column(&self, first_cell: usize) -> u32 {
        (self.index.ends.len() - first_cell + 1) as u32
    }

    /// Counts the line break here, whose first byte is taken; gives where the next line begins.
    #[inline]
    fn line_break(&mut self, at: usize) -> usize {
        self.line += 1;
        let (kind, len) = match (self.bytes[at], self.bytes.get(at + 1)) {
            (b'\r', Some(b'\n')) => {
                self.structure.next();
                (LineBreaks::CrLf, 2)
            }
            (b'\r', _) => (LineBreaks::Cr, 1),
            _ => (LineBreaks::Lf, 1),
        };
        self.index.line_breaks = self.index.line_breaks.and(kind);
        at + len
    }
}
