//! The domain of the new address is not claimed by the organization: Atlassian answers `forbidden.unclaimedDomain` (User
//! management REST API, set email), because the new address counts as verified at once.

use super::{Case, Check, Look, Text, Verdict};
use crate::action::Part;

/// The check.
pub static CHECK: Check = Check::row("E026-new-domain-unclaimed", "New domain not claimed", find, text)
    .about(Part::NewAddress)
    .question("whether the domain of the new address is claimed");

fn find(case: &Case, look: &Look) -> Verdict {
    look.ask_domain(case, look.wanted.map(|wanted| wanted.domain))
}

fn text(_: &Case, look: &Look, _: u32) -> Text {
    let domain = look.wanted.map_or("", |wanted| wanted.domain);
    Text::new(
        format!("The domain {domain} is not claimed by this organization."),
        "Verify it at admin.atlassian.com under Directory, Domains, and claim its accounts; or correct the address.",
    )
}
