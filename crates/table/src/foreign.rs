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
    /// JSON, as an API answers.
    Json,
    /// `vcf`: contacts.
    VCard,
    /// `ldif`: a directory's export.
    Ldif,
    /// `sql`: a database's dump.
    Sql,
    /// `rtf`.
    RichText,
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

    /// Text that is written in a format of its own.
    fn markup(bytes: &[u8]) -> Option<Self> {
        const BEGINNINGS: [(&[u8], Foreign); 12] = [
            (b"<!doctype html", Foreign::WebPage),
            (b"<html", Foreign::WebPage),
            (b"<?", Foreign::Xml),
            (b"begin:vcard", Foreign::VCard),
            (b"dn: ", Foreign::Ldif),
            (b"version: 1\ndn: ", Foreign::Ldif),
            (b"version: 1\n\ndn: ", Foreign::Ldif),
            (b"insert into ", Foreign::Sql),
            (b"create table ", Foreign::Sql),
            (b"drop table ", Foreign::Sql),
            (b"-- mysql dump", Foreign::Sql),
            (b"{\\rtf", Foreign::RichText),
        ];
        let text = bytes
            .strip_prefix(b"\xEF\xBB\xBF")
            .unwrap_or(bytes)
            .trim_ascii_start();
        let begins = |with: &[u8]| {
            text.get(..with.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(with))
        };
        BEGINNINGS
            .iter()
            .find(|(with, _)| begins(with))
            .map(|&(_, foreign)| foreign)
            .or_else(|| Self::element(text))
            .or_else(|| is_json(text).then_some(Self::Json))
            .or_else(|| is_dump(text).then_some(Self::Sql))
    }

    /// A piece of a web page or of an XML document: `<div>`, `<table border=0>`, `<user/>`. An address in angle brackets is neither.
    fn element(text: &[u8]) -> Option<Self> {
        const OF_WEB_PAGES: [&[u8]; 20] = [
            b"a", b"b", b"body", b"br", b"center", b"div", b"font", b"form", b"h1", b"h2", b"head", b"link",
            b"meta", b"p", b"pre", b"script", b"span", b"style", b"table", b"tr",
        ];
        let inside = text.strip_prefix(b"<")?;
        if inside.starts_with(b"!--") {
            return Some(Self::WebPage);
        }
        let name_end = inside
            .iter()
            .position(|b| !(b.is_ascii_alphanumeric() || b":_-".contains(b)))?;
        let (name, rest) = inside.split_at(name_end);
        let is_element = name.first().is_some_and(u8::is_ascii_alphabetic)
            && (rest.starts_with(b">") || rest.starts_with(b"/>") || rest[0].is_ascii_whitespace());
        is_element.then(|| {
            if OF_WEB_PAGES.iter().any(|of| of.eq_ignore_ascii_case(name)) {
                Self::WebPage
            } else {
                Self::Xml
            }
        })
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
            Self::Json => "a JSON document",
            Self::VCard => "a file of contacts (vCard)",
            Self::Ldif => "a directory's export (LDIF)",
            Self::Sql => "a database's dump (SQL)",
            Self::RichText => "a rich text document",
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
            Self::Xml | Self::VCard | Self::Ldif | Self::Sql | Self::RichText => {
                "Open it in the program that it comes from, and save it as CSV."
            }
            Self::Json => {
                "Save the list as CSV: with one row for each account, and a header that names the columns."
            }
        }
    }
}

/// An array or an object: a bracket with what may follow it there. A header in square brackets is neither.
fn is_json(text: &[u8]) -> bool {
    let after = |from: &[u8]| from.trim_ascii_start().first().copied();
    match text {
        [b'{', rest @ ..] => matches!(after(rest), Some(b'"' | b'}')),
        [b'[', rest @ ..] => match after(rest) {
            Some(b'{' | b'[' | b']') => true,
            Some(b'"') => text.trim_ascii_end().ends_with(b"]"),
            _ => false,
        },
        _ => false,
    }
}

/// A dump that begins with a comment.
fn is_dump(text: &[u8]) -> bool {
    let head = text.get(..4096).unwrap_or(text).to_ascii_lowercase();
    (text.starts_with(b"--") || text.starts_with(b"/*"))
        && [b"insert into".as_slice(), b"create table"]
            .iter()
            .any(|word| memmem::find(&head, word).is_some())
}
