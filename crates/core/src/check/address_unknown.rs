//! The address of the account is unknown, and this call identifies accounts by address.

use super::{Check, CheckContext, MissingFact, RowContext, Text, Verdict};

/// The check.
pub static CHECK: Check = Check::row("E047-address-unknown", "Address not known", find, text)
    .question("which addresses the accounts have");

fn find(context: &CheckContext, row: &RowContext) -> Verdict {
    if row.address().is_some() || context.changes.is_blank(row.change.row) {
        return Verdict::Fine;
    }
    match row.here() {
        Some(_) => super::FOUND,
        None => Verdict::Lacks(MissingFact::Roster),
    }
}

fn text(_: &CheckContext, row: &RowContext, _: u32) -> Text {
    Text::new(
        format!(
            "The address of {} is not known, and this call names accounts by their addresses.",
            row.who()
        ),
        "Write it into a column for the current address.",
    )
}
