//! The account of a person to be invited cannot be used, so Atlassian grants it neither roles nor groups.

use super::{Check, CheckContext, RowContext, Text, Verdict};
use rollcall_model::Field;
use rollcall_roster::{Presence, Status};

/// The check.
pub static CHECK: Check = Check::row("E055-invited-account", "Account cannot be used", find, text)
    .about(Field::CurrentAddress)
    .question("whether people who are to be invited have accounts that can be used");

fn find(context: &CheckContext, row: &RowContext) -> Verdict {
    match row.account {
        Some(Presence::Here(account)) => match account.status.value() {
            Some(status) => (*status != Status::Active).into(),
            None => Verdict::Fine,
        },
        Some(Presence::Unknown) => Verdict::Lacks(context.missing()),
        Some(Presence::Absent) | None => Verdict::Fine,
    }
}

fn text(_: &CheckContext, row: &RowContext, _: u32) -> Text {
    let status = row.here().and_then(|account| account.status.value());
    let status = status.map_or("not in use", |status| status.title());
    Text::new(
        format!("{} has an account here, and it is {status}.", row.who()),
        "Activate the account, or cancel its deletion, before you invite.",
    )
}
