//! What can be done to accounts. An action is one file: its columns, its own checks, the call that does it, the call that
//! undoes it, what to read back to see that it holds.

/// A part that a column of the change file can play.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The account's id.
    AccountId,
    /// The account's address now, as the file says.
    CurrentAddress,
    /// The address that is wanted.
    NewAddress,
    /// The organization that the row speaks of.
    Organization,
}
