//! The domain of the new address is not claimed, but differs from a claimed domain in only one or two letters.

use super::{Check, CheckContext, MissingFact, Offer, RowContext, Text, Verdict};
use rollcall_model::Field;
use rollcall_model::finding::Fix;

/// The check.
pub static CHECK: Check = Check::row(
    "W009-domain-slip",
    "Looks like a slip of a claimed domain",
    find,
    text,
)
.about(Field::NewAddress)
.question("whether the domain of the new address is a slip of a claimed one")
.fix(Offer::rewrite("Use the claimed domains", fix));

fn find(context: &CheckContext, row: &RowContext) -> Verdict {
    match row.wanted {
        Some(wanted) if !row.is_done() => match context.slip(wanted.domain) {
            Some(_) => super::FOUND,
            None if context.is_claimed(wanted.domain).is_none() => Verdict::Lacks(MissingFact::Domains),
            None => Verdict::Fine,
        },
        _ => Verdict::Fine,
    }
}

fn text(context: &CheckContext, row: &RowContext, _: u32) -> Text {
    let domain = row.wanted.map_or("", |wanted| wanted.domain);
    let claimed = context.slip(domain).unwrap_or_default();
    Text::new(
        format!("The domain {domain} looks like a slip of {claimed}."),
        format!(
            "{claimed} is a claimed domain of the organization. Use it, or leave the domain as it is if it is meant."
        ),
    )
}

fn fix(context: &CheckContext, row: &RowContext) -> Option<Fix> {
    let wanted = row.wanted?;
    let claimed = context.slip(wanted.domain)?;
    Some(Fix::Put {
        part: Field::NewAddress,
        value: format!("{}@{claimed}", wanted.local),
    })
}
