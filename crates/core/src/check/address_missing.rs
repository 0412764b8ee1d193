//! The row has no address: nobody knows who is to be invited.

use super::{Case, Check, Look, Text, Verdict};
use crate::action::Part;

/// The check.
pub static CHECK: Check =
    Check::row("E052-address-missing", "Address missing", find, text).about(Part::CurrentAddress);

fn find(case: &Case, look: &Look) -> Verdict {
    (look.change.current.is_empty() && !case.changes.is_blank(look.change.row)).into()
}

fn text(_: &Case, _: &Look, _: u32) -> Text {
    Text::new(
        "The row does not say who is to be invited.",
        "Fill in the address.",
    )
}
