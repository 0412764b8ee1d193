//! The domain of the current address is not claimed by the organization. Atlassian requires both domains to be verified in the same
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

fn find(context: &CheckContext, row: &RowContext) -> Verdict {
    // An unmanaged account has a finding of its own, which is more specific.
    let unmanaged = row
        .here()
        .is_some_and(|account| account.managed.said() == Some(false));
    if unmanaged {
        Verdict::Fine
    } else {
        row.ask_domain(context, domain(row))
    }
}

fn text(_: &CheckContext, row: &RowContext, _: u32) -> Text {
    Text::new(
        format!(
            "The domain of the current address, {}, is not claimed by this organization.",
            domain(row).unwrap_or_default()
        ),
        "Both domains must be claimed by the same organization. Verify it at admin.atlassian.com under Directory, Domains, and claim its accounts.",
    )
}

fn domain<'a>(row: &RowContext<'a>) -> Option<&'a str> {
    match row.current_address() {
        Some(live) => address::parse(live).ok().map(|live| live.domain),
        None => row.parsed_address_in_file.map(|current| current.domain),
    }
}
