//! Where something is in a sheet: `B7`, `A1:C3`, rows 5 to 9.

use std::fmt;

use serde::{Serialize, Serializer};

/// Most rows that a sheet of any spreadsheet program has.
pub(crate) const SHEET_ROWS: u32 = 1 << 20;
/// Most columns.
pub(crate) const SHEET_COLUMNS: u32 = 1 << 14;

/// A cell. Row and column are counted from 0, as it is shown (and serialized) they are `B7`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellRef {
    /// Counted from 0.
    pub row: u32,
    /// Counted from 0.
    pub column: u32,
}

impl CellRef {
    /// Counted from 0.
    pub fn new(row: u32, column: u32) -> Self {
        Self { row, column }
    }

    /// Reads `B7` and `$B$7`; `None` beyond the largest sheet.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.strip_prefix('$').unwrap_or(text);
        let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
        let (letters, digits) = text.split_at_checked(letters)?;
        let column = column_number(letters)?;
        let row = row_number(digits.strip_prefix('$').unwrap_or(digits))?;
        Some(Self { row, column })
    }
}

/// The row that a number, counted from 1, stands for.
pub(crate) fn row_number(digits: &str) -> Option<u32> {
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let row: u32 = digits.parse().ok()?;
    (1..=SHEET_ROWS).contains(&row).then(|| row - 1)
}

fn column_number(letters: &str) -> Option<u32> {
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    let number = letters.bytes().fold(0, |number, letter| {
        number * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1
    });
    (number <= SHEET_COLUMNS).then(|| number - 1)
}

/// The letters of a column, counted from 0.
pub fn column_name(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

impl fmt::Display for CellRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", column_name(self.column), self.row + 1)
    }
}

impl Serialize for CellRef {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A rectangle of cells: `A1:C3`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// Top left.
    pub first: CellRef,
    /// Bottom right.
    pub last: CellRef,
}

impl Area {
    /// From any two opposite corners.
    pub fn new(one: CellRef, other: CellRef) -> Self {
        Self {
            first: CellRef::new(one.row.min(other.row), one.column.min(other.column)),
            last: CellRef::new(one.row.max(other.row), one.column.max(other.column)),
        }
    }

    /// Reads `A1:C3` and `B7`.
    pub fn parse(text: &str) -> Option<Self> {
        let (one, other) = text.split_once(':').unwrap_or((text, text));
        Some(Self::new(CellRef::parse(one)?, CellRef::parse(other)?))
    }

    /// Whether the cell is in it.
    pub fn contains(&self, cell: CellRef) -> bool {
        (self.first.row..=self.last.row).contains(&cell.row)
            && (self.first.column..=self.last.column).contains(&cell.column)
    }
}

impl fmt::Display for Area {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.first, self.last)
    }
}

impl Serialize for Area {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Rows or columns that follow each other, counted from 1, both ends among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Span {
    /// The first.
    pub first: u32,
    /// The last.
    pub last: u32,
}

impl Span {
    /// The spans of these rows or columns, which are counted from 0 and come in any order.
    pub(crate) fn of(mut numbers: Vec<u32>) -> Vec<Self> {
        numbers.sort_unstable();
        let mut spans: Vec<Self> = Vec::new();
        for number in numbers {
            match spans.last_mut() {
                Some(span) if number < span.last => {}
                Some(span) if number == span.last => span.last += 1,
                _ => spans.push(Self {
                    first: number + 1,
                    last: number + 1,
                }),
            }
        }
        spans
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_spreadsheets_name_them() {
        for (name, row, column) in [
            ("A1", 0, 0),
            ("Z9", 8, 25),
            ("AA10", 9, 26),
            ("XFD1048576", 1_048_575, 16_383),
        ] {
            assert_eq!(CellRef::parse(name), Some(CellRef::new(row, column)));
            assert_eq!(CellRef::new(row, column).to_string(), name);
        }
        assert_eq!(CellRef::parse("$b$7"), Some(CellRef::new(6, 1)));
        for wrong in [
            "",
            "A",
            "7",
            "A0",
            "XFE1",
            "A1048577",
            "A-1",
            "A+1",
            "AAAAAAAAAA1",
            "Ä1",
            "A1 ",
            "A99999999999",
        ] {
            assert_eq!(CellRef::parse(wrong), None, "{wrong}");
        }
        let area = Area::parse("C3:A1").unwrap();
        assert_eq!(area.to_string(), "A1:C3");
        assert!(area.contains(CellRef::new(2, 2)) && !area.contains(CellRef::new(3, 2)));
    }

    #[test]
    fn spans_join_neighbours() {
        let span = |first, last| Span { first, last };
        assert_eq!(Span::of(vec![7, 3, 4, 4, 5]), [span(4, 6), span(8, 8)]);
    }
}
