//! The new address is malformed.

use super::{Check, CheckContext, Offer, RowContext, Text, Verdict};
use rollcall_model::Field;
use rollcall_model::address;
use rollcall_model::finding::Fix;
use rollcall_model::mend;

/// The check.
pub static CHECK: Check = Check::row("E005-new-address-malformed", "New address malformed", find, text)
    .about(Field::NewAddress)
    .fix(Offer::rewrite("Use the mended addresses", fix));

fn find(_: &CheckContext, row: &RowContext) -> Verdict {
    (!row.change.wanted.is_empty() && row.wanted.is_none()).into()
}

fn text(_: &CheckContext, row: &RowContext, _: u32) -> Text {
    malformed(row.change.wanted)
}

fn fix(_: &CheckContext, row: &RowContext) -> Option<Fix> {
    let value = mend::repair(row.change.wanted)?;
    Some(Fix::Put {
        part: Field::NewAddress,
        value,
    })
}

/// The finding's text: which rule the address breaks.
pub(super) fn malformed(text: &str) -> Text {
    let several = mend::addresses_in(text);
    if several.len() > 1 {
        return Text::new(
            format!("The cell holds more than one address: {}.", several.join(", ")),
            "Keep the one that is meant.",
        );
    }
    let rule = address::parse(text)
        .err()
        .map_or_else(String::new, |broken| format!(": {broken}"));
    let hint = match mend::repair(text) {
        Some(mended) => format!("Probably {mended} is meant."),
        None => "Correct the address.".to_owned(),
    };
    let shown: String = text.chars().take(80).flat_map(char::escape_debug).collect();
    let cut = if text.chars().nth(80).is_some() { "…" } else { "" };
    Text::new(format!("“{shown}{cut}” is not an e-mail address{rule}."), hint)
}
