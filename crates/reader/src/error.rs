//! Why a workbook cannot be read, in the administrator's words.

use rollcall_table::{Foreign, MAX_BYTES, ReadError};
use thiserror::Error;

use crate::cell::{CellRef, column_name};

/// Most bytes that one part of a workbook may have when it is unpacked. A sheet of a million rows and ten columns has somewhat less.
pub const MAX_PART_BYTES: u64 = 512 << 20;

/// Why a workbook, or a sheet of it, cannot be read. The message says what is wrong and where; [`hint`](Self::hint) says what to do.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum WorkbookError {
    /// It is known to be something else, or not known at all.
    #[error("This is {}, not a spreadsheet that can be read here.", .0.map_or("an unknown kind of file", Foreign::named))]
    NotAWorkbook(Option<Foreign>),
    /// A password, whichever way it is put.
    #[error("The workbook is protected with a password.")]
    Password,
    /// `xlsb`.
    #[error("This is a binary workbook (.xlsb), which cannot be read here.")]
    BinaryWorkbook,
    /// Excel 95 and older.
    #[error("This workbook was saved by Excel 95 or an older version, which cannot be read here.")]
    TooOld,
    /// A part is missing, cut off, or is not what it has to be.
    #[error("The workbook is damaged: {what} ({part}).")]
    Damaged {
        /// The part of the workbook.
        part: String,
        /// What is wrong with it.
        what: &'static str,
    },
    /// More than [`MAX_PART_BYTES`] when it is unpacked.
    #[error("The workbook unpacks to more than 512 MB ({part}).")]
    Unpacked {
        /// The part of the workbook.
        part: String,
    },
    /// Nothing but charts and macros.
    #[error("The workbook has no sheet with cells.")]
    NoSheets,
    /// The caller named a sheet that is not there.
    #[error("The workbook has no sheet number {}.", .0 + 1)]
    NoSuchSheet(usize),
    /// No cell has content.
    #[error("The sheet \"{sheet}\" is empty.")]
    EmptySheet {
        /// Its name.
        sheet: String,
    },
    /// More than [`rollcall_table::MAX_COLUMNS`].
    #[error("The sheet \"{sheet}\" has something in column {} (cell {cell}). At most 1,000 columns can be read.", column_name(.cell.column))]
    TooManyColumns {
        /// Its name.
        sheet: String,
        /// The first cell that is too far to the right.
        cell: CellRef,
    },
    /// More than [`rollcall_table::MAX_CELLS`], or more text than [`MAX_BYTES`].
    #[error("The sheet \"{sheet}\" is too large: the limit is reached in row {}.", .cell.row + 1)]
    SheetTooLarge {
        /// Its name.
        sheet: String,
        /// Where the limit is reached.
        cell: CellRef,
    },
    /// More than [`rollcall_table::MAX_CELL_BYTES`].
    #[error("Cell {cell} of the sheet \"{sheet}\" holds more than 1 MB of text.")]
    CellTooLarge {
        /// Its name.
        sheet: String,
        /// Which.
        cell: CellRef,
    },
    /// More than [`MAX_BYTES`].
    #[error("{}", ReadError::TooLarge { bytes: *.bytes })]
    TooLarge {
        /// Its size.
        bytes: u64,
    },
}

impl WorkbookError {
    /// Refuses a file by its size.
    pub(crate) fn check_size(bytes: usize) -> Result<(), Self> {
        let bytes = bytes as u64;
        if bytes > MAX_BYTES {
            Err(Self::TooLarge { bytes })
        } else {
            Ok(())
        }
    }

    pub(crate) fn damaged(part: &str, what: &'static str) -> Self {
        Self::Damaged {
            part: part.to_owned(),
            what,
        }
    }

    /// Stable, for documentation and tests.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotAWorkbook(_) => "workbook-foreign",
            Self::Password => "workbook-password",
            Self::BinaryWorkbook => "workbook-binary",
            Self::TooOld => "workbook-old",
            Self::Damaged { .. } => "workbook-damaged",
            Self::Unpacked { .. } => "workbook-unpacked",
            Self::NoSheets => "workbook-no-sheets",
            Self::NoSuchSheet(_) => "workbook-no-such-sheet",
            Self::EmptySheet { .. } => "workbook-empty-sheet",
            Self::TooManyColumns { .. } => "workbook-columns",
            Self::SheetTooLarge { .. } => "workbook-sheet-size",
            Self::CellTooLarge { .. } => "workbook-cell-size",
            Self::TooLarge { .. } => "workbook-size",
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> String {
        match self {
            Self::NotAWorkbook(Some(foreign)) => foreign.hint().into(),
            Self::NotAWorkbook(None) => "Load a .csv, .xlsx, .xls or .ods file.".into(),
            Self::Password => {
                "Open it, remove the password (in Excel: File, Info, Protect Workbook, Encrypt with Password, and clear the \
                 field), save it, and load it again."
                    .into()
            }
            Self::BinaryWorkbook | Self::TooOld => {
                "Open it in Excel or LibreOffice, save it as an Excel workbook (.xlsx), and load that.".into()
            }
            Self::Damaged { .. } => {
                "Download or copy the file again. If Excel or LibreOffice can repair it, save it there under a new name and \
                 compare it with the original before it is used."
                    .into()
            }
            Self::Unpacked { .. } => {
                "No list of accounts is that large. Copy the rows that are needed into a new workbook, and save that.".into()
            }
            Self::NoSheets => "Check that this is the right file.".into(),
            Self::NoSuchSheet(_) => "Choose one of the sheets that are listed.".into(),
            Self::EmptySheet { .. } => "Choose another sheet.".into(),
            Self::TooManyColumns { .. } => {
                "A change file needs three columns. Delete the columns that are not needed; look for a stray cell far to the \
                 right."
                    .into()
            }
            Self::SheetTooLarge { .. } => "Delete the columns that are not needed, or split it into several files.".into(),
            Self::CellTooLarge { .. } => "Shorten or empty that cell.".into(),
            Self::TooLarge { bytes } => ReadError::TooLarge { bytes: *bytes }.hint(),
        }
    }
}
