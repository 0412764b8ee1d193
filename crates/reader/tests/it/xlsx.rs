//! `.xlsx`, made by a library and by hand.

use rollcall_reader::{SheetSize, Visibility, Workbook, WorkbookError, WorkbookKind};
use rust_xlsxwriter::{ExcelDateTime, FilterCondition, Format, Formula};

use crate::support::{archive, first_sheet, list, spans, xlsx, xlsx_with};

fn library_workbook() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("Staff & co").unwrap();
    let format = |code: &str| Format::new().set_num_format(code);
    let header = ["account_id", "email", "since", "share", "active", "total"];
    for (column, name) in header.into_iter().enumerate() {
        sheet.write_string(0, column as u16, name).unwrap();
    }
    let day = ExcelDateTime::from_ymd(2024, 12, 31).unwrap();
    for row in 1..=5 {
        let email = format!("user{row}@example.com");
        sheet
            .write_string(row, 0, format!("5570580000000000{row}"))
            .unwrap();
        sheet.write_string(row, 1, email).unwrap();
        sheet
            .write_datetime_with_format(row, 2, &day, &format("dd.mm.yyyy"))
            .unwrap();
        sheet
            .write_number_with_format(row, 3, 0.125 * f64::from(row), &format("0.0%"))
            .unwrap();
        sheet.write_boolean(row, 4, row % 2 == 0).unwrap();
        sheet
            .write_formula(row, 5, Formula::new("=A1").set_result("x"))
            .unwrap();
    }
    sheet.set_row_hidden(5).unwrap();
    sheet.set_column_hidden(3).unwrap();
    sheet.autofilter(0, 0, 4, 5).unwrap();
    let condition = FilterCondition::new()
        .add_list_filter("user1@example.com")
        .add_list_filter("user3@example.com");
    sheet.filter_column(1, &condition).unwrap();
    sheet.merge_range(7, 0, 8, 2, "Total", &Format::new()).unwrap();
    let other = book.add_worksheet().set_name("Old").unwrap();
    other.set_hidden(true);
    other.write_string(2, 1, "gone").unwrap();
    book.add_worksheet().set_name("Blank").unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn a_workbook_of_a_library_is_read_with_all_that_it_hides() {
    let mut book = Workbook::open(library_workbook()).unwrap();
    assert_eq!(book.kind(), WorkbookKind::Xlsx);
    let sheets: Vec<_> = book
        .sheets()
        .iter()
        .map(|sheet| (sheet.name.as_str(), sheet.visibility, sheet.size.unwrap()))
        .collect();
    let size = |rows, columns| SheetSize { rows, columns };
    assert_eq!(
        sheets,
        [
            ("Staff & co", Visibility::Visible, size(8, 6)),
            ("Old", Visibility::Hidden, size(3, 2)),
            ("Blank", Visibility::Visible, size(0, 0)),
        ]
    );
    let sheet = book.read(0).unwrap();
    assert_eq!(
        sheet.csv,
        "account_id,email,since,share,active,total\r\n\
         55705800000000001,user1@example.com,31.12.2024,12.5%,FALSE,x\r\n\
         55705800000000002,user2@example.com,31.12.2024,25.0%,TRUE,x\r\n\
         55705800000000003,user3@example.com,31.12.2024,37.5%,FALSE,x\r\n\
         55705800000000004,user4@example.com,31.12.2024,50.0%,TRUE,x\r\n\
         55705800000000005,user5@example.com,31.12.2024,62.5%,FALSE,x\r\n\
         ,,,,,\r\n\
         Total,,,,,\r\n"
    );
    let notes = sheet.notes;
    assert_eq!(notes.row_numbers, [1, 2, 3, 4, 5, 6, 7, 8]);
    assert_eq!(spans(&notes.hidden_rows), "3-3, 5-6");
    assert_eq!(spans(&notes.filtered_rows), "3-3, 5-5");
    assert_eq!(spans(&notes.hidden_columns), "4-4");
    assert_eq!(list(&notes.merged), "A8:C9");
    assert_eq!(notes.formulas, 5);
    assert!(notes.recalculated);
    assert_eq!(book.read(1).unwrap().csv, ",\r\n,\r\n,gone\r\n");
    assert_eq!(
        book.read(2),
        Err(WorkbookError::EmptySheet {
            sheet: "Blank".into()
        })
    );
    assert_eq!(book.read(3), Err(WorkbookError::NoSuchSheet(3)));
}

const STYLES: &str = "<numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/><numFmt numFmtId=\"165\" \
                      formatCode=\"# ?/?\"/></numFmts><cellStyleXfs><xf numFmtId=\"9\"/></cellStyleXfs><cellXfs><xf \
                      numFmtId=\"0\"/><xf numFmtId=\"164\"/><xf numFmtId=\"14\"/><xf numFmtId=\"165\"/><xf \
                      numFmtId=\"2\"/></cellXfs><dxfs><dxf><numFmt numFmtId=\"164\" formatCode=\"0\"/></dxf></dxfs>";

#[test]
fn every_kind_of_cell_is_shown_as_the_sheet_shows_it() {
    let sheet = "<sheetData><row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c><c r=\"B2\" t=\"s\"><v>1</v></c><c r=\"C2\" \
                 t=\"inlineStr\"><is><r><t>in</t></r><r><t xml:space=\"preserve\"> line</t></r></is></c><c r=\"D2\" t=\"b\"><v>1</v>\
                 </c><c r=\"E2\" t=\"e\"><v>#N/A</v></c><c r=\"F2\" t=\"d\"><v>2024-12-31</v></c></row>\
                 <row><c><v>5.57058E5</v></c><c s=\"1\"><v>45657</v></c><c s=\"2\"><v>45657</v></c><c s=\"3\"><v>0.5</v></c>\
                 <c s=\"4\"><v>1.005</v></c><c><v>1234567890123456789</v></c></row>\
                 <row r=\"5\"><c r=\"A5\"><f>1+1</f></c><c r=\"B5\"><f>1+1</f><v></v></c><c r=\"C5\" t=\"str\"><f>\"\"</f><v></v></c>\
                 <c r=\"D5\" t=\"str\"><f>A1</f><v>a &amp; b</v></c><c r=\"E5\"><f>1+1</f><v>2</v></c><c r=\"F5\" s=\"1\"/></row>\
                 </sheetData>";
    let strings = "<si><t>Müller</t></si><si><r><t>山</t></r><r><rPr/><t>田_x000D_</t></r><rPh sb=\"0\" \
                   eb=\"1\"><t>ヤマダ</t></rPh></si>";
    let sheet = first_sheet(xlsx(sheet, strings, STYLES)).unwrap();
    assert_eq!(
        sheet.csv,
        ",,,,,\r\n\
         Müller,\"山田\r\",in line,TRUE,#N/A,2024-12-31\r\n\
         557058,2024-12-31,2024-12-31,0.5,1.01,1234567890123460000\r\n\
         ,,,,,\r\n\
         ,,,a & b,2,\r\n"
    );
    let notes = sheet.notes;
    assert_eq!(notes.row_numbers, [1, 2, 3, 4, 5]);
    assert_eq!(list(&notes.errors), "E2");
    assert_eq!(list(&notes.by_locale), "C3");
    assert_eq!(list(&notes.unformatted), "D3");
    assert_eq!(list(&notes.rounded), "F3");
    assert_eq!(list(&notes.without_value), "A5, B5");
    assert_eq!(notes.formulas, 5);
    assert!(!notes.recalculated);
}

#[test]
fn rows_of_a_sheet_that_is_filtered_by_its_table_are_told() {
    let sheet = "<sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"2\" hidden=\"true\"><c r=\"A2\"><v>2</v></c></row><row \
                 r=\"3\" ht=\"0\" customHeight=\"1\"><c r=\"A3\"><v>3</v></c></row></sheetData>";
    let rels = "<Relationships><Relationship Id=\"t\" Type=\"http://purl.oclc.org/ooxml/officeDocument/relationships/table\" \
                Target=\"../tables/table1.xml\"/></Relationships>";
    let table = "<table><autoFilter ref=\"A1:A2\"><filterColumn colId=\"0\"/></autoFilter></table>";
    let more = [
        ("xl/worksheets/_rels/sheet1.xml.rels", rels),
        ("xl/tables/table1.xml", table),
    ];
    let notes = first_sheet(xlsx_with(sheet, "", "", "", &more)).unwrap().notes;
    assert_eq!(spans(&notes.hidden_rows), "2-3");
    assert_eq!(spans(&notes.filtered_rows), "2-2");
}

#[test]
fn a_filter_of_which_only_the_buttons_are_there_hides_nothing() {
    let sheet = "<cols><col min=\"2\" max=\"3\" hidden=\"1\"/><col min=\"5\" max=\"16384\" width=\"0\"/></cols><sheetData><row r=\"1\" \
                 hidden=\"1\"><c r=\"A1\"><v>1</v></c></row></sheetData><autoFilter ref=\"A1:A9\"/>";
    let notes = first_sheet(xlsx(sheet, "", "")).unwrap().notes;
    assert_eq!(spans(&notes.hidden_rows), "1-1");
    assert_eq!(spans(&notes.filtered_rows), "");
    assert_eq!(spans(&notes.hidden_columns), "2-3, 5-1000");
}

#[test]
fn only_the_first_of_merged_cells_says_something() {
    let sheet = "<sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"B1\"><v>2</v></c><c r=\"C1\"><v>3</v></c></row><row r=\"2\"><c \
                 r=\"A2\"><v>4</v></c></row></sheetData><mergeCells><mergeCell ref=\"A1:B2\"/></mergeCells>";
    let sheet = first_sheet(xlsx(sheet, "", "")).unwrap();
    assert_eq!(sheet.csv, "1,,3\r\n");
    assert_eq!(list(&sheet.notes.merged), "A1:B2");
}

#[test]
fn dates_of_old_macs_count_from_1904() {
    let sheet = "<sheetData><row r=\"1\"><c r=\"A1\" s=\"1\"><v>44195</v></c></row></sheetData>";
    let book = "<workbookPr date1904=\"1\"/>";
    let sheet = first_sheet(xlsx_with(sheet, "", STYLES, book, &[])).unwrap();
    assert_eq!(sheet.csv, "2024-12-31\r\n");
}

#[test]
fn a_stray_cell_far_below_does_not_make_a_million_lines() {
    let sheet = "<sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"A1048576\"><v>2</v></c></row></sheetData>";
    let sheet = first_sheet(xlsx(sheet, "", "")).unwrap();
    assert_eq!(sheet.csv.lines().count(), 102);
    assert_eq!(sheet.notes.row_numbers.last(), Some(&1_048_576));
    assert_eq!(sheet.notes.row_numbers.get(100), Some(&101));
}

#[test]
fn rows_out_of_order_are_put_in_order() {
    let sheet = "<sheetData><row r=\"2\"><c r=\"B2\"><v>4</v></c><c r=\"A2\"><v>3</v></c></row><row r=\"1\"><c \
                 r=\"A1\"><v>1</v></c></row></sheetData>";
    assert_eq!(first_sheet(xlsx(sheet, "", "")).unwrap().csv, "1,\r\n3,4\r\n");
}

#[test]
fn what_a_sheet_says_that_cannot_be_is_refused() {
    let row = |cells: &str| format!("<sheetData><row r=\"1\">{cells}</row></sheetData>");
    for (sheet, what) in [
        (
            row("<c r=\"A1\" t=\"s\"><v>7</v></c>"),
            "a cell names a text that is not there",
        ),
        (
            row("<c r=\"A1\" t=\"s\"><v>x</v></c>"),
            "a cell names a text that is not there",
        ),
        (
            row("<c r=\"A2\"><v>7</v></c>"),
            "a cell stands in another row than it says",
        ),
        (row("<c r=\"1A\"><v>7</v></c>"), "a cell has no sound name"),
        (
            row("<c r=\"A99999999999\"><v>7</v></c>"),
            "a cell has no sound name",
        ),
        (
            row("<c r=\"A1\"><v>seven</v></c>"),
            "a cell that should hold a number holds none",
        ),
        (
            row("<c r=\"A1\"><v>inf</v></c>"),
            "a cell that should hold a number holds none",
        ),
        (
            row("<c r=\"A1\" t=\"b\"><v>2</v></c>"),
            "a cell is neither true nor false",
        ),
        (
            row("<c r=\"A1\" t=\"?\"><v>2</v></c>"),
            "a cell is of an unknown type",
        ),
        (
            row("<c r=\"A1\"><v>1</v></c><c r=\"A1\"><v>2</v></c>"),
            "a cell is there twice",
        ),
        (
            "<sheetData><row r=\"0\"/></sheetData>".into(),
            "a row has no sound number",
        ),
        (
            "<sheetData><row r=\"+1\"/></sheetData>".into(),
            "a row has no sound number",
        ),
        ("<sheetData>".into(), "its XML is not well formed"),
        ("<sheetViews/>".into(), "it has no cells"),
        (
            row("<c r=\"A1\" t=\"str\"><v>&bomb;</v></c>"),
            "its XML has an entity that is not known",
        ),
    ] {
        let error = first_sheet(xlsx(&sheet, "", "")).unwrap_err();
        assert_eq!(
            error,
            WorkbookError::Damaged {
                part: "xl/worksheets/sheet1.xml".into(),
                what
            },
            "{sheet}"
        );
    }
    let far = row("<c r=\"ALM1\"><v>1</v></c>");
    let error = first_sheet(xlsx(&far, "", "")).unwrap_err();
    assert_eq!(error.code(), "workbook-columns");
    assert_eq!(
        error.to_string(),
        "The sheet \"Staff\" has something in column ALM (cell ALM1). At most 1,000 columns can be read."
    );
}

#[test]
fn other_archives_and_formats_are_told_from_workbooks() {
    let relationship = |target: &str| {
        format!(
            "<Relationships><Relationship Id=\"r\" Type=\"x/officeDocument\" Target=\"{target}\"/></Relationships>"
        )
    };
    let code = |bytes: Vec<u8>| Workbook::open(bytes).unwrap_err().code();
    let binary = relationship("xl/workbook.bin");
    assert_eq!(code(archive(&[("_rels/.rels", &binary)])), "workbook-binary");
    let word = relationship("word/document.xml");
    let word = Workbook::open(archive(&[("_rels/.rels", &word)])).unwrap_err();
    assert_eq!(
        word.to_string(),
        "This is a ZIP archive, not a spreadsheet that can be read here."
    );
    assert_eq!(code(archive(&[("a.txt", "a")])), "workbook-foreign");
    assert_eq!(code(b"PK\x03\x04".to_vec()), "workbook-damaged");
    assert_eq!(code(b"id,email\r\n".to_vec()), "workbook-foreign");
    assert_eq!(code(Vec::new()), "workbook-foreign");
    let pdf = Workbook::open(b"%PDF-1.7".to_vec()).unwrap_err();
    assert_eq!(
        pdf.to_string(),
        "This is a PDF document, not a spreadsheet that can be read here."
    );
}
