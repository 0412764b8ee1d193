//! `.ods`, made by hand in the way of LibreOffice.

use rollcall_reader::{SheetSize, Visibility, Workbook, WorkbookError};

use crate::support::{archive, first_sheet, list, ods, spans};

const STYLES: &str = "<style:style style:name=\"ta1\"><style:table-properties table:display=\"true\"/></style:style><style:style \
                      style:name=\"ta2\"><style:table-properties table:display=\"false\"/></style:style>";

fn text(text: &str) -> String {
    format!(
        "<table:table-cell office:value-type=\"string\" calcext:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
    )
}

#[test]
fn a_sheet_is_read_with_all_that_it_hides() {
    let tables = format!(
        "<table:table table:name=\"Staff\" table:style-name=\"ta1\"><table:table-column \
         table:number-columns-repeated=\"2\"/><table:table-column table:visibility=\"collapse\"/><table:table-column \
         table:number-columns-repeated=\"16381\"/>\
         <table:table-header-rows><table:table-row>{}{}{}</table:table-row></table:table-header-rows>\
         <table:table-row table:visibility=\"filter\" table:number-rows-repeated=\"2\">{}<table:table-cell \
         office:value-type=\"date\" office:date-value=\"2024-12-31\"><text:p>31.12.24</text:p></table:table-cell>\
         <table:table-cell office:value-type=\"percentage\" office:value=\"0.125\"><text:p>12,5 %</text:p></table:table-cell>\
         </table:table-row>\
         <table:table-row-group><table:table-row table:visibility=\"collapse\">\
         <table:table-cell office:value-type=\"boolean\" office:boolean-value=\"true\"><text:p>WAHR</text:p></table:table-cell>\
         <table:table-cell office:value-type=\"float\" office:value=\"557058123456\"><text:p>5.57E+011</text:p></table:table-cell>\
         <table:table-cell office:value-type=\"float\" office:value=\"1234567890123456789\"><text:p>###</text:p></table:table-cell>\
         </table:table-row></table:table-row-group>\
         <table:table-row><table:table-cell table:number-columns-spanned=\"2\" table:number-rows-spanned=\"1\" \
         office:value-type=\"string\"><text:p>a<text:s text:c=\"2\"/>b</text:p><text:p>second <text:span>line</text:span></text:p>\
         <office:annotation><text:p>a comment</text:p></office:annotation></table:table-cell><table:covered-table-cell \
         office:value-type=\"string\"><text:p>under</text:p></table:covered-table-cell>\
         <table:table-cell table:formula=\"of:=NA()\" office:value-type=\"string\" office:string-value=\"\" \
         calcext:value-type=\"error\"><text:p>#N/A</text:p></table:table-cell><table:table-cell table:formula=\"of:=[.A1]\"/></table:table-row>\
         <table:table-row table:number-rows-repeated=\"1048570\"><table:table-cell table:number-columns-repeated=\"16384\"/>\
         </table:table-row></table:table>\
         <table:table table:name=\"Old\" table:style-name=\"ta2\"><table:table-row>{}</table:table-row></table:table>",
        text("id"),
        text("since"),
        text("share"),
        text("x"),
        text("gone"),
    );
    let mut book = Workbook::open(ods(STYLES, &tables)).unwrap();
    let sheets: Vec<_> = book
        .sheets()
        .iter()
        .map(|sheet| (sheet.name.as_str(), sheet.visibility, sheet.size.unwrap()))
        .collect();
    let size = |rows, columns| SheetSize { rows, columns };
    assert_eq!(
        sheets,
        [
            ("Staff", Visibility::Visible, size(5, 4)),
            ("Old", Visibility::Hidden, size(1, 1)),
        ]
    );
    let sheet = book.read(0).unwrap();
    assert_eq!(
        sheet.csv,
        "id,since,share\r\n\
         x,31.12.24,\"12,5 %\"\r\n\
         x,31.12.24,\"12,5 %\"\r\n\
         TRUE,557058123456,1234567890123460000\r\n\
         \"a  b\nsecond line\",,#N/A\r\n"
    );
    let notes = sheet.notes;
    assert_eq!(spans(&notes.hidden_rows), "2-4");
    assert_eq!(spans(&notes.filtered_rows), "2-3");
    assert_eq!(spans(&notes.hidden_columns), "3-3");
    assert_eq!(list(&notes.merged), "A5:B5");
    assert_eq!(list(&notes.rounded), "C4");
    assert_eq!(list(&notes.errors), "C5");
    assert_eq!(list(&notes.without_value), "D5");
    assert_eq!(notes.formulas, 2);
    assert_eq!(book.read(1).unwrap().csv, "gone\r\n");
}

#[test]
fn a_cell_that_is_repeated_is_there_as_often() {
    let tables = "<table:table table:name=\"S\"><table:table-row table:number-rows-repeated=\"2\"><table:table-cell \
                  table:number-columns-repeated=\"3\" office:value-type=\"float\" office:value=\"7\"/></table:table-row></table:table>";
    assert_eq!(first_sheet(ods("", tables)).unwrap().csv, "7,7,7\r\n7,7,7\r\n");
}

#[test]
fn cells_repeated_beyond_every_limit_are_refused() {
    let tables = "<table:table table:name=\"S\"><table:table-row table:number-rows-repeated=\"1048576\"><table:table-cell \
                  table:number-columns-repeated=\"16384\" office:value-type=\"float\" office:value=\"7\"/></table:table-row></table:table>";
    assert_eq!(
        first_sheet(ods("", tables)).unwrap_err().code(),
        "workbook-columns"
    );
    let row = "<table:table-row table:number-rows-repeated=\"1048576\"><table:table-cell office:value-type=\"float\" \
               office:value=\"7\"/></table:table-row>";
    let tables = format!("<table:table table:name=\"S\">{row}{row}</table:table>");
    let mut book = Workbook::open(ods("", &tables)).unwrap_err();
    assert_eq!(book.code(), "workbook-damaged");
    // Blanks that are written as a number.
    let blanks = "<text:s text:c=\"999999999\"/>".repeat(3);
    let tables = format!(
        "<table:table table:name=\"S\"><table:table-row>{}</table:table-row></table:table>",
        text(&format!("a{blanks}"))
    );
    book = first_sheet(ods("", &tables)).unwrap_err();
    assert_eq!(book.code(), "workbook-cell-size");
}

#[test]
fn a_table_in_a_cell_is_none_of_the_sheets() {
    let inner = format!(
        "<table:table table:name=\"inner\"><table:table-row>{}</table:table-row></table:table>",
        text("in")
    );
    let tables = format!(
        "<table:table table:name=\"S\"><table:table-row><table:table-cell \
         office:value-type=\"string\"><text:p>out</text:p>{inner}</table:table-cell></table:table-row></table:table>"
    );
    let mut book = Workbook::open(ods("", &tables)).unwrap();
    assert_eq!(book.sheets().len(), 1);
    assert_eq!(book.read(0).unwrap().csv, "out\r\n");
}

#[test]
fn passwords_and_other_documents_are_told() {
    let kind = ("mimetype", "application/vnd.oasis.opendocument.spreadsheet");
    let manifest = "<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>";
    let locked = archive(&[
        kind,
        ("content.xml", "\u{1}"),
        ("META-INF/manifest.xml", manifest),
    ]);
    assert_eq!(Workbook::open(locked).unwrap_err(), WorkbookError::Password);
    let text = archive(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("content.xml", "<a/>"),
    ]);
    assert_eq!(Workbook::open(text).unwrap_err().code(), "workbook-foreign");
    assert_eq!(
        Workbook::open(archive(&[kind])).unwrap_err().code(),
        "workbook-damaged"
    );
    assert_eq!(Workbook::open(ods("", "")).unwrap_err(), WorkbookError::NoSheets);
}
