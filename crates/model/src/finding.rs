//! What a check says.

use crate::field::Field;

/// How much a finding weighs. Gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The row cannot run.
    Error,
    /// It can run; look first.
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
    /// Its weight.
    pub severity: Severity,
    /// A few words: "Address taken".
    pub title: &'static str,
    /// The row that it is about, counted from 0; `None` for the file as a whole.
    pub row: Option<u32>,
    /// The part whose cell it is about.
    pub part: Option<Field>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: String,
    /// What would mend it.
    pub fix: Option<Fix>,
}

/// What mends one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fix {
    /// Writes this into the cell of this part.
    Put {
        /// Which cell.
        part: Field,
        /// What is to stand there.
        value: String,
    },
    /// Takes the live address for the current one.
    AcceptLive {
        /// The live address.
        value: String,
    },
    /// Leaves the row out of the run.
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
