//! Files that are something else, known by their first bytes.

use memchr::memmem;

/// What a file is that is no text to be read as a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Foreign {
    /// `xlsx`, `xlsm`, `xlsb`.
    ExcelWorkbook,
    /// `xls`, and workbooks with a password: an OLE compound file.
    OldExcelWorkbook,
    /// `ods`.
    OpenDocument,
    /// `numbers`.
    AppleNumbers,
    /// Any other ZIP archive.
    Zip,
    /// `gz`.
    Gzip,
    /// `7z`.
    SevenZip,
    /// `pdf`.
    Pdf,
    /// `png`, `jpg`, `gif`.
    Picture,
    /// HTML: a login page saved under the name of an export, a workbook saved as a web page.
    WebPage,
    /// XML, such as Excel's XML Spreadsheet 2003.
    Xml,
}

impl Foreign {
    /// Recognizes a file by its signature, and ZIP archives by the names in them.
    pub fn recognize(bytes: &[u8]) -> Option<Self> {
        const SIGNATURES: [(&[u8], Foreign); 9] = [
            (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Foreign::OldExcelWorkbook),
            (b"PK\x05\x06", Foreign::Zip),
            (b"\x1F\x8B\x08", Foreign::Gzip),
            (b"7z\xBC\xAF\x27\x1C", Foreign::SevenZip),
            (b"%PDF-", Foreign::Pdf),
            (b"\x89PNG\r\n\x1A\n", Foreign::Picture),
            (b"\xFF\xD8\xFF", Foreign::Picture),
            (b"GIF87a", Foreign::Picture),
            (b"GIF89a", Foreign::Picture),
        ];
        if bytes.starts_with(b"PK\x03\x04") {
            return Some(Self::archive(bytes));
        }
        let signed = SIGNATURES
            .iter()
            .find(|(signature, _)| bytes.starts_with(signature));
        signed
            .map(|&(_, foreign)| foreign)
            .or_else(|| Self::markup(bytes))
    }

    /// Names stand uncompressed in a ZIP archive, wherever its parts are.
    fn archive(bytes: &[u8]) -> Self {
        const NAMES: [(&[u8], Foreign); 3] = [
            (b"xl/workbook", Foreign::ExcelWorkbook),
            (b"application/vnd.oasis.opendocument", Foreign::OpenDocument),
            (b"Index/Document.iwa", Foreign::AppleNumbers),
        ];
        let named = NAMES.iter().find(|(name, _)| memmem::find(bytes, name).is_some());
        named.map_or(Self::Zip, |&(_, foreign)| foreign)
    }

    fn markup(bytes: &[u8]) -> Option<Self> {
        const TAGS: [(&[u8], Foreign); 3] = [
            (b"<!doctype html", Foreign::WebPage),
            (b"<html", Foreign::WebPage),
            (b"<?xml", Foreign::Xml),
        ];
        let text = bytes
            .strip_prefix(b"\xEF\xBB\xBF")
            .unwrap_or(bytes)
            .trim_ascii_start();
        let begins = |tag: &[u8]| {
            text.get(..tag.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(tag))
        };
        TAGS.iter()
            .find(|(tag, _)| begins(tag))
            .map(|&(_, foreign)| foreign)
    }

    /// With its article: "an Excel workbook".
    pub fn named(self) -> &'static str {
        match self {
            Self::ExcelWorkbook => "an Excel workbook",
            Self::OldExcelWorkbook => "an Excel workbook in the old format, or one with a password",
            Self::OpenDocument => "an OpenDocument spreadsheet",
            Self::AppleNumbers => "an Apple Numbers spreadsheet",
            Self::Zip => "a ZIP archive",
            Self::Gzip => "a file compressed with gzip",
            Self::SevenZip => "a 7-Zip archive",
            Self::Pdf => "a PDF document",
            Self::Picture => "a picture",
            Self::WebPage => "a web page",
            Self::Xml => "an XML document",
        }
    }

    /// What to do about it.
    pub fn hint(self) -> &'static str {
        match self {
            Self::ExcelWorkbook | Self::OldExcelWorkbook => {
                "Open it in Excel, choose Save As, and there \"CSV UTF-8 (Comma delimited)\"."
            }
            Self::OpenDocument => "Open it in LibreOffice, choose Save As, and there \"Text CSV\".",
            Self::AppleNumbers => "Open it in Numbers, choose Export To, and there \"CSV\".",
            Self::Zip | Self::Gzip | Self::SevenZip => "Unpack it, and load the CSV file that is in it.",
            Self::Pdf | Self::Picture => "Load the table itself, saved as CSV.",
            Self::WebPage => {
                "Perhaps the download saved a sign-in page: sign in and download the file again. If it opens in \
                 Excel as a table, save it from there as CSV."
            }
            Self::Xml => "Open it in the program that it comes from, and save it as CSV.",
        }
    }
}
