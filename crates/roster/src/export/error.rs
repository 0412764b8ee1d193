//! Why a file cannot be read into the roster.

use super::Kind;

/// Why a file cannot be read into the roster.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExportError {
    /// The file has no header by which to recognize it.
    #[error("“{name}” has no header row, so it cannot be told which export it is.")]
    NoHeader {
        /// Name of the file.
        name: String,
    },
    /// The header is not that of a known export.
    #[error(
        "“{name}” is none of the exports that Rollcall knows. Its columns are: {}.",
        listed(found)
    )]
    NotRecognized {
        /// Name of the file.
        name: String,
        /// The names in its header.
        found: Vec<String>,
    },
    /// The header is that of a change file.
    #[error(
        "“{name}” looks like a change file: it has a column for a new or an old address ({}).",
        listed(found)
    )]
    ChangeFile {
        /// Name of the file.
        name: String,
        /// The names in its header.
        found: Vec<String>,
    },
    /// An export of an older kind, without account ids.
    #[error("“{name}” looks like an export from Atlassian, but it has no column with account ids.")]
    WithoutIds {
        /// Name of the file.
        name: String,
    },
    /// A known header without rows.
    #[error("“{name}” has no rows below its header ({}).", kind.title())]
    NoRows {
        /// Name of the file.
        name: String,
        /// Which kind of file it is.
        kind: Kind,
    },
    /// Rows, but none that is usable.
    #[error("“{name}” has no row that can be used: {}", what_is_missing(*kind, *line, text))]
    NoUsableRow {
        /// Name of the file.
        name: String,
        /// Which kind of file it is.
        kind: Kind,
        /// Line of the first unusable row.
        line: u32,
        /// The text in place of an account id or domain.
        text: String,
    },
}

impl ExportError {
    /// Stable code: `export-not-recognized`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoHeader { .. } => "export-no-header",
            Self::NotRecognized { .. } => "export-not-recognized",
            Self::ChangeFile { .. } => "export-change-file",
            Self::WithoutIds { .. } => "export-without-ids",
            Self::NoRows { .. } => "export-no-rows",
            Self::NoUsableRow { .. } => "export-no-usable-row",
        }
    }

    /// What is wrong.
    pub fn what(&self) -> String {
        self.to_string()
    }

    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::NoHeader { .. } => "Load the export as it was downloaded, with its first line.",
            Self::NotRecognized { .. } => {
                "Expected is one of these: the users export (with the columns User id, email, User status), the managed \
                 accounts export (Atlassian ID, Email, Status), the export of accounts from domains (Atlassian ID, \
                 Claimed), a list of accounts that a script wrote (account_id, email, account_status) or of domains \
                 (attributes.name, attributes.claim.status). Load the file as it was downloaded, with its header."
            }
            Self::ChangeFile { .. } => {
                "Load it as the change file. For the accounts as they are now, load an export from Atlassian \
                 Administration."
            }
            Self::WithoutIds { .. } => {
                "Older exports had no account ids. Export the accounts again in Atlassian Administration, and load the \
                 new file as it was downloaded."
            }
            Self::NoRows { .. } => "Export again, and check that all accounts are chosen.",
            Self::NoUsableRow { .. } => {
                "Export again, and load the file without opening it in another program first."
            }
        }
    }
}

/// Maximum number of header names that are quoted; files may have thousands of columns.
const QUOTED: usize = 12;

fn listed(names: &[String]) -> String {
    let first: Vec<String> = names.iter().take(QUOTED).map(|name| shortened(name)).collect();
    let more = match names.len() - first.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    first.join(", ") + &more
}

/// Shortens a text from a file so that it fits into a sentence.
pub(super) fn shortened(text: &str) -> String {
    const LONGEST: usize = 40;
    let mut short: String = text.chars().take(LONGEST).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

fn what_is_missing(kind: Kind, line: u32, text: &str) -> String {
    let wanted = if kind == Kind::ListedDomains {
        "domain"
    } else {
        "account id"
    };
    if text.is_empty() {
        format!("the cell for the {wanted} is empty, first in line {line}.")
    } else {
        format!(
            "line {line} has “{}” where the {wanted} should be.",
            shortened(text)
        )
    }
}
