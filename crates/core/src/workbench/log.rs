//! The log of edits, with undo.

use serde::{Deserialize, Serialize};

use crate::change::{Edit, Edits};
use crate::file::Table;

/// One step of the user's: an edit, or a fix of many rows. It is undone whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditEntry {
    /// What was done, in words.
    pub label: String,
    /// The edits, in their order.
    pub edits: Vec<Edit>,
}

/// What was edited, in its order, and what the file looks like for it.
#[derive(Clone, Debug, Default)]
pub(super) struct Log {
    edits: Edits,
    entries: Vec<EditEntry>,
    /// For each entry, what takes it back.
    back: Vec<Vec<Edit>>,
}

impl Log {
    pub(super) fn edits(&self) -> &Edits {
        &self.edits
    }

    pub(super) fn entries(&self) -> &[EditEntry] {
        &self.entries
    }

    /// Applies those edits of an entry that change something; gives how many.
    pub(super) fn enter(&mut self, entry: EditEntry, table: &Table) -> u32 {
        let mut back = Vec::with_capacity(entry.edits.len());
        let mut edits = entry.edits;
        edits.retain(|edit| match self.edits.apply(edit, table) {
            Some(inverse) => {
                back.push(inverse);
                true
            }
            None => false,
        });
        let changed = edits.len() as u32;
        if changed > 0 {
            back.reverse();
            self.back.push(back);
            self.entries.push(EditEntry {
                label: entry.label,
                edits,
            });
        }
        changed
    }

    /// Takes the last entry back, and gives it.
    pub(super) fn undo(&mut self, table: &Table) -> Option<EditEntry> {
        let entry = self.entries.pop()?;
        for edit in self.back.pop().unwrap_or_default() {
            self.edits.apply(&edit, table);
        }
        Some(entry)
    }
}
