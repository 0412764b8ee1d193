//! The domain of the present address is not verified in the organization. Atlassian wants both domains verified in the same
//! organization (Atlassian's guide to updating your users' email domain).

use super::{Case, Check, Look, Text, Verdict};
use crate::action::Part;
use crate::address;

/// The check.
pub static CHECK: Check = Check::row(
    "E027-current-domain-unverified",
    "Present domain not verified",
    find,
    text,
)
.about(Part::CurrentAddress)
.question("whether the domain of the present address is verified");

fn find(case: &Case, look: &Look) -> Verdict {
    // An unmanaged account has its own finding, which says more.
    let unmanaged = look
        .here()
        .is_some_and(|account| account.managed.said() == Some(false));
    if unmanaged {
        Verdict::Fine
    } else {
        look.ask_domain(case, domain(look))
    }
}

fn text(_: &Case, look: &Look, _: u32) -> Text {
    Text::new(
        format!(
            "The domain of the present address, {}, is not verified in this organization.",
            domain(look).unwrap_or_default()
        ),
        "Both domains must be verified in the same organization. Verify it in admin.atlassian.com under Settings, Domains.",
    )
}

fn domain<'a>(look: &Look<'a>) -> Option<&'a str> {
    match look.live() {
        Some(live) => address::parse(live).ok().map(|live| live.domain),
        None => look.current.map(|current| current.domain),
    }
}
