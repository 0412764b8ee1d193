//! Atlassian answered, for this very account, that the key may not make this change. Known only if the accounts were looked up one
//! by one.

use super::{Check, CheckContext, Offer, RowContext, Text, Verdict};
use rollcall_model::{StateKind, profile};
use rollcall_roster::deep;

/// The check.
pub static CHECK: Check = Check::row("E048-not-permitted", "Atlassian does not allow it", find, text)
    .fix(Offer::leave_out("Leave these accounts out"));

fn find(context: &CheckContext, row: &RowContext) -> Verdict {
    (!row.is_done() && why(context, row).is_some()).into()
}

fn text(context: &CheckContext, row: &RowContext, _: u32) -> Text {
    let why = why(context, row).unwrap_or_default();
    Text::new(
        format!(
            "Atlassian does not allow this for the account of {}: {why}",
            row.who()
        ),
        "Leave the row out, or remove the reason in Atlassian Administration and ask again.",
    )
}

/// Atlassian's reason; `None` also if the account's permissions were not looked up. This check does not report that: the page
/// offers the lookup with a button of its own.
fn why<'a>(context: &CheckContext, row: &RowContext<'a>) -> Option<&'a str> {
    let privilege = context.privilege?.as_str();
    let refusals = row.here()?.refusals.value()?;
    let fields = if row.spec.kind == StateKind::Profile {
        profile::paths(&row.desired())
    } else {
        Vec::new()
    };
    let is_asked =
        |refused: &str| refused == privilege || fields.iter().any(|path| deep::field(path) == refused);
    refusals
        .iter()
        .find(|(refused, _)| is_asked(refused))
        .map(|(_, why)| why.as_str())
}
