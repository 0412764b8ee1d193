//! The cells of one sheet.

use std::io::BufRead;

use crate::cell::{Area, CellRef, SHEET_COLUMNS, SHEET_ROWS, row_number};
use crate::error::WorkbookError;
use crate::grid::{Grid, Value};
use crate::number::NumberFormat;
use crate::xml::{self, Go, Node, Tag};

use super::strings::{RichText, unescaped};

/// Reads a sheet into a grid.
#[derive(Debug)]
pub(super) struct SheetReader<'a> {
    part: &'a str,
    strings: &'a [Box<str>],
    formats: &'a [NumberFormat],
    grid: &'a mut Grid,
    /// Where the next row and cell are that do not say it.
    row: u32,
    column: u32,
    cell: Option<Cell>,
    rich: RichText,
    filter: Filter,
    seen_data: bool,
}

/// A cell while it is read.
#[derive(Debug)]
struct Cell {
    at: CellRef,
    kind: String,
    style: usize,
    value: Option<String>,
    in_value: bool,
    formula: bool,
    inline: bool,
}

/// A filter: `autoFilter`.
#[derive(Debug, Default)]
pub(super) struct Filter {
    area: Option<Area>,
    filters: bool,
}

impl Filter {
    pub(super) fn start(&mut self, tag: &Tag<'_>) {
        match tag.name() {
            "autoFilter" => self.area = tag.attribute("ref").and_then(|area| Area::parse(&area)),
            "filterColumn" => self.filters = true,
            _ => {}
        }
    }

    /// The area in which it hides rows. One of which only the buttons are there hides none.
    pub(super) fn active(&self) -> Option<Area> {
        self.area.filter(|_| self.filters)
    }
}

impl<'a> SheetReader<'a> {
    pub(super) fn new(
        part: &'a str,
        strings: &'a [Box<str>],
        formats: &'a [NumberFormat],
        grid: &'a mut Grid,
    ) -> Self {
        Self {
            part,
            strings,
            formats,
            grid,
            row: 0,
            column: 0,
            cell: None,
            rich: RichText::default(),
            filter: Filter::default(),
            seen_data: false,
        }
    }

    /// Gives the area in which the sheet's own filter hides rows.
    pub(super) fn read(mut self, part: impl BufRead) -> Result<Option<Area>, WorkbookError> {
        let name = self.part;
        xml::read(part, name, |node| {
            match node {
                Node::Start(tag) => self.start(&tag)?,
                Node::Text(text) => self.text(&text),
                Node::End(name) => self.end(name)?,
            }
            Ok(Go::On)
        })?;
        if self.seen_data {
            Ok(self.filter.active())
        } else {
            Err(self.damaged("it has no cells"))
        }
    }

    fn damaged(&self, what: &'static str) -> WorkbookError {
        WorkbookError::damaged(self.part, what)
    }

    fn start(&mut self, tag: &Tag<'_>) -> Result<(), WorkbookError> {
        if let Some(cell) = &mut self.cell {
            match tag.name() {
                "v" => {
                    cell.in_value = true;
                    cell.value = Some(String::new());
                }
                "f" => cell.formula = true,
                "is" => cell.inline = true,
                _ if cell.inline => self.rich.start(tag),
                _ => {}
            }
            return Ok(());
        }
        match tag.name() {
            "sheetData" => self.seen_data = true,
            "row" => self.start_row(tag)?,
            "c" => self.start_cell(tag)?,
            "col" => self.start_column(tag),
            "mergeCell" => {
                if let Some(area) = tag.attribute("ref").and_then(|area| Area::parse(&area)) {
                    self.grid.notes().merged.push(area);
                }
            }
            _ => self.filter.start(tag),
        }
        Ok(())
    }

    fn start_row(&mut self, tag: &Tag<'_>) -> Result<(), WorkbookError> {
        if let Some(number) = tag.attribute("r") {
            self.row = row_number(number.trim()).ok_or_else(|| self.damaged("a row has no sound number"))?;
        }
        self.column = 0;
        let flat = tag.is_set("customHeight") && tag.attribute("ht").is_some_and(|height| is_zero(&height));
        if tag.is_set("hidden") || flat {
            self.grid.hide_row(self.row, false);
        }
        Ok(())
    }

    fn start_column(&mut self, tag: &Tag<'_>) {
        let number = |name: &str| {
            let number: Option<u32> = tag.attribute(name).and_then(|number| number.trim().parse().ok());
            number.and_then(|number| number.checked_sub(1))
        };
        let narrow = tag.attribute("width").is_some_and(|width| is_zero(&width));
        if (tag.is_set("hidden") || narrow)
            && let (Some(first), Some(last)) = (number("min"), number("max"))
        {
            self.grid.hide_columns(first..=last);
        }
    }

    fn start_cell(&mut self, tag: &Tag<'_>) -> Result<(), WorkbookError> {
        let at = match tag.attribute("r") {
            Some(name) => {
                CellRef::parse(name.trim()).ok_or_else(|| self.damaged("a cell has no sound name"))?
            }
            None => CellRef::new(self.row, self.column),
        };
        if at.row != self.row || at.row >= SHEET_ROWS || at.column >= SHEET_COLUMNS {
            return Err(self.damaged("a cell stands in another row than it says"));
        }
        self.column = at.column + 1;
        let style = tag.attribute("s").and_then(|style| style.trim().parse().ok());
        self.cell = Some(Cell {
            at,
            kind: tag.attribute("t").unwrap_or_default().into_owned(),
            style: style.unwrap_or(0),
            value: None,
            in_value: false,
            formula: false,
            inline: false,
        });
        Ok(())
    }

    fn text(&mut self, text: &str) {
        match &mut self.cell {
            Some(Cell {
                in_value: true,
                value: Some(value),
                ..
            }) => *value += text,
            Some(Cell { inline: true, .. }) => self.rich.text(text),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) -> Result<(), WorkbookError> {
        match (name, &mut self.cell) {
            ("row", None) => self.row += 1,
            ("v", Some(cell)) => cell.in_value = false,
            ("c", Some(_)) => {
                if let Some(cell) = self.cell.take() {
                    self.end_cell(&cell)?;
                }
            }
            (name, Some(cell)) if cell.inline => self.rich.end(name),
            _ => {}
        }
        Ok(())
    }

    fn end_cell(&mut self, cell: &Cell) -> Result<(), WorkbookError> {
        let Cell { at, formula, .. } = *cell;
        let rich = self.rich.take();
        let value = cell.value.as_deref();
        if cell.inline && (cell.kind == "inlineStr" || value.is_none()) {
            return self.grid.put(at, &Value::Text(&rich), formula);
        }
        let Some(value) = value else {
            return if formula {
                self.grid.put(at, &Value::NoResult, true)
            } else {
                Ok(())
            };
        };
        let trimmed = value.trim();
        match cell.kind.as_str() {
            // What a formula says, also if it says nothing.
            "str" => self.grid.put(at, &Value::Text(&unescaped(value)), formula),
            _ if trimmed.is_empty() => {
                if formula {
                    self.grid.put(at, &Value::NoResult, true)
                } else {
                    Ok(())
                }
            }
            "s" => {
                let text = trimmed.parse().ok().and_then(|at: usize| self.strings.get(at));
                let text = text.ok_or_else(|| self.damaged("a cell names a text that is not there"))?;
                self.grid.put(at, &Value::Text(text), formula)
            }
            "b" => match trimmed {
                "1" | "true" => self.grid.put(at, &Value::Bool(true), formula),
                "0" | "false" => self.grid.put(at, &Value::Bool(false), formula),
                _ => Err(self.damaged("a cell is neither true nor false")),
            },
            "e" => self.grid.put(at, &Value::Error(trimmed), formula),
            "" | "n" => match trimmed.parse::<f64>() {
                Ok(number) if number.is_finite() => {
                    let format = self.formats.get(cell.style).unwrap_or(&NumberFormat::General);
                    self.grid.put(at, &Value::Number(number, format), formula)
                }
                _ => Err(self.damaged("a cell that should hold a number holds none")),
            },
            // A date as ISO 8601 has it.
            "d" => self.grid.put(at, &Value::Text(trimmed), formula),
            "inlineStr" => self.grid.put(at, &Value::Text(value), formula),
            _ => Err(self.damaged("a cell is of an unknown type")),
        }
    }
}

fn is_zero(number: &str) -> bool {
    number.trim().parse::<f64>() == Ok(0.0)
}
