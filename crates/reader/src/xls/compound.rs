//! The compound file around a workbook: sectors in chains, and a directory of streams. [MS-CFB].

use std::collections::BTreeMap;

use crate::error::WorkbookError;

use super::bytes::{damaged, u16_at, u32_at};

/// The first bytes of every compound file.
pub(crate) const SIGNATURE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// Sectors from this number on are marks: end of chain, free, and others.
const MARKS: u32 = 0xFFFF_FFFA;
/// Streams below this size are in small sectors.
const SMALL: u64 = 4096;
const SMALL_SECTOR: usize = 64;
/// An entry of the directory.
const ENTRY: usize = 128;

/// The stream in which the workbook is.
pub(super) fn workbook(bytes: &[u8]) -> Result<Vec<u8>, WorkbookError> {
    let file = Compound::open(bytes).ok_or_else(|| damaged("the file around it cannot be read"))?;
    if file.stream("encryptedpackage").is_some() {
        return Err(WorkbookError::Password);
    }
    if let Some(stream) = file.stream("workbook") {
        return file
            .content(stream)
            .ok_or_else(|| damaged("the file around it is cut off"));
    }
    // Excel 5 and 95.
    if file.stream("book").is_some() {
        return Err(WorkbookError::TooOld);
    }
    Err(WorkbookError::NotAWorkbook(None))
}

struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    table: Vec<u32>,
    small_table: Vec<u32>,
    small: Vec<u8>,
    streams: BTreeMap<String, Stream>,
}

#[derive(Clone, Copy)]
struct Stream {
    start: u32,
    size: u64,
}

impl<'a> Compound<'a> {
    fn open(bytes: &'a [u8]) -> Option<Self> {
        let sector = match u16_at(bytes, 0x1E)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let mut file = Self {
            bytes,
            sector,
            table: Vec::new(),
            small_table: Vec::new(),
            small: Vec::new(),
            streams: BTreeMap::new(),
        };
        file.read_table()?;
        let directory = file.chain(u32_at(bytes, 0x30)?)?;
        let root = file.read_directory(&directory)?;
        file.small_table = numbers(&file.chain(u32_at(bytes, 0x3C)?)?);
        file.small = file.chain(root.start)?;
        Some(file)
    }

    fn sector(&self, number: u32) -> Option<&'a [u8]> {
        let start = (number as usize).checked_add(1)?.checked_mul(self.sector)?;
        let end = start.checked_add(self.sector)?.min(self.bytes.len());
        self.bytes.get(start..end).filter(|sector| !sector.is_empty())
    }

    /// The table of sectors that says which sector follows which. It has a table of its own sectors, whose beginning is in the header.
    fn read_table(&mut self) -> Option<()> {
        let mut sectors = numbers(self.bytes.get(0x4C..0x200)?);
        let mut next = u32_at(self.bytes, 0x44)?;
        let most = self.bytes.len() / self.sector + 1;
        for _ in 0..most {
            if next >= MARKS {
                break;
            }
            let mut more = numbers(self.sector(next)?);
            next = more.pop()?;
            sectors.extend(more);
        }
        for number in sectors.into_iter().filter(|number| *number < MARKS).take(most) {
            self.table.extend(numbers(self.sector(number)?));
        }
        Some(())
    }

    /// The sectors that follow each other from this one.
    fn chain(&self, start: u32) -> Option<Vec<u8>> {
        let mut content = Vec::new();
        let mut number = start;
        // A chain that is longer than the file runs in a circle.
        for _ in 0..=self.bytes.len() / self.sector {
            if number >= MARKS {
                return Some(content);
            }
            content.extend_from_slice(self.sector(number)?);
            number = *self.table.get(number as usize)?;
        }
        None
    }

    /// Gives the root, in whose stream the small sectors are.
    fn read_directory(&mut self, directory: &[u8]) -> Option<Stream> {
        let mut root = None;
        for entry in directory.chunks_exact(ENTRY) {
            let length = usize::from(u16_at(entry, 0x40)?);
            let name = numbers16(entry.get(..length.saturating_sub(2).min(64))?);
            let name = String::from_utf16_lossy(&name).to_lowercase();
            let high = if self.sector == 4096 {
                u32_at(entry, 0x7C)?
            } else {
                0
            };
            let stream = Stream {
                start: u32_at(entry, 0x74)?,
                size: u64::from(u32_at(entry, 0x78)?) | u64::from(high) << 32,
            };
            match entry.get(0x42)? {
                2 => {
                    // The first of a name: a workbook can hold others, whose streams come later.
                    self.streams.entry(name).or_insert(stream);
                }
                5 => root = Some(stream),
                _ => {}
            }
        }
        root
    }

    fn stream(&self, name: &str) -> Option<Stream> {
        self.streams.get(name).copied()
    }

    fn content(&self, stream: Stream) -> Option<Vec<u8>> {
        let size = usize::try_from(stream.size).ok()?;
        let mut content = if stream.size < SMALL {
            self.small_chain(stream.start)?
        } else {
            self.chain(stream.start)?
        };
        (content.len() >= size).then(|| {
            content.truncate(size);
            content
        })
    }

    fn small_chain(&self, start: u32) -> Option<Vec<u8>> {
        let mut content = Vec::new();
        let mut number = start;
        for _ in 0..=self.small.len() / SMALL_SECTOR {
            if number >= MARKS {
                return Some(content);
            }
            let from = (number as usize).checked_mul(SMALL_SECTOR)?;
            content.extend_from_slice(self.small.get(from..from.checked_add(SMALL_SECTOR)?)?);
            number = *self.small_table.get(number as usize)?;
        }
        None
    }
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    bytes
        .as_chunks::<4>()
        .0
        .iter()
        .map(|four| u32::from_le_bytes(*four))
        .collect()
}

fn numbers16(bytes: &[u8]) -> Vec<u16> {
    bytes
        .as_chunks::<2>()
        .0
        .iter()
        .map(|two| u16::from_le_bytes(*two))
        .collect()
}
