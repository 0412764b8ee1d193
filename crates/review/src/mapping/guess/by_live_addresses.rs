//! The addresses that the accounts have now: what the organization says beats every name.

use rollcall_model::Field;
use rollcall_model::header::Naming;
use rollcall_roster::Roster;

use super::super::columns::{Agreement, agreement};
use super::super::doubt::{Doubt, Evidence};
use super::Guesser;

impl Guesser<'_> {
    /// Compares the columns with the addresses that the accounts have now. What the organization says beats every name.
    pub(super) fn by_live_addresses(&mut self, roster: &Roster) {
        let ids = self.column(Field::AccountId);
        let agree = |column| agreement(self.table, column, ids, roster);
        let live: Vec<usize> = (0..self.columns.len())
            .filter(|&column| self.looks[column].mostly_addresses() && agree(column) == Agreement::Live)
            .collect();
        let (current, new) = (self.column(Field::CurrentAddress), self.column(Field::NewAddress));
        if let Some(current) = current
            && live.contains(&current)
        {
            self.evidence[current] = Some(Evidence::Live);
            self.doubts
                .retain(|doubt| !matches!(doubt, Doubt::PlainName { .. }) || new.is_none());
            return;
        }
        let Some(&column) = live.first() else { return };
        if live.len() > 1
            || !self.fields.contains(&Field::CurrentAddress)
            || (new == Some(column) && current.is_none())
        {
            return;
        }
        self.doubt(Doubt::LiveElsewhere { column });
        let namings = self.namings.clone();
        let by_name = |column: usize| matches!(namings[column], Naming::Known(_) | Naming::Words(_));
        let clear = |guess: &mut Self, column: Option<usize>| {
            if let Some(column) = column {
                guess.columns[column] = None;
                guess.evidence[column] = None;
            }
        };
        if new == Some(column) && by_name(column) {
            // The names are the wrong way round, or the file was run already: nobody but the administrator knows.
            clear(self, new);
            clear(self, current);
            return;
        }
        let is_other_new = new == Some(column) && current.is_some_and(|current| !by_name(current));
        clear(self, new.filter(|&new| new == column));
        clear(self, current);
        self.columns[column] = Some(Field::CurrentAddress);
        self.evidence[column] = Some(Evidence::Live);
        if let Some(other) = current.filter(|_| is_other_new) {
            self.columns[other] = Some(Field::NewAddress);
            self.evidence[other] = Some(Evidence::Content);
        }
    }
}
