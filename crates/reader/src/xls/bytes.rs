//! Numbers in bytes, and what is said where they are missing.

use crate::error::WorkbookError;

/// What errors name as the damaged part.
pub(super) const PART: &str = "Workbook";

pub(super) fn damaged(what: &'static str) -> WorkbookError {
    WorkbookError::damaged(PART, what)
}

pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let pair = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(pair.try_into().ok()?))
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(four.try_into().ok()?))
}
