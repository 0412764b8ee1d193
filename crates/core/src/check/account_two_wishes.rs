//! Two rows ask for different addresses for the same account.

use super::{Case, Check, Link, Look, Text, Verdict};
use crate::action::Part;

/// The check.
pub static CHECK: Check = Check::between(
    "E014-account-two-wishes",
    "Two addresses for one account",
    find,
    text,
)
.about(Part::AccountId);

fn find(link: &Link) -> Verdict {
    link.clash.map_or(Verdict::Fine, Verdict::Found)
}

fn text(case: &Case, look: &Look, other: u32) -> Text {
    let (line, asked) = (case.line(other), case.changes.at(other).wanted);
    Text::new(
        format!(
            "This row wants {} for {}, and line {line} wants {asked}.",
            look.change.wanted,
            look.who()
        ),
        "Leave out the row that is wrong.",
    )
}
