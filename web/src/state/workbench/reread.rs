//! How a file is to be read again.

use rollcall_protocol::{HeaderChoice, ReadingState};

/// How a file is to be read again; what is `None` is found anew.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reread {
    pub(crate) encoding: Option<String>,
    pub(crate) delimiter: Option<char>,
    pub(crate) header: Option<HeaderChoice>,
    pub(crate) first_line: Option<u32>,
    pub(crate) last_line: Option<u32>,
    /// Of a workbook: which sheet; the one that is read, where it is `None`.
    pub(crate) sheet: Option<u32>,
}

impl Reread {
    /// As it was read.
    pub(crate) fn as_read(reading: &ReadingState) -> Self {
        Self {
            encoding: Some(reading.encoding.clone()),
            delimiter: Some(reading.delimiter),
            header: Some(if reading.header {
                HeaderChoice::Line(reading.begins)
            } else {
                HeaderChoice::Absent
            }),
            // Without a header the rows begin where they were found to.
            first_line: reading
                .first_line
                .or((!reading.header && reading.skipped > 0).then_some(reading.begins)),
            last_line: reading.last_line,
            // One that was guessed is guessed again.
            sheet: reading
                .workbook
                .as_ref()
                .filter(|workbook| !workbook.sheet_is_guessed)
                .map(|workbook| workbook.sheet),
        }
    }
}
