//! What is shown: data, and no logic.
//!
//! The types stand here once, in Rust. Their names and their documentation in TypeScript are made from them: a test writes
//! `types.ts`, and fails when it is stale. Names that core's lists decide (actions, parts, columns, checks) are texts here; the npm
//! package adds their unions.

#![forbid(unsafe_code)]

mod file;
mod lists;
mod plan;
mod review;
mod roster;
#[cfg(test)]
mod typescript;

pub use file::{AsRead, Basis, ChangeFile, FileColumn, Problem};
pub use lists::{ActionInfo, Check, PartInfo};
pub use plan::{Batch, Confirmation, Step};
pub use review::{
    Cell, Counts, Finding, FindingCount, Fix, FixCount, FixKind, GridColumn, Review, Row, RowState, Severity,
    Unchecked,
};
pub use roster::{RejectedDomain, Roster, RosterFile, RosterSource, TypedDomains};
use serde::{Deserialize, Serialize};

/// The types in TypeScript. `ActionKey`, `Part`, `CheckCode`, `ColumnKey` and `Encoding` are not among them.
pub const TYPESCRIPT: &str = include_str!("types.ts");

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Page<T> {
    /// Place of the first item in the list.
    pub from: u32,
    /// Items of the whole list.
    pub total: u32,
    /// Those of this page.
    pub items: Vec<T>,
}
