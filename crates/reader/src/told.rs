//! What the text of a sheet does not say, as an administrator reads it: the doubts that have to be looked at before the rows are used,
//! and what is good to know.

use crate::cell::{Span, column_name};
use crate::sheet::{SheetNotes, SheetText, Visibility};

/// So many places are named; of more the number is enough.
const NAMED: usize = 5;

/// What is told of a sheet, each as a sentence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// What may make the rows others than those that somebody meant.
    pub doubts: Vec<String>,
    /// What is good to know.
    pub remarks: Vec<String>,
}

impl SheetText {
    /// What the text of the sheet does not say.
    pub fn told(&self) -> Told {
        let records = Records::of(&self.csv);
        Told {
            doubts: doubts(&self.notes, &records),
            remarks: remarks(&self.notes, &records),
        }
    }
}

fn doubts(notes: &SheetNotes, records: &Records) -> Vec<String> {
    let mut doubts = Vec::new();
    if notes.visibility != Visibility::Visible {
        doubts.push(format!("The sheet “{}” is hidden in the workbook.", notes.sheet));
    }
    // Of hidden rows only those count that hold something: people hide all that is below their table.
    let filled: Vec<u32> = notes
        .row_numbers
        .iter()
        .zip(&records.filled)
        .filter_map(|(&row, &is_filled)| is_filled.then_some(row))
        .collect();
    let within = |spans: &[Span]| -> Vec<u32> {
        let rows = filled.iter().copied();
        rows.filter(|row| contain(spans, *row)).collect()
    };
    let filtered = within(&notes.filtered_rows);
    let hidden: Vec<u32> = within(&notes.hidden_rows)
        .into_iter()
        .filter(|row| !contain(&notes.filtered_rows, *row))
        .collect();
    for (rows, how) in [(hidden, "hidden in the sheet"), (filtered, "hidden by a filter")] {
        if let Some(places) = rows_named(&rows) {
            doubts.push(format!(
                "{} {how} ({places}), and would run too.",
                are(rows.len(), "row", "rows")
            ));
        }
    }
    let columns: Vec<u32> = (1..=records.columns)
        .filter(|column| contain(&notes.hidden_columns, *column))
        .collect();
    if !columns.is_empty() {
        let names = columns.iter().map(|column| column_name(column - 1));
        doubts.push(format!(
            "{} hidden in the sheet ({}), and read like all others.",
            are(columns.len(), "column", "columns"),
            first_of(names)
        ));
    }
    let places = |cells: &[crate::cell::CellRef]| first_of(cells.iter());
    if !notes.merged.is_empty() {
        doubts.push(format!(
            "{} merged ({}): the first cell of each has the content, the others are read as empty.",
            are(notes.merged.len(), "area of cells", "areas of cells"),
            first_of(notes.merged.iter())
        ));
    }
    if !notes.rounded.is_empty() {
        doubts.push(format!(
            "{} 16 digits or more ({}): the spreadsheet kept the first 15 and made the others zeros. An id among them is lost; take it \
             from where it came from, as a text.",
            have(notes.rounded.len(), "number", "numbers"),
            places(&notes.rounded)
        ));
    }
    if !notes.without_value.is_empty() {
        doubts.push(format!(
            "{} no result in the file ({}), and nothing is read there. Open the workbook in Excel or LibreOffice, save it, and load it \
             again.",
            have(notes.without_value.len(), "formula", "formulas"),
            places(&notes.without_value)
        ));
    }
    if notes.recalculated {
        doubts.push(
            "The spreadsheet is told to work its formulas out anew when it opens the workbook: it may show other results than those that \
             were saved and are read here."
                .to_owned(),
        );
    }
    if !notes.errors.is_empty() {
        doubts.push(format!(
            "{} an error such as #N/A ({}).",
            counted(notes.errors.len(), "cell shows", "cells show"),
            places(&notes.errors)
        ));
    }
    doubts
}

fn remarks(notes: &SheetNotes, records: &Records) -> Vec<String> {
    let mut remarks = Vec::new();
    if notes.formulas > 0 {
        let formulas = counted(
            notes.formulas as usize,
            "cell has a formula",
            "cells have formulas",
        );
        remarks.push(format!(
            "{formulas}: the results that were saved with the file are read."
        ));
    }
    if !notes.by_locale.is_empty() {
        remarks.push(format!(
            "{} shown by each computer in its own way ({}): dates are read as 2024-12-31, times as 13:05:00, amounts as 1234.50.",
            are(notes.by_locale.len(), "cell", "cells"),
            first_of(notes.by_locale.iter())
        ));
    }
    if !notes.unformatted.is_empty() {
        remarks.push(format!(
            "{} a format that is not known here ({}): the bare number is read.",
            have(notes.unformatted.len(), "number", "numbers"),
            first_of(notes.unformatted.iter())
        ));
    }
    let shifted = notes
        .row_numbers
        .iter()
        .zip(&records.lines)
        .find(|(row, line)| row != line);
    if let Some((row, line)) = shifted {
        remarks.push(format!(
            "Row {row} of the sheet is counted as line {line} here, because of line breaks in cells or of many blank rows above it."
        ));
    }
    remarks
}

/// The records of the text.
#[derive(Default)]
struct Records {
    /// The line on which each begins, counted from 1.
    lines: Vec<u32>,
    /// Whether it holds anything.
    filled: Vec<bool>,
    /// Cells of each.
    columns: u32,
}

impl Records {
    /// The reader's own text: commas, CRLF, and a break within quotes wherever a cell has one.
    fn of(csv: &str) -> Self {
        let mut records = Self::default();
        let (mut line, mut begins, mut commas) = (1, 1, 0);
        let (mut is_quoted, mut is_filled, mut is_open) = (false, false, false);
        let mut bytes = csv.bytes().peekable();
        while let Some(byte) = bytes.next() {
            let ends_line = byte == b'\n' || (byte == b'\r' && bytes.peek() != Some(&b'\n'));
            is_open = true;
            match byte {
                b'"' => is_quoted = !is_quoted,
                b',' if !is_quoted => commas += 1,
                b'\r' | b'\n' => {}
                _ => is_filled |= !byte.is_ascii_whitespace(),
            }
            if ends_line {
                line += 1;
            }
            if ends_line && !is_quoted {
                records.push(begins, is_filled, commas);
                (begins, is_filled, is_open, commas) = (line, false, false, 0);
            }
        }
        if is_open {
            records.push(begins, is_filled, commas);
        }
        records
    }

    fn push(&mut self, line: u32, is_filled: bool, commas: u32) {
        self.lines.push(line);
        self.filled.push(is_filled);
        self.columns = self.columns.max(commas + 1);
    }
}

fn contain(spans: &[Span], number: u32) -> bool {
    // They are sorted, and do not overlap.
    let at = spans.partition_point(|span| span.last < number);
    spans.get(at).is_some_and(|span| span.first <= number)
}

/// `row 4`, `rows 4 to 9 and 12`, `rows 2, 4, 6, 8, 10 …`; nothing for none.
fn rows_named(rows: &[u32]) -> Option<String> {
    let spans = Span::of(rows.iter().map(|row| row - 1).collect());
    let names = spans.iter().map(|span| {
        if span.first == span.last {
            span.first.to_string()
        } else {
            format!("{} to {}", span.first, span.last)
        }
    });
    let word = if rows.len() == 1 { "row" } else { "rows" };
    (!rows.is_empty()).then(|| format!("{word} {}", first_of(names)))
}

/// The first of them, with commas.
fn first_of<T: ToString>(mut all: impl Iterator<Item = T>) -> String {
    let first: Vec<String> = all.by_ref().take(NAMED).map(|one| one.to_string()).collect();
    let more = if all.next().is_some() { " …" } else { "" };
    first.join(", ") + more
}

fn are(number: usize, one: &str, many: &str) -> String {
    counted(number, &format!("{one} is"), &format!("{many} are"))
}

fn have(number: usize, one: &str, many: &str) -> String {
    counted(number, &format!("{one} has"), &format!("{many} have"))
}

fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

/// With commas between thousands.
fn count(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cell::{Area, CellRef};
    use crate::sheet::{SheetInfo, WorkbookKind};

    fn sheet(csv: &str, rows: u32) -> SheetText {
        let info = SheetInfo {
            name: "Staff".into(),
            visibility: Visibility::Visible,
            size: None,
        };
        let mut notes = SheetNotes::new(WorkbookKind::Xlsx, &info);
        notes.row_numbers = (1..=rows).collect();
        SheetText {
            csv: csv.into(),
            notes,
        }
    }

    fn span(first: u32, last: u32) -> Span {
        Span { first, last }
    }

    #[test]
    fn a_plain_sheet_is_told_nothing_of() {
        assert_eq!(sheet("id,name\r\n1,Ada\r\n", 2).told(), Told::default());
    }

    #[test]
    fn hidden_rows_and_columns_count_where_they_hold_something() {
        let mut sheet = sheet("id,name\r\n1,Ada\r\n,\r\n3,Bob\r\n4,Cleo\r\n", 5);
        sheet.notes.hidden_rows = vec![span(2, 4), span(6, 1 << 20)];
        sheet.notes.filtered_rows = vec![span(4, 4)];
        sheet.notes.hidden_columns = vec![span(2, 16_384)];
        assert_eq!(
            sheet.told().doubts,
            [
                "1 row is hidden in the sheet (row 2), and would run too.",
                "1 row is hidden by a filter (row 4), and would run too.",
                "1 column is hidden in the sheet (B), and read like all others.",
            ]
        );
        sheet.notes.hidden_rows = vec![span(6, 1 << 20)];
        sheet.notes.filtered_rows.clear();
        sheet.notes.hidden_columns = vec![span(3, 16_384)];
        assert_eq!(sheet.told(), Told::default());
    }

    #[test]
    fn many_hidden_rows_are_counted_and_the_first_are_named() {
        let mut sheet = sheet(&"x\r\n".repeat(2000), 2000);
        sheet.notes.hidden_rows = vec![span(1, 1010), span(1012, 1012)];
        sheet
            .notes
            .hidden_rows
            .extend((0..9).map(|at| span(1020 + 2 * at, 1020 + 2 * at)));
        assert_eq!(
            sheet.told().doubts,
            [
                "1,020 rows are hidden in the sheet (rows 1 to 1010, 1012, 1020, 1022, 1024 …), and would run too."
            ]
        );
    }

    #[test]
    fn what_was_lost_is_a_doubt_and_what_is_shown_otherwise_is_a_remark() {
        let mut sheet = sheet("a,b\r\n1,2\r\n", 2);
        let notes = &mut sheet.notes;
        notes.visibility = Visibility::VeryHidden;
        notes.merged = vec![Area::new(CellRef::new(0, 0), CellRef::new(0, 5))];
        notes.rounded = vec![CellRef::new(1, 1), CellRef::new(2, 1)];
        notes.without_value = vec![CellRef::new(1, 2), CellRef::new(2, 2)];
        notes.errors = vec![CellRef::new(3, 0)];
        notes.recalculated = true;
        notes.formulas = 7;
        notes.by_locale = vec![CellRef::new(4, 0)];
        notes.unformatted = vec![CellRef::new(5, 0)];
        let Told { doubts, remarks } = sheet.told();
        let begin = |told: &[String], with: &[&str]| {
            assert_eq!(told.len(), with.len(), "{told:?}");
            for (told, with) in told.iter().zip(with) {
                assert!(told.starts_with(with), "{told}");
            }
        };
        begin(
            &doubts,
            &[
                "The sheet “Staff” is hidden in the workbook.",
                "1 area of cells is merged (A1:F1): ",
                "2 numbers have 16 digits or more (B2, B3): ",
                "2 formulas have no result in the file (C2, C3), and nothing is read there.",
                "The spreadsheet is told to work its formulas out anew",
                "1 cell shows an error such as #N/A (A4).",
            ],
        );
        begin(
            &remarks,
            &[
                "7 cells have formulas: ",
                "1 cell is shown by each computer in its own way (A5): ",
                "1 number has a format that is not known here (A6): ",
            ],
        );
    }

    #[test]
    fn where_lines_are_no_rows_that_is_told() {
        let broken = sheet("a,\"b\nc\"\r\n1,2\r\n", 2);
        assert_eq!(
            broken.told().remarks,
            [
                "Row 2 of the sheet is counted as line 3 here, because of line breaks in cells or of many blank rows above it."
            ]
        );
        let mut thinned = sheet("a\r\nb\r\n", 2);
        thinned.notes.row_numbers = vec![1, 500];
        assert_eq!(thinned.told().remarks.len(), 1);
    }
}
