//! Table → text.

use std::{collections::BTreeMap, ops::Range};

use super::{
    delimiter::{Delimiter, LineBreaks},
    guard,
    record::{RecordWriter, is_head},
    table::Table,
};

/// Edits: the new content of cells, by row and column, both counted from 0.
pub type Edits = BTreeMap<(usize, usize), String>;

impl Table {
    /// The table written anew, header first, quoted where it needs to be. Reading it with the same delimiter and header
    /// gives an equal table.
    pub fn to_csv(&self, delimiter: Delimiter, line_breaks: LineBreaks) -> String {
        let mut writer = RecordWriter::new(delimiter, line_breaks, self.text().len());
        let guard = self.guard_column();
        for at in 0..self.index().records() {
            if guard.is_some_and(|column| self.is_guarded(at, column)) {
                writer.record(self.contents(at).map(guard::put));
            } else {
                writer.record(self.contents(at));
            }
        }
        writer.into_text()
    }

    /// The whole file with these edits. All that was not edited stays as it is written: other rows, other cells of the same
    /// row, line breaks, blank lines. Edits of rows that are not there, and of the guard column, do nothing.
    pub(super) fn edited(&self, edits: &Edits) -> String {
        let guard = self.guard_column();
        let mut edits = edits
            .iter()
            .filter(|&(&(row, column), new)| {
                row < self.rows() && guard != Some(column) && self.cell(row, column) != new
            })
            .peekable();
        let text = self.text();
        let mut writer = RecordWriter::new(self.delimiter(), self.line_breaks(), text.len() + 64);
        let raw = |writer: &mut RecordWriter, span: Range<usize>| {
            writer.raw(text.get(span).unwrap_or_default().as_bytes());
        };
        let mut done = 0;
        while let Some(&(&(row, _), _)) = edits.peek() {
            let span = self.index().span(self.record(row));
            raw(&mut writer, done..span.start);
            let mut new = BTreeMap::new();
            while let Some((&(_, column), content)) = edits.next_if(|((other, _), _)| *other == row) {
                new.insert(column, content.as_str());
            }
            self.edited_row(&mut writer, row, &new);
            done = span.end;
        }
        raw(&mut writer, done..text.len());
        writer.into_text()
    }

    /// Cells that were not edited keep the quotes that they have: only the edited ones are written.
    fn edited_row(&self, writer: &mut RecordWriter, row: usize, new: &BTreeMap<usize, &str>) {
        let at = self.record(row);
        let guarded = self
            .guard_column()
            .is_some_and(|column| self.is_guarded(at, column));
        let width = new
            .keys()
            .next_back()
            .map_or(0, |&last| last + 1)
            .max(self.width(row));
        for column in 0..width {
            if column > 0 {
                writer.delimiter();
            }
            match (new.get(&column), self.index().raw(self.text(), at, column)) {
                (Some(content), _) if guarded => writer.cell(&guard::put(content)),
                (Some(content), _) => writer.cell(content),
                // Not raw where it could now be taken for the head of the file.
                (None, Some(raw)) if is_head(raw) => writer.cell(raw),
                (None, raw) => writer.raw(raw.unwrap_or_default().as_bytes()),
            }
        }
        writer.close_record();
    }
}
