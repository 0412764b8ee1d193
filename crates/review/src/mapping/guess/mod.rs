//! Guessing the mapping, with the evidence for each column and what speaks against it.
//!
//! The names of the header come first, then what stands in the columns; and where live accounts are known, the column that holds their
//! addresses is the current one, whatever it is called. A guess is certain only where nothing speaks against it.

use rollcall_model::header::Naming;
use rollcall_model::{Field, shape};
use rollcall_roster::{Recognized, Roster};
use rollcall_table::Table;

mod by_content;
mod by_header;
mod by_live_addresses;
mod weigh;

use super::Mapping;
use super::columns::{Looks, sample};
use super::doubt::{Doubt, Evidence};

/// A guess at the mapping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guess {
    /// Which column holds which field, as far as it could be guessed.
    pub mapping: Mapping,
    /// What each of these rests on, by column.
    pub evidence: Vec<Option<Evidence>>,
    /// What speaks against it. Nobody needs to look where there is nothing.
    pub doubts: Vec<Doubt>,
    /// Whether header and content leave no doubt, so that nobody needs to look.
    pub certain: bool,
    /// What the file is, where it is known to ask for something else than a new address.
    pub recognized: Option<Recognized>,
}

/// Guesses the mapping for an action with these fields.
///
/// `email` is the new address where another column is the current one by name and none is the new one; otherwise it is the
/// current address (the file of the bash script that many organizations use has `account_id,old_email,email,`). Without a
/// header the columns are told by what stands in them; of two columns with addresses the first is current and the second
/// new, and the user is asked to look.
pub fn guess(table: &Table, fields: &[Field], roster: &Roster) -> Guess {
    let columns = table.columns();
    let mut guess = Guesser {
        table,
        fields,
        columns: vec![None; columns],
        evidence: vec![None; columns],
        namings: (0..columns)
            .map(|column| table.header(column).map_or(Naming::Silent, Naming::of))
            .collect(),
        looks: (0..columns).map(|column| Looks::of(table, column)).collect(),
        passed_over: vec![false; columns],
        doubts: Vec::new(),
    };
    if !guess.rows_fit() {
        // Under a header that is not as wide as the rows, no name stands above its cells.
        guess.doubt(Doubt::WidthDiffers);
        return guess.done();
    }
    guess.by_header();
    guess.drop_contradictions();
    // A column of ids that nobody has named may still say who is meant.
    let has_free_ids = guess.wants(Field::AccountId) && !guess.free_ids().is_empty();
    if !table.has_header() || !guess.is_complete() || has_free_ids {
        guess.by_hints();
        guess.by_content();
    }
    if !roster.is_empty() {
        guess.by_live_addresses(roster);
    }
    guess.weigh();
    guess.done()
}

/// An organization in every row, with an account: nothing else has that without a header.
fn headless_bulk_suspend(mapping: &Mapping) -> Option<Recognized> {
    mapping
        .column(Field::Organization)
        .and(mapping.column(Field::AccountId))
        .map(|_| Recognized::BulkSuspend)
}

struct Guesser<'a> {
    table: &'a Table,
    fields: &'a [Field],
    columns: Vec<Option<Field>>,
    evidence: Vec<Option<Evidence>>,
    namings: Vec<Naming>,
    looks: Vec<Looks>,
    /// Columns whose name says that they are something else than what the action reads.
    passed_over: Vec<bool>,
    doubts: Vec<Doubt>,
}

impl Guesser<'_> {
    fn done(self) -> Guess {
        let certain = self.doubts.is_empty() && self.is_complete();
        let mapping = Mapping {
            columns: self.columns,
        };
        let asks_nothing =
            self.fields.contains(&Field::NewAddress) && mapping.column(Field::NewAddress).is_none();
        let recognized = asks_nothing
            .then(|| Recognized::of(self.table).or_else(|| headless_bulk_suspend(&mapping)))
            .flatten();
        Guess {
            mapping,
            evidence: self.evidence,
            doubts: self.doubts,
            certain,
            recognized,
        }
    }

    /// Whether most rows are as wide as the header.
    fn rows_fit(&self) -> bool {
        2 * self.table.ragged_rows() <= self.table.rows()
    }

    /// Columns of account ids without a field. Under a header bare UUIDs may be the ids of another system.
    fn free_ids(&self) -> Vec<usize> {
        let mut ids = self.free(Looks::account_ids);
        ids.retain(|&column| {
            !self.table.has_header() || self.looks[column].uuids < self.looks[column].filled
        });
        ids
    }

    /// Whether a column holds what its field asks for.
    fn looks_right(&self, field: Field, column: usize) -> bool {
        let looks = &self.looks[column];
        match field {
            Field::AccountId => {
                looks.mostly_ids() || (looks.filled > 0 && looks.at_signs == 0 && self.are_ids(column))
            }
            Field::NewAddress => looks.mostly_at_signs(),
            Field::CurrentAddress => looks.filled == 0 || looks.mostly_at_signs(),
            Field::Message | Field::Left => true,
            Field::Organization
            | Field::Directory
            | Field::Group
            | Field::Groups
            | Field::Role
            | Field::Workspace
            | Field::Name
            | Field::Nickname
            | Field::JobTitle
            | Field::Department
            | Field::Company
            | Field::Location
            | Field::TimeZone
            | Field::Locale
            | Field::Policy
            | Field::Token => !looks.mostly_addresses(),
        }
    }

    /// Whether the ids of a column have a form that Atlassian may give besides those that were seen: long, and with a digit.
    fn are_ids(&self, column: usize) -> bool {
        let cells = || {
            sample(self.table)
                .map(|row| self.table.cell(row, column).trim())
                .filter(|cell| !cell.is_empty())
        };
        let unlikely = cells().filter(|cell| !shape::may_be_account_id(cell)).count();
        2 * unlikely <= cells().count()
    }

    fn assign(&mut self, field: Field, column: usize, evidence: Evidence) {
        if !self.fields.contains(&field) {
            return;
        }
        if self.columns.contains(&Some(field)) {
            self.doubt(Doubt::SeveralColumns { field });
        } else {
            self.columns[column] = Some(field);
            self.evidence[column] = Some(evidence);
        }
    }

    fn doubt(&mut self, doubt: Doubt) {
        if !self.doubts.contains(&doubt) {
            self.doubts.push(doubt);
        }
    }

    fn column(&self, field: Field) -> Option<usize> {
        self.columns.iter().position(|&mapped| mapped == Some(field))
    }

    fn wants(&self, field: Field) -> bool {
        self.fields.contains(&field) && !self.columns.contains(&Some(field))
    }

    /// Columns without a field that look like this, and whose names do not say that they are something else.
    fn free(&self, like: fn(&Looks) -> bool) -> Vec<usize> {
        let is_named = |column: usize| matches!(self.namings[column], Naming::Known(_) | Naming::Words(_));
        let free = |&column: &usize| {
            self.columns[column].is_none()
                && !self.passed_over[column]
                && !is_named(column)
                && like(&self.looks[column])
        };
        (0..self.columns.len()).filter(free).collect()
    }

    /// Whether the mapping says who and what.
    fn is_complete(&self) -> bool {
        let has = |field| self.columns.contains(&Some(field));
        // Who gives groups need not give a role.
        let role = if has(Field::Groups) {
            Field::Groups
        } else {
            Field::Role
        };
        let needed = [Field::NewAddress, Field::Group, role, Field::Policy];
        let names_field = self.columns.iter().flatten().any(|field| field.is_field());
        let wants_field = !names_field && self.fields.iter().any(|field| field.is_field());
        (has(Field::AccountId) || has(Field::CurrentAddress))
            && !wants_field
            && !needed.into_iter().any(|field| self.wants(field))
    }
}
