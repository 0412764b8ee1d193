//! Atlassian is told by its address which account is meant, and nobody says what address it has.

use super::{Check, CheckContext, MissingFact, RowContext, Text, Verdict};

/// The check.
pub static CHECK: Check = Check::row("E047-address-unknown", "Address not known", find, text)
    .question("which addresses the accounts have");

fn find(case: &CheckContext, look: &RowContext) -> Verdict {
    if look.address().is_some() || case.changes.is_blank(look.change.row) {
        return Verdict::Fine;
    }
    match look.here() {
        Some(_) => super::FOUND,
        None => Verdict::Lacks(MissingFact::Roster),
    }
}

fn text(_: &CheckContext, look: &RowContext, _: u32) -> Text {
    Text::new(
        format!(
            "The address of {} is not known, and this call names accounts by their addresses.",
            look.who()
        ),
        "Write it into a column for the current address.",
    )
}
