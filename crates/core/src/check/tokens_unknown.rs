//! The API tokens of the account are unknown, so it is unknown what the run would revoke.

use super::{Check, CheckContext, FOUND, MissingFact, RowContext, Text, Verdict};
use rollcall_model::Field;

/// The check.
pub static CHECK: Check = Check::row("E050-tokens-unknown", "API tokens not known", find, text)
    .about(Field::Token)
    .question("which API tokens the accounts own");

fn find(context: &CheckContext, row: &RowContext) -> Verdict {
    match row.here() {
        Some(account) if account.tokens.value().is_some() => Verdict::Fine,
        // The tokens of other accounts were read, so this account's could not be.
        Some(_) if context.roster.knows_tokens() => FOUND,
        Some(_) => Verdict::Lacks(MissingFact::Fact),
        None => Verdict::Lacks(context.missing()),
    }
}

fn text(_: &CheckContext, row: &RowContext, _: u32) -> Text {
    Text::new(
        format!("The API tokens of {} could not be read.", row.who()),
        "Look the account up again. If it stays so, the key may not read them.",
    )
}
