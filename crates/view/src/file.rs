use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// Something that is in the way, without being thrown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Problem {
    /// Stable.
    pub code: Cow<'static, str>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: String,
}

/// What it rests on that a file was read so: it says so itself, it is valid so, it looks like it, or the caller chose it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(ts_rs::TS))]
#[allow(missing_docs, reason = "the type says what each is")]
pub enum Basis {
    Marked,
    Valid,
    Guessed,
    Chosen,
}

/// How a file was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AsRead {
    /// Of its text.
    #[cfg_attr(test, ts(type = "Encoding"))]
    pub encoding: Cow<'static, str>,
    /// What the encoding rests on.
    pub encoding_basis: Basis,
    /// Whether the file begins with one.
    pub byte_order_mark: bool,
    /// One character.
    pub delimiter: char,
    /// What the delimiter rests on.
    pub delimiter_basis: Basis,
    /// What ends its lines.
    #[cfg_attr(test, ts(type = "\"CRLF\" | \"LF\" | \"CR\" | \"mixed\" | \"none\""))]
    pub line_breaks: Cow<'static, str>,
    /// Whether the table has a header.
    pub header: bool,
    /// What that rests on.
    pub header_basis: Basis,
    /// Line of the file where the header begins, or the first row where there is none; counted from 1.
    pub begins: u32,
    /// Lines above it that are no part of the table.
    pub skipped: u32,
    /// Rows with fewer or more cells than there are columns.
    pub ragged_rows: u32,
    /// Bytes that are not UTF-8, in a file that is UTF-8 otherwise.
    pub bad_bytes: u32,
}

/// A column of the change file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct FileColumn {
    /// From the header, or `Column 3`.
    pub name: String,
    /// Up to three cells that are not blank, shortened.
    pub samples: Vec<String>,
    /// The part that it plays.
    #[cfg_attr(test, ts(type = "Part | null"))]
    pub part: Option<Cow<'static, str>>,
}

/// The change file that is open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ChangeFile {
    /// As it was opened.
    pub name: String,
    /// Bytes.
    #[cfg_attr(test, ts(type = "number"))]
    pub size: u64,
    /// Rows, without the header.
    pub rows: u32,
    /// How it was read.
    pub reading: AsRead,
    /// From left to right.
    pub columns: Vec<FileColumn>,
    /// Whether nothing spoke against reading and mapping when the mapping was guessed.
    pub mapping_is_certain: bool,
    /// What did, each as a sentence.
    pub doubts: Vec<String>,
    /// What the first row says and from where it was read, in one line; nothing where it cannot be checked yet.
    pub as_read: Option<String>,
    /// What keeps the mapping from being used.
    pub mapping_problems: Vec<Problem>,
    /// What the file is, where it is known to ask for no new address: an export, a list of accounts to suspend.
    pub recognized_as: Option<Problem>,
}
