//! The new address differs from the current one only in case. Atlassian compares addresses ignoring case, so the change may have no
//! effect.

use super::{Check, CheckContext, Offer, RowContext, Text, Verdict};
use rollcall_model::Field;
use rollcall_model::address;

/// The check.
pub static CHECK: Check = Check::row("W008-case-only", "Differs only in case", find, text)
    .about(Field::NewAddress)
    .fix(Offer::leave_out("Leave rows that differ only in case out"));

fn find(_: &CheckContext, row: &RowContext) -> Verdict {
    let same = row
        .current()
        .is_some_and(|now| address::same(&now, row.change.wanted));
    (row.wanted.is_some() && same && !row.is_done()).into()
}

fn text(_: &CheckContext, row: &RowContext, _: u32) -> Text {
    let now = row.current().unwrap_or_default();
    Text::new(
        format!(
            "{} differs from the address now, {now}, only in capital and small letters.",
            row.change.wanted
        ),
        "Addresses are the same whatever the case. The change logs the person out and may alter nothing.",
    )
}
