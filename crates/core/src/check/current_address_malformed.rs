//! The current address in the file is malformed, so it cannot be compared with the live one.

use super::new_address_malformed::malformed;
use super::{Check, CheckContext, Offer, RowContext, Text, Verdict};
use rollcall_model::Field;
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

fn find(_: &CheckContext, row: &RowContext) -> Verdict {
    (!row.change.address_in_file.is_empty() && row.parsed_address_in_file.is_none()).into()
}

fn text(_: &CheckContext, row: &RowContext, _: u32) -> Text {
    malformed(row.change.address_in_file)
}

/// Repairs the address in the file and does not offer the live one: the repaired address must still match the live one.
fn fix(_: &CheckContext, row: &RowContext) -> Option<Fix> {
    let value = rollcall_model::mend::repair(row.change.address_in_file)?;
    Some(Fix::Put {
        part: Field::CurrentAddress,
        value,
    })
}
