//! How a table is written: its delimiter, its line breaks, whether it has a header.

use super::decode::without_mark;
use super::scan::Index;
use super::{Basis, CellKind, Meaning, Table};

/// The character between cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delimiter(u8);

impl Delimiter {
    /// `,`
    pub const COMMA: Self = Self(b',');
    /// `;`, which Excel writes where the comma is the decimal sign.
    pub const SEMICOLON: Self = Self(b';');
    /// A tab, which is what a spreadsheet puts on the clipboard.
    pub const TAB: Self = Self(b'\t');
    /// `|`
    pub const PIPE: Self = Self(b'|');
    /// Those that are guessed, the likeliest first.
    pub const COMMON: [Self; 4] = [Self::COMMA, Self::SEMICOLON, Self::TAB, Self::PIPE];

    /// Any character of ASCII but letters, digits, the double quote, NUL and line breaks.
    pub fn new(character: char) -> Option<Self> {
        let byte = u8::try_from(character).ok().filter(u8::is_ascii)?;
        let taken = byte.is_ascii_alphanumeric() || matches!(byte, b'"' | b'\n' | b'\r' | 0);
        (!taken).then_some(Self(byte))
    }

    /// As written.
    pub fn as_char(self) -> char {
        char::from(self.0)
    }

    pub(super) fn byte(self) -> u8 {
        self.0
    }
}

/// What ends the lines of a file. Line breaks inside quotes do not count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LineBreaks {
    /// There are none.
    #[default]
    None,
    /// `\r\n`
    CrLf,
    /// `\n`
    Lf,
    /// `\r`, from the Macs of long ago and from Excel's "CSV (Macintosh)".
    Cr,
    /// More than one kind.
    Mixed,
}

impl LineBreaks {
    /// `CRLF`, `LF`, `CR`, `mixed` or `none`.
    pub fn label(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::CrLf => "CRLF",
            Self::Lf => "LF",
            Self::Cr => "CR",
            Self::Mixed => "mixed",
        }
    }

    pub(super) fn and(self, other: Self) -> Self {
        match self {
            Self::None => other,
            same if same == other => same,
            _ => Self::Mixed,
        }
    }
}

/// Where the table begins: behind the byte order mark, and behind Excel's `sep=` line where there is one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Start {
    pub(super) offset: usize,
    pub(super) line: u32,
    pub(super) separator: Option<Delimiter>,
}

impl Start {
    pub(super) fn of(text: &str) -> Self {
        let body = without_mark(text);
        let mark = text.len() - body.len();
        match separator_line(body) {
            Some((separator, len)) => Self {
                offset: mark + len,
                line: 2,
                separator: Some(separator),
            },
            None => Self {
                offset: mark,
                line: 1,
                separator: None,
            },
        }
    }
}

/// `sep=;` on a line of its own: the delimiter, and the length of the line with its break. Excel writes and obeys it.
fn separator_line(text: &str) -> Option<(Delimiter, usize)> {
    let (sep, rest) = text.split_at_checked(4)?;
    let mut rest = rest.chars();
    let delimiter = rest.next().and_then(Delimiter::new)?;
    if !sep.eq_ignore_ascii_case("sep=") {
        return None;
    }
    let breaks = match (rest.next(), rest.next()) {
        (None, _) => 0,
        (Some('\r'), Some('\n')) => 2,
        (Some('\r' | '\n'), _) => 1,
        _ => return None,
    };
    Some((delimiter, sep.len() + 1 + breaks))
}

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
