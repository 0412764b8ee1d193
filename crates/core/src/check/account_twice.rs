//! Two rows ask for the same change of the same account. One of them is enough.

use super::{Check, CheckContext, Offer, RowContext, RowRelations, Text, Verdict};
use rollcall_model::Field;

/// The check.
pub static CHECK: Check = Check::between("W013-account-twice", "Same account again", find, text)
    .about(Field::AccountId)
    .fix(Offer::leave_out("Leave the repeated rows out"))
    .no_call();

fn find(link: &RowRelations) -> Verdict {
    link.twin.map_or(Verdict::Fine, Verdict::Found)
}

fn text(context: &CheckContext, row: &RowContext, twin: u32) -> Text {
    Text::new(
        format!("Line {} asks the same for {}.", context.line(twin), row.who()),
        "Once is enough: this row is passed over.",
    )
}
