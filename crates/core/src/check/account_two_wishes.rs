//! Two rows ask for different things for the same account: other addresses, other fields of its profile.

use super::{Case, Check, Link, Look, Text, Verdict};
use crate::action::Part;

/// The check.
pub static CHECK: Check = Check::between(
    "E014-account-two-wishes",
    "Two wishes for one account",
    find,
    text,
)
.about(Part::AccountId);

fn find(link: &Link) -> Verdict {
    link.clash.map_or(Verdict::Fine, Verdict::Found)
}

fn text(case: &Case, look: &Look, other: u32) -> Text {
    let (line, other) = (case.line(other), case.look(other));
    Text::new(
        format!(
            "This row wants {} for {}, and line {line} wants {}.",
            look.wish(),
            look.who(),
            other.wish()
        ),
        "Leave out the row that is wrong.",
    )
}
