//! The scanner beside the csv crate: where both agree, whatever the text, and where they differ on purpose.
#![cfg(not(target_family = "wasm"))]
#![allow(
    clippy::unwrap_used,
    reason = "clippy allows it in tests, but not in what they share"
)]

use proptest::prelude::*;
use rollcall_table::{Delimiter, ReadError, Table};

/// A record as csv gives it: the line and the byte that it says the record begins at, and the cells.
type Record = (u64, u64, Vec<String>);

fn with_csv(text: &str, delimiter: Delimiter) -> Vec<Record> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter.as_char() as u8)
        .from_reader(text.as_bytes())
        .records()
        .map(|record| {
            let record = record.unwrap();
            let position = record.position().unwrap();
            let cells = record.iter().map(str::to_owned).collect();
            (position.line(), position.byte(), cells)
        })
        .collect()
}

fn csv_cells(text: &str, delimiter: Delimiter) -> Vec<Vec<String>> {
    with_csv(text, delimiter)
        .into_iter()
        .map(|(_, _, cells)| cells)
        .collect()
}

fn scanned(text: &str, delimiter: Delimiter) -> Result<Table, ReadError> {
    Table::parse(text.to_owned(), delimiter, false)
}

fn cells(table: &Table) -> Vec<Vec<String>> {
    (0..table.rows())
        .map(|row| table.cells(row).map(str::to_owned).collect())
        .collect()
}

fn lines(table: &Table) -> Vec<u32> {
    (0..table.rows()).map(|row| table.line(row)).collect()
}

fn delimiter() -> impl Strategy<Value = Delimiter> {
    prop::sample::select(vec![',', ';', '\t', '|', ':', ' ', '\'', '='])
        .prop_map(|character| Delimiter::new(character).unwrap())
}

/// Text of the characters that give a text its structure, and a few others.
fn soup() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        ",", ";", "\t", "|", ":", " ", "'", "=", "\"", "\"\"", "\",\"", "\n", "\r", "\r\n", "a", "bc", "ü",
        "€", "🦀", "\u{FEFF}",
    ]);
    prop::collection::vec(pieces, 0..80).prop_map(String::from_iter)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Delimiters, quotes wherever they stand, line breaks of every kind, blank lines and the byte order mark.
    #[test]
    fn every_text_has_the_cells_that_csv_says(text in soup(), delimiter in delimiter()) {
        match scanned(&text, delimiter) {
            Ok(table) => prop_assert_eq!(cells(&table), csv_cells(&text, delimiter)),
            Err(error) => prop_assert!(matches!(error, ReadError::OpenQuote { .. }), "{error:?}"),
        }
    }

    /// What was refused for a quote that is never closed is read once the quote is closed, and again as csv says.
    #[test]
    fn only_an_open_quote_is_refused(text in soup(), delimiter in delimiter()) {
        if scanned(&text, delimiter).is_err() {
            let closed = format!("{text}\"");
            let table = scanned(&closed, delimiter).unwrap();
            prop_assert_eq!(cells(&table), csv_cells(&closed, delimiter));
        }
    }

    /// Where a record begins csv says, too, as long as lines end in LF and none is blank.
    #[test]
    fn records_begin_on_the_lines_that_csv_says(
        records in prop::collection::vec(prop::collection::vec("[a-c,;\"\n]{0,4}", 1..4), 0..8),
        delimiter in delimiter(),
    ) {
        let mut writer = csv::WriterBuilder::new()
            .flexible(true)
            .delimiter(delimiter.as_char() as u8)
            .from_writer(Vec::new());
        for record in &records {
            writer.write_record(record).unwrap();
        }
        let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        let table = scanned(&text, delimiter).unwrap();
        prop_assert_eq!(&cells(&table), &records);
        let expected: Vec<_> = with_csv(&text, delimiter).into_iter().map(|(line, ..)| line).collect();
        prop_assert_eq!(lines(&table).into_iter().map(u64::from).collect::<Vec<_>>(), expected);
    }
}

#[test]
fn csv_takes_the_rest_of_a_file_for_a_cell_that_is_never_closed() {
    let text = "1,\"open\n2,b\n";
    assert_eq!(csv_cells(text, Delimiter::COMMA), [["1", "open\n2,b\n"]]);
    let error = scanned(text, Delimiter::COMMA).unwrap_err();
    assert!(
        matches!(error, ReadError::OpenQuote { line: 1, column: 2 }),
        "{error:?}"
    );
}

#[test]
fn csv_counts_line_feeds_and_takes_the_place_behind_the_last_record() {
    let begins = |text: &str| -> Vec<(u64, u64)> {
        with_csv(text, Delimiter::COMMA)
            .into_iter()
            .map(|(line, byte, _)| (line, byte))
            .collect()
    };
    for (text, csv, ours) in [
        ("a\nb\nc\n", [(1, 0), (2, 2), (3, 4)], [1, 2, 3]),
        // Between carriage return and line feed.
        ("a\r\nb\r\nc\r\n", [(1, 0), (1, 2), (2, 5)], [1, 2, 3]),
        ("a\rb\rc\r", [(1, 0), (1, 2), (1, 4)], [1, 2, 3]),
        // Before the blank lines.
        ("a\n\n\nb\n\nc\n", [(1, 0), (2, 2), (5, 6)], [1, 4, 6]),
        ("\"a\rx\"\rb\rc\r", [(1, 0), (1, 6), (1, 8)], [1, 3, 4]),
    ] {
        assert_eq!(begins(text), csv, "{text:?}");
        assert_eq!(lines(&scanned(text, Delimiter::COMMA).unwrap()), ours, "{text:?}");
    }
}

#[test]
fn csv_does_not_say_how_a_cell_was_written() {
    let written = ["ab", "\"ab\"", "\"a\"b", "\"\"ab"];
    for text in written {
        assert_eq!(csv_cells(text, Delimiter::COMMA), [["ab"]]);
    }
}

#[test]
fn csv_knows_no_separator_line() {
    let text = "sep=;\na;b\n";
    let semicolon = Delimiter::SEMICOLON;
    assert_eq!(csv_cells(text, semicolon), [["sep=", ""], ["a", "b"]]);
    assert_eq!(cells(&scanned(text, semicolon).unwrap()), [["a", "b"]]);
}
