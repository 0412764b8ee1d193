//! The address is the sign-in name of a guest in Microsoft Entra, `ada_example.com#EXT#@tenant.onmicrosoft.com`. No mail reaches it.

use rollcall_model::Field;
use rollcall_model::finding::Fix;
use rollcall_model::mend;

use super::{Check, CheckContext, Offer, RowContext, Text, Verdict};

/// The check.
pub static CHECK: Check = Check::row("E066-guest-name", "Sign-in name of a guest", find, text)
    .fix(Offer::rewrite("Use the addresses in the names", fix));

fn find(_: &CheckContext, row: &RowContext) -> Verdict {
    guest(row).is_some().into()
}

fn guest<'a>(row: &RowContext<'a>) -> Option<(Field, &'a str, Option<String>)> {
    let change = &row.change;
    let new = row
        .spec
        .is_address()
        .then_some((Field::NewAddress, change.wanted));
    new.into_iter()
        .chain([(Field::CurrentAddress, change.address_in_file)])
        .find_map(|(field, text)| Some((field, text, mend::guest(text)?)))
}

fn text(_: &CheckContext, row: &RowContext, _: u32) -> Text {
    let (_, name, address) = guest(row).unwrap_or((Field::NewAddress, "", None));
    let hint = match address {
        Some(address) => format!("The address in it is {address}."),
        None => "Put the person's address in its place.".to_owned(),
    };
    Text::new(
        format!("“{name}” is the name with which a guest signs in to Microsoft Entra. It takes no mail."),
        hint,
    )
}

fn fix(_: &CheckContext, row: &RowContext) -> Option<Fix> {
    let (part, _, address) = guest(row)?;
    Some(Fix::Put {
        part,
        value: address?,
    })
}
