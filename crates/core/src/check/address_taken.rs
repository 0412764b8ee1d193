//! The new address belongs to another account of the organization, and no row of the file frees it. Accounts are never merged, and
//! an account marked for deletion keeps its address for 14 days (Atlassian's knowledge base, "already associated").

use super::{Check, CheckContext, RowContext, Text, Verdict};
use super::{Conflict, RowRelations};
use rollcall_model::Field;
use rollcall_review::context::who;
use rollcall_roster::{Account, Presence, Status};

/// Stands for the row of the account that has the address, if the file has no such row.
const NO_ROW: u32 = u32::MAX;

/// The check.
pub static CHECK: Check = Check::between("E012-address-taken", "Address taken", find, text)
    .about(Field::NewAddress)
    .question(
        "whether another account of this organization holds the new address (an account elsewhere shows only when the call is made)",
    );

fn find(link: &RowRelations) -> Verdict {
    match link.target {
        Conflict::Held(row) => Verdict::Found(row.unwrap_or(NO_ROW)),
        Conflict::Unknown(missing) => Verdict::Lacks(missing),
        _ => Verdict::Fine,
    }
}

fn text(context: &CheckContext, row: &RowContext, holder_row: u32) -> Text {
    let wanted = row.change.wanted;
    let in_file = (holder_row != NO_ROW).then(|| context.row(holder_row));
    let holder = match context.roster.by_address(wanted) {
        Presence::Here(account) => Some(account),
        _ => in_file.as_ref().and_then(RowContext::here),
    };
    let name = holder
        .map(who)
        .or(in_file.as_ref().map(RowContext::who))
        .unwrap_or("another account");
    let (state, hint) = match holder.and_then(|account| account.status.value()) {
        _ if holder.is_some_and(Account::is_unclaimed) => (
            ", whose account is not claimed",
            "Claim that account first (admin.atlassian.com: Directory, Domains), or give it another address. Then run the retry file.",
        ),
        Some(Status::ForDeletion) => (
            ", whose account is marked for deletion and keeps the address until it is gone (14 days)",
            "Cancel that deletion, give the account another address, and delete it again. Or wait until the 14 days are over.",
        ),
        Some(Status::Closed) => (
            ", whose account is closed and may still keep the address",
            "Ask Atlassian's support to free the address, or choose another one.",
        ),
        Some(Status::Deactivated) => (
            ", whose account is deactivated; a deactivated account keeps its address",
            "Give the deactivated account another address first. Accounts are never merged.",
        ),
        Some(Status::Active) | None => (
            "",
            "Give that account another address first, or choose another one here. Accounts are never merged.",
        ),
    };
    let Some(row) = in_file else {
        let is_free = holder.is_none_or(|account| {
            !account.is_unclaimed() && matches!(account.status.value(), None | Some(Status::Active))
        });
        let swap = row
            .address()
            .filter(|_| is_free)
            .map(|now| {
                format!(
                    " If the two accounts are to exchange their addresses, add a row for {name} with {now}."
                )
            })
            .unwrap_or_default();
        return Text::new(
            format!("{wanted} belongs to {name}{state}."),
            format!("{hint}{swap}"),
        );
    };
    let line = context.line(holder_row);
    let (why, hint) = if context.changes.is_out(holder_row) {
        (
            "is left out".to_owned(),
            format!("Take line {line} back in, or choose another address here."),
        )
    } else if row.is_done() {
        ("keeps that address".to_owned(), hint.to_owned())
    } else {
        (
            "cannot run as it is".to_owned(),
            format!("Mend line {line} first: it would free the address."),
        )
    };
    Text::new(
        format!("{wanted} belongs to {name}{state}. Line {line} is about that account and {why}."),
        hint,
    )
}
