//! What the names of the header say.

use rollcall_atlassian::AccountId;
use rollcall_model::Field;
use rollcall_model::header::{Naming, is_former};
use rollcall_model::name::same_name;

use super::super::columns::{are_same, sample};
use super::super::doubt::{Doubt, Evidence};
use super::Guesser;

impl Guesser<'_> {
    pub(super) fn by_header(&mut self) {
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
                // Which address is which, all names together say.
                Naming::Known(Field::CurrentAddress | Field::NewAddress)
                | Naming::Words(Field::CurrentAddress | Field::NewAddress)
                | Naming::Address
                | Naming::SomeAddress
                | Naming::Hint(_)
                | Naming::Silent => {}
                Naming::Known(field) => self.assign(field, column, Evidence::Name),
                Naming::Words(field) => self.assign(field, column, Evidence::Words),
                Naming::Other | Naming::Login => self.passed_over[column] = true,
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
    pub(super) fn drop_contradictions(&mut self) {
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
    pub(super) fn by_hints(&mut self) {
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
}
