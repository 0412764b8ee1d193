//! The row takes back what a run left, and the account holds something else by now: somebody has changed it since.

use super::{Case, Check, Look, Offer, Text, Verdict};
use crate::action::Part;

/// The check.
pub static CHECK: Check = Check::row("E057-changed-since", "Changed since the run", find, text)
    .about(Part::Left)
    .question("whether the accounts are as the run left them")
    .fix(Offer::leave_out("Leave accounts that were changed since out"));

fn find(case: &Case, look: &Look) -> Verdict {
    match left(case, look) {
        "" => Verdict::Fine,
        left => look.ask(case, |_| look.now().map(|now| now != left)),
    }
}

fn text(case: &Case, look: &Look, _: u32) -> Text {
    Text::new(
        format!(
            "The account of {} has {} now; the run left {}.",
            look.who(),
            look.now().unwrap_or_default(),
            left(case, look)
        ),
        "Somebody has changed it since, and this row would write over that. Leave it out, unless that is meant: then clear the cell that says what the run left.",
    )
}

fn left<'a>(case: &Case<'a>, look: &Look) -> &'a str {
    case.changes.text(look.change.row, Part::Left)
}
