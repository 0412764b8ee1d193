//! Workbooks made for the tests.

use std::io::{Cursor, Write as _};

use rollcall_reader::{SheetText, Workbook, WorkbookError};
use zip::write::SimpleFileOptions;

/// A ZIP archive of these parts.
pub(crate) fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A workbook with one sheet, `Staff`. `sheet` is what stands in its `worksheet` element, `strings` in the `sst` element, `styles` in the
/// `styleSheet` element.
pub(crate) fn xlsx(sheet: &str, strings: &str, styles: &str) -> Vec<u8> {
    xlsx_with(sheet, strings, styles, "<calcPr calcId=\"0\"/>", &[])
}

/// The same, with more in the workbook's part and more parts.
pub(crate) fn xlsx_with(
    sheet: &str,
    strings: &str,
    styles: &str,
    workbook: &str,
    more: &[(&str, &str)],
) -> Vec<u8> {
    let relationship = |id: &str, kind: &str, target: &str| {
        format!("<Relationship Id=\"{id}\" Type=\"{RELATIONSHIPS}/{kind}\" Target=\"{target}\"/>")
    };
    let package = format!(
        "<Relationships>{}</Relationships>",
        relationship("r1", "officeDocument", "xl/workbook.xml")
    );
    let book = format!(
        "<Relationships>{}{}{}</Relationships>",
        relationship("s1", "worksheet", "worksheets/sheet1.xml"),
        relationship("s2", "sharedStrings", "sharedStrings.xml"),
        relationship("s3", "styles", "/xl/styles.xml"),
    );
    let workbook = format!(
        "<?xml version=\"1.0\"?><workbook xmlns:r=\"{RELATIONSHIPS}\">{workbook}<sheets><sheet name=\"Staff\" sheetId=\"1\" \
         r:id=\"s1\"/></sheets></workbook>"
    );
    let sheet = format!("<?xml version=\"1.0\"?><worksheet>{sheet}</worksheet>");
    let strings = format!("<sst>{strings}</sst>");
    let styles = format!("<styleSheet>{styles}</styleSheet>");
    let mut parts = vec![
        ("_rels/.rels", package.as_str()),
        ("xl/workbook.xml", &workbook),
        ("xl/_rels/workbook.xml.rels", &book),
        ("xl/worksheets/sheet1.xml", &sheet),
        ("xl/sharedStrings.xml", &strings),
        ("xl/styles.xml", &styles),
    ];
    parts.extend(more);
    archive(&parts)
}

/// An OpenDocument spreadsheet. `tables` is what stands in its `spreadsheet` element, `styles` in its automatic styles.
pub(crate) fn ods(styles: &str, tables: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\" xmlns:style=\"s\" \
         xmlns:calcext=\"c\"><office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>{tables}\
         </office:spreadsheet></office:body></office:document-content>"
    );
    archive(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", &content),
        ("META-INF/manifest.xml", "<manifest/>"),
    ])
}

pub(crate) fn first_sheet(bytes: Vec<u8>) -> Result<SheetText, WorkbookError> {
    Workbook::open(bytes)?.read(0)
}

/// Cells as text: `B7, C9`.
pub(crate) fn list<T: std::fmt::Display>(cells: &[T]) -> String {
    cells.iter().map(T::to_string).collect::<Vec<_>>().join(", ")
}

/// Rows or columns as text: `3-5, 8-8`.
pub(crate) fn spans(spans: &[rollcall_reader::cell::Span]) -> String {
    let spans = spans.iter().map(|span| format!("{}-{}", span.first, span.last));
    spans.collect::<Vec<_>>().join(", ")
}
