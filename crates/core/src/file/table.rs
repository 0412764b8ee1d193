//! A parsed file.

/// Header and rows; the cells are spans into one buffer.
#[derive(Clone, Debug, Default)]
pub struct Table {
    header: Option<Vec<String>>,
    rows: Vec<(u32, Vec<String>)>,
}

impl Table {
    /// Number of columns: the header's, or the widest row's where there is no header.
    pub fn columns(&self) -> usize {
        self.header.as_ref().map_or_else(
            || self.rows.iter().map(|r| r.1.len()).max().unwrap_or(0),
            Vec::len,
        )
    }

    /// Name of a column, trimmed; `None` without a header.
    pub fn header(&self, column: usize) -> Option<&str> {
        self.header.as_ref()?.get(column).map(|name| name.trim())
    }

    /// Number of rows, without the header and without blank lines.
    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    /// The content of a cell: unquoted, not trimmed; empty where the row is too short.
    pub fn cell(&self, row: usize, column: usize) -> &str {
        self.rows
            .get(row)
            .and_then(|r| r.1.get(column))
            .map_or("", String::as_str)
    }

    /// Number of cells that a row really has.
    pub fn width(&self, row: usize) -> usize {
        self.rows.get(row).map_or(0, |r| r.1.len())
    }

    /// Line of the file where a row begins, counted from 1.
    pub fn line(&self, row: usize) -> u32 {
        self.rows.get(row).map_or(0, |r| r.0)
    }

    /// A table from cells, for tests and for files that Rollcall makes itself. Lines count one a row, from 2.
    pub fn from_cells(header: Option<&[&str]>, rows: &[&[&str]]) -> Self {
        Self {
            header: header.map(|h| h.iter().map(|&c| c.to_owned()).collect()),
            rows: rows
                .iter()
                .enumerate()
                .map(|(at, row)| (at as u32 + 2, row.iter().map(|&c| c.to_owned()).collect()))
                .collect(),
        }
    }
}
