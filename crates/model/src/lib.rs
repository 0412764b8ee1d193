//! The vocabulary of Rollcall: what all layers above speak of, without any of their rules.
//!
//! Nothing here does I/O, and nothing here knows a check, an action or a run.
#![forbid(unsafe_code)]

pub mod address;
pub mod details;
pub mod diff;
pub mod fact;
pub mod field;
pub mod finding;
pub mod hash;
pub mod header;
pub mod labels;
pub mod mend;
pub mod mojibake;
pub mod name;
pub mod phrasing;
pub mod place;
pub mod profile;
pub mod row_spec;
pub mod run_id;
pub mod shape;
pub mod time;

pub use details::Details;
pub use diff::{Diff, LeftOut};
pub use field::Field;
pub use header::Naming;
pub use labels::Labels;
pub use place::PlaceKind;
pub use row_spec::{Column, DesiredState, RowSpec, Shows, StateKind};
pub use run_id::RunId;
