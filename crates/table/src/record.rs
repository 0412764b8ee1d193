//! Writing records and cells, with csv-core: the part of the csv crate that knows how CSV is written.
//!
//! It is csv-core and not csv itself for two reasons. csv chooses how to quote once for a file, and takes records whole; here single
//! cells are quoted that csv would leave bare, and single cells of a row are replaced. And csv-core needs nothing but memchr, where csv
//! brings serde and the formatting of numbers into the page's download.

use super::delimiter::{Delimiter, LineBreaks};

/// Writes records into one buffer. What is quoted, and how, and that a record of one empty cell is no blank line: that is csv-core's.
#[derive(Debug)]
pub(super) struct RecordWriter {
    csv: csv_core::Writer,
    /// As it is at the beginning of a record.
    fresh: csv_core::Writer,
    bytes: Vec<u8>,
}

impl RecordWriter {
    /// With room for so many bytes. Records end as these line breaks say, and in CRLF where they do not agree.
    pub(super) fn new(delimiter: Delimiter, line_breaks: LineBreaks, capacity: usize) -> Self {
        let terminator = match line_breaks {
            LineBreaks::Lf => csv_core::Terminator::Any(b'\n'),
            LineBreaks::Cr => csv_core::Terminator::Any(b'\r'),
            LineBreaks::CrLf | LineBreaks::Mixed | LineBreaks::None => csv_core::Terminator::CRLF,
        };
        let fresh = csv_core::WriterBuilder::new()
            .delimiter(delimiter.byte())
            .terminator(terminator)
            .build();
        Self {
            csv: fresh.clone(),
            fresh,
            bytes: Vec::with_capacity(capacity),
        }
    }

    /// Writes a record with its line break.
    pub(super) fn record<C: AsRef<str>>(&mut self, cells: impl Iterator<Item = C>) {
        for (column, content) in cells.enumerate() {
            if column > 0 {
                self.delimiter();
            }
            self.cell(content.as_ref());
        }
        self.end_record();
    }

    /// Writes a cell, quoted where it needs to be.
    pub(super) fn cell(&mut self, content: &str) {
        if is_ambiguous(content) {
            self.open_quote();
        }
        self.write(2 + 2 * content.len(), |csv, room| {
            csv.field(content.as_bytes(), room).2
        });
    }

    /// Ends a cell that another one follows.
    pub(super) fn delimiter(&mut self) {
        self.write(2, |csv, room| csv.delimiter(room).1);
    }

    /// Ends the record with a line break.
    pub(super) fn end_record(&mut self) {
        self.write(5, |csv, room| csv.terminator(room).1);
    }

    /// Ends the record without a line break: one that is there already follows.
    pub(super) fn close_record(&mut self) {
        self.write(3, |csv, room| csv.finish(room).1);
        self.csv = self.fresh.clone();
    }

    /// Adds what is written already.
    pub(super) fn raw(&mut self, written: &[u8]) {
        self.bytes.extend_from_slice(written);
    }

    /// What is written so far.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// As text: it was all made of text.
    pub(super) fn into_text(self) -> String {
        String::from_utf8(self.bytes)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
    }

    /// Begins a quoted cell, whatever its content. csv-core decides by the first bytes that it is given, and takes more bytes for the same
    /// cell: a quote needs quotes, and where there is room for one byte only the opening quote is written.
    fn open_quote(&mut self) {
        self.write(1, |csv, room| csv.field(b"\"", room).2);
    }

    /// Lets csv-core write into as much room as it may need; it says how much it took.
    fn write(&mut self, most: usize, write: impl FnOnce(&mut csv_core::Writer, &mut [u8]) -> usize) {
        let start = self.bytes.len();
        self.bytes.resize(start + most, 0);
        let written = write(&mut self.csv, &mut self.bytes[start..]);
        self.bytes.truncate(start + written);
    }
}

/// Whether a cell is quoted although csv-core would not see why: it has a delimiter that is not this file's, which could be guessed, or it
/// would be taken for the head of a file.
fn is_ambiguous(content: &str) -> bool {
    content
        .bytes()
        .any(|byte| Delimiter::COMMON.iter().any(|delimiter| delimiter.byte() == byte))
        || is_head(content)
}

/// Whether this, at the head of a file, would be taken for a byte order mark or a `sep=` line.
pub(super) fn is_head(content: &str) -> bool {
    content.starts_with('\u{FEFF}')
        || content
            .get(..4)
            .is_some_and(|start| start.eq_ignore_ascii_case("sep="))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(records: &[Vec<String>], delimiter: Delimiter, line_breaks: LineBreaks) -> String {
        let mut writer = RecordWriter::new(delimiter, line_breaks, 0);
        for record in records {
            writer.record(record.iter());
        }
        writer.into_text()
    }

    #[test]
    fn cells_are_quoted_where_they_need_to_be() {
        for (cell, expected) in [
            ("plain", "plain\r\n"),
            (" spaces ", " spaces \r\n"),
            ("o'hara", "o'hara\r\n"),
            ("5\" disk", "\"5\"\" disk\"\r\n"),
            ("\"", "\"\"\"\"\r\n"),
            ("two\rlines", "\"two\rlines\"\r\n"),
            ("two\nlines", "\"two\nlines\"\r\n"),
            ("a;b", "\"a;b\"\r\n"),
            ("a|\"b\"", "\"a|\"\"b\"\"\"\r\n"),
            ("a\tb", "\"a\tb\"\r\n"),
            ("Sep=x", "\"Sep=x\"\r\n"),
            ("\u{FEFF}x", "\"\u{FEFF}x\"\r\n"),
            ("", "\"\"\r\n"),
        ] {
            let record = vec![cell.to_owned()];
            assert_eq!(written(&[record], Delimiter::COMMA, LineBreaks::CrLf), expected);
        }
    }

    #[test]
    fn only_a_record_of_one_empty_cell_needs_quotes() {
        let records = [vec![""], vec!["", ""], vec!["a;b", ""], vec!["", "a;b"], vec![""]];
        let records = records.map(|record| record.into_iter().map(str::to_owned).collect());
        assert_eq!(
            written(&records, Delimiter::COMMA, LineBreaks::Lf),
            "\"\"\n,\n\"a;b\",\n,\"a;b\"\n\"\"\n"
        );
    }

    /// The rule, spelled out.
    fn by_hand(records: &[Vec<String>], delimiter: Delimiter, line_break: &str) -> String {
        let cell = |content: &String| {
            let special = ['"', '\r', '\n', ',', ';', '\t', '|', delimiter.as_char()];
            if content.contains(special) || is_head(content) {
                format!("\"{}\"", content.replace('"', "\"\""))
            } else {
                content.clone()
            }
        };
        let record = |cells: &Vec<String>| {
            let written = cells
                .iter()
                .map(cell)
                .collect::<Vec<_>>()
                .join(&delimiter.as_char().to_string());
            format!(
                "{}{line_break}",
                if written.is_empty() { "\"\"" } else { &written }
            )
        };
        records.iter().map(record).collect()
    }

    proptest! {
        #[test]
        fn records_are_written_as_the_rule_says(
            records in prop::collection::vec(
                prop::collection::vec("[a-z]{0,9}|[,;\"\r\n\t|:'=+ aü€\u{FEFF}]{0,4}|(sep|SEP)=[;a]?", 0..5),
                0..6,
            ),
            delimiter in prop::sample::select(vec![',', ';', '\t', '|', ':', ' ']),
            (line_breaks, line_break) in prop::sample::select(vec![
                (LineBreaks::Lf, "\n"), (LineBreaks::Cr, "\r"), (LineBreaks::CrLf, "\r\n"), (LineBreaks::Mixed, "\r\n"),
            ]),
        ) {
            let delimiter = Delimiter::new(delimiter).unwrap();
            prop_assert_eq!(
                written(&records, delimiter, line_breaks),
                by_hand(&records, delimiter, line_break)
            );
        }
    }
}
