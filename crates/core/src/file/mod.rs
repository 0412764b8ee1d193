//! The change file: bytes → text → table, and back.

mod table;

pub use table::Table;
