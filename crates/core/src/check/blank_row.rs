//! A row without any content. Spreadsheets often write rows of commas at the end of a file.

use super::{Check, CheckContext, RowContext, Text, Verdict};

/// The check.
pub static CHECK: Check = Check::row("N019-blank-row", "Blank row", find, text).no_call();

fn find(context: &CheckContext, row: &RowContext) -> Verdict {
    context.changes.is_blank(row.change.row).into()
}

fn text(_: &CheckContext, _: &RowContext, _: u32) -> Text {
    Text::new("The row is blank.", "It is passed over.")
}
