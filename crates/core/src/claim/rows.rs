//! Converts the rows of a journal to a change file, so that they go through the usual review.

use rollcall_model::{DesiredState, Field, RowSpec};

use crate::action::Action;
use crate::file::{ChangeFile, Delimiter, HeaderRow, ReadError, Reading, Writer};
use crate::mapping::Mapping;
use crate::plan::Row;

/// A change file with the same desired changes as `rows`, in the same order, starting at line 2; and the mapping of its columns.
///
/// # Errors
/// [`ReadError`] if there are more rows than a change file may have.
pub fn change_file(name: &str, action: &Action, rows: &[Row]) -> Result<(ChangeFile, Mapping), ReadError> {
    // Previous values, and values that are shown but not sent, do not become cells: they are compared with the result of the
    // review.
    let parts: Vec<Field> = action
        .row
        .fields
        .iter()
        .copied()
        .filter(|part| *part != Field::Organization)
        .collect();
    let header: Vec<&str> = parts.iter().map(|part| part.key()).collect();
    let mut file = Writer::new(&header);
    for row in rows {
        file.row(parts.iter().map(|part| cell(&action.row, row, *part)));
    }
    let reading = Reading {
        header: Some(HeaderRow::First),
        delimiter: Some(Delimiter::COMMA),
        ..Reading::default()
    };
    let file = crate::file::read(name, file.finish(true), &reading)?;
    let mut columns: Vec<Option<Field>> = parts.into_iter().map(Some).collect();
    // The column that guards against spreadsheet formulas is not mapped.
    columns.resize(file.table().columns(), None);
    Ok((file, Mapping { columns }))
}

fn cell<'r>(spec: &RowSpec, row: &'r Row, part: Field) -> &'r str {
    let cell = match (part, spec.desired) {
        (Field::NewAddress, DesiredState::Address) => Some(row.wanted.as_str()),
        (Field::AccountId, _) => row.account.as_ref().map(rollcall_atlassian::AccountId::as_str),
        (Field::CurrentAddress, _) if spec.is_address() => row.before.as_deref(),
        (Field::CurrentAddress, _) if spec.is_by_address() => row.address(),
        (Field::CurrentAddress, _) => None,
        _ => row.details.get(part),
    };
    cell.unwrap_or_default()
}
