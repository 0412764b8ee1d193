//! An address begins with a sign that a spreadsheet, a guard against formulas or a slip has left there, or has a question mark for a letter
//! that a program did not have. RFC 5322 allows such addresses, and hardly anybody has one.

use rollcall_model::Field;
use rollcall_model::finding::Fix;
use rollcall_model::mend;
use rollcall_model::phrasing::counted;

use super::{Check, CheckContext, Confirmation, Offer, RowContext, Text, Verdict};

/// The check.
pub static CHECK: Check = Check::row("W070-odd-sign", "Odd sign in an address", find, text)
    .fix(Offer::rewrite("Use the addresses without it", fix))
    .confirm(|rows| Confirmation {
        key: "odd-sign",
        typed: None,
        text: format!(
            "{} with an odd sign in an address: I have looked at them, and the sign belongs there.",
            counted(rows, "row")
        ),
    });

fn find(_: &CheckContext, row: &RowContext) -> Verdict {
    odd(row).is_some().into()
}

fn odd<'a>(row: &RowContext<'a>) -> Option<(Field, &'a str, char)> {
    let new = row
        .spec
        .is_address()
        .then_some((Field::NewAddress, row.change.wanted));
    new.into_iter()
        .chain([(Field::CurrentAddress, row.change.address_in_file)])
        .find_map(|(field, text)| Some((field, text, mend::odd_sign(text).filter(|_| text.contains('@'))?)))
        // An account that has such an address now is what the file says.
        .filter(|&(field, text, _)| {
            field != Field::CurrentAddress
                || row
                    .current_address()
                    .is_none_or(|live| !rollcall_model::address::same(live, text))
        })
}

fn text(_: &CheckContext, row: &RowContext, _: u32) -> Text {
    let (_, address, sign) = odd(row).unwrap_or((Field::NewAddress, "", ' '));
    let message = if sign == '?' {
        format!("{address} has a question mark, which programs write for a letter that they do not have.")
    } else {
        format!(
            "{address} begins with “{sign}”, which a spreadsheet or a guard against formulas may have left there."
        )
    };
    let hint = match mend::without_odd_sign(address) {
        Some(bare) => format!("Probably {bare} is meant."),
        None => "Look at the address, and correct it if the sign does not belong there.".to_owned(),
    };
    Text::new(message, hint)
}

fn fix(_: &CheckContext, row: &RowContext) -> Option<Fix> {
    let (part, address, _) = odd(row)?;
    Some(Fix::Put {
        part,
        value: mend::without_odd_sign(address)?,
    })
}
