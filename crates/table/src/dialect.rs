//! How a table is written: guessing its delimiter.

use super::{
    delimiter::{Delimiter, Start},
    header,
    meaning::{CellKind, Meaning},
    reading::Basis,
    scan::Index,
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

/// The delimiter under which most names of the header are known; among equals the one under which most cells of the first rows make sense;
/// then the one under which most rows are equally wide; then the one that makes more columns; then the likelier one.
fn guess(text: &str, start: Start, meaning: Meaning) -> Delimiter {
    let likeliest_last = Delimiter::COMMON.into_iter().rev();
    likeliest_last
        .max_by_key(|&delimiter| merit(text, start, delimiter, meaning))
        .unwrap_or(Delimiter::COMMA)
}

fn merit(text: &str, start: Start, delimiter: Delimiter, meaning: Meaning) -> (usize, usize, usize, usize) {
    const SAMPLE: usize = 100;
    let index = Index::sample(text, start.offset, start.line, delimiter, SAMPLE);
    let beginning = header::find(text, &index, meaning);
    let width = header::usual_width(text, &index);
    let (mut sense, mut even, mut rows) = (0, 0, 0);
    for record in 0..index.records() {
        let cells = || (0..index.width(record)).filter_map(|column| index.content(text, record, column));
        if cells().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        rows += 1;
        even += usize::from(index.width(record) == width);
        if record < beginning.record + usize::from(beginning.header) {
            continue;
        }
        sense += cells()
            .filter(|cell| matches!((meaning.kind)(cell), CellKind::Address | CellKind::AccountId))
            .count();
    }
    // What does not divide the rows says nothing by leaving them whole.
    if width > 1 {
        // The names of a title line are no names of columns.
        let is_header = index.width(beginning.record) == width;
        let names = if is_header { beginning.known_names } else { 0 };
        (names, sense, 1000 * even / rows.max(1), width)
    } else {
        (0, sense, 0, 0)
    }
}
