//! The domain of the new address is not claimed by the organization: Atlassian answers `forbidden.unclaimedDomain` (User
//! management REST API, set email), because the new address counts as verified at once.

use super::{Check, CheckContext, RowContext, Text, Verdict};
use rollcall_model::Field;

/// The check.
pub static CHECK: Check = Check::row("E026-new-domain-unclaimed", "New domain not claimed", find, text)
    .about(Field::NewAddress)
    .question("whether the domain of the new address is claimed");

fn find(context: &CheckContext, row: &RowContext) -> Verdict {
    row.ask_domain(context, row.wanted.map(|wanted| wanted.domain))
}

fn text(_: &CheckContext, row: &RowContext, _: u32) -> Text {
    let domain = row.wanted.map_or("", |wanted| wanted.domain);
    Text::new(
        format!("The domain {domain} is not claimed by this organization."),
        "Verify it at admin.atlassian.com under Directory, Domains, and claim its accounts; or correct the address.",
    )
}
