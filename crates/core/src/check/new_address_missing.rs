//! The row has no new address.

use super::{Check, CheckContext, Offer, RowContext, Text, Verdict};
use rollcall_model::Field;

/// The check.
pub static CHECK: Check = Check::row("E004-new-address-missing", "New address missing", find, text)
    .about(Field::NewAddress)
    .fix(Offer::leave_out("Leave rows without a new address out"));

fn find(context: &CheckContext, row: &RowContext) -> Verdict {
    (row.change.wanted.is_empty() && !context.changes.is_blank(row.change.row)).into()
}

fn text(_: &CheckContext, _: &RowContext, _: u32) -> Text {
    Text::new("The row has no new address.", "Fill it in, or leave the row out.")
}
