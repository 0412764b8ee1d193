//! The rows of a listing, stored compactly: all cells in one text, and the offset where each cell ends.

use rollcall_model::hash;

/// Rows of cells, without duplicate items.
#[derive(Clone, Debug)]
pub struct Rows {
    columns: usize,
    named_by: Vec<usize>,
    text: String,
    ends: Vec<usize>,
    names: hash::Set<Box<str>>,
}

impl Rows {
    /// An empty set of rows. An item is identified by the cells in the columns `named_by`, given as indices.
    pub(super) fn new(columns: usize, named_by: &[usize]) -> Self {
        Self {
            columns,
            named_by: named_by.to_vec(),
            text: String::new(),
            ends: Vec::new(),
            names: hash::Set::default(),
        }
    }

    /// Adds a row unless its item is already present: a list that changes while it is read can return an item twice.
    pub(super) fn add(&mut self, cells: &[String]) {
        let parts = self.named_by.iter();
        let parts = parts.map(|&place| cells.get(place).map_or("", String::as_str));
        let name = parts.collect::<Vec<_>>().join("\0");
        if !self.names.insert(name.into()) {
            return;
        }
        for column in 0..self.columns {
            self.text.push_str(cells.get(column).map_or("", String::as_str));
            self.ends.push(self.text.len());
        }
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.ends.len() / self.columns.max(1)
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The text of a cell; empty if there is no such cell.
    pub fn cell(&self, row: usize, column: usize) -> &str {
        let at = row * self.columns + column;
        let start = at
            .checked_sub(1)
            .and_then(|before| self.ends.get(before))
            .copied();
        match self.ends.get(at) {
            Some(&end) if column < self.columns => self.text.get(start.unwrap_or(0)..end).unwrap_or_default(),
            _ => "",
        }
    }

    /// The cells of a row.
    pub fn cells(&self, row: usize) -> impl Iterator<Item = &str> {
        (0..self.columns).map(move |column| self.cell(row, column))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_that_comes_again_is_not_added_again() {
        let mut rows = Rows::new(2, &[1]);
        for (name, id) in [("Ada", "1"), ("", "2"), ("Ada again", "1")] {
            rows.add(&[name.to_owned(), id.to_owned()]);
        }
        assert_eq!(rows.len(), 2);
        assert_eq!(rows.cells(0).collect::<Vec<_>>(), ["Ada", "1"]);
        assert_eq!(rows.cells(1).collect::<Vec<_>>(), ["", "2"]);
        assert_eq!(rows.cell(2, 0), "");
        assert_eq!(rows.cell(0, 2), "");
    }
}
