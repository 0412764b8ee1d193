//! The row comes from an imported journal, and would not do here what the journal says: the account has changed since, or the name
//! now refers to another place. The journal records a reviewed change, and it may start no other change.

use super::{Check, CheckContext, FOUND, Offer, RowContext, Text, Verdict};
use rollcall_review::diffs::diffs_of_row;
use rollcall_roster::Presence;

/// The check.
pub static CHECK: Check = Check::row("E058-not-as-in-journal", "Not as in the journal", find, text)
    .question("whether the accounts are as the journal says")
    .fix(Offer::leave_out(
        "Leave out the rows that are not as in the journal",
    ));

fn find(context: &CheckContext, row: &RowContext) -> Verdict {
    let Some(claimed) = context.changes.claimed(row.change.row) else {
        return Verdict::Fine;
    };
    let is_address = row.spec.is_address();
    match row.account {
        _ if row.is_done() && (!is_address || row.current_address().is_some()) => Verdict::Fine,
        // Nothing was looked up yet.
        Some(Presence::Unknown) | None if context.roster.is_empty() => Verdict::Lacks(context.missing()),
        // The current address in the file is no proof.
        _ if is_address && row.current_address().is_none() => FOUND,
        _ => {
            let diffs = diffs_of_row(context, row.change.row);
            Verdict::from(!diffs.iter().any(|diff| diff.agrees_with(claimed, is_address)))
        }
    }
}

fn text(context: &CheckContext, row: &RowContext, _: u32) -> Text {
    let claimed = context.changes.claimed(row.change.row);
    let said = claimed.and_then(|claimed| claimed.before.as_deref());
    let is_address = row.spec.is_address();
    let now = row
        .current()
        .filter(|_| !is_address || row.current_address().is_some());
    let message = match (now, said) {
        (Some(now), Some(said)) if now != said => format!(
            "The journal says that the account of {} had {said}; it has {now} now.",
            row.who()
        ),
        (None, Some(said)) => format!(
            "The journal says that the account of {} had {said}; what it has now is not known.",
            row.who()
        ),
        _ => format!(
            "What this row would do to the account of {} is not what the journal says.",
            row.who()
        ),
    };
    Text::new(
        message,
        "So the row does not run from here. Look at the account. If it is to be changed all the same, save these rows as a change \
         file, correct them there, and open that.",
    )
}
