//! Workbooks and encodings, from bytes to text.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod broken;
mod encodings;
mod ods;
mod oracle;
mod saved;
mod support;
mod xls;
mod xlsx;
