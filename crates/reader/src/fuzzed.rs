//! For fuzzers and property tests: what takes bytes from outside, in one call each. Nothing here panics, whatever the bytes.

use crate::Workbook;
use crate::encoding::{ENCODINGS, decode, encode, rank, spell, words};
use crate::number::NumberFormat;

/// Opens a workbook and reads all its sheets. Gives how many could be read.
pub fn workbook(bytes: &[u8]) -> usize {
    let Ok(mut book) = Workbook::open(bytes.to_vec()) else {
        return 0;
    };
    let sheets = book.sheets().len();
    (0..sheets).filter(|sheet| book.read(*sheet).is_ok()).count()
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
