//! The row has no address, so it does not say who is to be invited.

use super::{Check, CheckContext, RowContext, Text, Verdict};
use rollcall_model::Field;

/// The check.
pub static CHECK: Check =
    Check::row("E052-address-missing", "Address missing", find, text).about(Field::CurrentAddress);

fn find(context: &CheckContext, row: &RowContext) -> Verdict {
    (row.change.address_in_file.is_empty() && !context.changes.is_blank(row.change.row)).into()
}

fn text(_: &CheckContext, _: &RowContext, _: u32) -> Text {
    Text::new(
        "The row does not say who is to be invited.",
        "Fill in the address.",
    )
}
