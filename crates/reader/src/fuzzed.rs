//! For fuzzers and property tests: what takes bytes from outside, in one call each. Nothing here panics, whatever the bytes.

use rollcall_table::{Delimiter, ReadError, Table};

use crate::encoding::{ENCODINGS, decode, encode, rank, spell, words};
use crate::number::NumberFormat;
use crate::{SheetText, Workbook};

/// Opens a workbook and reads all its sheets. Gives how many could be read.
///
/// # Panics
///
/// If what comes out is not what is promised: a table that has as many rows as there are row numbers, all of the same width.
pub fn workbook(bytes: &[u8]) -> usize {
    let Ok(mut book) = Workbook::open(bytes.to_vec()) else {
        return 0;
    };
    let mut read = 0;
    for sheet in 0..book.sheets().len() {
        let Ok(SheetText { csv, notes }) = book.read(sheet) else {
            continue;
        };
        match Table::parse(csv, Delimiter::COMMA, false) {
            Ok(table) => {
                assert_eq!(table.rows(), notes.row_numbers.len());
                assert_eq!(table.ragged_rows(), 0);
            }
            // A row of commas without end is no table.
            Err(error) => assert_eq!(error, ReadError::OnlyBlankLines),
        }
        read += 1;
    }
    read
}

/// Shows a number in a format. Gives how long the text is.
pub fn number_format(code: &str, number: f64) -> usize {
    format!("{:?}", NumberFormat::parse(code).show(number, false)).len()
}

/// Reads bytes in all encodings, and writes what comes of it. Gives in how many of them all bytes are text.
pub fn encodings(bytes: &[u8]) -> usize {
    let labels: Vec<&str> = rank(bytes)
        .iter()
        .map(|candidate| candidate.encoding.label)
        .collect();
    let words: Vec<Vec<u8>> = words(bytes, 10).into_iter().map(|word| word.bytes).collect();
    let spelled = spell(&words, &labels).map_or(0, |spelled| spelled.len());
    let whole = |label: &str| {
        decode(bytes, label)
            .is_ok_and(|decoded| decoded.bad_count == 0 && encode(&decoded.text, label).is_ok())
    };
    ENCODINGS
        .iter()
        .filter(|encoding| whole(encoding.label))
        .count()
        .min(spelled.max(ENCODINGS.len()))
}
