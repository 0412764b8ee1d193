//! What holds for any bytes that come from outside, and good files to begin with.
//!
//! Each module is one target: `holds` panics where something does not hold, and `seeds` are inputs made of the fixtures of the
//! repository, so that nothing is kept twice. Where something is chosen besides the bytes, the first bytes of the input choose it.
#![forbid(unsafe_code)]

pub mod choice;
pub mod decoding;
pub mod journal;
pub mod mapping;
pub mod paste;
pub mod response;
pub mod seed;
pub mod sheet;
pub mod table;
pub mod workbook;

#[allow(
    dead_code,
    unreachable_pub,
    reason = "the contract tests look at the requests as well"
)]
#[path = "../../crates/atlassian/tests/example/mod.rs"]
mod example;
#[allow(dead_code, reason = "the tests of the reader use all of it")]
#[path = "../../crates/reader/tests/it/support.rs"]
mod support;
