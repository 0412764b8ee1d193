//! What stands in the columns, where names do not say it.

use rollcall_atlassian::AccountId;
use rollcall_model::Field;
use rollcall_model::header::Naming;

use super::super::columns::{Looks, sample};
use super::super::doubt::{Doubt, Evidence};
use super::Guesser;

impl Guesser<'_> {
    /// Gives the fields that are missing to columns that look like them.
    pub(super) fn by_content(&mut self) {
        let has_header = self.table.has_header();
        let ids = self.free_ids();
        let organization = ids.iter().copied().find(|&column| {
            let looks = &self.looks[column];
            looks.same && looks.uuids == looks.filled && (looks.filled > 1 || ids.len() > 1)
        });
        // With a header such a column may be anything: a group, a policy, a directory.
        if let Some(column) = organization
            && !has_header
            && self.wants(Field::Organization)
        {
            self.assign(Field::Organization, column, Evidence::Content);
        }
        if self.wants(Field::AccountId) {
            let mut others = ids.into_iter().filter(|&column| Some(column) != organization);
            if let Some(column) = others.next().or_else(|| self.id_by_position()) {
                self.assign(Field::AccountId, column, Evidence::Content);
                if others.next().is_some() {
                    self.doubt(Doubt::SeveralColumns {
                        field: Field::AccountId,
                    });
                }
            }
        }
        self.addresses_by_content();
        // A header that says nothing, or an address of which nobody says what it is.
        if has_header {
            self.doubt(Doubt::NamesMissing);
        } else if self.fields.contains(&Field::NewAddress) {
            self.doubt(Doubt::NoHeader);
        }
    }

    fn addresses_by_content(&mut self) {
        let (current, new) = (self.wants(Field::CurrentAddress), self.wants(Field::NewAddress));
        // An address with a word beside it that is not known may be anybody's.
        let mut addresses = self.free(Looks::addresses);
        addresses.retain(|&column| self.namings[column] != Naming::SomeAddress);
        if addresses.is_empty() && current && !self.names_account() {
            // The name to log in with is better than none: it is offered, and asked.
            addresses = (0..self.columns.len())
                .filter(|&column| self.namings[column] == Naming::Login && self.columns[column].is_none())
                .filter(|&column| self.looks[column].addresses())
                .collect();
        }
        match addresses.as_slice() {
            [column] if new && (!current || self.names_account()) => {
                self.assign(Field::NewAddress, *column, Evidence::Content);
            }
            [column] if current => self.assign(Field::CurrentAddress, *column, Evidence::Content),
            [first, second] if current && new => {
                self.assign(Field::CurrentAddress, *first, Evidence::Position);
                self.assign(Field::NewAddress, *second, Evidence::Position);
            }
            [] => {}
            [..] if current || new => self.doubt(Doubt::SeveralColumns {
                field: if new {
                    Field::NewAddress
                } else {
                    Field::CurrentAddress
                },
            }),
            [..] => {}
        }
    }

    /// An id of another form, where the scripts expect it: before the two addresses.
    fn id_by_position(&self) -> Option<usize> {
        let is_id = |row| {
            let cell = self.table.cell(row, 0).trim();
            AccountId::parse(cell).is_some() || cell.is_empty()
        };
        let expected = !self.table.has_header()
            && self.free(Looks::addresses) == [1, 2]
            && self.looks.first().is_some_and(|looks| looks.filled > 0)
            && sample(self.table).all(is_id);
        expected.then_some(0)
    }

    /// Whether the account is given by its id, and by it alone: with the organization beside it the address is the current
    /// one, as in the bulk-suspend script's file.
    fn names_account(&self) -> bool {
        self.column(Field::AccountId).is_some() && self.column(Field::Organization).is_none()
    }
}
