#![doc = include_str!("../npm/README.md")]
//!
//! # How it is made
//!
//! Core for JavaScript and TypeScript: the npm package `rollcall-core`.
//!
//! Thin: what is known stands in `rollcall-core`, and here it gets JavaScript's shapes. A [`Workbench`] keeps the change file, the
//! roster and the findings in wasm memory; what passes over is small, or a page of [`MOST`] rows at most. Whatever goes wrong
//! is thrown as an `Error` with a `code` and a `hint`: a [`Problem`].
//!
//! What comes out is [`rollcall_core::view`]'s, with its types. The types of what goes in are written by hand in `types.ts`, but for the
//! lists that core keeps; the tests hold real values against all of them.

mod file;
mod given;
mod lists;
mod places;
mod plan;
mod problem;
mod roster;
mod types;
mod value;
mod view;
mod workbench;

pub use lists::{actions, checks, parts, version};
pub use plan::Plan;
pub use problem::Problem;
pub use rollcall_core::workbench::MOST;
pub use workbench::Workbench;
