//! `.xls`, as another program wrote it: see `fixtures/README.md`.

use rollcall_reader::{SheetSize, Visibility, Workbook, WorkbookError, WorkbookKind};

use crate::support::{list, spans};

pub(crate) const STAFF: &[u8] = include_bytes!("fixtures/staff.xls");

#[test]
fn a_workbook_of_excel_97_is_read_with_all_that_it_hides() {
    let mut book = Workbook::open(STAFF.to_vec()).unwrap();
    assert_eq!(book.kind(), WorkbookKind::Xls);
    let sheets: Vec<_> = book
        .sheets()
        .iter()
        .map(|sheet| (sheet.name.as_str(), sheet.visibility, sheet.size.unwrap()))
        .collect();
    let size = |rows, columns| SheetSize { rows, columns };
    assert_eq!(
        sheets,
        [
            ("Staff", Visibility::Visible, size(7, 7)),
            ("Köln versteckt", Visibility::Hidden, size(4, 3)),
            ("Texts", Visibility::Visible, size(7, 1)),
            ("Empty", Visibility::Visible, size(0, 0)),
        ]
    );
    let sheet = book.read(0).unwrap();
    assert_eq!(
        sheet.csv,
        "account,name,started,share,cost,active,code\r\n\
         557058,Zoë Müller,27.12.2024 13:05,12.5%,\"-1,234.50\",FALSE,00001\r\n\
         712020,山田 太郎,28.12.2024 13:05,25.0%,\"-2,469.00\",TRUE,00002\r\n\
         5b10a2,Ольга Иванова,29.12.2024 13:05,37.5%,\"-3,703.50\",FALSE,00003\r\n\
         42,\"O'Hara, \"\"Ann\"\"\",30.12.2024 13:05,50.0%,\"-4,938.00\",TRUE,00004\r\n\
         1234567890123460000,0.1,2024-12-31,,,,\r\n\
         merged,,,,#N/A,,\r\n"
    );
    let notes = sheet.notes;
    assert_eq!(spans(&notes.hidden_rows), "3-3");
    assert_eq!(spans(&notes.filtered_rows), "");
    assert_eq!(spans(&notes.hidden_columns), "5-5");
    assert_eq!(list(&notes.merged), "A7:C8");
    assert_eq!(list(&notes.rounded), "A6");
    assert_eq!(list(&notes.by_locale), "C6");
    assert_eq!(list(&notes.errors), "E7");
    assert_eq!(notes.formulas, 1);
    // xlwt writes an empty text for a result that it does not know.
    assert_eq!(list(&notes.without_value), "D6");
    assert_eq!(book.read(1).unwrap().csv, ",,\r\n,,\r\n,,\r\n,,deep\r\n");
    assert_eq!(
        book.read(3).unwrap_err(),
        WorkbookError::EmptySheet {
            sheet: "Empty".into()
        }
    );
}

#[test]
fn texts_are_whole_where_their_list_is_continued() {
    let sheet = Workbook::open(STAFF.to_vec()).unwrap().read(2).unwrap();
    let rows = (0..7).map(|row| {
        let end = if row % 3 == 0 { "ж" } else { "" };
        format!("{}{row} ends in ü{end}", "long text ".repeat(90))
    });
    let expected = rows.collect::<Vec<_>>().join("\r\n") + "\r\n";
    assert_eq!(sheet.csv, expected);
}

/// Where the workbook's stream begins, and how its records are laid out, does not matter to what follows: they are searched for.
fn position(of: &[u8]) -> usize {
    STAFF.windows(of.len()).position(|window| window == of).unwrap()
}

#[test]
fn a_password_and_an_old_version_are_told() {
    // WINDOW1 made into FILEPASS.
    let mut locked = STAFF.to_vec();
    locked[position(b"\x3D\x00\x12\x00")] = 0x2F;
    assert_eq!(Workbook::open(locked).unwrap_err(), WorkbookError::Password);
    // The version in the first record.
    let mut old = STAFF.to_vec();
    old[position(b"\x09\x08\x10\x00\x00\x06") + 5] = 0x05;
    assert_eq!(Workbook::open(old).unwrap_err(), WorkbookError::TooOld);
    // A workbook with a password that Excel saves today is a compound file with this stream.
    let wide = |text: &str| {
        text.encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect::<Vec<u8>>()
    };
    let mut named = STAFF.to_vec();
    let at = position(&wide("Workbook"));
    named[at..at + 32].copy_from_slice(&wide("EncryptedPackage"));
    named[at + 0x40] = 34;
    assert_eq!(Workbook::open(named).unwrap_err(), WorkbookError::Password);
}

#[test]
fn a_sheet_under_a_filter_says_so() {
    // COUNTRY or whatever stands before the rows is none of ours; GUTS is in every sheet and made into FILTERMODE.
    let mut filtered = STAFF.to_vec();
    filtered[position(b"\x80\x00\x08\x00")] = 0x9B;
    let notes = Workbook::open(filtered).unwrap().read(0).unwrap().notes;
    assert_eq!(spans(&notes.filtered_rows), "3-3");
}
