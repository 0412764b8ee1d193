//! Atlassian says of this very account that it may not be changed so with this key: somebody asked about each account.

use super::{Check, CheckContext, Offer, RowContext, Text, Verdict};
use rollcall_model::{StateKind, profile};
use rollcall_roster::deep;

/// The check.
pub static CHECK: Check = Check::row("E048-not-permitted", "Atlassian does not allow it", find, text)
    .fix(Offer::leave_out("Leave these accounts out"));

fn find(case: &CheckContext, look: &RowContext) -> Verdict {
    (!look.is_done() && why(case, look).is_some()).into()
}

fn text(case: &CheckContext, look: &RowContext, _: u32) -> Text {
    let why = why(case, look).unwrap_or_default();
    Text::new(
        format!(
            "Atlassian does not allow this for the account of {}: {why}",
            look.who()
        ),
        "Leave the row out, or remove the reason in Atlassian Administration and ask again.",
    )
}

/// What nobody asked is not said: that the question can be put stands beside the button that puts it.
fn why<'a>(case: &CheckContext, look: &RowContext<'a>) -> Option<&'a str> {
    let privilege = case.privilege?.as_str();
    let refusals = look.here()?.refusals.value()?;
    let fields = if look.spec.kind == StateKind::Profile {
        profile::paths(&look.wish())
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
