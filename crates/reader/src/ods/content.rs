//! The part in which all sheets stand.

use std::collections::BTreeSet;
use std::io::BufRead;

use rollcall_table::{MAX_BYTES, MAX_CELL_BYTES, MAX_COLUMNS};

use crate::cell::{Area, CellRef, SHEET_COLUMNS, SHEET_ROWS};
use crate::error::WorkbookError;
use crate::grid::{Grid, Value};
use crate::sheet::{SheetInfo, SheetNotes, Visibility, WorkbookKind};
use crate::xml::{self, Go, Node, Tag};

/// What is asked of the part.
#[derive(Debug)]
pub(super) enum Wanted {
    /// All sheets, with their sizes.
    List,
    /// The cells of one.
    Sheet(usize, Box<Grid>),
}

/// Reads the part.
#[derive(Debug)]
pub(super) struct Content<'a> {
    part: &'a str,
    wanted: Wanted,
    sheets: Vec<SheetInfo>,
    /// The style whose properties come, and those that hide a sheet.
    style: Option<String>,
    hiding: BTreeSet<String>,
    /// How deep in tables: one in a cell is none of the workbook's sheets.
    tables: u32,
    /// Where the cells of this sheet go; none where they are not asked for.
    grid: Option<Grid>,
    row: u32,
    rows: u32,
    row_cells: Vec<Cell>,
    row_text: u64,
    row_hidden: Option<bool>,
    column: u32,
    columns: u32,
    cell: Option<Cell>,
    text: ShownText,
}

/// A cell while it is read, and until its row ends.
#[derive(Clone, Debug, Default)]
struct Cell {
    column: u32,
    /// How often it is there, side by side.
    repeated: u32,
    kind: String,
    value: String,
    formula: bool,
    covered: bool,
    /// How far it reaches, where it is merged with others.
    spans: (u32, u32),
    shown: String,
}

/// The paragraphs of a cell.
#[derive(Debug, Default)]
struct ShownText {
    text: String,
    paragraphs: u32,
    /// How deep in a paragraph.
    within: u32,
    /// How deep in what is not the cell's own text: comments, pictures, pronunciation.
    aside: u32,
}

impl ShownText {
    fn start(&mut self, tag: &Tag<'_>) {
        match tag.name() {
            "annotation" | "frame" | "custom-shape" | "ruby-text" | "note" => self.aside += 1,
            _ if self.aside > 0 => {}
            "p" | "h" => {
                if self.paragraphs > 0 {
                    self.text.push('\n');
                }
                self.paragraphs += 1;
                self.within += 1;
            }
            "s" => {
                let count = tag.attribute("text:c").and_then(|count| count.parse().ok());
                let count: usize = count.unwrap_or(1);
                // One more than a cell may have says that it has too many.
                let room = (MAX_CELL_BYTES + 1).saturating_sub(self.text.len());
                self.text.extend(std::iter::repeat_n(' ', count.min(room)));
            }
            "tab" => self.text.push('\t'),
            "line-break" => self.text.push('\n'),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "annotation" | "frame" | "custom-shape" | "ruby-text" | "note" => {
                self.aside = self.aside.saturating_sub(1);
            }
            "p" | "h" if self.aside == 0 => self.within = self.within.saturating_sub(1),
            _ => {}
        }
    }

    /// Blanks and line breaks of the file are one blank, and none at the beginning.
    fn add(&mut self, text: &str) {
        if self.aside > 0 || self.within == 0 {
            return;
        }
        for character in text.chars() {
            if matches!(character, ' ' | '\t' | '\r' | '\n') {
                if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
                    self.text.push(' ');
                }
            } else {
                self.text.push(character);
            }
        }
    }
}

impl<'a> Content<'a> {
    pub(super) fn new(part: &'a str, wanted: Wanted) -> Self {
        Self {
            part,
            wanted,
            sheets: Vec::new(),
            style: None,
            hiding: BTreeSet::new(),
            tables: 0,
            grid: None,
            row: 0,
            rows: 1,
            row_cells: Vec::new(),
            row_text: 0,
            row_hidden: None,
            column: 0,
            columns: 0,
            cell: None,
            text: ShownText::default(),
        }
    }

    /// Gives the sheets, and the grid of the one that was asked for.
    pub(super) fn read(
        mut self,
        part: impl BufRead,
    ) -> Result<(Vec<SheetInfo>, Option<Grid>), WorkbookError> {
        let name = self.part;
        xml::read(part, name, |node| {
            match node {
                Node::Start(tag) => self.start(&tag),
                Node::Text(text) => self.text.add(&text),
                Node::End(name) => self.end(name)?,
            }
            Ok(Go::On)
        })?;
        let grid = match self.wanted {
            // It was taken when its sheet came, and is back when that has ended.
            Wanted::Sheet(at, grid) if at < self.sheets.len() => Some(*grid),
            Wanted::Sheet(..) | Wanted::List => None,
        };
        Ok((self.sheets, grid))
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag.name() {
            "table" => {
                self.tables += 1;
                if self.tables == 1 {
                    self.start_sheet(tag);
                }
            }
            _ if self.tables > 1 => {}
            "style" if self.tables == 0 => {
                self.style = tag.attribute("style:name").map(std::borrow::Cow::into_owned);
            }
            "table-properties"
                if self.tables == 0 && tag.attribute("table:display").as_deref() == Some("false") =>
            {
                self.hiding.extend(self.style.clone());
            }
            _ if self.tables == 0 => {}
            "table-column" => self.column_tag(tag),
            "table-row" if self.cell.is_none() => self.start_row(tag),
            "table-cell" | "covered-table-cell" if self.cell.is_none() => self.start_cell(tag),
            _ if self.cell.is_some() => self.text.start(tag),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) -> Result<(), WorkbookError> {
        match name {
            "table" => {
                self.tables = self.tables.saturating_sub(1);
                if self.tables == 0 {
                    self.end_sheet();
                }
            }
            _ if self.tables != 1 => {}
            "table-cell" | "covered-table-cell" => self.end_cell()?,
            "table-row" => self.end_row()?,
            _ => self.text.end(name),
        }
        Ok(())
    }

    fn start_sheet(&mut self, tag: &Tag<'_>) {
        let hidden = tag
            .attribute("table:style-name")
            .is_some_and(|style| self.hiding.contains(style.as_ref()));
        let info = SheetInfo {
            name: tag.attribute("table:name").unwrap_or_default().into_owned(),
            visibility: if hidden {
                Visibility::Hidden
            } else {
                Visibility::Visible
            },
            size: None,
        };
        let empty = || Grid::measuring(SheetNotes::new(WorkbookKind::Ods, &info));
        self.grid = match &mut self.wanted {
            Wanted::List => Some(empty()),
            Wanted::Sheet(at, grid) if *at == self.sheets.len() => Some(std::mem::replace(grid, empty())),
            Wanted::Sheet(..) => None,
        };
        self.sheets.push(info);
        self.row = 0;
        self.columns = 0;
    }

    fn end_sheet(&mut self) {
        let Some(ended) = self.grid.take() else { return };
        match &mut self.wanted {
            Wanted::List => {
                if let Some(info) = self.sheets.last_mut() {
                    info.size = Some(ended.size());
                }
            }
            Wanted::Sheet(_, grid) => **grid = ended,
        }
    }

    fn column_tag(&mut self, tag: &Tag<'_>) {
        let count = repeated(tag, "table:number-columns-repeated");
        let next = self.columns.saturating_add(count);
        if hidden(tag).is_some()
            && let Some(grid) = &mut self.grid
        {
            grid.hide_columns(self.columns..=next - 1);
        }
        self.columns = next;
    }

    fn start_row(&mut self, tag: &Tag<'_>) {
        self.rows = repeated(tag, "table:number-rows-repeated");
        self.row_hidden = hidden(tag);
        self.row_cells.clear();
        self.row_text = 0;
        self.column = 0;
    }

    fn start_cell(&mut self, tag: &Tag<'_>) {
        let attribute = |name: &str| tag.attribute(name).unwrap_or_default().into_owned();
        let kind = match attribute("calcext:value-type") {
            error if error == "error" => error,
            _ => attribute("office:value-type"),
        };
        let value = match kind.as_str() {
            "boolean" => attribute("office:boolean-value"),
            "date" => attribute("office:date-value"),
            "time" => attribute("office:time-value"),
            "string" => attribute("office:string-value"),
            _ => attribute("office:value"),
        };
        self.cell = Some(Cell {
            column: self.column,
            repeated: repeated(tag, "table:number-columns-repeated"),
            formula: tag.attribute("table:formula").is_some(),
            covered: tag.name() == "covered-table-cell",
            spans: (
                repeated(tag, "table:number-rows-spanned"),
                repeated(tag, "table:number-columns-spanned"),
            ),
            kind,
            value,
            shown: String::new(),
        });
        self.text = ShownText::default();
    }

    fn end_cell(&mut self) -> Result<(), WorkbookError> {
        let Some(mut cell) = self.cell.take() else {
            return Ok(());
        };
        let at = CellRef::new(self.row, cell.column);
        self.column = self.column.saturating_add(cell.repeated);
        cell.shown = std::mem::take(&mut self.text.text);
        let Some(grid) = &mut self.grid else {
            return Ok(());
        };
        if grid.is_measuring() {
            // What it says does not matter, but whether it says something does.
            cell.shown = cell.shown.chars().take(1).collect();
        }
        self.row_text += cell.shown.len() as u64;
        if self.row_text > MAX_BYTES {
            return Err(grid.too_large(at));
        }
        let empty = cell.kind.is_empty() && cell.shown.is_empty() && !cell.formula && cell.spans == (1, 1);
        // What lies under merged cells is not shown.
        if !cell.covered && !empty {
            self.row_cells.push(cell);
        }
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), WorkbookError> {
        let (first, rows) = (self.row, self.rows);
        self.row = first.saturating_add(rows);
        let cells = std::mem::take(&mut self.row_cells);
        let Some(grid) = &mut self.grid else {
            return Ok(());
        };
        // The rest of a sheet is one empty row, repeated a million times.
        let last = self.row.min(SHEET_ROWS);
        if let Some(by_filter) = self.row_hidden
            && (!cells.is_empty() || rows < SHEET_ROWS / 2)
        {
            (first..last).for_each(|row| grid.hide_row(row, by_filter));
        }
        if cells.is_empty() {
            return Ok(());
        }
        if self.row > SHEET_ROWS {
            return Err(WorkbookError::damaged(
                self.part,
                "it has more rows than a sheet can have",
            ));
        }
        let first = if grid.is_measuring() { last - 1 } else { first };
        for row in first..last {
            for cell in &cells {
                put(grid, row, cell)?;
            }
        }
        Ok(())
    }
}

/// Puts a cell into its grid, as often as it is there.
fn put(grid: &mut Grid, row: u32, cell: &Cell) -> Result<(), WorkbookError> {
    let first = CellRef::new(row, cell.column);
    if cell.spans != (1, 1) {
        let last = |from: u32, count: u32, most: u32| from.saturating_add(count - 1).min(most - 1);
        let last = CellRef::new(
            last(row, cell.spans.0, SHEET_ROWS),
            last(cell.column, cell.spans.1, SHEET_COLUMNS),
        );
        grid.notes().merged.push(Area::new(first, last));
    }
    // One cell more than can be read says that there are too many.
    let most = MAX_COLUMNS as u32 + 1;
    let next = cell.column.saturating_add(cell.repeated.min(most));
    let from = if grid.is_measuring() {
        next - 1
    } else {
        cell.column
    };
    for column in from..next {
        let at = CellRef::new(row, column);
        let shown = cell.shown.as_str();
        let number = || cell.value.parse::<f64>().ok().filter(|number| number.is_finite());
        match cell.kind.as_str() {
            "error" => grid.put(at, &Value::Error(shown), cell.formula)?,
            "boolean" => grid.put(at, &Value::Bool(cell.value == "true"), cell.formula)?,
            "float" | "percentage" | "currency" => match number() {
                Some(number) => grid.put_shown(at, number, shown, cell.formula)?,
                None => grid.put(at, &Value::Text(shown), cell.formula)?,
            },
            // An error of a formula comes as a text without a value's type, or as the number 0 that is shown so.
            "" if cell.formula && shown.is_empty() => grid.put(at, &Value::NoResult, true)?,
            "" | "string" if cell.formula && is_error(shown) => grid.put(at, &Value::Error(shown), true)?,
            _ if shown.is_empty() => grid.put(at, &Value::Text(&cell.value), cell.formula)?,
            _ => grid.put(at, &Value::Text(shown), cell.formula)?,
        }
    }
    Ok(())
}

/// LibreOffice shows some errors by their numbers.
fn is_error(shown: &str) -> bool {
    shown.starts_with('#') && shown.ends_with(['!', '?', 'A']) || shown.starts_with("Err:")
}

fn repeated(tag: &Tag<'_>, name: &str) -> u32 {
    let count: Option<u32> = tag.attribute(name).and_then(|count| count.trim().parse().ok());
    count.unwrap_or(1).clamp(1, SHEET_ROWS)
}

/// Whether rows or columns are not shown, and if so, whether a filter hides them.
fn hidden(tag: &Tag<'_>) -> Option<bool> {
    match tag.attribute("table:visibility").as_deref() {
        Some("collapse") => Some(false),
        Some("filter") => Some(true),
        _ => None,
    }
}
