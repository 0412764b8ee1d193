//! Two rows ask for different changes of the same account: different addresses, or different values of its profile.

use super::{Check, CheckContext, RowContext, RowRelations, Text, Verdict};
use rollcall_model::Field;

/// The check.
pub static CHECK: Check = Check::between(
    "E014-account-two-wishes",
    "Two wishes for one account",
    find,
    text,
)
.about(Field::AccountId);

fn find(link: &RowRelations) -> Verdict {
    link.clash.map_or(Verdict::Fine, Verdict::Found)
}

fn text(context: &CheckContext, row: &RowContext, other: u32) -> Text {
    let (line, other) = (context.line(other), context.row(other));
    Text::new(
        format!(
            "This row wants {} for {}, and line {line} wants {}.",
            row.desired(),
            row.who(),
            other.desired()
        ),
        "Leave out the row that is wrong.",
    )
}
