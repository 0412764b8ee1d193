//! What each row asks for: the table, read through the mapping and the edits. Nothing is copied.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use rollcall_model::{DesiredState, Diff, Field, RowSpec, profile};
use rollcall_table::{self as file, Irregularity, Table};

use crate::mapping::Mapping;

/// One edit of one row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "edit", rename_all = "kebab-case")]
pub enum Edit {
    /// Writes into a cell.
    Cell {
        /// Row, counted from 0.
        row: u32,
        /// Column of the table, counted from 0: it stays right when the mapping changes.
        column: u32,
        /// The new text.
        value: String,
    },
    /// Leaves a row out, or takes it back in.
    Out {
        /// Row, counted from 0.
        row: u32,
        /// True: out.
        out: bool,
    },
}

/// What differs from the file as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edits {
    cells: file::Edits,
    out: BTreeSet<u32>,
}

impl Edits {
    /// The text that replaces a cell, where one does.
    pub fn cell(&self, row: u32, column: usize) -> Option<&str> {
        self.cells.get(&(row as usize, column)).map(String::as_str)
    }

    /// All replaced cells, by row and column.
    pub fn cells(&self) -> &file::Edits {
        &self.cells
    }

    /// Whether a row is left out.
    pub fn is_out(&self, row: u32) -> bool {
        !self.out.is_empty() && self.out.contains(&row)
    }

    /// How many rows are left out.
    pub fn out(&self) -> u32 {
        self.out.len() as u32
    }

    /// Applies an edit; gives the one that takes it back, or nothing where all is as it would be. A cell that gets its old
    /// text again is no longer edited.
    pub fn apply(&mut self, edit: &Edit, table: &Table) -> Option<Edit> {
        match *edit {
            Edit::Cell {
                row,
                column,
                ref value,
            } => {
                let at = (row as usize, column as usize);
                let original = table.cell(at.0, at.1);
                let before = if value == original {
                    self.cells.remove(&at)
                } else {
                    self.cells.insert(at, value.clone())
                };
                let before = before.unwrap_or_else(|| original.to_owned());
                (before != *value).then_some(Edit::Cell {
                    row,
                    column,
                    value: before,
                })
            }
            Edit::Out { row, out } => {
                let changed = if out {
                    self.out.insert(row)
                } else {
                    self.out.remove(&row)
                };
                changed.then_some(Edit::Out { row, out: !out })
            }
        }
    }
}

/// What one row asks for; the texts without spaces, tabs and line breaks around them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change<'a> {
    /// Row, counted from 0.
    pub row: u32,
    /// The account's id; may be empty or malformed.
    pub account_id: &'a str,
    /// The address now, as the file says.
    pub address_in_file: &'a str,
    /// What the account is to hold: an address, or a state.
    pub wanted: &'a str,
    /// The organization that the row speaks of.
    pub organization: &'a str,
}

/// All changes of a file.
#[derive(Clone, Copy, Debug)]
pub struct Changes<'a> {
    table: &'a Table,
    edits: &'a Edits,
    spec: &'static RowSpec,
    /// What a journal from elsewhere says of each row, where the rows are those of one.
    claimed: Option<&'a [Diff]>,
    /// The column that plays each part.
    columns: [Option<u32>; Field::ALL.len()],
}

impl<'a> Changes<'a> {
    /// Reads a table as a change file for an action with such rows, through a mapping and edits.
    pub fn new(spec: &'static RowSpec, table: &'a Table, mapping: &Mapping, edits: &'a Edits) -> Self {
        Self {
            table,
            edits,
            spec,
            claimed: None,
            columns: Field::ALL.map(|part| mapping.column(part).map(|column| column as u32)),
        }
    }

    /// The same rows, as those of a journal from elsewhere.
    #[must_use]
    pub fn claimed_by(self, claimed: Option<&'a [Diff]>) -> Self {
        Self { claimed, ..self }
    }

    /// What a journal from elsewhere says of a row, where the rows are those of one.
    pub fn claimed(&self, row: u32) -> Option<&'a Diff> {
        self.claimed?.get(row as usize)
    }

    /// Whether the rows are those of a journal from elsewhere: they can be left out, and not be edited.
    pub fn are_claimed(&self) -> bool {
        self.claimed.is_some()
    }

    /// What rows of their action say.
    pub fn spec(&self) -> &'static RowSpec {
        self.spec
    }

    /// Number of rows.
    pub fn rows(&self) -> u32 {
        self.table.rows() as u32
    }

    /// Line of the file where a row begins, counted from 1.
    pub fn line(&self, row: u32) -> u32 {
        self.table.line(row as usize)
    }

    /// The column that plays a part.
    pub fn column(&self, part: Field) -> Option<usize> {
        self.columns[part as usize].map(|column| column as usize)
    }

    /// What is irregular about a row.
    pub fn irregularities(&self, row: u32) -> impl Iterator<Item = Irregularity> + use<'a> {
        self.table.irregularities(row)
    }

    /// Whether the encoding was guessed.
    pub fn is_spelling_guessed(&self) -> bool {
        self.table.is_spelling_guessed()
    }

    /// Number of columns.
    pub fn columns(&self) -> usize {
        self.table.columns()
    }

    /// A column in words: `“Department”`, or `column 3` where it has no name.
    pub fn column_name(&self, column: usize) -> String {
        match self.table.header(column) {
            Some(name) if !name.is_empty() => format!("“{name}”"),
            _ => format!("column {}", column + 1),
        }
    }

    /// The name of a column that means a part by its header, whatever the mapping makes of it.
    pub fn named(&self, part: Field) -> Option<&'a str> {
        let headers = (0..self.table.columns()).filter_map(|column| self.table.header(column));
        headers
            .into_iter()
            .find(|name| Field::from_alias(name) == Some(part))
    }

    /// What a row says in the column that means a field by its header, whatever the mapping makes of it. For sentences only.
    pub fn text_by_header(&self, row: u32, field: Field) -> &'a str {
        let is_meant = |column: &usize| self.table.header(*column).and_then(Field::from_alias) == Some(field);
        let column = (0..self.table.columns()).find(is_meant);
        column.map_or("", |column| self.table.cell(row as usize, column).trim())
    }

    /// What a row says in a part; empty where no column plays it.
    pub fn text(&self, row: u32, part: Field) -> &'a str {
        let Some(column) = self.column(part) else {
            return "";
        };
        let edited = self.edits.cell(row, column);
        edited
            .unwrap_or_else(|| self.table.cell(row as usize, column))
            .trim_ascii()
    }

    /// What the file itself says there, where an edit changed it.
    pub fn was(&self, row: u32, part: Field) -> Option<&'a str> {
        let column = self.column(part)?;
        self.edits.cell(row, column)?;
        Some(self.table.cell(row as usize, column).trim_ascii())
    }

    /// What a row asks for.
    pub fn at(&self, row: u32) -> Change<'a> {
        Change {
            row,
            account_id: self.text(row, Field::AccountId),
            address_in_file: self.text(row, Field::CurrentAddress),
            wanted: match self.spec.desired {
                DesiredState::Address => self.text(row, Field::NewAddress),
                DesiredState::Always(held) => held,
                DesiredState::Worded(..) | DesiredState::Profile => "",
            },
            organization: self.text(row, Field::Organization),
        }
    }

    /// What a row wants an account to hold, where that is made from what stands in the cells.
    pub fn worded(&self, row: u32) -> Option<String> {
        match self.spec.desired {
            DesiredState::Address | DesiredState::Always(_) => None,
            DesiredState::Worded(part, message) => Some(message(self.text(row, part))),
            DesiredState::Profile => {
                let value = |part| Some(self.text(row, part)).filter(|text| !text.is_empty());
                Some(profile::written(value))
            }
        }
    }

    /// Whether a row has no content at all, as the rows of commas that spreadsheets leave at the end.
    pub fn is_blank(&self, row: u32) -> bool {
        Field::ALL.into_iter().all(|part| self.text(row, part).is_empty())
            && self.table.is_blank(row as usize)
    }

    /// Whether the user left a row out.
    pub fn is_out(&self, row: u32) -> bool {
        self.edits.is_out(row)
    }

    /// The changes of all rows that are not left out.
    pub fn iter(&self) -> impl Iterator<Item = Change<'a>> + '_ {
        (0..self.rows())
            .filter(|&row| !self.is_out(row))
            .map(|row| self.at(row))
    }
}
