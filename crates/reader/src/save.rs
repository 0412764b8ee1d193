//! A table as `.xlsx`, every cell a text: an id stays an id, and what looks like a formula stays what it is.

use rollcall_table::{Table, guard};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};
use thiserror::Error;

use crate::cell::CellRef;

/// Most rows of a sheet.
pub const MOST_ROWS: usize = 1 << 20;
/// Most columns of a sheet.
pub const MOST_COLUMNS: usize = 1 << 14;
/// Most characters of a cell, as UTF-16 counts them.
pub const MOST_CHARACTERS: usize = 32_767;

/// Why a table cannot be saved as a workbook.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SaveError {
    /// More than [`MOST_ROWS`].
    #[error("An Excel workbook takes 1,048,576 rows, and there are more.")]
    TooManyRows,
    /// More than [`MOST_COLUMNS`].
    #[error("An Excel workbook takes 16,384 columns, and there are more.")]
    TooManyColumns,
    /// More than [`MOST_CHARACTERS`].
    #[error(
        "Cell {cell} has more than 32,767 characters, which is more than a cell of an Excel workbook takes."
    )]
    CellTooLong {
        /// Which.
        cell: CellRef,
    },
    /// Characters that XML cannot carry, or an end of the memory.
    #[error("The workbook could not be written: {0}")]
    Failed(String),
}

impl SaveError {
    /// Stable, for documentation and tests.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooManyRows => "save-rows",
            Self::TooManyColumns => "save-columns",
            Self::CellTooLong { .. } => "save-cell-size",
            Self::Failed(_) => "save-failed",
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        "Save it as CSV instead."
    }
}

/// A workbook with one sheet of these rows. The sheet has this name as far as a sheet can have it.
///
/// # Errors
///
/// What an Excel workbook does not take.
pub fn to_xlsx<'a, R>(sheet: &str, rows: impl IntoIterator<Item = R>) -> Result<Vec<u8>, SaveError>
where
    R: IntoIterator<Item = &'a str>,
{
    let mut workbook = Workbook::new();
    // The same table gives the same bytes.
    let date = ExcelDateTime::from_ymd(2000, 1, 1).map_err(failed)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&date));
    // What somebody types over a cell is a text, too: ids typed into cells of the format "General" would become numbers.
    let text = Format::new().set_num_format("@");
    let page = workbook.add_worksheet();
    page.set_name(sheet_name(sheet)).map_err(failed)?;
    for (row, cells) in rows.into_iter().enumerate() {
        if row >= MOST_ROWS {
            return Err(SaveError::TooManyRows);
        }
        for (column, content) in cells.into_iter().enumerate() {
            if column >= MOST_COLUMNS {
                return Err(SaveError::TooManyColumns);
            }
            if content.is_empty() {
                continue;
            }
            let cell = CellRef::new(row as u32, column as u32);
            if content.encode_utf16().count() > MOST_CHARACTERS {
                return Err(SaveError::CellTooLong { cell });
            }
            page.write_string_with_format(cell.row, cell.column as u16, content, &text)
                .map_err(failed)?;
        }
    }
    workbook.save_to_buffer().map_err(failed)
}

/// A workbook with one sheet of this table, its header first. What guards its cells against spreadsheets is undone, and the column that
/// says so left out.
///
/// # Errors
///
/// What an Excel workbook does not take.
pub fn table_to_xlsx(sheet: &str, table: &Table) -> Result<Vec<u8>, SaveError> {
    let columns = table.columns();
    let header = table.has_header();
    let guard = (0..columns).rev().find(|column| {
        let last = *column + 1 == columns;
        last && header && table.header(*column) == Some(guard::COLUMN)
    });
    let kept = move |column: &usize| Some(*column) != guard;
    let first = header.then(|| {
        let cells = (0..columns).filter(kept);
        cells
            .map(|column| table.header(column).unwrap_or_default())
            .collect::<Vec<_>>()
    });
    let rows = (0..table.rows()).map(|row| {
        let cells = (0..columns.max(table.width(row))).filter(kept);
        cells.map(|column| table.cell(row, column)).collect::<Vec<_>>()
    });
    to_xlsx(sheet, first.into_iter().chain(rows))
}

#[allow(clippy::needless_pass_by_value, reason = "map_err hands it over")]
fn failed(error: XlsxError) -> SaveError {
    SaveError::Failed(error.to_string())
}

/// A name that Excel takes: at most 31 characters, none of seven, no apostrophe at either end, and not nothing.
fn sheet_name(wanted: &str) -> String {
    let mut name = String::new();
    let mut length = 0;
    for character in wanted.chars() {
        let character = match character {
            '[' | ']' | ':' | '*' | '?' | '/' | '\\' => '_',
            character if character.is_control() => '_',
            character => character,
        };
        length += character.len_utf16();
        if length > 31 {
            break;
        }
        name.push(character);
    }
    let name = name.trim_matches('\'').trim();
    // Excel keeps the name "History" for itself.
    if name.is_empty() || name.eq_ignore_ascii_case("history") {
        "Sheet1".into()
    } else {
        name.into()
    }
}
