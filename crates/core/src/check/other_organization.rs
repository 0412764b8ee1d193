//! The row names an organization, and it is not the one that is connected: the file belongs to another one.

use rollcall_atlassian::OrganizationId;

use super::{Check, CheckContext, FOUND, MissingFact, RowContext, Text, Verdict};
use rollcall_model::Field;

/// The check.
pub static CHECK: Check = Check::row("E011-other-organization", "Another organization", find, text)
    .about(Field::Organization)
    .question("whether the organization that the rows name is the connected one");

fn find(case: &CheckContext, look: &RowContext) -> Verdict {
    let named = look.change.organization;
    match case.organization {
        _ if named.is_empty() => Verdict::Fine,
        None => Verdict::Lacks(MissingFact::Organization),
        Some(connected) if OrganizationId::parse(named).as_ref() == Some(connected) => Verdict::Fine,
        Some(_) => FOUND,
    }
}

fn text(case: &CheckContext, look: &RowContext, _: u32) -> Text {
    let connected = case.organization.map_or("", OrganizationId::as_str);
    Text::new(
        format!(
            "The row is for the organization {}; connected is {connected}.",
            look.change.organization
        ),
        "Connect to the other organization, or load the file that belongs to this one.",
    )
}
