//! The domain of the current address is not claimed in the organization. Atlassian wants both domains verified in the same
//! organization (Atlassian's guide to updating your users' email domain).

use super::{Check, CheckContext, RowContext, Text, Verdict};
use rollcall_model::Field;
use rollcall_model::address;

/// The check.
pub static CHECK: Check = Check::row(
    "E027-current-domain-unclaimed",
    "Current domain not claimed",
    find,
    text,
)
.about(Field::CurrentAddress)
.question("whether the domain of the current address is claimed");

fn find(case: &CheckContext, look: &RowContext) -> Verdict {
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

fn text(_: &CheckContext, look: &RowContext, _: u32) -> Text {
    Text::new(
        format!(
            "The domain of the current address, {}, is not claimed by this organization.",
            domain(look).unwrap_or_default()
        ),
        "Both domains must be claimed by the same organization. Verify it at admin.atlassian.com under Directory, Domains, and claim its accounts.",
    )
}

fn domain<'a>(look: &RowContext<'a>) -> Option<&'a str> {
    match look.live() {
        Some(live) => address::parse(live).ok().map(|live| live.domain),
        None => look.current.map(|current| current.domain),
    }
}
