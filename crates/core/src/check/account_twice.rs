//! Two rows ask the same for the same account. Once is enough.

use super::{Case, Check, Link, Look, Offer, Text, Verdict};
use crate::action::Part;

/// The check.
pub static CHECK: Check = Check::between("W013-account-twice", "Same account again", find, text)
    .about(Part::AccountId)
    .fix(Offer::leave_out("Leave the repeated rows out"))
    .no_call();

fn find(link: &Link) -> Verdict {
    link.twin.map_or(Verdict::Fine, Verdict::Found)
}

fn text(case: &Case, look: &Look, twin: u32) -> Text {
    Text::new(
        format!("Line {} asks the same for {}.", case.line(twin), look.who()),
        "Once is enough: this row is passed over.",
    )
}
