//! What Rollcall knows. No I/O, no clock, no randomness, no browser: they come in as arguments.
//!
//! The data goes one way:
//!
//! ```text
//! bytes → table → mapping → changes → findings ┐
//!                              roster → diff ┴→ plan → run ⇄ transport
//!                                                     ↓
//!                                                  journal → report
//! ```
#![forbid(unsafe_code)]

pub use rollcall_directory::{connect, listing, portal, rename};
pub use rollcall_model::{address, fact, finding, hash, time};
pub use rollcall_roster as roster;

use rollcall_model::{shape, words};

pub mod action;
pub mod change;
pub mod check;
pub mod claim;
pub mod desk;
pub mod diff;
pub mod file;
pub mod journal;
pub mod mapping;
pub mod plan;
pub mod report;
pub mod run;
