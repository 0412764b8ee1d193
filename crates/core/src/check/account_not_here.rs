//! The organization has no account with this id or address.

use super::{Check, CheckContext, FOUND, Offer, RowContext, Text, Verdict};
use rollcall_model::Field;
use rollcall_model::finding::Fix;
use rollcall_roster::Presence;

/// The check.
pub static CHECK: Check = Check::row(
    "E018-account-not-here",
    "Account not in the organization",
    find,
    text,
)
.about(Field::AccountId)
.question("whether the accounts belong to the organization")
.fix(Offer::rewrite(
    "Use the accounts that have the current addresses",
    fix,
));

fn find(context: &CheckContext, row: &RowContext) -> Verdict {
    match row.account {
        Some(Presence::Absent) => FOUND,
        Some(Presence::Unknown) => Verdict::Lacks(context.missing()),
        Some(Presence::Here(_)) | None => Verdict::Fine,
    }
}

fn text(context: &CheckContext, row: &RowContext, _: u32) -> Text {
    let current = row.change.address_in_file;
    if row.change.account_id.is_empty() {
        return Text::new(
            format!("No account of the organization has the address {current}."),
            "Correct the address, or fill in the account id.",
        );
    }
    let hint = match fix(context, row) {
        Some(Fix::Put { value, .. }) => format!("{current} belongs to the account {value}. Is that the one?"),
        _ => "Correct the id. It may be an account of another organization, or one that was deleted."
            .to_owned(),
    };
    Text::new(
        format!("The organization has no account {}.", row.change.account_id),
        hint,
    )
}

/// The id of the account that has the row's current address.
fn fix(context: &CheckContext, row: &RowContext) -> Option<Fix> {
    row.parsed_address_in_file?;
    context.changes.column(Field::AccountId)?;
    match context.roster.by_address(row.change.address_in_file) {
        Presence::Here(account) => Some(Fix::Put {
            part: Field::AccountId,
            value: account.id.as_str().to_owned(),
        }),
        _ => None,
    }
}
