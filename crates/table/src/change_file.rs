//! A file that the user brought: bytes → text → table, and back.

use std::collections::VecDeque;

use super::{
    decode,
    delimiter::Start,
    dialect,
    encoding::without_mark,
    error::ReadError,
    foreign::Foreign,
    header::{self, Beginning},
    irregular,
    meaning::Meaning,
    reading::{AsRead, Basis, HeaderRow, Reading},
    table::{Above, Table},
    write::Edits,
};

/// So many lines are offered where one of them can be chosen.
const LINES_TO_CHOOSE: usize = 12;

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
            bad_bytes,
        } = decode::decode(bytes, reading.encoding)?;
        let body = without_mark(&text);
        if body.is_empty() {
            return Err(ReadError::Empty);
        }
        let byte_order_mark = body.len() < text.len();
        let (delimiter, delimiter_basis) = dialect::delimiter(&text, reading.delimiter, meaning);
        let top = Start::of(&text).line;
        let table = Table::headless(text, delimiter)?;
        if (0..table.rows()).all(|row| table.is_blank(row)) {
            return Err(ReadError::OnlyBlankLines);
        }
        let found = header::find(table.text(), table.index(), meaning);
        let (header, first, basis) = beginning(&table, reading, found)?;
        let end = match reading.last_line {
            Some(line) => first_from(&table, line.saturating_add(1)),
            None => table.rows(),
        };
        let begins = table.line(header.unwrap_or(first));
        let table = table.cut(header, first..end);
        if (0..table.rows()).all(|row| table.is_blank(row)) {
            return Err(ReadError::OnlyHeader);
        }
        let irregularities = irregular::find(&table, meaning, bad_bytes > 0)?;
        let above = match basis {
            Basis::Guessed if found.skips_content => Above::Rows,
            Basis::Guessed if found.has_rival => Above::Header,
            _ => Above::Nothing,
        };
        let table = table.found(irregularities, encoding_basis == Basis::Guessed, above);
        let as_read = AsRead {
            encoding,
            encoding_basis,
            byte_order_mark,
            delimiter,
            delimiter_basis,
            line_breaks: table.line_breaks(),
            header: header.is_some(),
            header_basis: basis,
            begins,
            skipped: begins - top,
            first_line: reading.first_line,
            last_line: reading.last_line,
            ragged_rows: table.ragged_rows(),
            bad_bytes,
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

    /// The first lines of the file with their numbers, counted from 1: those among which a header can be chosen. Blank lines and a `sep=` line
    /// are left out.
    pub fn first_lines(&self) -> Vec<(u32, &str)> {
        let start = Start::of(self.table.text());
        let text = self.table.text().get(start.offset..).unwrap_or_default();
        let filled = lines(text).filter(|(_, line)| !line.trim().is_empty());
        let numbered = filled.map(|(number, line)| (start.line + number, line));
        numbered.take(LINES_TO_CHOOSE).collect()
    }

    /// The last lines of the file with their numbers: those among which the last row can be chosen. Blank lines are left out.
    pub fn last_lines(&self) -> Vec<(u32, &str)> {
        let text = self.table.text();
        let mut last = VecDeque::with_capacity(LINES_TO_CHOOSE + 1);
        for (number, line) in lines(text).filter(|(_, line)| !line.trim().is_empty()) {
            last.push_back((number + 1, line));
            if last.len() > LINES_TO_CHOOSE {
                last.pop_front();
            }
        }
        last.into()
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
        let has_bad_bytes = self.as_read.bad_bytes > 0;
        decode::encode(self.table.edited(edits), self.as_read.encoding, has_bad_bytes)
    }
}

/// The lines of a text, counted from 0, whatever ends them.
fn lines(text: &str) -> impl Iterator<Item = (u32, &str)> {
    let mut rest = Some(text);
    (0..).map_while(move |number| {
        let text = rest?;
        let end = memchr::memchr2(b'\n', b'\r', text.as_bytes()).unwrap_or(text.len());
        let (line, behind) = text.split_at_checked(end)?;
        let line_break = if behind.starts_with("\r\n") { 2 } else { 1 };
        rest = behind.get(line_break..);
        Some((number, line))
    })
}

/// The record that is the header, the first one that is a row, and how that is known. The table is still without a header: all its
/// rows are records.
fn beginning(
    table: &Table,
    reading: &Reading,
    found: Beginning,
) -> Result<(Option<usize>, usize, Basis), ReadError> {
    let (header, basis) = match reading.header {
        None => (found.header.then_some(found.record), Basis::Guessed),
        Some(HeaderRow::Absent) => (None, Basis::Chosen),
        Some(HeaderRow::First) => (Some(0), Basis::Chosen),
        Some(HeaderRow::Line(line)) => {
            let record = first_from(table, line);
            if record == table.rows() {
                return Err(ReadError::NoSuchLine { line });
            }
            (Some(record), Basis::Chosen)
        }
    };
    let first = match reading.first_line {
        Some(line) => first_from(table, line).max(header.map_or(0, |header| header + 1)),
        None if basis == Basis::Chosen => header.map_or(0, |header| header + 1),
        None => header.map_or(found.record, |header| header + 1),
    };
    Ok((header, first, basis))
}

/// The first record that begins on this line of the file or below it.
fn first_from(table: &Table, line: u32) -> usize {
    (0..table.rows())
        .find(|&row| table.line(row) >= line)
        .unwrap_or(table.rows())
}
