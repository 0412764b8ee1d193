//! The log of edits, with undo.

use serde::{Deserialize, Serialize};

use crate::change::{Edit, Edits};
use crate::file::Table;

/// One undo step: a single edit, or a fix of many rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditEntry {
    /// Description of the step, as shown to the user.
    pub label: String,
    /// The edits, in the order in which they were applied.
    pub edits: Vec<Edit>,
}

/// The edit steps in order, and the cells and excluded rows that result from them.
#[derive(Clone, Debug, Default)]
pub(super) struct Log {
    edits: Edits,
    entries: Vec<EditEntry>,
    /// For each entry, the edits that undo it.
    back: Vec<Vec<Edit>>,
}

impl Log {
    pub(super) fn edits(&self) -> &Edits {
        &self.edits
    }

    pub(super) fn entries(&self) -> &[EditEntry] {
        &self.entries
    }

    /// Applies the edits of `entry` that change something, and returns their number.
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

    /// Undoes the last entry and returns it.
    pub(super) fn undo(&mut self, table: &Table) -> Option<EditEntry> {
        let entry = self.entries.pop()?;
        for edit in self.back.pop().unwrap_or_default() {
            self.edits.apply(&edit, table);
        }
        Some(entry)
    }
}
