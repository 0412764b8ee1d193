//! The current address in the file breaks a rule of addresses, so it cannot be compared with the live one.

use super::new_address_malformed::malformed;
use super::{Check, CheckContext, Offer, RowContext, Text, Verdict};
use rollcall_model::Field;
use rollcall_model::address;
use rollcall_model::finding::Fix;

/// The check.
pub static CHECK: Check = Check::row(
    "E006-current-address-malformed",
    "Current address malformed",
    find,
    text,
)
.about(Field::CurrentAddress)
.fix(Offer::rewrite("Use the mended addresses", fix));

fn find(_: &CheckContext, look: &RowContext) -> Verdict {
    (!look.change.current.is_empty() && look.current.is_none()).into()
}

fn text(_: &CheckContext, look: &RowContext, _: u32) -> Text {
    malformed(look.change.current)
}

/// Mended, the address still has to stand up to the live one; so the live one is not offered here.
fn fix(_: &CheckContext, look: &RowContext) -> Option<Fix> {
    let value = address::repair(look.change.current)?;
    Some(Fix::Put {
        part: Field::CurrentAddress,
        value,
    })
}
