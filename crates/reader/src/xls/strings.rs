//! Texts: in one byte for each character or in two, with formats and pronunciations between them, and cut where a record ends.

use crate::error::WorkbookError;

use super::bytes::damaged;

/// Reads across the records of one that was too long.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    parts: std::vec::IntoIter<&'a [u8]>,
    rest: &'a [u8],
}

/// What a text's flags say.
const WIDE: u8 = 0x01;
const EXTENDED: u8 = 0x04;
const RICH: u8 = 0x08;

impl<'a> Reader<'a> {
    pub(super) fn new(parts: Vec<&'a [u8]>) -> Self {
        Self {
            parts: parts.into_iter(),
            rest: &[],
        }
    }

    pub(super) fn of(data: &'a [u8]) -> Self {
        Self {
            parts: Vec::new().into_iter(),
            rest: data,
        }
    }

    fn byte(&mut self) -> Option<u8> {
        while self.rest.is_empty() {
            self.rest = self.parts.next()?;
        }
        let (byte, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*byte)
    }

    pub(super) fn u16(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    pub(super) fn u32(&mut self) -> Option<u32> {
        Some(u32::from(self.u16()?) | u32::from(self.u16()?) << 16)
    }

    fn skip(&mut self, mut count: usize) -> Option<()> {
        while count > 0 {
            if self.rest.is_empty() {
                self.rest = self.parts.next()?;
            }
            let taken = count.min(self.rest.len());
            self.rest = self.rest.get(taken..)?;
            count -= taken;
        }
        Some(())
    }

    /// A text whose length stands in two bytes, or in one.
    pub(super) fn text(&mut self, short: bool) -> Option<String> {
        let length = if short {
            u16::from(self.byte()?)
        } else {
            self.u16()?
        };
        let flags = self.byte()?;
        let runs = if flags & RICH == 0 { 0 } else { self.u16()? };
        let more = if flags & EXTENDED == 0 { 0 } else { self.u32()? };
        let mut wide = flags & WIDE != 0;
        let mut units = Vec::with_capacity(usize::from(length));
        for _ in 0..length {
            if self.rest.is_empty() {
                // The next record begins with a flag of its own: the rest may be in the other form.
                self.rest = self.parts.next()?;
                wide = self.byte()? & WIDE != 0;
            }
            units.push(if wide {
                self.u16()?
            } else {
                u16::from(self.byte()?)
            });
        }
        self.skip(usize::from(runs) * 4)?;
        self.skip(usize::try_from(more).ok()?)?;
        Some(String::from_utf16_lossy(&units).replace('\0', ""))
    }
}

/// The texts that the sheets share.
pub(super) fn shared(parts: Vec<&[u8]>) -> Result<Vec<Box<str>>, WorkbookError> {
    let mut reader = Reader::new(parts);
    let cut = || damaged("its list of texts is cut off");
    let _uses = reader.u32().ok_or_else(cut)?;
    let count = reader.u32().ok_or_else(cut)?;
    let mut strings = Vec::new();
    for _ in 0..count {
        strings.push(reader.text(false).ok_or_else(cut)?.into_boxed_str());
    }
    Ok(strings)
}
