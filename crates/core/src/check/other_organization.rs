//! The row names an organization other than the connected one: the file belongs to another organization.

use rollcall_atlassian::OrganizationId;

use super::{Check, CheckContext, FOUND, MissingFact, RowContext, Text, Verdict};
use rollcall_model::Field;

/// The check.
pub static CHECK: Check = Check::row("E011-other-organization", "Another organization", find, text)
    .about(Field::Organization)
    .question("whether the organization that the rows name is the connected one");

fn find(context: &CheckContext, row: &RowContext) -> Verdict {
    let named = row.change.organization;
    match context.organization {
        _ if named.is_empty() => Verdict::Fine,
        None => Verdict::Lacks(MissingFact::Organization),
        Some(connected) if OrganizationId::parse(named).as_ref() == Some(connected) => Verdict::Fine,
        Some(_) => FOUND,
    }
}

fn text(context: &CheckContext, row: &RowContext, _: u32) -> Text {
    let connected = context.organization.map_or("", OrganizationId::as_str);
    Text::new(
        format!(
            "The row is for the organization {}; connected is {connected}.",
            row.change.organization
        ),
        "Connect to the other organization, or load the file that belongs to this one.",
    )
}
