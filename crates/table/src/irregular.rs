//! Finding what is irregular about a row: everything by which its cells may have come to stand where they do not belong.
//!
//! Nothing here is mended. Where a program wrote one comma too many, or a quote was not closed, nobody can know from the file alone which
//! cell is which, so each irregularity is told, with its row.

use super::{
    decode,
    error::ReadError,
    irregularity::Irregularity,
    meaning::{CellKind, Meaning},
    scan::Quoting,
    table::Table,
};

/// The irregularities of a table, in the order of its rows; `None` stands for the header.
///
/// # Errors
/// [`ReadError::RowsInQuotes`] where rows have become one cell.
pub(super) fn find(
    table: &Table,
    meaning: Meaning,
    has_bad_bytes: bool,
) -> Result<Vec<(Option<u32>, Irregularity)>, ReadError> {
    let mut found = quoting(table, meaning)?;
    let ends_in_break = table.text().ends_with(['\n', '\r', '\u{1A}']);
    let mut other_header = None;
    let names: Vec<&str> = (0..table.columns())
        .filter_map(|column| table.header(column))
        .collect();
    for row in 0..table.rows() {
        let at = row as u32;
        if let Some(line) = other_header {
            found.push((Some(at), Irregularity::BelowOtherHeader { line }));
        }
        if let Some(same_order) = header_again(table, &names, row) {
            found.push((Some(at), Irregularity::HeaderAgain { same_order }));
            other_header = (!same_order).then(|| table.line(row));
        } else if table.is_ragged(row) {
            let cut = row + 1 == table.rows() && !ends_in_break && table.width(row) < table.columns();
            let cells = table.width(row);
            found.push((Some(at), Irregularity::Width { cells, cut }));
        }
    }
    if has_bad_bytes {
        found.extend(bad_bytes(table));
    }
    found.sort_by_key(|&(row, _)| row);
    Ok(found)
}

/// The row that a record is.
fn row_of(table: &Table, record: usize) -> Option<u32> {
    record
        .checked_sub(usize::from(table.has_header()))
        .map(|row| row as u32)
}

fn quoting(table: &Table, meaning: Meaning) -> Result<Vec<(Option<u32>, Irregularity)>, ReadError> {
    let mut found = Vec::new();
    for (record, column, quoting) in table.index().quoting() {
        let irregularity = match quoting {
            Quoting::TextBehind { backslash } => Irregularity::TextBehindQuote { column, backslash },
            Quoting::Lines => {
                let cell = table.contents(record).nth(column).unwrap_or_default();
                let breaks = line_breaks(cell);
                refuse_rows(table, meaning, record, column, cell, breaks)?;
                if !cell.contains(table.delimiter().as_char()) && !holds_account(cell, meaning) {
                    continue;
                }
                Irregularity::LinesInCell { column, breaks }
            }
        };
        found.push((row_of(table, record), irregularity));
    }
    Ok(found)
}

fn line_breaks(cell: &str) -> usize {
    cell.matches('\n').count() + cell.matches('\r').count() - cell.matches("\r\n").count()
}

/// Refuses a file where three lines or more within one cell look like rows: whatever was meant, these rows would be gone.
fn refuse_rows(
    table: &Table,
    meaning: Meaning,
    record: usize,
    column: usize,
    cell: &str,
    breaks: usize,
) -> Result<(), ReadError> {
    const MOST: usize = 2;
    let delimiter = table.delimiter().as_char();
    let width = table.columns();
    let looks_like_row = |line: &&str| {
        line.matches(delimiter).count() + 1 >= width && width > 1 && holds_account(line, meaning)
    };
    let rows = cell.split(['\n', '\r']).skip(1).filter(looks_like_row).count();
    if rows <= MOST {
        return Ok(());
    }
    let before = table
        .contents(record)
        .take(column)
        .map(line_breaks)
        .sum::<usize>();
    let line = table.index().line(record) + before as u32;
    Err(ReadError::RowsInQuotes {
        line,
        column: column as u32 + 1,
        until: line + breaks as u32,
        rows: rows as u32,
    })
}

/// Whether an address or an account id stands somewhere in a text.
fn holds_account(text: &str, meaning: Meaning) -> bool {
    text.split(|c: char| c.is_whitespace() || ",;|\"'<>()[]".contains(c))
        .filter(|word| !word.is_empty())
        .any(|word| matches!((meaning.kind)(word), CellKind::Address | CellKind::AccountId))
}

/// Whether a row is the header once more, and then whether in the same order.
fn header_again(table: &Table, names: &[&str], row: usize) -> Option<bool> {
    let is_around = |c: char| c.is_whitespace() || c == '\u{FEFF}';
    let same =
        |cell: &str, name: &str| !name.is_empty() && cell.trim_matches(is_around).eq_ignore_ascii_case(name);
    let is_name = |cell: &str| names.iter().any(|name| same(cell, name));
    // Nearly all rows end here.
    if names.is_empty() || !is_name(table.cell(row, 0)) {
        return None;
    }
    let mut filled = 0;
    let mut same_order = true;
    for (column, cell) in table.cells(row).enumerate() {
        if cell.trim().is_empty() {
            continue;
        }
        if !is_name(cell) {
            return None;
        }
        filled += 1;
        same_order &= names.get(column).is_some_and(|name| same(cell, name));
    }
    (filled > 1).then_some(same_order)
}

fn bad_bytes(table: &Table) -> Vec<(Option<u32>, Irregularity)> {
    let records = table.rows() + usize::from(table.has_header());
    let cells = (0..records).flat_map(|record| {
        table
            .contents(record)
            .enumerate()
            .map(move |(column, cell)| (record, column, cell))
    });
    cells
        .filter_map(|(record, column, cell)| {
            let byte = cell.chars().find_map(decode::undecoded)?;
            Some((row_of(table, record), Irregularity::BadByte { column, byte }))
        })
        .collect()
}
