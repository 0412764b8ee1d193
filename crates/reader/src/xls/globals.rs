//! What holds for the whole workbook: sheets, texts, number formats.

use std::collections::BTreeMap;

use crate::error::WorkbookError;
use crate::number::NumberFormat;
use crate::sheet::{SheetInfo, Visibility};

use super::bytes::{damaged, u16_at, u32_at};
use super::record::{BOF, EOF, Records};
use super::strings::{self, Reader};

const FILE_PASS: u16 = 0x002F;
const DATE_MODE: u16 = 0x0022;
const FORMAT: u16 = 0x041E;
const XF: u16 = 0x00E0;
const BOUND_SHEET: u16 = 0x0085;
const SST: u16 = 0x00FC;
const BIFF8: u16 = 0x0600;

/// What a workbook says before its sheets.
#[derive(Debug)]
pub(super) struct Globals {
    pub(super) stream: Vec<u8>,
    /// With the offset in the stream at which each begins.
    pub(super) sheets: Vec<(SheetInfo, usize)>,
    pub(super) strings: Vec<Box<str>>,
    /// By style.
    pub(super) formats: Vec<NumberFormat>,
    pub(super) since_1904: bool,
}

pub(super) fn read(stream: Vec<u8>) -> Result<Globals, WorkbookError> {
    let mut records = Records::from(&stream, 0);
    let first = records.next()?;
    if first.kind != BOF {
        return Err(damaged("it does not begin as a workbook"));
    }
    if u16_at(first.data, 0) != Some(BIFF8) {
        return Err(WorkbookError::TooOld);
    }
    let mut sheets = Vec::new();
    let mut strings = Vec::new();
    let mut codes = BTreeMap::new();
    let mut styles = Vec::new();
    let mut since_1904 = false;
    loop {
        let record = records.next()?;
        let short = || damaged("a record is too short");
        match record.kind {
            FILE_PASS => return Err(WorkbookError::Password),
            DATE_MODE => since_1904 = u16_at(record.data, 0) == Some(1),
            FORMAT => {
                let number = u16_at(record.data, 0).ok_or_else(short)?;
                let code = Reader::of(record.data.get(2..).unwrap_or_default())
                    .text(false)
                    .ok_or_else(short)?;
                codes.insert(number, code);
            }
            XF => styles.push(u16_at(record.data, 2).ok_or_else(short)?),
            BOUND_SHEET => {
                let offset = u32_at(record.data, 0).ok_or_else(short)? as usize;
                let [.., state, kind] = record.data.get(..6).unwrap_or_default() else {
                    return Err(short());
                };
                let name = Reader::of(record.data.get(6..).unwrap_or_default())
                    .text(true)
                    .ok_or_else(short)?;
                let visibility = match state & 3 {
                    0 => Visibility::Visible,
                    1 => Visibility::Hidden,
                    _ => Visibility::VeryHidden,
                };
                // Charts and macros have other kinds.
                if *kind == 0 {
                    let info = SheetInfo {
                        name,
                        visibility,
                        size: None,
                    };
                    sheets.push((info, offset));
                }
            }
            SST => strings = strings::shared(records.continued(record.data)?)?,
            EOF => break,
            _ => {}
        }
    }
    let format = |number: &u16| match codes.get(number) {
        // A file writes these out too, in the way of the computer that saved it.
        Some(_) if matches!(NumberFormat::built_in(u32::from(*number)), NumberFormat::Local(_)) => {
            NumberFormat::built_in(u32::from(*number))
        }
        Some(code) => NumberFormat::parse(code),
        None => NumberFormat::built_in(u32::from(*number)),
    };
    let formats = styles.iter().map(format).collect();
    Ok(Globals {
        stream,
        sheets,
        strings,
        formats,
        since_1904,
    })
}
