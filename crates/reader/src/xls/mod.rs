//! `.xls`: Excel 97 to 2003, BIFF8 in an OLE compound file. [MS-XLS] and [MS-CFB] are Microsoft's documents of both.
//!
//! A reader of our own, and not calamine's: calamine tells neither hidden rows nor number formats of this kind of file, and bytes that
//! are wrong make it panic, which in WebAssembly nobody can catch.

mod bytes;
mod compound;
mod globals;
mod record;
mod sheet;
mod strings;

use crate::error::WorkbookError;
use crate::grid::Grid;
use crate::sheet::{SheetInfo, SheetNotes, SheetText, WorkbookKind};

pub(crate) use compound::SIGNATURE;
use globals::Globals;

/// A workbook.
#[derive(Debug)]
pub(crate) struct Book(Globals);

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
        Ok(Self(book))
    }

    pub(crate) fn sheets(&self) -> impl Iterator<Item = &SheetInfo> {
        self.0.sheets.iter().map(|(info, _)| info)
    }

    pub(crate) fn read(&self, at: usize) -> Result<SheetText, WorkbookError> {
        let (info, offset) = self.0.sheets.get(at).ok_or(WorkbookError::NoSuchSheet(at))?;
        let mut grid = Grid::new(SheetNotes::new(WorkbookKind::Xls, info), self.0.since_1904);
        sheet::fill(&self.0, *offset, &mut grid)?;
        grid.finish(bytes::PART)
    }
}
