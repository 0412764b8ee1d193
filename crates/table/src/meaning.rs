//! What the reader has to be told: it knows no meaning by itself.

/// What the reader is told of the meaning of cells: enough to guess a delimiter, and whether there is a header.
#[derive(Clone, Copy, Debug)]
pub struct Meaning {
    /// Whether a column may be called so.
    pub is_name: fn(&str) -> bool,
    /// What kind of thing a cell holds.
    pub kind: fn(&str) -> CellKind,
}

/// What kind of thing a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellKind {
    /// An e-mail address.
    Address,
    /// An account's id.
    AccountId,
    /// A number.
    Number,
    /// Anything else, a name of a column among it.
    Other,
}
