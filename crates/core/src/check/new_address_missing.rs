//! The row asks for no address.

use super::{Case, Check, Look, Offer, Text, Verdict};
use crate::action::Part;

/// The check.
pub static CHECK: Check = Check::row("E004-new-address-missing", "New address missing", find, text)
    .about(Part::NewAddress)
    .fix(Offer::leave_out("Leave rows without a new address out"));

fn find(_: &Case, look: &Look) -> Verdict {
    look.change.wanted.is_empty().into()
}

fn text(_: &Case, _: &Look, _: u32) -> Text {
    Text::new("The row has no new address.", "Fill it in, or leave the row out.")
}
