//! The columns and cells of a user, shared by the generations of calls that return users.

use rollcall_atlassian::call::directory::{PlatformRole, User};

use super::{ACCOUNT_ID, CLAIM, Column, EMAIL, LAST_ACTIVE, NAME, texts};

pub(super) static COLUMNS: &[Column] = &[
    Column::text(NAME, "Name"),
    Column::text(EMAIL, "E-mail").wide().by_domain().pictured(),
    Column::text("status", "State").pictured(),
    Column::text(CLAIM, "Managed"),
    Column::text(LAST_ACTIVE, "Last active (UTC)")
        .by_month()
        .pictured(),
    Column::text("apps", "Apps").by_each().pictured(),
    Column::text("account_status", "Account").hidden(),
    Column::text("membership", "Membership").hidden(),
    Column::text("source", "Came by").hidden(),
    Column::text("platform_roles", "Administrative roles")
        .hidden()
        .by_each()
        .pictured(),
    Column::text("two_step", "Two-step verification").hidden(),
    Column::text("email_verified", "Address verified").hidden(),
    Column::text("added_utc", "Added (UTC)").hidden().by_month(),
    Column::text("deactivated_utc", "Deactivated (UTC)")
        .hidden()
        .by_month(),
    Column::text("nickname", "Nickname").hidden(),
    Column::text("job_title", "Job title").hidden(),
    Column::text("department", "Department").hidden(),
    Column::text("organization", "Organization").hidden(),
    Column::text("location", "Location").hidden(),
    Column::text("time_zone", "Time zone").hidden(),
    Column::text("account_type", "Kind").hidden(),
    Column::text(ACCOUNT_ID, "Account id").wide(),
];

pub(super) fn row(user: User) -> Vec<String> {
    let apps = user.product_access.unwrap_or_default();
    let roles = user.platform_roles.unwrap_or_default();
    vec![
        user.name.unwrap_or_default(),
        user.email.unwrap_or_default(),
        user.status
            .map(|status| status.as_str().to_owned())
            .unwrap_or_default(),
        user.claim_status
            .map(|claim| claim.as_str().to_owned())
            .unwrap_or_default(),
        texts::time(apps.iter().filter_map(|app| app.last_active).max()),
        texts::list(apps.iter().filter_map(|app| app.key.as_deref())),
        user.account_status
            .map(|status| status.as_str().to_owned())
            .unwrap_or_default(),
        user.membership_status
            .map(|status| status.as_str().to_owned())
            .unwrap_or_default(),
        user.management_source
            .map(|source| source.as_str().to_owned())
            .unwrap_or_default(),
        texts::list(roles.iter().map(PlatformRole::as_str)),
        texts::yes_or_no(user.two_step),
        texts::yes_or_no(user.email_verified),
        texts::time(user.added),
        texts::time(user.deactivated),
        user.nickname.unwrap_or_default(),
        user.job_title.unwrap_or_default(),
        user.department.unwrap_or_default(),
        user.organization.unwrap_or_default(),
        user.location.unwrap_or_default(),
        user.time_zone.unwrap_or_default(),
        user.kind.map(|kind| kind.as_str().to_owned()).unwrap_or_default(),
        user.id.to_string(),
    ]
}
