//! Tables saved as `.xlsx`.

use proptest::prelude::*;
use rollcall_reader::save::{SaveError, to_xlsx};
use rollcall_reader::{Workbook, WorkbookError};

#[test]
fn every_cell_stays_a_text() {
    let rows = [
        vec!["account_id", "email", "note"],
        vec!["557058000000000001", "=1+1", ""],
        vec!["007", "'quoted", "two\nlines"],
        vec!["1E5", "2024-12-31", " _x0041_ TRUE"],
    ];
    let bytes = to_xlsx("Staff", rows.iter().map(|row| row.iter().copied())).unwrap();
    // The same table gives the same bytes.
    assert_eq!(
        to_xlsx("Staff", rows.iter().map(|row| row.iter().copied())).unwrap(),
        bytes
    );
    let mut book = Workbook::open(bytes).unwrap();
    assert_eq!(book.sheets().first().unwrap().name, "Staff");
    let sheet = book.read(0).unwrap();
    assert_eq!(
        sheet.csv,
        "account_id,email,note\r\n557058000000000001,=1+1,\r\n007,'quoted,\"two\nlines\"\r\n1E5,2024-12-31, _x0041_ TRUE\r\n"
    );
    assert_eq!(sheet.notes.formulas, 0);
    assert!(sheet.notes.rounded.is_empty());
}

#[test]
fn sheets_get_names_that_excel_takes() {
    for (wanted, name) in [
        ("a/b:c", "a_b_c"),
        ("'x'", "x"),
        ("", "Sheet1"),
        ("History", "Sheet1"),
        (
            "0123456789012345678901234567890123456789",
            "0123456789012345678901234567890",
        ),
    ] {
        let bytes = to_xlsx(wanted, [["x"]]).unwrap();
        assert_eq!(
            Workbook::open(bytes).unwrap().sheets().first().unwrap().name,
            name
        );
    }
}

#[test]
fn what_a_workbook_does_not_take_is_told() {
    let long = "x".repeat(32_768);
    let error = to_xlsx("S", [["a", &long]]).unwrap_err();
    assert_eq!(error.code(), "save-cell-size");
    assert_eq!(
        error.to_string(),
        "Cell B1 has more than 32,767 characters, which is more than a cell of an Excel workbook takes."
    );
    let wide = vec!["x"; 16_385];
    assert_eq!(to_xlsx("S", [wide]), Err(SaveError::TooManyColumns));
    assert_eq!(
        to_xlsx("S", std::iter::repeat_n([""; 0], 1_048_577)),
        Err(SaveError::TooManyRows)
    );
}

proptest! {
    /// Carriage returns aside: XML makes line feeds of them.
    #[test]
    fn what_is_saved_is_read_again(cells in prop::collection::vec(
        prop::collection::vec("[a-z0-9@.=+' \n\t\"&<>_x0D,;ü日😀\u{1}\u{b}]{0,12}", 1..5),
        1..6,
    )) {
        let bytes = to_xlsx("S", cells.iter().map(|row| row.iter().map(String::as_str))).unwrap();
        match Workbook::open(bytes).unwrap().read(0) {
            Ok(sheet) => {
                let width = sheet.csv.lines().next().map_or(0, |_| cells.iter().map(Vec::len).max().unwrap());
                let mut expected = rollcall_table::PlainWriter::new();
                let last = cells.iter().rposition(|row| row.iter().any(|cell| !cell.is_empty())).unwrap();
                let columns = (0..width).rposition(|column| cells.iter().any(|row| row.get(column).is_some_and(|cell| !cell.is_empty()))).unwrap() + 1;
                for row in cells.iter().take(last + 1) {
                    expected.record((0..columns).map(|column| row.get(column).map_or("", String::as_str)));
                }
                prop_assert_eq!(sheet.csv, expected.finish());
            }
            Err(error) => {
                prop_assert_eq!(error, WorkbookError::EmptySheet { sheet: "S".into() });
                prop_assert!(cells.iter().flatten().all(String::is_empty));
            }
        }
    }
}

#[test]
fn a_guard_against_formulas_is_undone() {
    let csv = "id,note,formula_guard\r\n1,'=1+1,'\r\n2,plain,\r\n";
    let table = rollcall_table::Table::parse(csv.into(), rollcall_table::Delimiter::COMMA, true).unwrap();
    let bytes = rollcall_reader::save::table_to_xlsx("S", &table).unwrap();
    let sheet = Workbook::open(bytes).unwrap().read(0).unwrap();
    assert_eq!(sheet.csv, "id,note\r\n1,=1+1\r\n2,plain\r\n");
}
