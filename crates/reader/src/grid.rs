//! The cells of a sheet on their way to text. A reader hands them over as it finds them; what comes out is CSV with its notes.

use rollcall_table::{MAX_BYTES, MAX_CELL_BYTES, MAX_CELLS, MAX_COLUMNS, PlainWriter};

use crate::cell::{Area, CellRef, Span};
use crate::error::WorkbookError;
use crate::number::{NumberFormat, Shown, general, is_rounded};
use crate::sheet::{SheetNotes, SheetSize, SheetText};

/// Of so many blank rows below each other each is kept, of more only so many: one stray cell at the end of a sheet does not make a million
/// lines.
pub const MOST_BLANK_ROWS: u32 = 100;

/// What a cell holds.
#[derive(Debug)]
pub(crate) enum Value<'a> {
    Text(&'a str),
    Number(f64, &'a NumberFormat),
    Bool(bool),
    /// As it is shown: `#N/A`.
    Error(&'a str),
    /// Nothing, but a formula has its result here.
    NoResult,
}

/// Collects cells.
#[derive(Debug)]
pub(crate) struct Grid {
    notes: SheetNotes,
    since_1904: bool,
    /// Whether only the size is asked for.
    measuring: bool,
    size: SheetSize,
    cells: Vec<Cell>,
    text: String,
    hidden_rows: Vec<u32>,
    filtered_rows: Vec<u32>,
    hidden_columns: Vec<u32>,
}

/// Takes the text of cells that lie under others: a merged area shows its first cell, and what the others hold is not seen. `cells` are
/// in order.
fn empty_covered(cells: &mut [Cell], merged: &[Area]) {
    let mut areas: Vec<Area> = merged.to_vec();
    areas.sort_by_key(|area| area.first);
    let mut areas = areas.into_iter().peekable();
    let mut open: Vec<Area> = Vec::new();
    let mut row = None;
    for cell in cells {
        if row != Some(cell.row) {
            row = Some(cell.row);
            open.extend(std::iter::from_fn(|| {
                areas.next_if(|area| area.first.row <= cell.row)
            }));
            open.retain(|area| area.last.row >= cell.row);
        }
        let at = CellRef::new(cell.row, cell.column);
        if open.iter().any(|area| area.first != at && area.contains(at)) {
            cell.end = cell.start;
        }
    }
}

/// Where a cell's text stands in the text of all. Most sheets have cells by the hundred thousand: 16 bytes each.
#[derive(Clone, Copy, Debug)]
struct Cell {
    row: u32,
    column: u32,
    start: u32,
    end: u32,
}

impl Grid {
    pub(crate) fn new(notes: SheetNotes, since_1904: bool) -> Self {
        Self {
            notes,
            since_1904,
            measuring: false,
            size: SheetSize::default(),
            cells: Vec::new(),
            text: String::new(),
            hidden_rows: Vec::new(),
            filtered_rows: Vec::new(),
            hidden_columns: Vec::new(),
        }
    }

    /// Only for its [`size`](Self::size).
    pub(crate) fn measuring(notes: SheetNotes) -> Self {
        Self {
            measuring: true,
            ..Self::new(notes, false)
        }
    }

    pub(crate) fn is_measuring(&self) -> bool {
        self.measuring
    }

    pub(crate) fn size(&self) -> SheetSize {
        self.size
    }

    pub(crate) fn notes(&mut self) -> &mut SheetNotes {
        &mut self.notes
    }

    pub(crate) fn hide_row(&mut self, row: u32, by_filter: bool) {
        if !self.measuring {
            self.hidden_rows.push(row);
            if by_filter {
                self.filtered_rows.push(row);
            }
        }
    }

    /// Which of the hidden rows a filter hides, where that is known only at the end.
    pub(crate) fn filter_hides(&mut self, hides: impl Fn(u32) -> bool) {
        let filtered = self.hidden_rows.iter().copied().filter(|row| hides(*row));
        self.filtered_rows = filtered.collect();
    }

    pub(crate) fn hide_columns(&mut self, columns: std::ops::RangeInclusive<u32>) {
        if !self.measuring {
            let most = MAX_COLUMNS as u32;
            self.hidden_columns
                .extend(columns.take_while(|column| *column < most));
        }
    }

    /// Adds a cell.
    pub(crate) fn put(&mut self, at: CellRef, value: &Value<'_>, formula: bool) -> Result<(), WorkbookError> {
        if let Value::Text("") = value
            && !formula
        {
            return Ok(());
        }
        self.size.rows = self.size.rows.max(at.row + 1);
        self.size.columns = self.size.columns.max(at.column + 1);
        if self.measuring {
            return Ok(());
        }
        if at.column as usize >= MAX_COLUMNS {
            return Err(WorkbookError::TooManyColumns {
                sheet: self.notes.sheet.clone(),
                cell: at,
            });
        }
        self.notes.formulas += u32::from(formula);
        let start = self.text.len();
        match value {
            Value::Text(text) => self.text += text,
            Value::Bool(true) => self.text += "TRUE",
            Value::Bool(false) => self.text += "FALSE",
            Value::Error(text) => {
                self.notes.errors.push(at);
                self.text += text;
            }
            Value::NoResult => self.notes.without_value.push(at),
            Value::Number(number, format) => self.number(at, *number, format),
        }
        self.end_cell(at, start)
    }

    fn number(&mut self, at: CellRef, number: f64, format: &NumberFormat) {
        if is_rounded(number) {
            self.notes.rounded.push(at);
        }
        match format.show(number, self.since_1904) {
            Shown::Exactly(text) => self.text += &text,
            Shown::ByLocale(text) => {
                self.notes.by_locale.push(at);
                self.text += &text;
            }
            Shown::Bare(text) => {
                self.notes.unformatted.push(at);
                self.text += &text;
            }
        }
    }

    /// Adds a number of which the sheet says how it is shown. An exponent is not believed: a narrow column makes it of any number.
    pub(crate) fn put_shown(
        &mut self,
        at: CellRef,
        number: f64,
        shown: &str,
        formula: bool,
    ) -> Result<(), WorkbookError> {
        let shortened = shown.contains(['E', 'e']) && shown.parse::<f64>().is_ok();
        let too_narrow = shown.is_empty() || shown.bytes().all(|byte| byte == b'#');
        let bare = general(number);
        self.put(
            at,
            &Value::Text(if shortened || too_narrow { &bare } else { shown }),
            formula,
        )?;
        if is_rounded(number) && !self.measuring {
            self.notes.rounded.push(at);
        }
        Ok(())
    }

    fn end_cell(&mut self, at: CellRef, start: usize) -> Result<(), WorkbookError> {
        let end = self.text.len();
        if end - start > MAX_CELL_BYTES {
            return Err(WorkbookError::CellTooLarge {
                sheet: self.notes.sheet.clone(),
                cell: at,
            });
        }
        if self.cells.len() >= MAX_CELLS || end as u64 > MAX_BYTES {
            return Err(self.too_large(at));
        }
        self.cells.push(Cell {
            row: at.row,
            column: at.column,
            // Not more than MAX_BYTES.
            start: start as u32,
            end: end as u32,
        });
        Ok(())
    }

    pub(crate) fn too_large(&self, cell: CellRef) -> WorkbookError {
        WorkbookError::SheetTooLarge {
            sheet: self.notes.sheet.clone(),
            cell,
        }
    }

    /// The text of all cells. `part` names what is damaged where a cell is there twice.
    pub(crate) fn finish(mut self, part: &str) -> Result<SheetText, WorkbookError> {
        let order = |cell: &Cell| (cell.row, cell.column);
        if !self.cells.is_sorted_by_key(order) {
            self.cells.sort_by_key(order);
        }
        let twice = |pair: &[Cell]| matches!(pair, [one, other] if order(one) == order(other));
        if self.cells.windows(2).any(twice) {
            return Err(WorkbookError::damaged(part, "a cell is there twice"));
        }
        empty_covered(&mut self.cells, &self.notes.merged);
        // Cells without text do not make a table larger.
        let content = || self.cells.iter().filter(|cell| cell.end > cell.start);
        let columns = content().map(|cell| cell.column + 1).max().unwrap_or(0) as usize;
        let Some(last) = content().next_back().map(|cell| cell.row) else {
            return Err(WorkbookError::EmptySheet {
                sheet: self.notes.sheet.clone(),
            });
        };
        let mut writer = PlainWriter::new();
        let mut record: Vec<&str> = vec![""; columns];
        let mut blank = 0;
        let mut cells = self.cells.iter().peekable();
        let mut row = 0;
        while row <= last {
            record.fill("");
            let mut empty = true;
            while let Some(cell) = cells.next_if(|cell| cell.row == row) {
                let text = self
                    .text
                    .get(cell.start as usize..cell.end as usize)
                    .unwrap_or_default();
                if let Some(slot) = record.get_mut(cell.column as usize) {
                    empty &= text.is_empty();
                    *slot = text;
                }
            }
            blank = if empty { blank + 1 } else { 0 };
            if blank <= MOST_BLANK_ROWS {
                if self.notes.row_numbers.len() * columns > MAX_CELLS || writer.size() as u64 > MAX_BYTES {
                    return Err(self.too_large(CellRef::new(row, 0)));
                }
                writer.record(&record);
                self.notes.row_numbers.push(row + 1);
                row += 1;
            } else {
                // All up to the next cell are left out.
                row = cells.peek().map_or(last, |cell| cell.row).max(row + 1);
            }
        }
        self.notes.recalculated &= self.notes.formulas > 0;
        self.notes.hidden_rows = Span::of(self.hidden_rows);
        self.notes.filtered_rows = Span::of(self.filtered_rows);
        self.notes.hidden_columns = Span::of(self.hidden_columns);
        Ok(SheetText {
            csv: writer.finish(),
            notes: self.notes,
        })
    }
}
