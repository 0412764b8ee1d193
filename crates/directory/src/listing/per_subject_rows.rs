//! The rows of one account or group, built from its answers or its refusal.

use super::per_subject::SAID;
use super::{Listing, Of, PerSubject, Subject};

impl PerSubject {
    /// Whether the rows of this listing have the columns that identify a subject.
    pub fn can_be_read_from(&self, listing: &Listing) -> bool {
        !matches!(listing.of, Of::PerSubject(_)) && self.keys.iter().all(|key| listing.column(key).is_some())
    }

    /// The rows of one subject. A subject without rows gets an empty one, so that no subject is missing from the listing; a subject that
    /// was refused gets a row with Atlassian's message.
    pub(super) fn rows(
        &self,
        listing: &Listing,
        subject: &Subject,
        mut rows: Vec<Vec<String>>,
        said: Option<String>,
    ) -> Vec<Vec<String>> {
        if rows.is_empty() || said.is_some() {
            let mut row = vec![String::new(); listing.columns.len()];
            set(listing, &mut row, SAID, &said.unwrap_or_default());
            rows.push(row);
        }
        for row in &mut rows {
            for (key, cell) in self.keys.iter().zip(subject) {
                set(listing, row, key, cell);
            }
        }
        (self.finish)(&mut rows);
        rows
    }
}

fn set(listing: &Listing, row: &mut [String], key: &str, text: &str) {
    let place = listing.column(key).and_then(|place| row.get_mut(place));
    if let Some(cell) = place {
        text.clone_into(cell);
    }
}
