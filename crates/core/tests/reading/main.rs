//! How files are read: the corpus beside it, and faults that are planted in its good files.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::cast_possible_truncation,
    reason = "a test that cannot go on fails, and these report"
)]

mod case;
mod corpus;
mod mutations;
