//! A workbook as the change file: one of its sheets is read.

use std::rc::Rc;

use js_sys::Uint8Array;
use rollcall_core::file::Foreign;
use rollcall_protocol::{FileState, Problem, SheetState, WorkbookState};

use crate::convert;
use crate::digest::sha256;
use crate::reader::{Reader, SheetText, Workbook};

/// With it a program that opens the CSV knows that it is UTF-8.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// Whether the reader has to be asked. What it does not read after all it refuses in words.
pub(super) fn is_workbook(bytes: &[u8]) -> bool {
    matches!(
        Foreign::recognize(bytes),
        Some(Foreign::ExcelWorkbook | Foreign::OldExcelWorkbook | Foreign::OpenDocument)
    )
}

/// A workbook that the reader has open.
pub(super) struct OpenWorkbook {
    workbook: Workbook,
    /// Outside this program's memory: another sheet may be chosen.
    bytes: Uint8Array,
    sha256: String,
    sheets: Vec<SheetState>,
}

/// A workbook, one sheet of which is the change file.
pub(super) struct OpenSheet {
    bytes: Uint8Array,
    sha256: String,
    sheets: Vec<SheetState>,
    sheet: u32,
    is_guessed: bool,
    doubts: Vec<String>,
    remarks: Vec<String>,
}

/// With the sheet's CSV.
pub(super) type Opened = (Rc<OpenSheet>, Vec<u8>);

impl OpenWorkbook {
    pub(super) async fn open(bytes: &[u8]) -> Result<Self, Problem> {
        let reader = Reader::load().await?;
        let sha256 = sha256(bytes);
        let bytes = Uint8Array::from(bytes);
        let workbook = reader.open(&bytes)?;
        let sheets = workbook.sheets()?;
        Ok(Self {
            workbook,
            bytes,
            sha256,
            sheets,
        })
    }

    /// The sheets that may be meant: those with content, first the ones that have a tab.
    pub(super) fn candidates(&self) -> Vec<u32> {
        let of = |hidden: bool| {
            let sheets = (0..).zip(&self.sheets);
            sheets.filter(move |(_, sheet)| holds_something(sheet) && sheet.hidden == hidden)
        };
        of(false).chain(of(true)).map(|(at, _)| at).collect()
    }

    /// One of them, because it is the first that is a table.
    pub(super) fn guess(&self, sheet: u32) -> Result<Opened, Problem> {
        self.read(sheet, with_tabs(&self.sheets) > 1)
    }

    fn read(&self, sheet: u32, is_guessed: bool) -> Result<Opened, Problem> {
        let SheetText { csv, doubts, remarks } = self.workbook.read(sheet)?;
        let mut marked = vec![0; MARK.len() + csv.length() as usize];
        let (mark, text) = marked.split_at_mut(MARK.len());
        mark.copy_from_slice(MARK);
        csv.copy_to(text);
        let open = OpenSheet {
            bytes: self.bytes.clone(),
            sha256: self.sha256.clone(),
            sheets: self.sheets.clone(),
            sheet,
            is_guessed,
            doubts,
            remarks,
        };
        Ok((Rc::new(open), marked))
    }
}

impl OpenSheet {
    /// Another sheet, or the same, because somebody chose it.
    pub(super) async fn choose(&self, sheet: u32) -> Result<Opened, Problem> {
        let reader = Reader::load().await?;
        let workbook = OpenWorkbook {
            workbook: reader.open(&self.bytes)?,
            bytes: self.bytes.clone(),
            sha256: self.sha256.clone(),
            sheets: self.sheets.clone(),
        };
        workbook.read(sheet, false)
    }

    /// Which sheet is read, counted from 0.
    pub(super) fn sheet(&self) -> u32 {
        self.sheet
    }

    /// Of the workbook.
    pub(super) fn sha256(&self) -> &str {
        &self.sha256
    }

    /// What speaks against reading the sheet as it was read.
    pub(super) fn doubts(&self) -> Vec<String> {
        let mut doubts = Vec::new();
        if self.is_guessed {
            doubts.push(format!(
                "The workbook has {} sheets, and “{}” is read, the first that is a table. Choose another one if that is meant.",
                with_tabs(&self.sheets),
                self.name()
            ));
        }
        doubts.extend(self.doubts.iter().cloned());
        doubts
    }

    /// Tells the page.
    pub(super) fn tell(&self, state: &mut FileState) {
        state.size = u64::from(self.bytes.length());
        // Nothing of how the text is written can be chosen: it is the reader's.
        state.reading.encodings.clear();
        state.reading.byte_order_mark = false;
        state.reading.workbook = Some(WorkbookState {
            sheets: self.sheets.clone(),
            sheet: self.sheet,
            sheet_is_guessed: self.is_guessed,
            remarks: self.remarks.clone(),
        });
    }

    /// The sheet as a workbook of its own. `csv`: as it was read, or with edits.
    pub(super) async fn save(&self, csv: &[u8]) -> Result<Vec<u8>, Problem> {
        let reader = Reader::load().await?;
        reader.save(self.name(), csv.strip_prefix(MARK).unwrap_or(csv))
    }

    fn name(&self) -> &str {
        let sheet = self.sheets.get(self.sheet as usize);
        sheet.map_or("", |sheet| sheet.name.as_str())
    }
}

/// A sheet whose size is not known is asked for, so that what is wrong with it is said.
fn holds_something(sheet: &SheetState) -> bool {
    sheet.rows != Some(0)
}

/// How many sheets with content are not hidden.
fn with_tabs(sheets: &[SheetState]) -> usize {
    let shown = |sheet: &&SheetState| holds_something(sheet) && !sheet.hidden;
    sheets.iter().filter(shown).count()
}

pub(super) fn empty() -> Problem {
    convert::problem(
        "workbook-empty",
        "No sheet of this workbook holds anything.",
        "Load the workbook that has the rows.",
    )
}
