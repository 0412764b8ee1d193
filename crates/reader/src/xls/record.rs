//! The records of which a workbook's stream is made.

use crate::error::WorkbookError;

use super::bytes::{damaged, u16_at};

pub(super) const BOF: u16 = 0x0809;
pub(super) const EOF: u16 = 0x000A;
pub(super) const CONTINUE: u16 = 0x003C;

/// One record.
#[derive(Clone, Copy, Debug)]
pub(super) struct Record<'a> {
    pub(super) kind: u16,
    pub(super) data: &'a [u8],
}

/// The records from an offset on. A stream that ends within a record gives an error.
#[derive(Clone, Debug)]
pub(super) struct Records<'a> {
    stream: &'a [u8],
}

impl<'a> Records<'a> {
    pub(super) fn from(stream: &'a [u8], offset: usize) -> Self {
        Self {
            stream: stream.get(offset..).unwrap_or_default(),
        }
    }

    /// The next record.
    pub(super) fn next(&mut self) -> Result<Record<'a>, WorkbookError> {
        let cut = || damaged("it is cut off");
        let kind = u16_at(self.stream, 0).ok_or_else(cut)?;
        let length = usize::from(u16_at(self.stream, 2).ok_or_else(cut)?);
        let data = self.stream.get(4..4 + length).ok_or_else(cut)?;
        self.stream = self.stream.get(4 + length..).unwrap_or_default();
        Ok(Record { kind, data })
    }

    /// The records behind one that is longer than a record can be.
    pub(super) fn continued(&mut self, first: &'a [u8]) -> Result<Vec<&'a [u8]>, WorkbookError> {
        let mut parts = vec![first];
        while u16_at(self.stream, 0) == Some(CONTINUE) {
            parts.push(self.next()?.data);
        }
        Ok(parts)
    }
}
