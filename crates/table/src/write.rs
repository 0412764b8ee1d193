//! Table → text.

use std::collections::BTreeMap;

use super::{
    delimiter::{Delimiter, LineBreaks},
    guard,
    record::{EMPTY, cell, is_head, record},
    table::Table,
};

/// Edits: the new content of cells, by row and column, both counted from 0.
pub type Edits = BTreeMap<(usize, usize), String>;

impl Table {
    /// The table written anew, header first, quoted where it needs to be. Reading it with the same delimiter and header
    /// gives an equal table.
    pub fn to_csv(&self, delimiter: Delimiter, line_breaks: LineBreaks) -> String {
        let mut text = String::with_capacity(self.text().len());
        let guard = self.guard_column();
        for at in 0..self.index().records() {
            if guard.is_some_and(|column| self.is_guarded(at, column)) {
                record(&mut text, self.contents(at).map(guard::put), delimiter);
            } else {
                record(&mut text, self.contents(at), delimiter);
            }
            text.push_str(match line_breaks {
                LineBreaks::Lf => "\n",
                LineBreaks::Cr => "\r",
                LineBreaks::CrLf | LineBreaks::Mixed | LineBreaks::None => "\r\n",
            });
        }
        text
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
        let mut text = String::with_capacity(self.text().len() + 64);
        let mut done = 0;
        while let Some(&(&(row, _), _)) = edits.peek() {
            let span = self.index().span(self.record(row));
            text.push_str(self.text().get(done..span.start).unwrap_or_default());
            let mut new = BTreeMap::new();
            while let Some((&(_, column), content)) = edits.next_if(|((other, _), _)| *other == row) {
                new.insert(column, content.as_str());
            }
            self.edited_row(&mut text, row, &new);
            done = span.end;
        }
        text.push_str(self.text().get(done..).unwrap_or_default());
        text
    }

    fn edited_row(&self, text: &mut String, row: usize, new: &BTreeMap<usize, &str>) {
        let at = self.record(row);
        let guarded = self
            .guard_column()
            .is_some_and(|column| self.is_guarded(at, column));
        let width = new
            .keys()
            .next_back()
            .map_or(0, |&last| last + 1)
            .max(self.width(row));
        let start = text.len();
        for column in 0..width {
            if column > 0 {
                text.push(self.delimiter().as_char());
            }
            match (new.get(&column), self.index().raw(self.text(), at, column)) {
                (Some(content), _) if guarded => cell(text, &guard::put(content), self.delimiter()),
                (Some(content), _) => cell(text, content, self.delimiter()),
                // Not raw where it could now be taken for the head of the file.
                (None, Some(raw)) if is_head(raw) => cell(text, raw, self.delimiter()),
                (None, raw) => text.push_str(raw.unwrap_or_default()),
            }
        }
        if text.len() == start {
            text.push_str(EMPTY);
        }
    }
}
