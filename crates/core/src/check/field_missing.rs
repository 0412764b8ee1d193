//! The row sets no profile field: all its profile cells are empty.

use super::{Check, CheckContext, Offer, RowContext, Text, Verdict};

/// The check.
pub static CHECK: Check = Check::row("E041-field-missing", "No field", find, text)
    .fix(Offer::leave_out("Leave rows without a field out"));

fn find(context: &CheckContext, row: &RowContext) -> Verdict {
    (row.desired().is_empty() && !context.changes.is_blank(row.change.row)).into()
}

fn text(_: &CheckContext, row: &RowContext, _: u32) -> Text {
    Text::new(
        format!(
            "The row names nothing that the profile of {} is to say.",
            row.who()
        ),
        "Fill in a name, a job title or another field. An empty cell leaves its field as it is.",
    )
}
