//! `.ods`: OpenDocument spreadsheets, OASIS OpenDocument 1.3.
//!
//! All sheets stand in one part, and beside each value stands the text that the sheet shows for it.

mod content;

use crate::archive::Archive;
use crate::error::WorkbookError;
use crate::grid::Grid;
use crate::sheet::{SheetInfo, SheetNotes, SheetText, WorkbookKind};

use content::{Content, Wanted};

const CONTENT: &str = "content.xml";
const MANIFEST: &str = "META-INF/manifest.xml";
const KIND: &str = "application/vnd.oasis.opendocument.spreadsheet";

/// A workbook.
#[derive(Debug)]
pub(crate) struct Book {
    archive: Archive,
    sheets: Vec<SheetInfo>,
}

/// Whether an archive is an OpenDocument spreadsheet.
pub(crate) fn is_open_document(archive: &mut Archive) -> Result<bool, WorkbookError> {
    let kind = archive.small_part("mimetype", 200)?;
    if kind.starts_with(KIND.as_bytes()) {
        return Ok(true);
    }
    // A template has another type, and some programs write none. What says that it is a text document is none of ours.
    Ok(kind.is_empty() && archive.has(CONTENT) && archive.has(MANIFEST))
}

impl Book {
    pub(crate) fn open(mut archive: Archive) -> Result<Self, WorkbookError> {
        let manifest = archive.small_part(MANIFEST, 1 << 20)?;
        let encrypted = [b"encryption-data".as_slice(), b"encrypted-package"];
        let holds = |word: &[u8]| manifest.windows(word.len()).any(|window| window == word);
        if archive.has("encrypted-package") || encrypted.into_iter().any(holds) {
            return Err(WorkbookError::Password);
        }
        let mut book = Self {
            archive,
            sheets: Vec::new(),
        };
        book.sheets = book.content(Wanted::List)?.0;
        Ok(book)
    }

    pub(crate) fn sheets(&self) -> impl Iterator<Item = &SheetInfo> {
        self.sheets.iter()
    }

    pub(crate) fn read(&mut self, at: usize) -> Result<SheetText, WorkbookError> {
        let info = self.sheets.get(at).ok_or(WorkbookError::NoSuchSheet(at))?;
        let grid = Grid::new(SheetNotes::new(WorkbookKind::Ods, info), false);
        match self.content(Wanted::Sheet(at, Box::new(grid)))? {
            (_, Some(grid)) => grid.finish(CONTENT),
            (_, None) => Err(WorkbookError::NoSuchSheet(at)),
        }
    }

    fn content(&mut self, wanted: Wanted) -> Result<(Vec<SheetInfo>, Option<Grid>), WorkbookError> {
        let Some(part) = self.archive.part(CONTENT)? else {
            return Err(WorkbookError::damaged(CONTENT, "it is missing"));
        };
        Content::new(CONTENT, wanted).read(part)
    }
}
