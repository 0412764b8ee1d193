//! The row comes from a journal of elsewhere, and what it would do here is not what the journal says: the account holds something
//! else by now, or another place answers to the name. A journal says what somebody reviewed; nothing else runs by it.

use super::{Check, CheckContext, FOUND, Offer, RowContext, Text, Verdict};
use rollcall_review::diffs::diffs_of_row;
use rollcall_roster::Presence;

/// The check.
pub static CHECK: Check = Check::row("E058-not-as-in-journal", "Not as in the journal", find, text)
    .question("whether the accounts are as the journal says")
    .fix(Offer::leave_out(
        "Leave out the rows that are not as in the journal",
    ));

fn find(case: &CheckContext, look: &RowContext) -> Verdict {
    let Some(row) = case.changes.claimed(look.change.row) else {
        return Verdict::Fine;
    };
    let is_address = look.spec.is_address();
    match look.account {
        _ if look.is_done() && (!is_address || look.live().is_some()) => Verdict::Fine,
        // Nobody has asked yet.
        Some(Presence::Unknown) | None if case.roster.is_empty() => Verdict::Lacks(case.missing()),
        // The file's own word for the address proves nothing.
        _ if is_address && look.live().is_none() => FOUND,
        _ => {
            let diffs = diffs_of_row(case, look.change.row);
            Verdict::from(!diffs.iter().any(|diff| diff.agrees_with(row, is_address)))
        }
    }
}

fn text(case: &CheckContext, look: &RowContext, _: u32) -> Text {
    let row = case.changes.claimed(look.change.row);
    let said = row.and_then(|row| row.before.as_deref());
    let is_address = look.spec.is_address();
    let now = look.now().filter(|_| !is_address || look.live().is_some());
    let message = match (now, said) {
        (Some(now), Some(said)) if now != said => format!(
            "The journal says that the account of {} had {said}; it has {now} now.",
            look.who()
        ),
        (None, Some(said)) => format!(
            "The journal says that the account of {} had {said}; what it has now is not known.",
            look.who()
        ),
        _ => format!(
            "What this row would do to the account of {} is not what the journal says.",
            look.who()
        ),
    };
    Text::new(
        message,
        "So the row does not run from here. Look at the account. If it is to be changed all the same, save these rows as a change \
         file, correct them there, and open that.",
    )
}
