//! The result of a check.

use crate::field::Field;

/// The severity of a finding, most severe first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The row cannot run.
    Error,
    /// The row can run, but should be looked at first.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// As shown: `error`, `warning`, `note`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// A finding in full, as shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Stable code: `E012-address-taken`.
    pub code: &'static str,
    /// Its severity.
    pub severity: Severity,
    /// Short title: "Address taken".
    pub title: &'static str,
    /// The row that it is about, counted from 0; `None` for the file as a whole.
    pub row: Option<u32>,
    /// The field whose cell it is about.
    pub part: Option<Field>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: String,
    /// The fix, if there is one.
    pub fix: Option<Fix>,
}

/// A fix for one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fix {
    /// Writes this text into the cell of this field.
    Put {
        /// Which cell.
        part: Field,
        /// The new text.
        value: String,
    },
    /// Takes the live address for the current one.
    AcceptLive {
        /// The live address.
        value: String,
    },
    /// Excludes the row from the run.
    LeaveOut,
}

impl Fix {
    /// What it would do: "Use ada@example.com".
    pub fn label(&self) -> String {
        match self {
            Self::Put { value, .. } => format!("Use {value}"),
            Self::AcceptLive { value } => format!("Accept {value} as the current address"),
            Self::LeaveOut => "Leave this row out".to_owned(),
        }
    }
}
