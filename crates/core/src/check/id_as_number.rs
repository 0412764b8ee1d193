//! A spreadsheet has turned the account id into a number, and rounded it: `5.57058E+23`, or digits that end in zeros. Which account it was
//! cannot be told from it.

use rollcall_model::Field;
use rollcall_model::finding::Fix;
use rollcall_roster::Presence;

use super::{Check, CheckContext, Offer, RowContext, Text, Verdict};

/// The check.
pub static CHECK: Check = Check::row("E068-id-as-number", "Account id turned into a number", find, text)
    .about(Field::AccountId)
    .fix(Offer::rewrite(
        "Use the ids of the accounts that have these addresses",
        fix,
    ));

fn find(_: &CheckContext, row: &RowContext) -> Verdict {
    is_number(row.change.account_id).into()
}

/// Digits with an exponent; or more digits than the fifteen that a spreadsheet keeps, with zeros behind these.
pub(super) fn is_number(id: &str) -> bool {
    const KEPT: usize = 15;
    let digits = |text: &str| {
        !text.is_empty()
            && text
                .bytes()
                .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b','))
    };
    let exponent = id
        .split_once(['e', 'E'])
        .is_some_and(|(number, power)| digits(number) && power.strip_prefix(['+', '-']).is_some_and(digits));
    let rounded = id.len() > KEPT
        && id.bytes().all(|b| b.is_ascii_digit())
        && id
            .get(KEPT..)
            .is_some_and(|rest| rest.len() > 1 && rest.bytes().all(|b| b == b'0'));
    exponent || rounded
}

fn text(_: &CheckContext, row: &RowContext, _: u32) -> Text {
    Text::new(
        format!(
            "A spreadsheet turned this id into a number: “{}”. Its last digits are lost.",
            row.change.account_id
        ),
        "Export the accounts again, and import the column of the ids as text.",
    )
}

/// The account that has the row's current address now.
fn fix(context: &CheckContext, row: &RowContext) -> Option<Fix> {
    let address = row.parsed_address_in_file.map(|_| row.change.address_in_file)?;
    match context.roster.by_address(address) {
        Presence::Here(account) => Some(Fix::Put {
            part: Field::AccountId,
            value: account.id.as_str().to_owned(),
        }),
        Presence::Absent | Presence::Unknown => None,
    }
}
