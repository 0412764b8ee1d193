//! What keeps a mapping from being used.

use thiserror::Error;

use super::Mapping;
use rollcall_model::Field;

/// What keeps a mapping from being used. The message says what is wrong; [`hint`](Self::hint) says what to do. Columns are
/// counted from 0 here and from 1 in the messages.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum MappingProblem {
    /// The mapping was made for another table.
    #[error("The mapping is for {mapped} columns, but the file has {columns}.")]
    OtherColumns {
        /// Columns of the mapping.
        mapped: usize,
        /// Columns of the table.
        columns: usize,
    },
    /// The whole file is one column.
    #[error("The file has one column only.")]
    OneColumn,
    /// Two columns or more play one part.
    #[error("More than one column is mapped as \"{}\": {}.", .part.title(), numbers(.columns))]
    PartTwice {
        /// The part.
        part: Field,
        /// The columns.
        columns: Vec<usize>,
    },
    /// No column says which account a row is about.
    #[error("No column says which account a row is about.")]
    NoAccount,
    /// No column says what the address is to be.
    #[error("No column is mapped as \"{}\".", Field::NewAddress.title())]
    NoNewAddress,
}

impl MappingProblem {
    /// Stable, for documentation and tests.
    pub fn code(&self) -> &'static str {
        match self {
            Self::OtherColumns { .. } => "mapping-other-columns",
            Self::OneColumn => "mapping-one-column",
            Self::PartTwice { .. } => "mapping-part-twice",
            Self::NoAccount => "mapping-no-account",
            Self::NoNewAddress => "mapping-no-new-address",
        }
    }

    /// What is wrong.
    pub fn what(&self) -> String {
        self.to_string()
    }

    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::OtherColumns { .. } => "Map the columns of this file.",
            Self::OneColumn => {
                "It takes two at least: the account, and its new address. If the file has more, choose the delimiter \
                 that stands between them."
            }
            Self::PartTwice { .. } => "Choose the one that is meant, and “(no part)” for the others.",
            Self::NoAccount => "Map the column with the account id, or the one with the current address.",
            Self::NoNewAddress => {
                "Choose the column with the addresses that are wanted. A column named \"email\" counts as the \
                 current address, unless another one is named so."
            }
        }
    }
}

/// "columns 2 and 4", counted from 1.
fn numbers(columns: &[usize]) -> String {
    let numbers: Vec<String> = columns.iter().map(|column| (column + 1).to_string()).collect();
    match numbers.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("columns {} and {last}", first.join(", ")),
        all => format!("column {}", all.concat()),
    }
}

impl Mapping {
    /// What keeps this mapping from being used for an action with these parts on a table with this many columns.
    pub fn problems(&self, parts: &[Field], columns: usize) -> Vec<MappingProblem> {
        if self.columns.len() != columns {
            return vec![MappingProblem::OtherColumns {
                mapped: self.columns.len(),
                columns,
            }];
        }
        let wants_new = parts.contains(&Field::NewAddress);
        if columns == 1 && wants_new {
            return vec![MappingProblem::OneColumn];
        }
        let twice = Field::ALL.into_iter().filter_map(|part| {
            let columns: Vec<usize> = self.columns_of(part).collect();
            (columns.len() > 1).then_some(MappingProblem::PartTwice { part, columns })
        });
        let mut problems: Vec<_> = twice.collect();
        if self
            .column(Field::AccountId)
            .or(self.column(Field::CurrentAddress))
            .is_none()
        {
            problems.push(MappingProblem::NoAccount);
        }
        if wants_new && self.column(Field::NewAddress).is_none() {
            problems.push(MappingProblem::NoNewAddress);
        }
        problems
    }
}
