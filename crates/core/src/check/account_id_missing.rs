//! The row names no account, and has no address from which the account could be told.

use super::{Case, Check, Look, Text, Verdict};
use crate::action::Part;

/// The check.
pub static CHECK: Check =
    Check::row("E001-account-id-missing", "Account id missing", find, text).about(Part::AccountId);

fn find(case: &Case, look: &Look) -> Verdict {
    let missing = look.change.account_id.is_empty() && look.change.current.is_empty();
    (missing && !case.changes.is_blank(look.change.row)).into()
}

fn text(case: &Case, _: &Look, _: u32) -> Text {
    let has = |part| case.changes.column(part).is_some();
    let hint = match (has(Part::AccountId), has(Part::CurrentAddress)) {
        (true, true) => "Fill in the account id, or the address that the account has now.",
        (false, _) => "Fill in the address that the account has now.",
        (true, false) => "Fill in the account id.",
    };
    Text::new("The row does not say which account it means.", hint)
}
