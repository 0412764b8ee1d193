//! Files that Rollcall makes: results, findings, rows to retry, what undoes a run.

use super::{
    delimiter::{Delimiter, LineBreaks},
    encoding::BYTE_ORDER_MARK,
    guard,
    record::RecordWriter,
};

/// Writes a table as RFC 4180 has it: commas, CRLF, quotes where they are needed; and guarded against spreadsheets, as
/// [`guard`] describes, so that [`Table::parse`](super::Table::parse) gives back the very cells.
#[derive(Debug)]
pub struct Writer {
    header: Vec<String>,
    records: RecordWriter,
    /// Where each record ends, behind its line break, and whether it is guarded.
    ends: Vec<(usize, bool)>,
}

impl Writer {
    /// Begins with the names of the columns.
    pub fn new(header: &[&str]) -> Self {
        let mut writer = Self {
            header: Vec::new(),
            records: records(0),
            ends: Vec::new(),
        };
        writer.row(header);
        writer.header = header.iter().map(|&name| name.to_owned()).collect();
        writer
    }

    /// Adds a row. One with fewer cells than there are columns is filled up.
    pub fn row<C: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = C>) {
        let cells: Vec<C> = cells.into_iter().collect();
        let missing = self.header.len().saturating_sub(cells.len());
        let mut guarded = false;
        let written = cells.iter().map(|cell| {
            let put = guard::put(cell.as_ref());
            guarded |= put != cell.as_ref();
            put
        });
        self.records
            .record(written.chain(std::iter::repeat_n("".into(), missing)));
        self.ends.push((self.records.bytes().len(), guarded));
    }

    /// The file, as UTF-8. Excel needs the byte order mark to see that; some scripts stumble over it.
    pub fn finish(self, byte_order_mark: bool) -> Vec<u8> {
        let guarded = self.ends.iter().any(|&(_, guarded)| guarded);
        let file = if guarded { self.marked() } else { self.records };
        let mut bytes = file.into_bytes();
        if byte_order_mark {
            // By hand: the csv crate writes none.
            bytes.splice(..0, BYTE_ORDER_MARK.to_string().into_bytes());
        }
        bytes
    }

    /// The records with one cell more, which says whether they are guarded. Only now is it known that this column is needed.
    fn marked(self) -> RecordWriter {
        let written = self.records.bytes();
        let mut file = records(written.len() + 2 * self.ends.len() + guard::COLUMN.len());
        let mut start = 0;
        for (nth, (end, mark)) in self.ends.into_iter().enumerate() {
            let record = written.get(start..end).unwrap_or_default();
            file.raw(record.strip_suffix(b"\r\n").unwrap_or(record));
            file.delimiter();
            file.cell(match (nth, mark) {
                (0, _) => guard::COLUMN,
                (_, true) => guard::MARK,
                (_, false) => "",
            });
            file.end_record();
            start = end;
        }
        file
    }
}

fn records(capacity: usize) -> RecordWriter {
    RecordWriter::new(Delimiter::COMMA, LineBreaks::CrLf, capacity)
}
