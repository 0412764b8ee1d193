//! How a file is to be read again.

use rollcall_protocol::{HeaderChoice, ReadingState, Reread};

/// A file is to be read as it was read.
pub(crate) fn as_read(reading: &ReadingState) -> Reread {
    Reread {
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
