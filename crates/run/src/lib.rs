//! Executes changes: how one change is sent, read back and undone; the plan of a whole run; the journal of what happened; the state
//! machine that carries out the plan and writes the journal; and the reports.
//!
//! This crate has no I/O, no clock and no randomness: the caller that drives a run ([`machine`]) supplies them. It does not know
//! which actions exist either: the caller passes them to a run as [`RunSpec`]s, and opens a stored journal with a [`Resolve`] that
//! maps their keys to `RunSpec`s.
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
