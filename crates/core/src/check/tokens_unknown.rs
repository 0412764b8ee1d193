//! Which API tokens the account owns is not known, so that nobody could say what a run revokes.

use super::{Case, Check, FOUND, Lack, Look, Text, Verdict};
use crate::action::Part;

/// The check.
pub static CHECK: Check = Check::row("E050-tokens-unknown", "API tokens not known", find, text)
    .about(Part::Token)
    .question("which API tokens the accounts own");

fn find(case: &Case, look: &Look) -> Verdict {
    match look.here() {
        Some(account) if account.tokens.value().is_some() => Verdict::Fine,
        // The others were read, and this one could not be.
        Some(_) if case.roster.knows_tokens() => FOUND,
        Some(_) => Verdict::Lacks(Lack::Fact),
        None => Verdict::Lacks(case.lack()),
    }
}

fn text(_: &Case, look: &Look, _: u32) -> Text {
    Text::new(
        format!("The API tokens of {} could not be read.", look.who()),
        "Look the account up again. If it stays so, the key may not read them.",
    )
}
