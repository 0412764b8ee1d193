//! Atlassian says of this very account that it may not be changed so with this key: somebody asked about each account.

use super::{Check, CheckContext, Offer, RowContext, Text, Verdict};
use crate::action::{Wish, profile};
use crate::roster::deep;

/// The check.
pub static CHECK: Check = Check::row("E048-not-permitted", "Atlassian does not allow it", find, text)
    .fix(Offer::leave_out("Leave these accounts out"));

fn find(_: &CheckContext, look: &RowContext) -> Verdict {
    (!look.is_done() && why(look).is_some()).into()
}

fn text(_: &CheckContext, look: &RowContext, _: u32) -> Text {
    let why = why(look).unwrap_or_default();
    Text::new(
        format!(
            "Atlassian does not allow this for the account of {}: {why}",
            look.who()
        ),
        "Leave the row out, or remove the reason in Atlassian Administration and ask again.",
    )
}

/// What nobody asked is not said: that the question can be put stands beside the button that puts it.
fn why<'a>(look: &RowContext<'a>) -> Option<&'a str> {
    let privilege = look.action.privilege?.as_str();
    let refusals = look.here()?.refusals.value()?;
    let fields = match look.action.wish {
        Wish::Fields => profile::paths(&look.wish()),
        _ => Vec::new(),
    };
    let is_asked =
        |refused: &str| refused == privilege || fields.iter().any(|path| deep::field(path) == refused);
    refusals
        .iter()
        .find(|(refused, _)| is_asked(refused))
        .map(|(_, why)| why.as_str())
}
