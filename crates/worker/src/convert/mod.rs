//! What core knows, in the words of the protocol. Only shapes change here; nothing is decided.

mod file;
mod listing;
mod rename;
mod run;
mod workbench;

use rollcall_protocol::{Problem, Saved};

pub(crate) use file::*;
pub(crate) use listing::*;
pub(crate) use rename::*;
pub(crate) use run::*;
pub(crate) use workbench::*;

/// A CSV file to save.
pub(crate) fn csv(name: String) -> Saved {
    Saved {
        name,
        mime: "text/csv".to_owned(),
    }
}

/// A workbook to save.
pub(crate) fn workbook(name: String) -> Saved {
    Saved {
        name,
        mime: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet".to_owned(),
    }
}

/// A text file to save.
pub(crate) fn text(name: String) -> Saved {
    Saved {
        name,
        mime: "text/plain".to_owned(),
    }
}

/// A file of JSON lines to save.
pub(crate) fn json_lines(name: String) -> Saved {
    Saved {
        name,
        mime: "application/jsonl".to_owned(),
    }
}

/// A problem without a server's words.
pub(crate) fn problem(code: &str, what: impl Into<String>, hint: impl Into<String>) -> Problem {
    Problem {
        code: code.to_owned(),
        what: what.into(),
        hint: hint.into(),
        detail: None,
    }
}

/// The file's name without its extension.
pub(crate) fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}
