//! The subjects of a per-subject listing, taken from the rows of another listing.

use super::{Order, PerSubject, Reading, Subject};
use rollcall_model::hash;

impl Reading {
    /// The distinct subjects in the rows of an order, as `each` identifies them.
    pub fn subjects(&mut self, order: &Order, each: &PerSubject) -> Vec<Subject> {
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
