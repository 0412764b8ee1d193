//! The account owns API tokens. Scripts log in with `address:token`, so they fail at once when the address changes or the account
//! is deactivated (support.atlassian.com, Manage API tokens).

use super::{Check, CheckContext, Offer, RowContext, Text, Verdict};
use rollcall_model::phrasing::counted;

/// The check.
pub static CHECK: Check = Check::row("W049-owns-tokens", "Owns API tokens", find, text)
    .fix(Offer::leave_out("Leave accounts with API tokens out"));

fn find(_: &CheckContext, row: &RowContext) -> Verdict {
    (!row.is_done() && !tokens(row).is_empty()).into()
}

fn text(_: &CheckContext, row: &RowContext, _: u32) -> Text {
    let tokens = tokens(row);
    let labels: Vec<String> = tokens
        .iter()
        .map(|token| token.label.as_str())
        .filter(|label| !label.is_empty())
        .take(3)
        .map(|label| format!("“{label}”"))
        .collect();
    let named = if labels.is_empty() {
        String::new()
    } else {
        format!(" ({})", labels.join(", "))
    };
    Text::new(
        format!(
            "{} owns {}{named}.",
            row.who(),
            counted(tokens.len() as u32, "API token")
        ),
        "Scripts that sign in with this address and a token stop working at that moment. Ask the owner what they run.",
    )
}

fn tokens<'a>(row: &RowContext<'a>) -> &'a [rollcall_roster::Token] {
    let tokens = row.here().and_then(|account| account.tokens.value());
    tokens.map_or(&[], Vec::as_slice)
}
