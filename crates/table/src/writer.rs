//! Files that Rollcall makes: results, findings, rows to retry, what undoes a run.

use super::{delimiter::Delimiter, guard, record::record};

/// Writes a table as RFC 4180 has it: commas, CRLF, quotes where they are needed; and guarded against spreadsheets, as
/// [`guard`] describes, so that [`Table::parse`](super::Table::parse) gives back the very cells.
#[derive(Debug)]
pub struct Writer {
    header: Vec<String>,
    text: String,
    /// Where each record ends in `text`, and whether it is guarded.
    ends: Vec<(usize, bool)>,
}

impl Writer {
    /// Begins with the names of the columns.
    pub fn new(header: &[&str]) -> Self {
        let mut writer = Self {
            header: Vec::new(),
            text: String::new(),
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
        record(
            &mut self.text,
            written.chain(std::iter::repeat_n("".into(), missing)),
            Delimiter::COMMA,
        );
        self.ends.push((self.text.len(), guarded));
    }

    /// The file, as UTF-8. Excel needs the byte order mark to see that; some scripts stumble over it.
    pub fn finish(self, byte_order_mark: bool) -> Vec<u8> {
        let guarded = self.ends.iter().any(|&(_, guarded)| guarded);
        let mut text = String::with_capacity(self.text.len() + 4 * self.ends.len() + guard::COLUMN.len() + 4);
        if byte_order_mark {
            text.push('\u{FEFF}');
        }
        let mut start = 0;
        for (nth, (end, mark)) in self.ends.into_iter().enumerate() {
            text.push_str(self.text.get(start..end).unwrap_or_default());
            if guarded {
                text.push(',');
                text.push_str(if nth == 0 {
                    guard::COLUMN
                } else if mark {
                    guard::MARK
                } else {
                    ""
                });
            }
            text.push_str("\r\n");
            start = end;
        }
        text.into_bytes()
    }
}
