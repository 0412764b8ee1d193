//! What is read of each account or group that another listing found, one after the other.

use super::{Listing, Order, Reading};
use rollcall_model::hash;

/// Of whom or what a listing is read.
#[derive(Debug)]
pub enum Of {
    /// Of the organization, with its API key.
    Organization,
    /// Of the organization or one of its sites, as the admin portal shows it to an administrator: with the administrator's session,
    /// and not with the key.
    Portal,
    /// Of each account or group.
    Each(Each),
}

/// Whom a listing is read of: the cells of a row of another listing, in the order of [`Each::keys`].
pub type Subject = Vec<String>;

/// How a listing is read of each account or group.
#[derive(Debug)]
pub struct Each {
    /// One of them, and many: `account`, `accounts`.
    pub noun: [&'static str; 2],
    /// Keys of the columns that say who it is, in both listings. The first one names it.
    pub keys: &'static [&'static str],
    /// Puts the last hand to the rows of one of them, once all are read.
    pub(super) finish: fn(&mut Vec<Vec<String>>),
}

/// Key of the column for what was said of one of them instead of an answer.
pub(super) const SAID: &str = "said";

impl Each {
    /// Whether rows of this listing say who it is.
    pub fn can_be_read_from(&self, listing: &Listing) -> bool {
        !matches!(listing.of, Of::Each(_)) && self.keys.iter().all(|key| listing.column(key).is_some())
    }

    /// The rows of one of them. Who has none gets one all the same, so that nobody is missed, and so does who was refused: with
    /// what was said.
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

impl Reading {
    /// Whom the rows of an order are about, each once, in the terms of another listing.
    pub fn subjects(&mut self, order: &Order, each: &Each) -> Vec<Subject> {
        let mut all = Vec::new();
        let mut known = hash::Set::default();
        let places: Vec<Option<usize>> = each.keys.iter().map(|key| self.listing().column(key)).collect();
        self.in_order(order, |rows, row| {
            let cell = |place: &Option<usize>| place.map_or("", |place| rows.cell(row, place));
            let subject: Subject = places.iter().map(|place| cell(place).to_owned()).collect();
            let is_new = subject
                .first()
                .is_some_and(|name| !name.is_empty() && known.insert(name.clone()));
            if is_new {
                all.push(subject);
            }
        });
        all
    }
}
