//! Two rows want the same address for different accounts. Addresses are compared ignoring case.

use super::{Check, CheckContext, RowContext, RowRelations, Text, Verdict};
use rollcall_model::Field;

/// The check.
pub static CHECK: Check = Check::between(
    "E015-address-wanted-twice",
    "One address for two accounts",
    find,
    text,
)
.about(Field::NewAddress);

fn find(link: &RowRelations) -> Verdict {
    link.rival.map_or(Verdict::Fine, Verdict::Found)
}

fn text(context: &CheckContext, row: &RowContext, other: u32) -> Text {
    let other_who = context.row(other).who();
    Text::new(
        format!(
            "Line {} wants {} as well, for {other_who}.",
            context.line(other),
            row.change.wanted
        ),
        "An address belongs to one account only. Correct one of the rows, or leave it out.",
    )
}
