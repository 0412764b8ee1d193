//! What calamine reads of the same files. It tells values and not what is shown: texts, numbers and merged cells are compared.

use std::io::Cursor;

use calamine::Data;
use rollcall_reader::Workbook;
use rollcall_table::{Delimiter, Table};

use crate::support::{ods, xlsx};

/// Texts, truths and errors as they are; numbers as the bare numbers that our text must have if it has no format.
fn same(ours: &str, theirs: &Data) -> bool {
    match theirs {
        Data::Empty => ours.is_empty(),
        Data::String(text) => ours == text,
        Data::Bool(value) => ours == value.to_string().to_uppercase(),
        Data::Error(error) => ours == error.to_string(),
        Data::Int(number) => same(ours, &Data::Float(*number as f64)),
        Data::Float(number) => {
            let bare: String = ours.chars().filter(|character| *character != ',').collect();
            let (bare, factor) = match bare.strip_suffix('%') {
                Some(bare) => (bare.to_owned(), 100.0),
                None => (bare, 1.0),
            };
            bare.parse::<f64>()
                .is_ok_and(|bare| (bare / factor - number).abs() <= number.abs() * 1e-14)
        }
        // A date: only that it is none of the others.
        Data::DateTime(_) | Data::DateTimeIso(_) | Data::DurationIso(_) => !ours.is_empty(),
    }
}

fn compare<R: calamine::Reader<Cursor<Vec<u8>>>>(bytes: &[u8]) -> usize
where
    R::Error: std::fmt::Debug,
{
    let mut theirs = R::new(Cursor::new(bytes.to_vec())).unwrap();
    let mut ours = Workbook::open(bytes.to_vec()).unwrap();
    let mut compared = 0;
    for (at, name) in theirs.sheet_names().into_iter().enumerate() {
        let range = theirs.worksheet_range(&name).unwrap();
        let Ok(sheet) = ours.read(at) else {
            assert!(range.used_cells().next().is_none(), "{name}");
            continue;
        };
        let table = Table::parse(sheet.csv, Delimiter::COMMA, false).unwrap();
        for (nth, row) in sheet.notes.row_numbers.iter().enumerate() {
            for (column, ours) in table.cells(nth).enumerate() {
                let theirs = range.get_value((row - 1, column as u32)).unwrap_or(&Data::Empty);
                assert!(
                    same(ours, theirs),
                    "{name}, row {row}, column {column}: {ours:?} {theirs:?}"
                );
                compared += 1;
            }
        }
    }
    compared
}

#[test]
fn xls_is_read_as_calamine_reads_it() {
    assert!(compare::<calamine::Xls<_>>(crate::xls::STAFF) > 60);
}

#[test]
fn xlsx_is_read_as_calamine_reads_it() {
    let mut book = rust_xlsxwriter::Workbook::new();
    for sheet in ["One", "Zwei & drei"] {
        let page = book.add_worksheet().set_name(sheet).unwrap();
        for row in 0..50 {
            page.write_string(row, 0, format!(" id {row} \u{1F600}_x0041_ "))
                .unwrap();
            page.write_number(row, 1, f64::from(row) * 0.1).unwrap();
            page.write_boolean(row, 2, row % 3 == 0).unwrap();
            page.write_number(row, 4, f64::from(row) * 1e12).unwrap();
            page.write_string(row, 5, "line\r\nbreak \t and <tags> & \"quotes\"")
                .unwrap();
        }
    }
    assert_eq!(compare::<calamine::Xlsx<_>>(&book.save_to_buffer().unwrap()), 600);
    let by_hand = xlsx(
        "<dimension ref=\"A1\"/><sheetData><row><c t=\"s\"><v>0</v></c><c t=\"inlineStr\"><is><t> trimmed </t></is></c><c \
         t=\"str\"><f>A1</f><v>x</v></c></row><row r=\"4\"><c r=\"C4\" t=\"e\"><v>#REF!</v></c></row></sheetData>",
        "<si><r><t xml:space=\"preserve\">a </t></r><r><t>b</t></r></si>",
        "",
    );
    assert_eq!(compare::<calamine::Xlsx<_>>(&by_hand), 12);
}

#[test]
fn ods_is_read_as_calamine_reads_it() {
    let tables = "<table:table table:name=\"S\"><table:table-row><table:table-cell office:value-type=\"string\"><text:p>a \
                  b</text:p></table:table-cell><table:table-cell office:value-type=\"float\" \
                  office:value=\"2.5\"><text:p>2.5</text:p></table:table-cell><table:table-cell \
                  table:number-columns-repeated=\"2\"/><table:table-cell office:value-type=\"boolean\" \
                  office:boolean-value=\"false\"><text:p>FALSE</text:p></table:table-cell></table:table-row></table:table>";
    assert_eq!(compare::<calamine::Ods<_>>(&ods("", tables)), 5);
}
