//! `.xlsx` and `.xlsm`: Office Open XML, ECMA-376.
//!
//! The parts are found by the relationships that the package declares, never by their customary names. What a sheet says is read in one
//! pass, so that hidden rows, filters and formulas without a result cost nothing more.

mod package;
mod sheet;
mod strings;
mod styles;

use crate::archive::Archive;
use crate::cell::Area;
use crate::error::WorkbookError;
use crate::grid::Grid;
use crate::number::NumberFormat;
use crate::sheet::{SheetInfo, SheetNotes, SheetText, WorkbookKind};
use crate::xml::{self, Go, Node};

pub(crate) use package::office_document;

/// A sheet is measured for the list if it has at most so many bytes.
const MOST_MEASURED: u64 = 64 << 20;

/// A workbook.
#[derive(Debug)]
pub(crate) struct Book {
    archive: Archive,
    sheets: Vec<(SheetInfo, String)>,
    strings: Vec<Box<str>>,
    formats: Vec<NumberFormat>,
    since_1904: bool,
    recalculated: bool,
}

impl Book {
    /// `workbook` is the name of the part in which its sheets are listed.
    pub(crate) fn open(mut archive: Archive, workbook: &str) -> Result<Self, WorkbookError> {
        let package::Workbook {
            sheets,
            strings,
            styles,
            since_1904,
            recalculated,
        } = package::workbook(&mut archive, workbook)?;
        let strings = match strings {
            Some(part) => strings::read(&mut archive, &part)?,
            None => Vec::new(),
        };
        let formats = match styles {
            Some(part) => styles::read(&mut archive, &part)?,
            None => Vec::new(),
        };
        let mut book = Self {
            archive,
            sheets,
            strings,
            formats,
            since_1904,
            recalculated,
        };
        book.measure();
        Ok(book)
    }

    pub(crate) fn sheets(&self) -> impl Iterator<Item = &SheetInfo> {
        self.sheets.iter().map(|(info, _)| info)
    }

    fn measure(&mut self) {
        for at in 0..self.sheets.len() {
            let Some((info, part)) = self.sheets.get(at).cloned() else {
                return;
            };
            let large = self
                .archive
                .claimed_size(&part)
                .is_none_or(|size| size > MOST_MEASURED);
            let mut grid = Grid::measuring(SheetNotes::new(WorkbookKind::Xlsx, &info));
            let size = (!large && self.fill(&part, &mut grid).is_ok()).then(|| grid.size());
            if let Some((info, _)) = self.sheets.get_mut(at) {
                info.size = size;
            }
        }
    }

    pub(crate) fn read(&mut self, at: usize) -> Result<SheetText, WorkbookError> {
        let (info, part) = self
            .sheets
            .get(at)
            .cloned()
            .ok_or(WorkbookError::NoSuchSheet(at))?;
        let mut grid = Grid::new(SheetNotes::new(WorkbookKind::Xlsx, &info), self.since_1904);
        grid.notes().recalculated = self.recalculated;
        let own = self.fill(&part, &mut grid)?;
        let mut filters: Vec<Area> = own.into_iter().collect();
        for table in package::tables(&mut self.archive, &part)? {
            filters.extend(self.table_filter(&table)?);
        }
        grid.filter_hides(|row| {
            // The first row of a filter has its buttons.
            let hides = |filter: &Area| row > filter.first.row && row <= filter.last.row;
            filters.iter().any(hides)
        });
        grid.finish(&part)
    }

    /// Where the sheet's own filter hides rows.
    fn fill(&mut self, part: &str, grid: &mut Grid) -> Result<Option<Area>, WorkbookError> {
        let reader = sheet::SheetReader::new(part, &self.strings, &self.formats, grid);
        let Some(open) = self.archive.part(part)? else {
            return Err(WorkbookError::damaged(part, "it is missing"));
        };
        reader.read(open)
    }

    /// Where the filter of a table hides rows: it stands in a part of its own.
    fn table_filter(&mut self, part: &str) -> Result<Option<Area>, WorkbookError> {
        let Some(open) = self.archive.part(part)? else {
            return Ok(None);
        };
        let mut filter = sheet::Filter::default();
        xml::read(open, part, |node| {
            match &node {
                Node::Start(tag) => filter.start(tag),
                Node::End(_) | Node::Text(_) => {}
            }
            Ok(Go::On)
        })?;
        Ok(filter.active())
    }
}
