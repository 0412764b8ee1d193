//! The account id has none of the forms in which Atlassian's ids were seen, and nothing is known about the account: it may be the id of
//! another system, or a name to log in with.

use rollcall_atlassian::AccountId;
use rollcall_model::{Field, shape};
use rollcall_roster::Presence;

use super::{Check, CheckContext, RowContext, Text, Verdict, id_as_number};

/// The check.
pub static CHECK: Check =
    Check::row("W072-id-form", "Unusual account id", find, text).about(Field::AccountId);

fn find(_: &CheckContext, row: &RowContext) -> Verdict {
    let id = row.change.account_id;
    let is_odd = AccountId::parse(id).is_some() && !shape::is_account_id(id) && !id_as_number::is_number(id);
    (is_odd && matches!(row.account, Some(Presence::Unknown))).into()
}

fn text(_: &CheckContext, row: &RowContext, _: u32) -> Text {
    Text::new(
        format!(
            "“{}” looks like no account id of Atlassian's.",
            row.change.account_id
        ),
        "An account id looks like 5b10a2844c20165700ede21f or 712020:3f2c…. Look the accounts up before you run, or correct the column.",
    )
}
