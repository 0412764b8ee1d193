//! Which column of the table plays which part.

mod columns;
mod doubt;
mod guess;
mod problem;

pub use doubt::{Doubt, Evidence};
pub use guess::{Guess, guess};
pub use problem::MappingProblem;
pub use rollcall_roster::Recognized;

use rollcall_model::Field;
use rollcall_table::Table;

/// One entry for each column of the table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    /// The part that a column plays, or none.
    pub columns: Vec<Option<Field>>,
}

impl Mapping {
    /// The column that plays this part.
    pub fn column(&self, part: Field) -> Option<usize> {
        self.columns.iter().position(|&p| p == Some(part))
    }

    /// All columns that play this part.
    fn columns_of(&self, part: Field) -> impl Iterator<Item = usize> {
        (0..)
            .zip(&self.columns)
            .filter(move |&(_, &p)| p == Some(part))
            .map(|(column, _)| column)
    }

    /// A key under which a mapping can be remembered for files with the same header: the names as they are, but for case
    /// and the space around them. Files without a header have none, for nothing says that their columns mean the same.
    pub fn header_key(table: &Table) -> Option<String> {
        let names: Option<Vec<_>> = (0..table.columns())
            .map(|column| table.header(column).map(str::to_lowercase))
            .collect();
        // No name holds the separator: NUL is in no file.
        names
            .filter(|names| !names.is_empty())
            .map(|names| names.join("\0"))
    }
}
