//! The row undoes a change of an earlier run, but the account no longer has the value that the run left: somebody has changed it
//! since.

use super::{Check, CheckContext, Offer, RowContext, Text, Verdict};
use rollcall_model::Field;

/// The check.
pub static CHECK: Check = Check::row("E057-changed-since", "Changed since the run", find, text)
    .about(Field::Left)
    .question("whether the accounts are as the run left them")
    .fix(Offer::leave_out("Leave accounts that were changed since out"));

fn find(context: &CheckContext, row: &RowContext) -> Verdict {
    match row.left_by_run() {
        None => Verdict::Fine,
        Some(left) => row.ask(context, |_| row.current().map(|now| now != left)),
    }
}

fn text(_: &CheckContext, row: &RowContext, _: u32) -> Text {
    Text::new(
        format!(
            "The account of {} has {} now; the run left {}.",
            row.who(),
            row.current().unwrap_or_default(),
            row.left_by_run().unwrap_or_default()
        ),
        "Somebody has changed it since, and this row would write over that. Leave it out, unless that is meant: then clear the cell that says what the run left.",
    )
}
