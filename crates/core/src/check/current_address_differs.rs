//! The account has another address now than the file says. Perhaps the person has moved on; perhaps the row means somebody
//! else. Somebody has to look.

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

fn find(case: &CheckContext, look: &RowContext) -> Verdict {
    match look.account {
        // Of a journal from elsewhere E058 says it.
        _ if look.current.is_none() || look.is_done() || case.changes.are_claimed() => Verdict::Fine,
        Some(Presence::Unknown) => Verdict::Lacks(case.missing()),
        Some(Presence::Here(_)) if look.live().is_none() => Verdict::Lacks(MissingFact::Fact),
        Some(Presence::Here(_)) if look.differs() => FOUND,
        _ => Verdict::Fine,
    }
}

fn text(_: &CheckContext, look: &RowContext, _: u32) -> Text {
    Text::new(
        format!(
            "The account has the address {} now; the file says {}.",
            look.live().unwrap_or_default(),
            look.change.current
        ),
        "Make sure that the row means this account. If it does, accept the address that it has now.",
    )
}

fn fix(case: &CheckContext, look: &RowContext) -> Option<Fix> {
    case.changes.column(Field::CurrentAddress)?;
    look.live().map(|live| Fix::AcceptLive {
        value: live.to_owned(),
    })
}
