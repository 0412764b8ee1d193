//! The row asks for no address.

use super::{Case, Check, Look, Offer, Text, Verdict};
use crate::action::Part;

/// The check.
pub static CHECK: Check = Check::row("E004-new-address-missing", "New address missing", find, text)
    .about(Part::NewAddress)
    .fix(Offer::leave_out("Leave rows without a new address out"));

fn find(case: &Case, look: &Look) -> Verdict {
    (look.change.wanted.is_empty() && !case.changes.is_blank(look.change.row)).into()
}

fn text(_: &Case, _: &Look, _: u32) -> Text {
    Text::new("The row has no new address.", "Fill it in, or leave the row out.")
}
