//! Everything that speaks against a guess, whatever it rests on.

use rollcall_atlassian::AccountId;
use rollcall_model::{Field, shape};
use rollcall_table::Above;

use super::super::columns::are_same;
use super::super::doubt::Doubt;
use super::Guesser;

impl Guesser<'_> {
    /// Everything that speaks against the guess, whatever it rests on.
    pub(super) fn weigh(&mut self) {
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
        match self.table.above() {
            Above::Nothing => {}
            Above::Header => self.doubt(Doubt::TwoHeaders),
            Above::Rows => self.doubt(Doubt::RowsAbove),
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
}
