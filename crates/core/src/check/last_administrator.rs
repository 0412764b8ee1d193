//! The file revokes the role of organization administrator, and no other active administrator is known to remain. Only Atlassian's
//! support can repair an organization without an administrator, so an unknown one does not count.

use std::collections::BTreeSet;

use super::{Check, CheckContext, Drift, Text};
use rollcall_roster::Status;

/// The check.
pub static CHECK: Check = Check::file("E045-last-administrator", "No administrator is left", find);

fn find(context: &CheckContext, _: &Drift) -> Option<Text> {
    let looks = (0..context.changes.rows())
        .filter(|&row| !context.changes.is_out(row))
        .map(|row| context.row(row))
        .filter(|row| row.target.is_of_organization());
    let losing: BTreeSet<_> = looks
        .map(|row| row.here().map(|account| account.id.as_str()))
        .collect();
    let stays = |account: &rollcall_roster::Account| {
        account.administrator.said() == Some(true)
            && account.status.value() == Some(&Status::Active)
            && !losing.contains(&Some(account.id.as_str()))
    };
    if losing.is_empty() || context.roster.accounts().any(stays) {
        return None;
    }
    Some(Text::new(
        "The file takes the role of organization administrator from people, and no other active administrator is known.",
        "Look the accounts up, which finds the administrators there are. Leave at least one of them out of the file: best yourself.",
    ))
}
