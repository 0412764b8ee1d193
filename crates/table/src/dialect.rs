//! How a table is written: guessing its delimiter, and whether it has a header.

use super::{
    delimiter::{Delimiter, Start},
    meaning::{CellKind, Meaning},
    reading::Basis,
    scan::Index,
    table::Table,
};

/// The delimiter, and how it is known. `chosen` overrides everything.
pub(super) fn delimiter(text: &str, chosen: Option<Delimiter>, meaning: Meaning) -> (Delimiter, Basis) {
    let start = Start::of(text);
    match (chosen, start.separator) {
        (Some(chosen), _) => (chosen, Basis::Chosen),
        (None, Some(separator)) => (separator, Basis::Marked),
        (None, None) => (guess(text, start, meaning), Basis::Guessed),
    }
}

/// The delimiter under which most cells of the first rows make sense; among equals the one under which most rows are as
/// wide as the first; then the one that makes more columns; then the likelier one.
fn guess(text: &str, start: Start, meaning: Meaning) -> Delimiter {
    let likeliest_last = Delimiter::COMMON.into_iter().rev();
    likeliest_last
        .max_by_key(|&delimiter| merit(text, start, delimiter, meaning))
        .unwrap_or(Delimiter::COMMA)
}

fn merit(text: &str, start: Start, delimiter: Delimiter, meaning: Meaning) -> (usize, usize, usize) {
    const SAMPLE: usize = 100;
    let index = Index::sample(text, start.offset, start.line, delimiter, SAMPLE);
    let (mut sense, mut even, mut rows, mut width) = (0, 0, 0, 0);
    for record in 0..index.records() {
        let cells = || (0..index.width(record)).filter_map(|column| index.content(text, record, column));
        if cells().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if rows == 0 {
            width = index.width(record);
            sense = cells().filter(|cell| (meaning.is_name)(cell)).count();
        }
        rows += 1;
        even += usize::from(index.width(record) == width);
        sense += cells()
            .filter(|cell| matches!((meaning.kind)(cell), CellKind::Address | CellKind::AccountId))
            .count();
    }
    // What does not divide the first row says nothing by leaving the others whole as well.
    if width > 1 {
        (sense, 1000 * even / rows, width)
    } else {
        (sense, 0, 0)
    }
}

/// Whether the first row of a table without a header looks like one. A name that is known makes a header; an address, an
/// id or a number is content; and what shows neither has a header, as nearly all files have.
pub(super) fn first_row_is_header(table: &Table, meaning: Meaning) -> bool {
    let content = |cell: &str| matches!((meaning.kind)(cell), CellKind::AccountId | CellKind::Number);
    let has_address = table.cells(0).any(|cell| cell.contains('@'));
    let has_name = table.cells(0).any(meaning.is_name);
    !has_address && (has_name || !table.cells(0).any(content))
}
