//! What the caller tells the reader about the meaning of cells; the reader has no such knowledge of its own.

/// What the caller knows about the meaning of cells: enough to guess a delimiter, and whether there is a header.
#[derive(Clone, Copy, Debug)]
pub struct Meaning {
    /// Whether the text is a plausible column name.
    pub is_name: fn(&str) -> bool,
    /// The kind of a cell's content.
    pub kind: fn(&str) -> CellKind,
}

/// The kind of a cell's content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellKind {
    /// An e-mail address.
    Address,
    /// An account's id.
    AccountId,
    /// A number.
    Number,
    /// Anything else, including column names.
    Other,
}
