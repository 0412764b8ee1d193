//! The row takes an address that another row frees. This works as long as the other row runs first.

use super::{Check, CheckContext, RowContext, Text, Verdict};
use super::{Conflict, RowRelations};
use rollcall_model::Field;

/// The check.
pub static CHECK: Check = Check::between(
    "N016-address-chain",
    "Takes an address that another row frees",
    find,
    text,
)
.about(Field::NewAddress);

fn find(link: &RowRelations) -> Verdict {
    match link.target {
        Conflict::After(row) => Verdict::Found(row),
        _ => Verdict::Fine,
    }
}

fn text(context: &CheckContext, row: &RowContext, other: u32) -> Text {
    let (line, other_who) = (context.line(other), context.row(other).who());
    Text::new(
        format!(
            "{} still belongs to {other_who}; line {line} gives that account another address.",
            row.change.wanted
        ),
        format!("Line {line} goes first, and this row follows once that has worked."),
    )
}
