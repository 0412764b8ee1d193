//! `.xls`: Excel 97 to 2003, BIFF8 in an OLE compound file. [MS-XLS] and [MS-CFB] are Microsoft's documents of both.
//!
//! A reader of our own, and not calamine's: calamine tells neither hidden rows nor number formats of this kind of file, and bytes that
//! are wrong make it panic, which in WebAssembly nobody can catch.

mod compound;
mod globals;
mod record;
mod sheet;
mod strings;

use crate::error::WorkbookError;
use crate::grid::Grid;
use crate::number::NumberFormat;
use crate::sheet::{SheetInfo, SheetNotes, SheetText, WorkbookKind};

pub(crate) use compound::SIGNATURE;

/// What errors name as the damaged part.
const PART: &str = "Workbook";

/// A workbook.
#[derive(Debug)]
pub(crate) struct Book {
    stream: Vec<u8>,
    /// With the offset in the stream at which each begins.
    sheets: Vec<(SheetInfo, usize)>,
    strings: Vec<Box<str>>,
    formats: Vec<NumberFormat>,
    since_1904: bool,
}

impl Book {
    pub(crate) fn open(bytes: Vec<u8>) -> Result<Self, WorkbookError> {
        let stream = compound::workbook(&bytes)?;
        drop(bytes);
        let mut book = globals::read(stream)?;
        for at in 0..book.sheets.len() {
            let Some((info, offset)) = book.sheets.get(at).cloned() else {
                break;
            };
            let mut grid = Grid::measuring(SheetNotes::new(WorkbookKind::Xls, &info));
            let size = sheet::fill(&book, offset, &mut grid).is_ok().then(|| grid.size());
            if let Some((info, _)) = book.sheets.get_mut(at) {
                info.size = size;
            }
        }
        Ok(book)
    }

    pub(crate) fn sheets(&self) -> impl Iterator<Item = &SheetInfo> {
        self.sheets.iter().map(|(info, _)| info)
    }

    pub(crate) fn read(&self, at: usize) -> Result<SheetText, WorkbookError> {
        let (info, offset) = self.sheets.get(at).ok_or(WorkbookError::NoSuchSheet(at))?;
        let mut grid = Grid::new(SheetNotes::new(WorkbookKind::Xls, info), self.since_1904);
        sheet::fill(self, *offset, &mut grid)?;
        grid.finish(PART)
    }
}

fn damaged(what: &'static str) -> WorkbookError {
    WorkbookError::damaged(PART, what)
}
