//! The account's current address differs from the file. The person may have a new address, or the row may mean another person, so
//! somebody has to decide.

use super::{Check, CheckContext, FOUND, MissingFact, Offer, RowContext, Text, Verdict, columns_shifted};
use rollcall_model::Field;
use rollcall_model::finding::Fix;
use rollcall_roster::Presence;

/// The check.
pub static CHECK: Check = Check::row("E024-current-address-differs", "Another address now", find, text)
    .about(Field::CurrentAddress)
    .question("whether the accounts still have the current addresses of the file")
    .fix(Offer {
        all_unless: Some(&columns_shifted::CHECK),
        ..Offer::rewrite("Accept the addresses that the accounts have now", fix)
    });

fn find(context: &CheckContext, row: &RowContext) -> Verdict {
    match row.account {
        // For an imported journal E058 reports the difference.
        _ if row.parsed_address_in_file.is_none() || row.is_done() || context.changes.are_claimed() => {
            Verdict::Fine
        }
        Some(Presence::Unknown) => Verdict::Lacks(context.missing()),
        Some(Presence::Here(_)) if row.current_address().is_none() => Verdict::Lacks(MissingFact::Fact),
        Some(Presence::Here(_)) if row.differs() => FOUND,
        _ => Verdict::Fine,
    }
}

fn text(_: &CheckContext, row: &RowContext, _: u32) -> Text {
    Text::new(
        format!(
            "The account has the address {} now; the file says {}.",
            row.current_address().unwrap_or_default(),
            row.change.address_in_file
        ),
        "Make sure that the row means this account. If it does, accept the address that it has now.",
    )
}

fn fix(context: &CheckContext, row: &RowContext) -> Option<Fix> {
    context.changes.column(Field::CurrentAddress)?;
    row.current_address().map(|live| Fix::AcceptLive {
        value: live.to_owned(),
    })
}
