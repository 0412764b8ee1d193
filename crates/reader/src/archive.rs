//! The ZIP archive around `.xlsx` and `.ods`. What is unpacked is counted: an archive of a few kilobytes can hold gigabytes.

use std::collections::BTreeMap;
use std::io::{self, BufReader, Cursor, ErrorKind, Read};

use zip::ZipArchive;
use zip::read::ZipFile;
use zip::result::ZipError;

use crate::error::{MAX_PART_BYTES, WorkbookError};

/// An archive in memory.
#[derive(Debug)]
pub(crate) struct Archive {
    zip: ZipArchive<Cursor<Vec<u8>>>,
    /// By name in lower case and with `/`: some programs write names in other cases than they refer to them.
    parts: BTreeMap<String, usize>,
}

/// A part while it is read.
pub(crate) type Part<'a> = BufReader<Counted<ZipFile<'a, Cursor<Vec<u8>>>>>;

/// Most bytes between two tags: a cell of a megabyte, every character of it written as `&quot;`, and some more. Without this limit the
/// parser would keep all of a part that is one text.
const MOST_BETWEEN_TAGS: u64 = 8 << 20;

/// Gives an error of the kind [`ErrorKind::FileTooLarge`] when more comes than is allowed, and [`ErrorKind::InvalidData`] when more comes
/// without a tag.
#[derive(Debug)]
pub(crate) struct Counted<R> {
    inner: R,
    left: u64,
    since_tag: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.left = self
            .left
            .checked_sub(read as u64)
            .ok_or(ErrorKind::FileTooLarge)?;
        let tag = buffer.iter().take(read).rposition(|byte| *byte == b'<');
        self.since_tag = match tag {
            Some(tag) => (read - tag) as u64,
            None => self.since_tag + read as u64,
        };
        if self.since_tag > MOST_BETWEEN_TAGS {
            return Err(ErrorKind::InvalidData.into());
        }
        Ok(read)
    }
}

impl Archive {
    pub(crate) fn open(bytes: Vec<u8>) -> Result<Self, WorkbookError> {
        let damaged = |_| WorkbookError::damaged("ZIP archive", "its list of contents cannot be read");
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
        let mut parts = BTreeMap::new();
        for at in 0..zip.len() {
            if let Some(Ok(name)) = zip.name_for_index(at) {
                parts.insert(normal(&name), at);
            }
        }
        Ok(Self { zip, parts })
    }

    /// Whether there is such a part.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.parts.contains_key(&normal(name))
    }

    /// How large a part says that it is. It may not be true.
    pub(crate) fn claimed_size(&mut self, name: &str) -> Option<u64> {
        let at = *self.parts.get(&normal(name))?;
        Some(self.zip.by_index_data(at).ok()?.size())
    }

    /// A part to be read; `None` where there is no such part.
    pub(crate) fn part(&mut self, name: &str) -> Result<Option<Part<'_>>, WorkbookError> {
        let Some(at) = self.parts.get(&normal(name)) else {
            return Ok(None);
        };
        match self.zip.by_index(*at) {
            Ok(inner) => Ok(Some(BufReader::new(Counted {
                inner,
                left: MAX_PART_BYTES,
                since_tag: 0,
            }))),
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => Err(WorkbookError::Password),
            Err(_) => Err(WorkbookError::damaged(name, "it cannot be unpacked")),
        }
    }

    /// A small part as a whole; empty where there is none. What is more than `most` bytes is cut off.
    pub(crate) fn small_part(&mut self, name: &str, most: u64) -> Result<Vec<u8>, WorkbookError> {
        let mut bytes = Vec::new();
        if let Some(part) = self.part(name)? {
            part.take(most)
                .read_to_end(&mut bytes)
                .map_err(|error| read_error(name, &error))?;
        }
        Ok(bytes)
    }
}

/// What an error while reading means.
pub(crate) fn read_error(part: &str, error: &io::Error) -> WorkbookError {
    match error.kind() {
        ErrorKind::FileTooLarge => WorkbookError::Unpacked {
            part: part.to_owned(),
        },
        ErrorKind::InvalidData if is_ours(error) => {
            WorkbookError::damaged(part, "it holds a text of more than 8 MB")
        }
        _ => WorkbookError::damaged(part, "it cannot be unpacked"),
    }
}

/// Whether an error was made above: others of its kind carry an error of their own.
fn is_ours(error: &io::Error) -> bool {
    error.get_ref().is_none()
}

fn normal(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_is_read_than_is_allowed() {
        let mut counted = Counted {
            inner: b"<a/>".repeat(100).leak() as &[u8],
            left: 300,
            since_tag: 0,
        };
        let error = counted.read_to_end(&mut Vec::new()).unwrap_err();
        let error = read_error("content.xml", &error);
        assert_eq!(error.code(), "workbook-unpacked");
        assert_eq!(
            error.to_string(),
            "The workbook unpacks to more than 512 MB (content.xml)."
        );
    }
}
