//! The row has neither an account id nor an address that identifies the account.

use super::{Check, CheckContext, RowContext, Text, Verdict};
use rollcall_model::Field;

/// The check.
pub static CHECK: Check =
    Check::row("E001-account-id-missing", "Account id missing", find, text).about(Field::AccountId);

fn find(context: &CheckContext, row: &RowContext) -> Verdict {
    let missing = row.change.account_id.is_empty() && row.change.address_in_file.is_empty();
    (missing && !context.changes.is_blank(row.change.row)).into()
}

fn text(context: &CheckContext, _: &RowContext, _: u32) -> Text {
    let has = |part| context.changes.column(part).is_some();
    let hint = match (has(Field::AccountId), has(Field::CurrentAddress)) {
        (true, true) => "Fill in the account id, or the address that the account has now.",
        (false, _) => "Fill in the address that the account has now.",
        (true, false) => "Fill in the account id.",
    };
    Text::new("The row does not say which account it means.", hint)
}
