//! What holds for every file.
#![allow(
    clippy::unwrap_used,
    reason = "clippy allows it in tests, but not in what they share"
)]

use proptest::prelude::*;
use rollcall_core::action::Field;
use rollcall_core::file::{Delimiter, Edits, Encoding, HeaderRow, LineBreaks, Reading, Table, Writer};
use rollcall_core::mapping::{Mapping, guess};
use rollcall_core::roster::Roster;

/// Text of the characters that matter, in any order.
fn soup() -> impl Strategy<Value = String> {
    let characters = prop_oneof![
        6 => prop::sample::select(vec![',', '"', '\n', '\r', ';', '\t', '|', '\'', '=', '@', ' ']),
        4 => prop::sample::select(vec!['a', 'b', '1', 'ü', '€', '漢', '\u{FEFF}', '🦀']),
    ];
    prop::collection::vec(characters, 0..60).prop_map(String::from_iter)
}

/// What a cell may hold.
fn content() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-z0-9]{0,6}",
        2 => "[a-z]{1,4}@[a-z]{1,4}\\.example",
        3 => "[,;\"\r\n\t|'=+@ aü€漢-]{0,6}",
        1 => "(sep=|SEP=;|\u{FEFF})[;,a]?",
        1 => Just("'".to_owned()),
    ]
}

fn delimiter() -> impl Strategy<Value = Delimiter> {
    prop::sample::select(Delimiter::COMMON.to_vec())
}

fn line_breaks() -> impl Strategy<Value = LineBreaks> {
    prop::sample::select(vec![LineBreaks::CrLf, LineBreaks::Lf, LineBreaks::Cr])
}

/// Bytes as they come: any at all, text, and text in each encoding.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let utf16 = |text: String, big: bool| -> Vec<u8> {
        text.encode_utf16()
            .flat_map(|unit| {
                if big {
                    unit.to_be_bytes()
                } else {
                    unit.to_le_bytes()
                }
            })
            .collect()
    };
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..200),
        prop::collection::vec(
            prop::sample::select(b"a,\"\n\r;\xE4\xFF\xFE\x00\x80=@1".to_vec()),
            0..80
        ),
        soup().prop_map(String::into_bytes),
        (soup(), any::<bool>()).prop_map(move |(text, big)| utf16(format!("\u{FEFF}{text}"), big)),
    ]
}

fn cells(table: &Table) -> Vec<Vec<String>> {
    (0..table.rows())
        .map(|row| table.cells(row).map(str::to_owned).collect())
        .collect()
}

fn header_row() -> impl Strategy<Value = HeaderRow> {
    prop_oneof![
        Just(HeaderRow::Absent),
        Just(HeaderRow::First),
        (0..8_u32).prop_map(HeaderRow::Line)
    ]
}

/// The records that the csv crate sees.
fn with_csv(text: &str, delimiter: Delimiter) -> Vec<Vec<String>> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter.as_char() as u8)
        .from_reader(text.as_bytes())
        .records()
        .map(|record| record.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    /// Whatever comes in, nothing panics, and what can be read is saved as it came.
    #[test]
    fn an_unedited_file_is_saved_as_it_came(
        bytes in bytes(),
        encoding in prop::option::of(prop::sample::select(Encoding::ALL.to_vec())),
        delimiter in prop::option::of(delimiter()),
        header in prop::option::of(header_row()),
        first_line in prop::option::of(0..8_u32),
        last_line in prop::option::of(0..8_u32),
    ) {
        let reading = Reading { encoding, delimiter, header, first_line, last_line };
        match rollcall_core::file::read("any.csv", bytes.clone(), &reading) {
            Ok(file) => {
                prop_assert_eq!(file.to_bytes(&Edits::new()), bytes);
                let guess = guess(file.table(), &Field::ALL, &Roster::default());
                prop_assert_eq!(guess.mapping.columns.len(), file.table().columns());
                guess.mapping.problems(&Field::ALL, file.table().columns());
                Mapping::header_key(file.table());
            }
            Err(error) => prop_assert!(!error.what().is_empty() && !error.hint().is_empty()),
        }
    }

    /// A table that was written anew is the same table, in whatever way it is written.
    #[test]
    fn parse_write_parse(
        text in soup(),
        header in any::<bool>(),
        read in delimiter(),
        written in delimiter(),
        line_breaks in line_breaks(),
    ) {
        if let Ok(table) = Table::parse(text, read, header) {
            let again = Table::parse(table.to_csv(written, line_breaks), written, header).unwrap();
            prop_assert_eq!(again, table);
        }
    }

    /// Well-formed input means what the csv crate says.
    #[test]
    fn agrees_with_the_csv_crate_on_what_it_writes(
        records in prop::collection::vec(prop::collection::vec(content(), 1..6), 1..12),
        delimiter in delimiter(),
        crlf in any::<bool>(),
        always in any::<bool>(),
    ) {
        // What the head of a file says is ours alone.
        prop_assume!(!records[0][0].starts_with('\u{FEFF}') && !records[0][0].to_lowercase().starts_with("sep="));
        let mut writer = csv::WriterBuilder::new()
            .flexible(true)
            .delimiter(delimiter.as_char() as u8)
            .terminator(if crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') })
            .quote_style(if always { csv::QuoteStyle::Always } else { csv::QuoteStyle::Necessary })
            .from_writer(Vec::new());
        for record in &records {
            writer.write_record(record).unwrap();
        }
        let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        let table = Table::parse(text.clone(), delimiter, false).unwrap();
        prop_assert_eq!(cells(&table), with_csv(&text, delimiter));
        prop_assert_eq!(cells(&table), records);
    }

    /// And even what is not well-formed means the same, as long as each quote is closed.
    #[test]
    fn agrees_with_the_csv_crate_on_anything(text in soup(), delimiter in delimiter()) {
        prop_assume!(!text.starts_with('\u{FEFF}'));
        if let Ok(table) = Table::parse(text.clone(), delimiter, false) {
            prop_assert_eq!(cells(&table), with_csv(&text, delimiter));
        }
    }

    /// Edits change the edited cells and nothing else, in every encoding.
    #[test]
    fn edits_change_exactly_the_edited_cells(
        text in soup(),
        header in any::<bool>(),
        delimiter in delimiter(),
        encoding in prop::sample::select(Encoding::ALL.to_vec()),
        edits in prop::collection::btree_map((0..6_usize, 0..6_usize), content(), 0..5),
    ) {
        let bytes: Vec<u8> = match encoding {
            Encoding::Utf8 => text.into_bytes(),
            Encoding::Utf16Le => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            Encoding::Utf16Be => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            Encoding::Windows1252 => encoding_rs::WINDOWS_1252.encode(&text).0.into_owned(),
        };
        let header = if header { HeaderRow::First } else { HeaderRow::Absent };
        let reading = Reading {
            encoding: Some(encoding),
            delimiter: Some(delimiter),
            header: Some(header),
            ..Reading::default()
        };
        if let Ok(file) = rollcall_core::file::read("edited.csv", bytes, &reading) {
            let saved = file.to_bytes(&edits);
            let turned = encoding == Encoding::Windows1252 && saved.starts_with(b"\xEF\xBB\xBF");
            let reading = if turned { Reading { encoding: None, ..reading } } else { reading };
            // Edits may blank the last row that had content.
            if let Ok(again) = rollcall_core::file::read("edited.csv", saved, &reading) {
                let mut expected = cells(file.table());
                for (&(row, column), new) in &edits {
                    if let Some(cells) = expected.get_mut(row).filter(|_| file.table().cell(row, column) != new) {
                        cells.resize(cells.len().max(column + 1), String::new());
                        cells[column].clone_from(new);
                    }
                }
                prop_assert_eq!(cells(again.table()), expected);
                prop_assert_eq!(again.table().header(0), file.table().header(0));
                let rows = 0..file.table().rows();
                let untouched = |row: &usize| !edits.keys().any(|(edited, _)| edited < row);
                for row in rows.filter(untouched) {
                    prop_assert_eq!(again.table().line(row), file.table().line(row));
                }
            }
        }
    }

    /// What the writer writes is read back as it was given, formulas and all, and no cell runs in a spreadsheet.
    #[test]
    fn written_files_come_back(
        rows in prop::collection::vec(prop::collection::vec(content(), 3), 0..8),
        byte_order_mark in any::<bool>(),
    ) {
        let mut writer = Writer::new(&["account_id", "old_email", "new_email"]);
        for row in &rows {
            writer.row(row);
        }
        let bytes = writer.finish(byte_order_mark);
        let text = String::from_utf8(bytes).unwrap();
        for record in with_csv(&text, Delimiter::COMMA) {
            for cell in record {
                prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell:?}");
            }
        }
        let table = Table::parse(text, Delimiter::COMMA, true).unwrap();
        let read: Vec<Vec<String>> = cells(&table).into_iter().map(|row| row.into_iter().take(3).collect()).collect();
        prop_assert_eq!(read, rows);
    }
}
