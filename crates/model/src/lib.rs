//! The vocabulary of Rollcall: what all layers above speak of, without any of their rules.
//!
//! Nothing here does I/O, and nothing here knows a check, an action or a run.
#![forbid(unsafe_code)]

pub mod address;
pub mod fact;
pub mod field;
pub mod finding;
pub mod hash;
pub mod place;
pub mod profile;
pub mod shape;
pub mod time;
pub mod words;

pub use field::Field;
pub use place::PlaceKind;
