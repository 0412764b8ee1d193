//! The row has no address: nobody knows who is to be invited.

use super::{Check, CheckContext, RowContext, Text, Verdict};
use rollcall_model::Field;

/// The check.
pub static CHECK: Check =
    Check::row("E052-address-missing", "Address missing", find, text).about(Field::CurrentAddress);

fn find(case: &CheckContext, look: &RowContext) -> Verdict {
    (look.change.current.is_empty() && !case.changes.is_blank(look.change.row)).into()
}

fn text(_: &CheckContext, _: &RowContext, _: u32) -> Text {
    Text::new(
        "The row does not say who is to be invited.",
        "Fill in the address.",
    )
}
