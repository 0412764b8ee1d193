//! The managed accounts, from the organization's own list (Organizations REST API, v1). It contains exactly the accounts on claimed
//! domains, including those that are in no directory.

use rollcall_atlassian::Call;
use rollcall_atlassian::call::organization::{GetManagedAccounts, ManagedAccount};

use super::definition::in_rows;
use super::{ACCOUNT_ID, Column, EMAIL, LAST_ACTIVE, Listing, NAME, Of, Question, texts, users};

pub(super) static LISTING: Listing = Listing {
    key: "managed-accounts",
    title: "Managed accounts",
    hint: "Every account on the domains that your organization has claimed, active or not.",
    columns: &[
        Column::text(NAME, "Name"),
        Column::text(EMAIL, "E-mail").wide().by_domain().pictured(),
        Column::text("status", "State").pictured(),
        Column::text(LAST_ACTIVE, "Last active (UTC)")
            .by_month()
            .pictured(),
        Column::text("apps", "Apps").by_each().pictured(),
        Column::text("billable", "Billable").hidden(),
        Column::text("account_type", "Kind").hidden(),
        Column::text(ACCOUNT_ID, "Account id").wide(),
    ],
    named_by: &[ACCOUNT_ID],
    of: Of::Organization,
    filters: &[],
    counts: &[],
    a_minute: None,
    goes_on: false,
    details: Some(&users::WHOLE),
    request: |question, cursor| {
        let call = GetManagedAccounts {
            cursor: cursor.cloned(),
            ..call(question)
        };
        Some(call.request())
    },
    answer: |question, _, response| Ok(in_rows(call(question).answer(response)?, row)),
};

/// Sends no limit: Atlassian returns 50 accounts per page regardless, and documents no such parameter.
fn call(question: &Question) -> GetManagedAccounts {
    GetManagedAccounts {
        organization: question.organization.clone(),
        cursor: None,
        limit: None,
    }
}

fn row(account: ManagedAccount) -> Vec<String> {
    let apps = account.apps.unwrap_or_default();
    vec![
        account.name.unwrap_or_default(),
        account.email.unwrap_or_default(),
        account
            .status
            .map(|status| status.as_str().to_owned())
            .unwrap_or_default(),
        texts::time(account.last_active),
        texts::list(
            apps.iter()
                .filter_map(|app| app.name.as_deref().or(app.key.as_deref())),
        ),
        texts::yes_or_no(account.billable),
        account
            .kind
            .map(|kind| kind.as_str().to_owned())
            .unwrap_or_default(),
        account.id.to_string(),
    ]
}
