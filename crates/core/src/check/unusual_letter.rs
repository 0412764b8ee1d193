//! The new address contains a letter outside ASCII. RFC 6531 allows it, but it is rarely intended, and it may be a letter of
//! another script that looks like a Latin one.

use super::{Check, CheckContext, RowContext, Text, Verdict};
use rollcall_model::Field;
use rollcall_model::address;

/// The check.
pub static CHECK: Check = Check::row(
    "W010-unusual-letter",
    "Unusual letter in the new address",
    find,
    text,
)
.about(Field::NewAddress);

fn find(_: &CheckContext, row: &RowContext) -> Verdict {
    (row.wanted.is_some() && !row.is_done() && address::unusual_letter(row.change.wanted).is_some()).into()
}

fn text(_: &CheckContext, row: &RowContext, _: u32) -> Text {
    let letter = address::unusual_letter(row.change.wanted).unwrap_or_default();
    Text::new(
        format!(
            "{} contains “{letter}” (U+{:04X}), which few mail systems take.",
            row.change.wanted,
            u32::from(letter)
        ),
        "Letters of other alphabets can look like Latin ones. Type the address anew if that was not meant.",
    )
}
