//! What can be done to accounts. An action is one file: its columns, its own checks, the call that does it, the call that
//! undoes it, what to read back to see that it holds.

pub mod change_email;
pub(crate) mod part;

pub use part::Part;

use crate::check::Check;

/// Everything that Rollcall can do.
pub static ACTIONS: &[&Action] = &[&change_email::ACTION];

/// One thing that can be done to accounts.
#[derive(Debug)]
pub struct Action {
    /// Stable key.
    pub key: &'static str,
    /// As shown: "Change e-mail addresses".
    pub title: &'static str,
    /// The parts that its columns can play.
    pub parts: &'static [Part],
    /// The grid's columns between "who" and "findings".
    pub columns: &'static [Column],
    /// Its checks.
    pub checks: &'static [&'static Check],
}

/// A column of the grid.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Stable key.
    pub key: &'static str,
    /// As shown.
    pub title: &'static str,
    /// What stands in its cells.
    pub shows: Shows,
}

/// What stands in a column of the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shows {
    /// The account's live address.
    Live,
    /// The file's cell in this part, which can be edited.
    Cell(Part),
}
