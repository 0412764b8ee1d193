//! Two rows want one address for different accounts. Case does not matter.

use super::{Case, Check, Link, Look, Text, Verdict};
use crate::action::Part;

/// The check.
pub static CHECK: Check = Check::between(
    "E015-address-wanted-twice",
    "One address for two accounts",
    find,
    text,
)
.about(Part::NewAddress);

fn find(link: &Link) -> Verdict {
    link.rival.map_or(Verdict::Fine, Verdict::Found)
}

fn text(case: &Case, look: &Look, other: u32) -> Text {
    let other_who = case.look(other).who();
    Text::new(
        format!(
            "Line {} wants {} as well, for {other_who}.",
            case.line(other),
            look.change.wanted
        ),
        "An address belongs to one account only. Correct one of the rows, or leave it out.",
    )
}
