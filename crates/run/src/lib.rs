//! Carrying changes out: how one change is sent, read back and undone; the plan of many; the journal of what happened; the state
//! machine between the two; and what is left at the end.
//!
//! Without I/O, clock or randomness: whoever drives a run ([`machine`]) brings them. What can be done is not known here: a run is
//! told by [`RunSpec`]s, and a journal that was read is opened with a [`Resolve`] that knows the keys.
#![forbid(unsafe_code)]

pub mod journal;
pub mod machine;
pub mod operation;
pub mod plan;
pub mod rate;
pub mod report;
mod result_row;
mod spec;
mod undo;

pub use result_row::ResultRow;
pub use spec::{Resolve, RunSpec, UnknownOperation};
pub use undo::{Undo, UndoRecipe};
