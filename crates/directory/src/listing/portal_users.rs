//! The users as the admin portal lists them to an administrator's browser. That list is undocumented; the user search returns more, with
//! the organization's API key.

use rollcall_atlassian::call::portal::{GetPortalUsers, PortalPlace, PortalUser};
use rollcall_atlassian::{Call, Cursor};

use super::definition::in_rows;
use super::{ACCOUNT_ID, Column, EMAIL, LAST_ACTIVE, Listing, NAME, Of, Question, filter, texts};

pub(super) static LISTING: Listing = Listing {
    key: "portal-users",
    title: "Users in the admin portal",
    hint: "The users of your organization, or of one of its sites, as the admin portal lists them to you when you are logged in there. It needs your own session and not the API key.",
    columns: &[
        Column::text(NAME, "Name"),
        Column::text(EMAIL, "E-mail").wide().by_domain().pictured(),
        Column::text("active", "Active").pictured(),
        Column::text(LAST_ACTIVE, "Last seen (UTC)").by_month().pictured(),
        Column::text("system", "App's account").hidden(),
        Column::text(ACCOUNT_ID, "Account id").wide(),
    ],
    named_by: &[ACCOUNT_ID],
    of: Of::Portal,
    filters: filter::OF_PORTAL,
    counts: &[],
    a_minute: None,
    goes_on: false,
    details: None,
    request: |question, cursor| Some(call(question, cursor).request()),
    answer: |question, cursor, response| {
        // The start of the next page is computed from the start of this one.
        Ok(in_rows(call(question, cursor).answer(response)?, row))
    },
};

fn call(question: &Question, cursor: Option<&Cursor>) -> GetPortalUsers {
    GetPortalUsers {
        of: match &question.site {
            Some(site) => PortalPlace::Site(site.clone()),
            None => PortalPlace::Organization(question.organization.clone()),
        },
        cursor: cursor.cloned(),
    }
}

fn row(user: PortalUser) -> Vec<String> {
    vec![
        user.name.unwrap_or_default(),
        user.email.unwrap_or_default(),
        texts::yes_or_no(user.active),
        texts::time(user.presence),
        texts::yes_or_no(user.system),
        user.id.to_string(),
    ]
}
