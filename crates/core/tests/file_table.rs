//! What a table makes of unusual input, and what edits leave as it was.
#![allow(
    clippy::unwrap_used,
    reason = "clippy allows it in tests, but not in what they share"
)]

use rollcall_core::file::{Delimiter, Edits, Encoding, HeaderRow, Reading, Table, Writer, guard};

fn table(text: &str) -> Table {
    Table::parse(text.to_owned(), Delimiter::COMMA, true).unwrap()
}

fn row(table: &Table, row: usize) -> Vec<&str> {
    table.cells(row).collect()
}

#[test]
fn quotes_in_odd_places_are_content() {
    let table = table("a,b\n\"Ada\" Lovelace,5\" disk\n \"x\",\"y\"\"z\"\"\"\n\"\",\"a\"b\"c\"\n");
    assert_eq!(row(&table, 0), ["Ada Lovelace", "5\" disk"]);
    assert_eq!(row(&table, 1), [" \"x\"", "y\"z\""]);
    assert_eq!(row(&table, 2), ["", "ab\"c\""]);
}

#[test]
fn ragged_rows_stay_as_they_are() {
    let table = table("a,b,c\n1\n1,2,3,4\n1,2,3,\n,,,,,\n1,2,3\n");
    let ragged: Vec<_> = (0..table.rows()).map(|row| table.is_ragged(row)).collect();
    assert_eq!(
        ragged,
        [true, true, true, false, false],
        "a blank row is no fault, and a trailing comma is one in a single row: a cell may be in two pieces"
    );
    assert_eq!(table.ragged_rows(), 3);
    assert_eq!((table.width(1), table.cell(1, 3), table.cell(0, 2)), (4, "4", ""));
    assert!(table.is_blank(3));
    assert_eq!(
        (
            table.cell(99, 0),
            table.width(99),
            table.line(99),
            table.header(9)
        ),
        ("", 0, 0, None)
    );
}

#[test]
fn a_trailing_delimiter_in_every_row_is_no_fault() {
    for text in [
        "a,b,c\n1,2,3,\n4,5,6,\n,,,\n",
        "a,b,c,\n1,2,3\n4,5,6\n",
        "a,b,c,\n1,2,3,\n",
    ] {
        assert_eq!(table(text).ragged_rows(), 0, "{text:?}");
    }
}

#[test]
fn every_line_break_ends_a_row_and_counts_once() {
    let table = table("a,b\r\n1,2\r3,4\n\r\n\n5,6\n\r7,8");
    let lines: Vec<_> = (0..table.rows())
        .map(|row| (table.line(row), table.cell(row, 0)))
        .collect();
    assert_eq!(lines, [(2, "1"), (3, "3"), (6, "5"), (8, "7")]);
    assert_eq!(table.line_breaks().label(), "mixed");
}

#[test]
fn made_tables_are_like_read_ones() {
    let made = Table::from_cells(Some(&["a", "b"]), &[&["1,\"2\"\n", ""], &["", "x"], &[""]]);
    assert_eq!(made, table("a,b\n\"1,\"\"2\"\"\n\",\n,x\n\"\"\n"));
    assert_eq!((made.line(0), made.line(1), made.columns()), (2, 3, 2));
    assert_eq!(Table::from_cells(None, &[&["x"]]).line(0), 2);
    assert_eq!((Table::default().rows(), Table::default().columns()), (0, 0));
}

#[test]
fn edits_leave_the_rest_as_it_is_written() {
    let text = "\u{FEFF}id , email,\r\n\r\n\"1\",\"old, \"\"x\"\"\",\n2,b\"c,d\r3\n";
    let file =
        rollcall_core::file::read("edited.csv", text.as_bytes().to_vec(), &Reading::default()).unwrap();
    let edits = Edits::from([
        ((0, 1), "new;".to_owned()),
        ((1, 0), "2".to_owned()),
        ((2, 2), "say \"hi\"".to_owned()),
        ((9, 9), "nowhere".to_owned()),
    ]);
    let edited = String::from_utf8(file.to_bytes(&edits)).unwrap();
    assert_eq!(
        edited,
        "\u{FEFF}id , email,\r\n\r\n\"1\",\"new;\",\n2,b\"c,d\r3,,\"say \"\"hi\"\"\"\n"
    );
}

#[test]
fn the_head_of_a_file_is_not_made_by_an_edit() {
    let read = |bytes: Vec<u8>| {
        let reading = Reading {
            header: Some(HeaderRow::Absent),
            delimiter: Some(Delimiter::COMMA),
            ..Reading::default()
        };
        rollcall_core::file::read("head.csv", bytes, &reading).unwrap()
    };
    let file = read(b"sep=,x\n1,2\n".to_vec());
    assert_eq!(row(file.table(), 0), ["sep=", "x"]);
    let edited = read(file.to_bytes(&Edits::from([((0, 1), String::new())])));
    assert_eq!(row(edited.table(), 0), ["sep=", ""]);
    let edited = read(file.to_bytes(&Edits::from([((0, 0), "\u{FEFF}a".to_owned())])));
    assert_eq!(row(edited.table(), 0), ["\u{FEFF}a", "x"]);
}

#[test]
fn a_separator_line_is_one_only_when_it_is_alone() {
    for (text, delimiter, rows) in [
        ("sep=;\na;b\n1;2\n", ';', 1),
        ("SEP=|\r\na|b\r\n1|2\r\n", '|', 1),
        ("sep=\t\ra\tb\r1\t2\r", '\t', 1),
        ("sep=,x\na,b\n1,2\n", ',', 2),
        // It stands above the table, like any line that is no part of it.
        ("sep=a\na,b\n1,2\n", ',', 1),
        ("\"sep=;\"\r\na;b\r\n1;2\r\n", ';', 1),
        ("sep=;;;\na;b;c;d\n1;2;3;4\n", ';', 1),
        ("sep = |\na|b\n1|2\n", '|', 1),
        ("sep=\\t\na\tb\n1\t2\n", '\t', 1),
    ] {
        let file = rollcall_core::file::read("sep.csv", text.into(), &Reading::default()).unwrap();
        assert_eq!(
            (file.as_read().delimiter.as_char(), file.table().rows()),
            (delimiter, rows),
            "{text:?}"
        );
    }
}

#[test]
fn the_delimiter_is_the_one_that_makes_sense() {
    for (text, delimiter) in [
        (
            "account_id;name;email\n1;a, b, c;x@y.example\n2;d, e, f;z@y.example\n",
            ';',
        ),
        (
            "x@y.example;a, b, c;u@v.example\nz@y.example;d, e, f;w@v.example\n",
            ';',
        ),
        ("id,list\n1,a|b|c\n2,d|e|f\n", ','),
        ("id,text\n1,\"a;b\nc;d\"\n2,\"e;f\"\n", ','),
        ("name\tnote\nx\ta,b\ny\tc\n", '\t'),
        ("only one column\nx\n", ','),
        ("a,b\n1,\"open\n", ','),
    ] {
        let read = rollcall_core::file::read("guess.csv", text.into(), &Reading::default());
        let found = read.map_or(',', |file| file.as_read().delimiter.as_char());
        assert_eq!(found, delimiter, "{text:?}");
    }
}

#[test]
fn the_first_row_is_a_header_unless_it_is_content() {
    for (text, header) in [
        ("account_id,email\n1,a@b.example\n", true),
        ("Konto,Adresse\n1,a@b.example\n", true),
        ("email,2024\na@b.example,1\n", true),
        ("a@b.example,c@d.example\n", false),
        ("637194fa77acd224b33bfae3,x\n5b10a2844c20165700ede21g,y\n", false),
        ("1234,Ada\n", false),
    ] {
        let file = rollcall_core::file::read("header.csv", text.into(), &Reading::default()).unwrap();
        assert_eq!(file.as_read().header, header, "{text:?}");
    }
}

#[test]
fn guarded_files_read_as_they_were_meant() {
    let mut writer = Writer::new(&["account_id", "new_email"]);
    writer.row(["1", "-ada@example.com"]);
    writer.row(["2", "'@x"]);
    writer.row(["3", "plain@example.com"]);
    let bytes = writer.finish(true);
    insta::assert_snapshot!(String::from_utf8(bytes.clone()).unwrap());

    let file = rollcall_core::file::read("retry.csv", bytes, &Reading::default()).unwrap();
    let new: Vec<_> = (0..3).map(|row| file.table().cell(row, 1)).collect();
    assert_eq!(new, ["-ada@example.com", "'@x", "plain@example.com"]);
    assert_eq!(file.table().header(2), Some(guard::COLUMN));

    // An edit of a guarded row is guarded; of any other it is not, for the file does not say so.
    let edits = Edits::from([
        ((0, 1), "+ada@example.com".to_owned()),
        ((2, 1), "+p@example.com".to_owned()),
    ]);
    let edited = rollcall_core::file::read("retry.csv", file.to_bytes(&edits), &Reading::default()).unwrap();
    let new: Vec<_> = (0..3).map(|row| edited.table().cell(row, 1)).collect();
    assert_eq!(new, ["+ada@example.com", "'@x", "+p@example.com"]);
}

#[test]
fn files_without_formulas_carry_no_guard() {
    let mut writer = Writer::new(&["account_id", "new_email", "note"]);
    writer.row(["1", "o'hara@example.com"]);
    let text = String::from_utf8(writer.finish(false)).unwrap();
    assert_eq!(text, "account_id,new_email,note\r\n1,o'hara@example.com,\r\n");
    assert_eq!(
        table("a\n'=1\n").cell(0, 0),
        "'=1",
        "nothing is undone where nothing says so"
    );
}

#[test]
fn each_encoding_is_what_the_standard_says() {
    let every_byte: Vec<u8> = (1..=255).collect();
    let reading = Reading {
        encoding: Some(Encoding::Windows1252),
        ..Reading::default()
    };
    let text =
        rollcall_core::file::read("all.csv", [b"a,b\n", &every_byte[13..]].concat(), &reading).unwrap();
    let (expected, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&every_byte[127..]);
    let read: String = (0..text.table().rows())
        .flat_map(|row| text.table().cells(row))
        .collect();
    assert!(read.ends_with(&*expected), "{read}");

    for (encoding, other) in [
        (Encoding::Utf16Le, encoding_rs::UTF_16LE),
        (Encoding::Utf16Be, encoding_rs::UTF_16BE),
    ] {
        let source = "name,x\nŻółć 🦀 漢字,y\n";
        let bytes: Vec<u8> = match encoding {
            Encoding::Utf16Le => source.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            _ => source.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        };
        assert_eq!(other.decode_without_bom_handling(&bytes).0, source);
        let file = rollcall_core::file::read("utf16.csv", bytes, &Reading::default()).unwrap();
        assert_eq!(file.as_read().encoding, encoding);
        assert_eq!(file.table().cell(0, 0), "Żółć 🦀 漢字");
    }
    for encoding in Encoding::ALL {
        assert_eq!(Encoding::from_label(encoding.label()), Some(encoding));
        assert!(encoding_rs::Encoding::for_label(encoding.label().as_bytes()).is_some());
    }
}
