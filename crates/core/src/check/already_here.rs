//! A person to be invited is already in the organization. This is not a mistake, so the finding is a note.

use super::{Check, CheckContext, RowContext, Text, Verdict};
use rollcall_model::Field;

/// The check.
pub static CHECK: Check =
    Check::row("N056-already-here", "Already here", find, text).about(Field::CurrentAddress);

fn find(_: &CheckContext, row: &RowContext) -> Verdict {
    let account = row.here();
    account
        .is_some_and(|account| account.in_directory.said() == Some(true))
        .into()
}

fn text(_: &CheckContext, row: &RowContext, _: u32) -> Text {
    Text::new(
        format!("{} is in the organization already.", row.who()),
        "The invitation gives what is missing of the role and the groups, and its undo takes back no more than that.",
    )
}
