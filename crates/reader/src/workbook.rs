//! A workbook of any of the formats.

use rollcall_table::Foreign;

use crate::archive::Archive;
use crate::error::WorkbookError;
use crate::sheet::{SheetInfo, SheetText, WorkbookKind};
use crate::{ods, xls, xlsx};

/// A workbook in memory. Opening it reads what there is; [`read`](Self::read) makes one sheet into text.
#[derive(Debug)]
pub struct Workbook {
    book: Book,
    sheets: Vec<SheetInfo>,
}

#[derive(Debug)]
enum Book {
    Xlsx(Box<xlsx::Book>),
    Xls(xls::Book),
    Ods(Box<ods::Book>),
}

impl Workbook {
    /// Opens a workbook.
    ///
    /// # Errors
    ///
    /// What the bytes are instead of a workbook, or what keeps it from being read: a password, damage, size.
    pub fn open(bytes: Vec<u8>) -> Result<Self, WorkbookError> {
        WorkbookError::check_size(bytes.len())?;
        let book = if bytes.starts_with(b"PK") {
            Self::archive(bytes)?
        } else if bytes.starts_with(xls::SIGNATURE) {
            Book::Xls(xls::Book::open(bytes)?)
        } else {
            return Err(WorkbookError::NotAWorkbook(Foreign::recognize(&bytes)));
        };
        let sheets: Vec<SheetInfo> = match &book {
            Book::Xlsx(book) => book.sheets().cloned().collect(),
            Book::Xls(book) => book.sheets().cloned().collect(),
            Book::Ods(book) => book.sheets().cloned().collect(),
        };
        if sheets.is_empty() {
            return Err(WorkbookError::NoSheets);
        }
        Ok(Self { book, sheets })
    }

    fn archive(bytes: Vec<u8>) -> Result<Book, WorkbookError> {
        let foreign = Foreign::recognize(&bytes);
        let mut archive = Archive::open(bytes)?;
        if ods::is_open_document(&mut archive)? {
            return Ok(Book::Ods(Box::new(ods::Book::open(archive)?)));
        }
        match xlsx::office_document(&mut archive)? {
            Some(main) if main.to_lowercase().ends_with(".bin") => Err(WorkbookError::BinaryWorkbook),
            // Word and PowerPoint have other names for it.
            Some(main) if main.to_lowercase().contains("workbook") || archive.has("xl/workbook.xml") => {
                Ok(Book::Xlsx(Box::new(xlsx::Book::open(archive, &main)?)))
            }
            _ => Err(WorkbookError::NotAWorkbook(
                foreign
                    .filter(|foreign| *foreign != Foreign::ExcelWorkbook)
                    .or(Some(Foreign::Zip)),
            )),
        }
    }

    /// Its format.
    pub fn kind(&self) -> WorkbookKind {
        match self.book {
            Book::Xlsx(_) => WorkbookKind::Xlsx,
            Book::Xls(_) => WorkbookKind::Xls,
            Book::Ods(_) => WorkbookKind::Ods,
        }
    }

    /// The sheets that have cells, in the order of their tabs; at least one.
    pub fn sheets(&self) -> &[SheetInfo] {
        &self.sheets
    }

    /// One sheet as text, with what the text does not say.
    ///
    /// # Errors
    ///
    /// Damage and size, and [`WorkbookError::EmptySheet`].
    pub fn read(&mut self, sheet: usize) -> Result<SheetText, WorkbookError> {
        match &mut self.book {
            Book::Xlsx(book) => book.read(sheet),
            Book::Xls(book) => book.read(sheet),
            Book::Ods(book) => book.read(sheet),
        }
    }
}
