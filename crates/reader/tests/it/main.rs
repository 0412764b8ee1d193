//! Workbooks and encodings, from bytes to text.

mod broken;
mod encodings;
mod ods;
mod oracle;
mod saved;
mod support;
mod xls;
mod xlsx;
