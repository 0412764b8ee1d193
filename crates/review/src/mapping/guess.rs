//! Guessing the mapping: by the header first, by what stands in the columns where the header does not help.

use rollcall_atlassian::AccountId;
use rollcall_model::field::same_name;
use rollcall_model::{Field, shape};
use rollcall_roster::Recognized;
use rollcall_table::Table;

use super::Mapping;

/// A guess at the mapping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guess {
    /// Which column plays which part, as far as it could be guessed.
    pub mapping: Mapping,
    /// Whether header and content leave no doubt, so that nobody needs to look.
    pub certain: bool,
    /// What the file is, where it is known to ask for something else than a new address.
    pub recognized: Option<Recognized>,
}

/// Guesses the mapping for an action with these parts.
///
/// `email` is the new address where another column is the current one by name and none is the new one; otherwise it is the
/// current address (the file of the bash script that many organizations use has `account_id,old_email,email,`). Without a
/// header the columns are told by what stands in them; of two columns with addresses the first is current and the second
/// new, and the user is asked to look.
pub fn guess(table: &Table, parts: &[Field]) -> Guess {
    let mut guess = Guesser {
        parts,
        columns: vec![None; table.columns()],
        looks: (0..table.columns())
            .map(|column| Looks::of(table, column))
            .collect(),
        doubt: false,
    };
    guess.by_header(table);
    if !table.has_header() || !guess.is_complete() {
        guess.by_content(table);
    }
    let certain = !guess.doubt && guess.is_complete() && guess.looks_right();
    let mapping = Mapping {
        columns: guess.columns,
    };
    let asks_nothing = parts.contains(&Field::NewAddress) && mapping.column(Field::NewAddress).is_none();
    let recognized = asks_nothing
        .then(|| Recognized::of(table).or_else(|| headless_bulk_suspend(&mapping)))
        .flatten();
    Guess {
        mapping,
        certain,
        recognized,
    }
}

/// An organization in every row, with an account: nothing else has that without a header.
fn headless_bulk_suspend(mapping: &Mapping) -> Option<Recognized> {
    mapping
        .column(Field::Organization)
        .and(mapping.column(Field::AccountId))
        .map(|_| Recognized::BulkSuspend)
}

struct Guesser<'a> {
    parts: &'a [Field],
    columns: Vec<Option<Field>>,
    looks: Vec<Looks>,
    doubt: bool,
}

impl Guesser<'_> {
    fn by_header(&mut self, table: &Table) {
        let mut named: Vec<Option<Field>> = (0..table.columns())
            .map(|column| table.header(column).and_then(Field::from_alias))
            .collect();
        let plain = |column: usize| {
            table
                .header(column)
                .is_some_and(|name| PLAIN_ADDRESS.iter().any(|plain| same_name(plain, name)))
        };
        let current_by_name = (0..)
            .zip(&named)
            .any(|(column, &part)| part == Some(Field::CurrentAddress) && !plain(column));
        if current_by_name {
            let wants_new =
                self.parts.contains(&Field::NewAddress) && !named.contains(&Some(Field::NewAddress));
            for column in (0..named.len()).filter(|&column| plain(column)) {
                // With both addresses named, a third one says nothing.
                named[column] = wants_new.then_some(Field::NewAddress);
            }
        }
        for (column, part) in named.into_iter().enumerate() {
            if let Some(part) = part.filter(|part| self.parts.contains(part)) {
                self.assign(part, column);
            }
        }
    }

    /// Gives the parts that are missing to columns that look like them.
    fn by_content(&mut self, table: &Table) {
        let ids = self.free(Looks::account_ids);
        let organization = ids.iter().copied().find(|&column| {
            let looks = &self.looks[column];
            looks.same && looks.uuids == looks.filled && (looks.filled > 1 || ids.len() > 1)
        });
        // With a header such a column may be anything: a group, a policy, a directory.
        if let Some(column) = organization
            && !table.has_header()
            && self.wants(Field::Organization)
        {
            self.assign(Field::Organization, column);
        }
        if self.wants(Field::AccountId) {
            let mut others = ids.into_iter().filter(|&column| Some(column) != organization);
            if let Some(column) = others.next().or_else(|| self.id_by_position(table)) {
                self.assign(Field::AccountId, column);
                self.doubt |= others.next().is_some();
            }
        }
        self.addresses_by_content();
        // A header that says nothing, or an address whose part is not said.
        self.doubt |= table.has_header() || self.parts.contains(&Field::NewAddress);
    }

    fn addresses_by_content(&mut self) {
        let addresses = self.free(Looks::addresses);
        let (current, new) = (self.wants(Field::CurrentAddress), self.wants(Field::NewAddress));
        match addresses.as_slice() {
            [column] if new && (!current || self.names_account()) => self.assign(Field::NewAddress, *column),
            [column] if current => self.assign(Field::CurrentAddress, *column),
            [first, second] if current && new => {
                self.assign(Field::CurrentAddress, *first);
                self.assign(Field::NewAddress, *second);
            }
            [] => {}
            _ => self.doubt = true,
        }
    }

    /// An id of another form, where the scripts expect it: before the two addresses.
    fn id_by_position(&self, table: &Table) -> Option<usize> {
        let is_id = |row| {
            AccountId::parse(table.cell(row, 0).trim()).is_some() || table.cell(row, 0).trim().is_empty()
        };
        let expected = !table.has_header()
            && self.free(Looks::addresses) == [1, 2]
            && self.looks.first().is_some_and(|looks| looks.filled > 0)
            && sample(table).all(is_id);
        expected.then_some(0)
    }

    /// Whether the account is given by its id, and by it alone: with the organization beside it the address is the current
    /// one, as in the bulk-suspend script's file.
    fn names_account(&self) -> bool {
        self.columns.contains(&Some(Field::AccountId)) && !self.columns.contains(&Some(Field::Organization))
    }

    fn assign(&mut self, part: Field, column: usize) {
        if self.columns.contains(&Some(part)) {
            self.doubt = true;
        } else {
            self.columns[column] = Some(part);
        }
    }

    fn wants(&self, part: Field) -> bool {
        self.parts.contains(&part) && !self.columns.contains(&Some(part))
    }

    /// Columns without a part that look like this.
    fn free(&self, like: fn(&Looks) -> bool) -> Vec<usize> {
        let free = |&column: &usize| self.columns[column].is_none() && like(&self.looks[column]);
        (0..self.columns.len()).filter(free).collect()
    }

    /// Whether the mapping says who and what.
    fn is_complete(&self) -> bool {
        let has = |part| self.columns.contains(&Some(part));
        let needed = [Field::NewAddress, Field::Group, Field::Role, Field::Policy];
        let names_field = self.columns.iter().flatten().any(|part| part.is_field());
        let wants_field = !names_field && self.parts.iter().any(|part| part.is_field());
        (has(Field::AccountId) || has(Field::CurrentAddress))
            && !wants_field
            && !needed.into_iter().any(|part| self.wants(part))
    }

    /// Whether each column holds what its part asks for.
    fn looks_right(&self) -> bool {
        self.columns
            .iter()
            .zip(&self.looks)
            .all(|(part, looks)| match part {
                None
                | Some(
                    Field::Organization
                    | Field::Message
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
                    | Field::Token
                    | Field::Left,
                ) => true,
                Some(Field::AccountId) => looks.filled > 0 && looks.at_signs == 0,
                Some(Field::NewAddress) => looks.addresses(),
                Some(Field::CurrentAddress) => looks.filled == 0 || looks.addresses(),
            })
    }
}

/// Names that say no more than that it is an address.
const PLAIN_ADDRESS: [&str; 3] = ["email", "email address", "mail"];

/// What stands in a column.
#[derive(Debug, Default)]
struct Looks {
    filled: usize,
    addresses: usize,
    at_signs: usize,
    ids: usize,
    uuids: usize,
    /// Whether all are the same.
    same: bool,
}

impl Looks {
    fn of(table: &Table, column: usize) -> Self {
        let mut looks = Self {
            same: true,
            ..Self::default()
        };
        let mut first = None;
        for cell in sample(table)
            .map(|row| table.cell(row, column).trim())
            .filter(|cell| !cell.is_empty())
        {
            looks.filled += 1;
            looks.addresses += usize::from(shape::is_address(cell));
            looks.at_signs += usize::from(cell.contains('@'));
            looks.ids += usize::from(shape::is_account_id(cell));
            looks.uuids += usize::from(shape::is_uuid(cell));
            looks.same &= *first.get_or_insert(cell) == cell;
        }
        looks
    }

    fn addresses(&self) -> bool {
        self.filled > 0 && 5 * self.addresses >= 4 * self.filled
    }

    fn account_ids(&self) -> bool {
        self.filled > 0 && 5 * self.ids >= 4 * self.filled
    }
}

/// The rows that a guess looks at.
fn sample(table: &Table) -> impl Iterator<Item = usize> {
    0..table.rows().min(200)
}
