//! The rows of a journal as a change file, so that they pass the ordinary review.

use rollcall_model::{DesiredState, Field, RowSpec};

use crate::action::Action;
use crate::file::{ChangeFile, Delimiter, ReadError, Reading, Writer};
use crate::mapping::Mapping;
use crate::plan::Row;

/// A change file that asks for what these rows ask for, in their order, from line 2 on; and which column holds what.
///
/// # Errors
/// [`ReadError`], where they are more than a file may hold.
pub fn change_file(name: &str, action: &Action, rows: &[Row]) -> Result<(ChangeFile, Mapping), ReadError> {
    // What was expected before, and what is shown but not sent, is no cell: it is compared with what the review finds.
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
