//! What can be done to accounts. An action is one file: its columns, its own checks, the call that does it, the call that
//! undoes it, what to read back to see that it holds.

pub(crate) mod part;

pub use part::Part;
