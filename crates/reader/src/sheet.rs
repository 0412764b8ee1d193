//! What is told about a workbook's sheets, and of what stands in one.

use serde::Serialize;

use crate::cell::{Area, CellRef, Span};

/// The format of a workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum WorkbookKind {
    /// Excel since 2007, with macros or without.
    Xlsx,
    /// Excel 97 to 2003.
    Xls,
    /// OpenDocument: LibreOffice, and others.
    Ods,
}

/// Whether a sheet is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Visibility {
    /// It has a tab.
    Visible,
    /// Its tab is hidden, and can be shown from the menu.
    Hidden,
    /// Its tab is hidden so that only a program can show it.
    VeryHidden,
}

/// A sheet in the list of a workbook's sheets. Sheets without cells (charts, macros) are not in that list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SheetInfo {
    /// As its tab says.
    pub name: String,
    /// Whether it is shown.
    pub visibility: Visibility,
    /// Up to the last row and column that hold something; `None` where the sheet cannot be read.
    pub size: Option<SheetSize>,
}

/// How far a sheet's content reaches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SheetSize {
    /// The number of the last row with content; 0 in an empty sheet.
    pub rows: u32,
    /// The number of the last column with content.
    pub columns: u32,
}

/// A sheet as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetText {
    /// The sheet as CSV: commas, CRLF, UTF-8 without a byte order mark, unguarded. Each record has the same number of cells, the first is
    /// that of column A, and the first record is row 1. What each cell says is what the spreadsheet shows, but for what
    /// [`SheetNotes`] tells.
    pub csv: String,
    /// What the text does not say.
    pub notes: SheetNotes,
}

/// What the text of a sheet does not say. Rows and columns are the sheet's, counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SheetNotes {
    /// The workbook's format.
    pub kind: WorkbookKind,
    /// The sheet's name.
    pub sheet: String,
    /// Whether the sheet is shown.
    pub visibility: Visibility,
    /// For each record of the text the row that it is. Of more than [`MOST_BLANK_ROWS`](crate::MOST_BLANK_ROWS) blank rows below each other the
    /// others are left out, so numbers can be missing.
    pub row_numbers: Vec<u32>,
    /// Rows that are not shown, the filtered ones among them. They are in the text like all others.
    pub hidden_rows: Vec<Span>,
    /// Rows that a filter hides. In `.xls` all hidden rows of a sheet that is being filtered.
    pub filtered_rows: Vec<Span>,
    /// Columns that are not shown. They are in the text like all others.
    pub hidden_columns: Vec<Span>,
    /// Cells that are merged. Only the first of them has content.
    pub merged: Vec<Area>,
    /// Numbers of 16 digits and more: the spreadsheet kept the first 15 and made the others up. An id among them is lost.
    pub rounded: Vec<CellRef>,
    /// Formulas whose result is not in the file. The text has nothing there. In `.xls` also those whose result is an empty text: it is
    /// what programs write there that cannot work formulas out.
    pub without_value: Vec<CellRef>,
    /// Cells that show an error such as `#N/A`.
    pub errors: Vec<CellRef>,
    /// How many cells hold formulas. The text has the results that were saved with the file.
    pub formulas: u32,
    /// Whether there are formulas, and the spreadsheet is told to work them out anew when it opens the file: it may show other results
    /// then.
    pub recalculated: bool,
    /// Dates, times and amounts that each computer shows in its own way. The text has them as `2024-12-31`, `2024-12-31 13:05:00`,
    /// `13:05:00` and `1234.50`.
    pub by_locale: Vec<CellRef>,
    /// Numbers whose format is not known here, or shows nothing. The text has the bare number.
    pub unformatted: Vec<CellRef>,
}

impl SheetNotes {
    pub(crate) fn new(kind: WorkbookKind, info: &SheetInfo) -> Self {
        Self {
            kind,
            sheet: info.name.clone(),
            visibility: info.visibility,
            row_numbers: Vec::new(),
            hidden_rows: Vec::new(),
            filtered_rows: Vec::new(),
            hidden_columns: Vec::new(),
            merged: Vec::new(),
            rounded: Vec::new(),
            without_value: Vec::new(),
            errors: Vec::new(),
            formulas: 0,
            recalculated: false,
            by_locale: Vec::new(),
            unformatted: Vec::new(),
        }
    }
}
