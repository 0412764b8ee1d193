//! The row takes back what a run left, and the account holds something else by now: somebody has changed it since.

use std::borrow::Cow;

use super::{Check, CheckContext, Offer, RowContext, Text, Verdict};
use crate::action::{Field, Wish, profile};

/// The check.
pub static CHECK: Check = Check::row("E057-changed-since", "Changed since the run", find, text)
    .about(Field::Left)
    .question("whether the accounts are as the run left them")
    .fix(Offer::leave_out("Leave accounts that were changed since out"));

fn find(case: &CheckContext, look: &RowContext) -> Verdict {
    match left(case, look) {
        None => Verdict::Fine,
        Some(left) => look.ask(case, |_| look.now().map(|now| now != left)),
    }
}

fn text(case: &CheckContext, look: &RowContext, _: u32) -> Text {
    Text::new(
        format!(
            "The account of {} has {} now; the run left {}.",
            look.who(),
            look.now().unwrap_or_default(),
            left(case, look).unwrap_or_default()
        ),
        "Somebody has changed it since, and this row would write over that. Leave it out, unless that is meant: then clear the cell that says what the run left.",
    )
}

/// What the run left that the row takes back, of a profile in the fields that the row is about; `None` where the row does not say.
pub(crate) fn left<'a>(case: &CheckContext<'a>, look: &RowContext) -> Option<Cow<'a, str>> {
    let left = case.changes.text(look.change.row, Field::Left);
    let of_row = match look.action.wish {
        Wish::Fields => Cow::Owned(profile::among(left, &look.wish())),
        Wish::InCell(_) | Wish::Always(_) | Wish::Worded(..) => Cow::Borrowed(left),
    };
    (!of_row.is_empty()).then_some(of_row)
}
