//! From a table to what can run: which column is which field, what each row asks for, what the checks say of it, and what it
//! would change.
//!
//! This is the engine of the checks, and it knows no single one: an action brings its own ([`ReviewSpec`]), and says what a row of it
//! can have ([`rollcall_model::RowSpec`]).
#![forbid(unsafe_code)]

pub mod changes;
pub mod check;
pub mod conflicts;
pub mod context;
pub mod diffs;
pub mod file;
pub mod mapping;
pub mod review;
pub mod spec;
pub mod target;
pub mod verdict;

pub use changes::{Change, Changes, Edit, Edits};
pub use check::{Check, Confirmation, Find, Mend, Offer, Text};
pub use conflicts::{Conflict, Drift, RowRelations};
pub use context::{CheckContext, CurrentState, Domains, RowContext, who};
pub use mapping::Mapping;
pub use review::{Counts, FindingCount, Review, RowState, Unchecked};
pub use spec::{ReviewInput, ReviewSpec};
pub use target::{Named, Target};
pub use verdict::{FOUND, MissingFact, Verdict};
