//! Where the table begins: its header row, and what stands above it.
//!
//! Reports have titles, dates and remarks above the table, exports a line with a version, and people put two rows of names one above the
//! other. The header is the row among the first ones in which most names are known; where none is, the row that differs in kind from the
//! rows below it.

use super::{
    meaning::{CellKind, Meaning},
    scan::Index,
};

/// How many records are looked at. Reports have a handful of lines above the table.
const FIRST_RECORDS: usize = 20;

/// Where a table begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Beginning {
    /// The header, or the first row where there is none: a record of the index.
    pub(super) record: usize,
    /// Whether that record is a header.
    pub(super) header: bool,
    /// How many names in it are known.
    pub(super) known_names: usize,
    /// Whether another row above it could be the header as well.
    pub(super) has_rival: bool,
    /// Whether what stands above it may be rows.
    pub(super) skips_content: bool,
}

/// Finds where the table begins.
pub(super) fn find(text: &str, index: &Index, meaning: Meaning) -> Beginning {
    let first: Vec<Traits> = (0..index.records().min(FIRST_RECORDS))
        .map(|record| Traits::of(text, index, record, meaning))
        .collect();
    let filled = first.iter().map(|traits| traits.filled).max().unwrap_or(0);
    let is_row = |traits: &Traits| traits.filled > 1 || (filled == 1 && traits.filled == 1);
    let content = first
        .iter()
        .position(|traits| is_row(traits) && traits.addresses + traits.ids > 0);
    let is_same = |one: usize, other: usize| {
        let width = index.width(one).max(index.width(other));
        (0..width).all(|column| index.content(text, one, column) == index.content(text, other, column))
    };
    let found = by_names(&first, content, filled, is_same)
        .or_else(|| by_kind(text, index, meaning, &first, content, is_row))
        .unwrap_or(Beginning {
            record: 0,
            header: false,
            known_names: 0,
            has_rival: false,
            skips_content: false,
        });
    // A title may name somebody to write to; a row of a list is no title.
    let is_content =
        |traits: &Traits| traits.addresses + traits.ids > 0 && (traits.filled > 1 || found.known_names == 0);
    Beginning {
        skips_content: first[..found.record].iter().any(is_content),
        ..found
    }
}

/// The row with most known names: of several above the first row with content the last, which stands above its columns, and else the
/// first. A single name may be a title, and below the first row with content two are asked for.
fn by_names(
    first: &[Traits],
    content: Option<usize>,
    most_filled: usize,
    is_same: impl Fn(usize, usize) -> bool,
) -> Option<Beginning> {
    let is_header = |(record, traits): &(usize, &Traits)| {
        let is_above = content.is_none_or(|content| *record < content);
        let enough =
            traits.names > 1 || (traits.names == 1 && is_above && (traits.filled > 1 || most_filled == 1));
        enough && traits.addresses == 0 && traits.ids == 0
    };
    let most = first
        .iter()
        .enumerate()
        .filter(is_header)
        .map(|(_, traits)| traits.names)
        .max()?;
    let best = || {
        let headers = first.iter().enumerate().filter(is_header);
        headers
            .filter(|(_, traits)| traits.names == most)
            .map(|(record, _)| record)
    };
    let above = best().rfind(|&record| content.is_some_and(|content| record < content));
    let top = best().next()?;
    // A header that comes twice is told as such.
    let record = above.filter(|&record| !is_same(top, record)).unwrap_or(top);
    let is_comment = |record: usize| first[record].is_comment;
    let has_rival = best().any(|other| other < record && !is_comment(other) && !is_same(other, record));
    Some(Beginning {
        record,
        header: true,
        known_names: most,
        has_rival: has_rival && most > 1,
        skips_content: false,
    })
}

/// The row above the first one with content, or without any content the first one of the usual width, if it differs in kind from what
/// follows it.
fn by_kind(
    text: &str,
    index: &Index,
    meaning: Meaning,
    first: &[Traits],
    content: Option<usize>,
    is_row: impl Fn(&Traits) -> bool,
) -> Option<Beginning> {
    let candidate = match content {
        Some(content) => first[..content].iter().rposition(|traits| traits.filled > 0),
        None => first.iter().position(&is_row),
    };
    let header = candidate.filter(|&record| {
        let below = content.unwrap_or(record + 1);
        is_row(&first[record]) && !is_like(text, index, meaning, record, below)
    });
    let record = header.or(content).or(candidate)?;
    Some(Beginning {
        record,
        header: header.is_some(),
        known_names: 0,
        has_rival: false,
        skips_content: false,
    })
}

/// Whether a record looks like the one below it: both have a number in the same column. Nothing but numbers is no header either, nor is a
/// number in the only record that there is.
fn is_like(text: &str, index: &Index, meaning: Meaning, record: usize, below: usize) -> bool {
    let is_number = |record, column| {
        index
            .content(text, record, column)
            .is_some_and(|cell| (meaning.kind)(cell) == CellKind::Number)
    };
    let width = index.width(record);
    let is_last = below >= index.records();
    (0..width).any(|column| is_number(record, column) && (is_last || is_number(below, column)))
        || (0..width).all(|column| is_number(record, column))
}

/// The width of most of the first records.
pub(super) fn usual_width(text: &str, index: &Index) -> usize {
    const SAMPLE: usize = 200;
    let mut counts: Vec<(usize, usize)> = Vec::new();
    for record in 0..index.records().min(SAMPLE) {
        let blank = |column| {
            index
                .content(text, record, column)
                .is_none_or(|cell| cell.trim().is_empty())
        };
        let width = index.width(record);
        if (0..width).all(blank) {
            continue;
        }
        match counts.iter_mut().find(|(known, _)| *known == width) {
            Some((_, count)) => *count += 1,
            None => counts.push((width, 1)),
        }
    }
    counts
        .into_iter()
        .max_by_key(|&(width, count)| (count, width))
        .map_or(0, |(width, _)| width)
}

/// What the cells of a record are like.
#[derive(Clone, Copy, Debug, Default)]
struct Traits {
    filled: usize,
    names: usize,
    addresses: usize,
    ids: usize,
    /// Whether it begins with a `#`.
    is_comment: bool,
}

impl Traits {
    fn of(text: &str, index: &Index, record: usize, meaning: Meaning) -> Self {
        let mut traits = Self {
            is_comment: index
                .content(text, record, 0)
                .is_some_and(|cell| cell.trim_start().starts_with('#')),
            ..Self::default()
        };
        let cells = (0..index.width(record)).filter_map(|column| index.content(text, record, column));
        for cell in cells.filter(|cell| !cell.trim().is_empty()) {
            traits.filled += 1;
            traits.names += usize::from((meaning.is_name)(cell));
            match (meaning.kind)(cell) {
                CellKind::Address => traits.addresses += 1,
                CellKind::AccountId => traits.ids += 1,
                CellKind::Number => {}
                CellKind::Other => traits.addresses += usize::from(cell.contains('@')),
            }
        }
        traits
    }
}
