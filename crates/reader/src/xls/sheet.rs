//! The cells of one sheet.

use crate::cell::{Area, CellRef};
use crate::error::WorkbookError;
use crate::grid::{Grid, Value};
use crate::number::NumberFormat;

use super::bytes::{damaged, u16_at, u32_at};
use super::globals::Globals;
use super::record::{BOF, EOF, Record, Records};
use super::strings::Reader;

const FORMULA: u16 = 0x0006;
const COL_INFO: u16 = 0x007D;
const FILTER_MODE: u16 = 0x009B;
const MUL_RK: u16 = 0x00BD;
const MERGE_CELLS: u16 = 0x00E5;
const LABEL_SST: u16 = 0x00FD;
const NUMBER: u16 = 0x0203;
const LABEL: u16 = 0x0204;
const BOOL_ERR: u16 = 0x0205;
const STRING: u16 = 0x0207;
const ROW: u16 = 0x0208;
const RK: u16 = 0x027E;
const RSTRING: u16 = 0x00D6;

/// Puts the sheet that begins at an offset into a grid.
pub(super) fn fill(book: &Globals, offset: usize, grid: &mut Grid) -> Result<(), WorkbookError> {
    let mut records = Records::from(&book.stream, offset);
    if records.next()?.kind != BOF {
        return Err(damaged("a sheet is not where it should be"));
    }
    let mut sheet = Sheet {
        book,
        grid,
        waiting: None,
        filtering: false,
    };
    // Charts in a sheet are streams within it, with cells of their own.
    let mut depth = 0_u32;
    loop {
        let record = records.next()?;
        match record.kind {
            BOF => depth += 1,
            EOF if depth == 0 => break,
            EOF => depth -= 1,
            _ if depth > 0 => {}
            STRING => {
                let parts = records.continued(record.data)?;
                sheet.result(parts)?;
            }
            _ => {
                sheet
                    .record(record)
                    .unwrap_or_else(|| Err(damaged("a record is too short")))?;
            }
        }
    }
    sheet.no_result()?;
    // Rows that a filter hides look like those that somebody hid.
    if sheet.filtering {
        grid.filter_hides(|_| true);
    }
    Ok(())
}

struct Sheet<'a> {
    book: &'a Globals,
    grid: &'a mut Grid,
    /// A formula whose result, a text, comes in the next record.
    waiting: Option<CellRef>,
    filtering: bool,
}

impl Sheet<'_> {
    /// `None` where the record is too short.
    fn record(&mut self, record: Record<'_>) -> Option<Result<(), WorkbookError>> {
        let data = record.data;
        match record.kind {
            FILTER_MODE => self.filtering = true,
            // fDyZero: of no height.
            ROW if data.get(12)? & 0x20 != 0 => {
                self.grid.hide_row(u32::from(u16_at(data, 0)?), false);
            }
            COL_INFO => {
                let (first, last) = (u16_at(data, 0)?, u16_at(data, 2)?);
                let narrow = u16_at(data, 4)? == 0;
                if narrow || u16_at(data, 8)? & 1 != 0 {
                    self.grid.hide_columns(u32::from(first)..=u32::from(last));
                }
            }
            MERGE_CELLS => {
                for nth in 0..usize::from(u16_at(data, 0)?) {
                    let corner = |at: usize| u16_at(data, 2 + 8 * nth + at).map(u32::from);
                    let first = CellRef::new(corner(0)?, corner(4)?);
                    let last = CellRef::new(corner(2)?, corner(6)?);
                    self.grid.notes().merged.push(Area::new(first, last));
                }
            }
            NUMBER => {
                let (at, style) = cell(data)?;
                return Some(self.number(at, style, f64_at(data, 6)?, false));
            }
            RK => {
                let (at, style) = cell(data)?;
                return Some(self.number(at, style, rk(u32_at(data, 6)?), false));
            }
            MUL_RK => {
                let (first, _) = cell(data)?;
                let count = data.len().checked_sub(6)? / 6;
                for nth in 0..count {
                    let at = CellRef::new(first.row, first.column + nth as u32);
                    let style = u16_at(data, 4 + 6 * nth)?;
                    let number = rk(u32_at(data, 6 + 6 * nth)?);
                    if let Err(error) = self.number(at, style, number, false) {
                        return Some(Err(error));
                    }
                }
            }
            LABEL_SST => {
                let (at, _) = cell(data)?;
                return Some(match self.book.strings.get(u32_at(data, 6)? as usize) {
                    Some(text) => self.grid.put(at, &Value::Text(text), false),
                    None => Err(damaged("a cell names a text that is not there")),
                });
            }
            LABEL | RSTRING => {
                let (at, _) = cell(data)?;
                let text = Reader::of(data.get(6..)?).text(false)?;
                return Some(self.grid.put(at, &Value::Text(&text), false));
            }
            BOOL_ERR => {
                let (at, _) = cell(data)?;
                return Some(self.bool_or_error(at, *data.get(6)?, *data.get(7)? != 0, false));
            }
            FORMULA => return self.formula(data),
            _ => {}
        }
        Some(Ok(()))
    }

    fn number(&mut self, at: CellRef, style: u16, number: f64, formula: bool) -> Result<(), WorkbookError> {
        if !number.is_finite() {
            return Err(damaged("a cell that should hold a number holds none"));
        }
        let format = self.book.formats.get(usize::from(style));
        let format = format.unwrap_or(&NumberFormat::General);
        self.grid.put(at, &Value::Number(number, format), formula)
    }

    fn bool_or_error(
        &mut self,
        at: CellRef,
        value: u8,
        error: bool,
        formula: bool,
    ) -> Result<(), WorkbookError> {
        if !error {
            return self.grid.put(at, &Value::Bool(value != 0), formula);
        }
        let shown = match value {
            0x00 => "#NULL!",
            0x07 => "#DIV/0!",
            0x0F => "#VALUE!",
            0x17 => "#REF!",
            0x1D => "#NAME?",
            0x24 => "#NUM!",
            0x2A => "#N/A",
            0x2B => "#GETTING_DATA",
            _ => return Err(damaged("a cell shows an error that is not known")),
        };
        self.grid.put(at, &Value::Error(shown), formula)
    }

    /// What a formula came to: a number, or a mark of what else.
    fn formula(&mut self, data: &[u8]) -> Option<Result<(), WorkbookError>> {
        if let Err(error) = self.no_result() {
            return Some(Err(error));
        }
        let (at, style) = cell(data)?;
        // fAlwaysCalc, and what older programs set to have it worked out when the file is opened.
        self.grid.notes().recalculated |= u16_at(data, 14)? & 3 != 0;
        if u16_at(data, 12)? != 0xFFFF {
            return Some(self.number(at, style, f64_at(data, 6)?, true));
        }
        let value = *data.get(8)?;
        Some(match data.get(6)? {
            0 => {
                self.waiting = Some(at);
                Ok(())
            }
            1 => self.bool_or_error(at, value, false, true),
            2 => self.bool_or_error(at, value, true, true),
            // An empty text; programs that cannot work formulas out write it as well.
            3 => self.grid.put(at, &Value::NoResult, true),
            _ => Err(damaged("the result of a formula is of an unknown kind")),
        })
    }

    fn result(&mut self, parts: Vec<&[u8]>) -> Result<(), WorkbookError> {
        let Some(at) = self.waiting.take() else {
            return Ok(());
        };
        let text = Reader::new(parts)
            .text(false)
            .ok_or_else(|| damaged("the result of a formula is cut off"))?;
        self.grid.put(at, &Value::Text(&text), true)
    }

    /// A formula that said that its text comes, and none came.
    fn no_result(&mut self) -> Result<(), WorkbookError> {
        match self.waiting.take() {
            Some(at) => self.grid.put(at, &Value::NoResult, true),
            None => Ok(()),
        }
    }
}

/// Where a cell is, and its style.
fn cell(data: &[u8]) -> Option<(CellRef, u16)> {
    let at = CellRef::new(u32::from(u16_at(data, 0)?), u32::from(u16_at(data, 2)?));
    Some((at, u16_at(data, 4)?))
}

fn f64_at(data: &[u8], at: usize) -> Option<f64> {
    let eight = data.get(at..at + 8)?;
    Some(f64::from_le_bytes(eight.try_into().ok()?))
}

/// A number in four bytes: the upper half of a float, or an integer, and perhaps its hundredfold.
fn rk(bits: u32) -> f64 {
    let number = if bits & 2 == 0 {
        f64::from_bits(u64::from(bits & !3) << 32)
    } else {
        f64::from(bits.cast_signed() >> 2)
    };
    if bits & 1 == 0 { number } else { number / 100.0 }
}
