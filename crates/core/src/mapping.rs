//! Which column of the table plays which part.

use crate::action::Part;

/// One entry for each column of the table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    /// The part that a column plays, or none.
    pub columns: Vec<Option<Part>>,
}

impl Mapping {
    /// The column that plays this part.
    pub fn column(&self, part: Part) -> Option<usize> {
        self.columns.iter().position(|&p| p == Some(part))
    }
}
