//! The rows of a journal as a change file, so that they pass the ordinary review.

use crate::{
    action::{Action, Field, Wish},
    address,
    check::WHERE,
    diff::Diff,
    file::{ChangeFile, Delimiter, ReadError, Reading, Writer},
    mapping::Mapping,
    plan::Row,
};

/// A change file that asks for what these rows ask for, in their order, from line 2 on; and which column holds what.
///
/// # Errors
/// [`ReadError`], where they are more than a file may hold.
pub fn change_file(name: &str, action: &Action, rows: &[Row]) -> Result<(ChangeFile, Mapping), ReadError> {
    // What was expected before, and what is shown but not sent, is no cell: it is compared with what the review finds.
    let parts: Vec<Field> = action
        .parts
        .iter()
        .copied()
        .filter(|part| *part != Field::Organization)
        .collect();
    let header: Vec<&str> = parts.iter().map(|part| part.key()).collect();
    let mut file = Writer::new(&header);
    for row in rows {
        file.row(parts.iter().map(|part| cell(action, row, *part)));
    }
    let reading = Reading {
        header: Some(true),
        delimiter: Some(Delimiter::COMMA),
        ..Reading::default()
    };
    let file = crate::file::read(name, file.finish(true), &reading)?;
    let mut columns: Vec<Option<Field>> = parts.into_iter().map(Some).collect();
    // The column of the guard against formulas plays no part.
    columns.resize(file.table().columns(), None);
    Ok((file, Mapping { columns }))
}

fn cell<'r>(action: &Action, row: &'r Row, part: Field) -> &'r str {
    let detail = || row.details.get(part.key()).map(String::as_str);
    let cell = match (part, action.wish) {
        (part, Wish::InCell(wanted)) if part == wanted => Some(row.wanted.as_str()),
        (Field::AccountId, _) => row.account.as_ref().map(rollcall_atlassian::AccountId::as_str),
        (Field::CurrentAddress, _) if action.operation.is_address() => row.before.as_deref(),
        (Field::CurrentAddress, _) if action.is_by_address() => row.address(),
        (Field::CurrentAddress, _) => None,
        _ => detail(),
    };
    cell.unwrap_or_default()
}

impl Diff {
    /// Whether it does what a row of a journal says, and to an account that holds what the row says it held before. Names, and the words
    /// for a place, are not compared: they come from Atlassian.
    pub(crate) fn agrees_with(&self, row: &Row, is_address: bool) -> bool {
        let is_same = |one: &str, other: &str| one == other || (is_address && address::same(one, other));
        let before = match (&self.before, &row.before) {
            (Some(now), Some(before)) => is_same(now, before),
            (now, before) => now == before,
        };
        let is_sent = |(key, _): &(&String, &String)| *key != WHERE;
        let details = self
            .details
            .iter()
            .filter(is_sent)
            .eq(row.details.iter().filter(is_sent));
        before && details && self.account == row.account && self.after == row.wanted
    }
}
