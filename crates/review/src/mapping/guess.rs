//! Guessing the mapping, with the evidence for each column and what speaks against it.
//!
//! The names of the header come first, then what stands in the columns; and where live accounts are known, the column that holds their
//! addresses is the current one, whatever it is called. A guess is certain only where nothing speaks against it.

use rollcall_atlassian::AccountId;
use rollcall_model::header::{Naming, is_former};
use rollcall_model::name::same_name;
use rollcall_model::{Field, shape};
use rollcall_roster::{Recognized, Roster};
use rollcall_table::Table;

use super::Mapping;
use super::columns::{Agreement, Looks, agreement, are_same, sample};
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

    fn by_header(&mut self) {
        let plain = self.named(|naming| naming == Naming::Address);
        let is_current = |naming| {
            matches!(
                naming,
                Naming::Known(Field::CurrentAddress) | Naming::Words(Field::CurrentAddress)
            )
        };
        let (former, current): (Vec<usize>, Vec<usize>) = self
            .named(is_current)
            .into_iter()
            .partition(|&column| self.table.header(column).is_some_and(is_former));
        let is_new = |naming| {
            matches!(
                naming,
                Naming::Known(Field::NewAddress) | Naming::Words(Field::NewAddress)
            )
        };
        let names_new = !self.named(is_new).is_empty();

        for (column, naming) in self.namings.clone().into_iter().enumerate() {
            match naming {
                Naming::Known(Field::CurrentAddress) | Naming::Words(Field::CurrentAddress) => {}
                Naming::Known(Field::NewAddress) | Naming::Words(Field::NewAddress) => {}
                Naming::Known(field) => self.assign(field, column, Evidence::Name),
                Naming::Words(field) => self.assign(field, column, Evidence::Words),
                Naming::Other | Naming::Login => self.passed_over[column] = true,
                Naming::Address | Naming::SomeAddress | Naming::Hint(_) | Naming::Silent => {}
            }
        }
        let new = self.named(is_new);
        if self.fields.contains(&Field::NewAddress) {
            self.assign_all(Field::NewAddress, &new);
            // The former address is where the account is, before it gets the new one.
            let of_now = if current.is_empty() { &former } else { &current };
            self.assign_all(Field::CurrentAddress, of_now);
            if !current.is_empty() {
                self.pass_over(&former);
            }
            match (of_now.is_empty(), names_new) {
                // With both addresses named, a third one says nothing.
                (false, true) => {}
                (false, false) => self.assign_all(Field::NewAddress, &plain),
                (true, _) => self.assign_all(Field::CurrentAddress, &plain),
            }
            // Only the names of the old file shape, in which an id names the account, say that the plain address is the wanted one.
            let by_words = |&column: &usize| !matches!(self.namings[column], Naming::Known(_));
            let is_shape = !of_now.iter().any(by_words)
                && (!current.is_empty() || self.column(Field::AccountId).is_some());
            if !of_now.is_empty() && !names_new && !plain.is_empty() && !is_shape {
                self.doubt(Doubt::PlainName { column: plain[0] });
            }
        } else {
            // An old address may belong to somebody else by now: it never names an account.
            self.pass_over(&former);
            self.pass_over(&new);
            self.assign_all(
                Field::CurrentAddress,
                if current.is_empty() { &plain } else { &current },
            );
        }
        if current.is_empty() && former.is_empty() && plain.is_empty() && self.is_from_microsoft_365() {
            let logins = self.named(|naming| naming == Naming::Login);
            self.assign_all(Field::CurrentAddress, &logins);
        }
    }

    /// The list of active users that Microsoft 365 exports: its only address of a user's own is the name to log in with.
    fn is_from_microsoft_365(&self) -> bool {
        let has = |name: &str| {
            let headers = (0..self.columns.len()).filter_map(|column| self.table.header(column));
            headers.into_iter().any(|header| same_name(header, name))
        };
        let others = [
            "Object Id",
            "Display name",
            "Proxy addresses",
            "Block credential",
            "Licenses",
        ];
        has("User principal name") && others.into_iter().filter(|name| has(name)).count() > 1
    }

    /// Takes a name back where what stands in the column contradicts it.
    fn drop_contradictions(&mut self) {
        for column in 0..self.columns.len() {
            if let Some(field) = self.columns[column]
                && !self.looks_right(field, column)
            {
                self.doubt(Doubt::ContentDiffers { column, field });
                if !self.is_by_name_alone(field, column) {
                    self.columns[column] = None;
                    self.evidence[column] = None;
                }
            }
        }
    }

    /// Whether a column keeps its field although its content is odd: `account_id` can mean nothing else, and the checks say what is wrong
    /// with each id. A `user id` can be the id of any system.
    fn is_by_name_alone(&self, field: Field, column: usize) -> bool {
        let is_clear = self.namings[column] == Naming::Known(Field::AccountId)
            && self
                .table
                .header(column)
                .is_some_and(|header| !same_name(header, "user id"));
        let cells = || {
            sample(self.table)
                .map(|row| self.table.cell(row, column).trim())
                .filter(|cell| !cell.is_empty())
        };
        let odd = cells().filter(|cell| AccountId::parse(cell).is_none()).count();
        field == Field::AccountId && is_clear && 2 * odd <= cells().count()
    }

    /// Names that say no more than *new* or *before*, or have a word besides that is not known.
    fn by_hints(&mut self) {
        for (column, naming) in self.namings.clone().into_iter().enumerate() {
            if let Naming::Hint(field) = naming
                && self.columns[column].is_none()
                && self.wants(field)
                && (field == Field::AccountId || self.looks[column].addresses())
            {
                self.assign(field, column, Evidence::Hint);
                self.doubt(Doubt::NameUnclear { column });
            }
        }
    }

    /// Gives the fields that are missing to columns that look like them.
    fn by_content(&mut self) {
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

    /// Columns of account ids without a field. Under a header bare UUIDs may be the ids of another system.
    fn free_ids(&self) -> Vec<usize> {
        let mut ids = self.free(Looks::account_ids);
        ids.retain(|&column| {
            !self.table.has_header() || self.looks[column].uuids < self.looks[column].filled
        });
        ids
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

    /// Compares the columns with the addresses that the accounts have now. What the organization says beats every name.
    fn by_live_addresses(&mut self, roster: &Roster) {
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

    /// Everything that speaks against the guess, whatever it rests on.
    fn weigh(&mut self) {
        for column in 0..self.columns.len() {
            if self.columns[column].is_none() && self.is_rival(column) {
                self.doubt(Doubt::Rival { column });
            }
        }
        for column in (0..self.columns.len()).filter(|&column| self.table.header(column) == Some("")) {
            if self.columns[column].is_none() && self.looks[column].filled > 0 {
                self.doubt(Doubt::Unnamed { column });
            }
        }
        if self.table.has_two_headers() {
            self.doubt(Doubt::TwoHeaders);
        }
        if let Some(row) = self.odd_row() {
            let line = self.table.line(row);
            self.doubt(Doubt::OddRow { line });
        }
        if !self.table.is_regular() {
            self.doubt(Doubt::Irregular);
        }
        if self.table.is_spelling_guessed() && self.writes_letters() {
            self.doubt(Doubt::SpellingGuessed);
        }
    }

    /// Whether a column without a field holds addresses, and neither its name nor its content says that it is something else.
    fn is_rival(&self, column: usize) -> bool {
        let wants_address =
            self.fields.contains(&Field::CurrentAddress) || self.fields.contains(&Field::NewAddress);
        let is_mapped = |&other: &usize| {
            matches!(
                self.columns[other],
                Some(Field::CurrentAddress | Field::NewAddress)
            )
        };
        wants_address
            && !self.passed_over[column]
            && self.looks[column].mostly_addresses()
            && !(0..self.columns.len())
                .filter(is_mapped)
                .any(|other| are_same(self.table, column, other))
    }

    /// The first row of a table without a header in which a column does not hold what its content was taken for: a line may be broken there.
    fn odd_row(&self) -> Option<usize> {
        if self.table.has_header() {
            return None;
        }
        let is_odd = |row: usize, column: usize| {
            let cell = self.table.cell(row, column).trim();
            let is_right = match self.columns[column] {
                Some(Field::CurrentAddress | Field::NewAddress) => shape::is_address(cell),
                Some(Field::AccountId) => AccountId::parse(cell).is_some(),
                _ => true,
            };
            !cell.is_empty() && !is_right
        };
        (0..self.table.rows()).find(|&row| (0..self.columns.len()).any(|column| is_odd(row, column)))
    }

    /// Whether a mapped column holds letters outside ASCII, which another encoding would spell otherwise.
    fn writes_letters(&self) -> bool {
        let mapped: Vec<usize> = (0..self.columns.len())
            .filter(|&column| self.columns[column].is_some())
            .collect();
        (0..self.table.rows()).any(|row| {
            mapped
                .iter()
                .any(|&column| !self.table.cell(row, column).is_ascii())
        })
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

    /// Whether the account is given by its id, and by it alone: with the organization beside it the address is the current
    /// one, as in the bulk-suspend script's file.
    fn names_account(&self) -> bool {
        self.column(Field::AccountId).is_some() && self.column(Field::Organization).is_none()
    }

    fn named(&self, is_meant: impl Fn(Naming) -> bool) -> Vec<usize> {
        (0..self.namings.len())
            .filter(|&column| is_meant(self.namings[column]))
            .collect()
    }

    fn pass_over(&mut self, columns: &[usize]) {
        for &column in columns {
            self.passed_over[column] = true;
        }
    }

    /// Gives a field to the one column of these that has any content; to none where several have, and not the same.
    fn assign_all(&mut self, field: Field, columns: &[usize]) {
        if !self.fields.contains(&field) {
            return;
        }
        let filled = |&&column: &&usize| self.looks[column].filled > 0;
        let candidates: Vec<usize> = columns.iter().filter(filled).copied().collect();
        let (&first, others) = match (candidates.split_first(), columns.split_first()) {
            (Some(candidates), _) => candidates,
            (None, Some((first, _))) => (first, [].as_slice()),
            (None, None) => return,
        };
        if others.iter().any(|&other| !are_same(self.table, first, other)) {
            self.doubt(Doubt::SeveralColumns { field });
            return;
        }
        if !others.is_empty() {
            self.doubt(Doubt::SeveralColumns { field });
        }
        let evidence = match self.namings[first] {
            Naming::Known(_) | Naming::Address => Evidence::Name,
            _ => Evidence::Words,
        };
        self.assign(field, first, evidence);
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
