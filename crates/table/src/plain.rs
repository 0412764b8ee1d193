//! A table written as it is, to be read again at once.

use super::{
    delimiter::{Delimiter, LineBreaks},
    record::RecordWriter,
};

/// Writes records as RFC 4180 has it: commas, CRLF, quotes where they are needed. No cell is guarded, because no spreadsheet
/// opens what it writes: it is for text that another program of ours reads, such as the sheet of a workbook. For files that
/// people open there is [`Writer`](super::Writer).
#[derive(Debug)]
pub struct PlainWriter(RecordWriter);

impl PlainWriter {
    /// Nothing is written yet. No record is a header.
    pub fn new() -> Self {
        Self(RecordWriter::new(Delimiter::COMMA, LineBreaks::CrLf, 0))
    }

    /// Adds a record.
    pub fn record<C: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = C>) {
        self.0.record(cells.into_iter());
    }

    /// How many bytes are written.
    pub fn size(&self) -> usize {
        self.0.bytes().len()
    }

    /// The text.
    pub fn finish(self) -> String {
        self.0.into_text()
    }
}

impl Default for PlainWriter {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_guarded() {
        let mut writer = PlainWriter::new();
        writer.record(["=1", "a,b", ""]);
        writer.record([""]);
        assert_eq!(writer.size(), 15);
        assert_eq!(writer.finish(), "=1,\"a,b\",\r\n\"\"\r\n");
    }
}
