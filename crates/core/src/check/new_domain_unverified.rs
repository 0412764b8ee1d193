//! The domain of the new address is not verified in the organization: Atlassian answers `forbidden.unclaimedDomain` (User
//! management REST API, set email), because the new address counts as verified at once.

use super::{Case, Check, Look, Text, Verdict};
use crate::action::Part;

/// The check.
pub static CHECK: Check = Check::row(
    "E026-new-domain-unverified",
    "New domain not verified",
    find,
    text,
)
.about(Part::NewAddress)
.question("whether the domain of the new address is verified");

fn find(case: &Case, look: &Look) -> Verdict {
    look.ask_domain(case, look.wanted.map(|wanted| wanted.domain))
}

fn text(_: &Case, look: &Look, _: u32) -> Text {
    let domain = look.wanted.map_or("", |wanted| wanted.domain);
    Text::new(
        format!("The domain {domain} is not verified in this organization."),
        "Verify it in admin.atlassian.com under Settings, Domains; or correct the address.",
    )
}
