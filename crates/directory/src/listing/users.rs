//! The users, by the search for them (Organizations REST API, v2): everybody in a directory, managed or not, and managed accounts
//! that are in no directory.

use rollcall_atlassian::call::count::{CountUsers, GetUserStats};
use rollcall_atlassian::call::directory::{Expand, GetUser, PlatformRole, SearchUsers, User};
use rollcall_atlassian::{AccountId, Call, DirectoryId};

use super::filter::Way;
use super::{
    ACCOUNT_ID, CLAIM, Column, Count, Counted, EMAIL, LAST_ACTIVE, Listing, NAME, Of, Question, Whole,
    filter, in_rows, older, words,
};

static COLUMNS: &[Column] = &[
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

pub(super) static WHOLE: Whole = Whole {
    noun: "user",
    by: ACCOUNT_ID,
    columns: COLUMNS,
    request: |question| Some(one(question)?.request()),
    answer: |question, response| match one(question) {
        Some(call) => Ok(row(call.answer(response)?)),
        None => Ok(Vec::new()),
    },
};

pub(super) static LISTING: Listing = Listing {
    key: "users",
    title: "Users",
    hint: "Everybody in your directories, managed or not, with what the search can tell and be narrowed by.",
    columns: COLUMNS,
    named_by: &[ACCOUNT_ID],
    of: Of::Organization,
    filters: filter::OF_USERS,
    counts: COUNTS,
    a_minute: None,
    goes_on: false,
    whole: Some(&WHOLE),
    request: |question, cursor| match (question.way, cursor) {
        (Way::Today, Some(cursor)) => Some(call(question).after(cursor).request()),
        (Way::Today, None) => Some(call(question).request()),
        (Way::List | Way::First, _) => older::request(question, cursor),
    },
    answer: |question, _, response| match question.way {
        Way::Today => Ok(in_rows(call(question).answer(response)?, row)),
        Way::List | Way::First => older::answer(question, response),
    },
};

static COUNTS: &[Count] = &[
    Count {
        request: |question| Some(count(question)?.request()),
        answer: |question, response| match count(question) {
            Some(call) => Ok(vec![Counted::Listed(call.answer(response)?)]),
            None => Ok(vec![]),
        },
    },
    Count {
        request: |question| Some(stats(question).request()),
        answer: |question, response| {
            let stats = stats(question).answer(response)?;
            let states = stats.account_status.iter();
            let roles = stats.roles.iter();
            Ok(vec![
                Counted::By {
                    title: "By account",
                    counts: states
                        .map(|of| (of.status.as_str().to_owned(), of.count))
                        .collect(),
                },
                Counted::By {
                    title: "By role",
                    counts: roles.map(|of| (of.role.as_str().to_owned(), of.count)).collect(),
                },
            ])
        },
    },
];

fn count(question: &Question) -> Option<CountUsers> {
    CountUsers::new(
        question.organization.clone(),
        DirectoryId::every(),
        question.users.clone(),
    )
    .ok()
}

fn stats(question: &Question) -> GetUserStats {
    GetUserStats {
        organization: question.organization.clone(),
        directory: DirectoryId::every(),
    }
}

fn call(question: &Question) -> SearchUsers {
    let (organization, every) = (question.organization.clone(), DirectoryId::every());
    // The filter was checked when the question was made, so the second way is never gone.
    SearchUsers::filtered(organization.clone(), every.clone(), question.users.clone())
        .unwrap_or_else(|_| SearchUsers::everyone(organization, every))
        .with_platform_roles()
        .with(Expand::ProductAccess)
}

fn one(question: &Question) -> Option<GetUser> {
    Some(GetUser {
        organization: question.organization.clone(),
        directory: DirectoryId::every(),
        account: AccountId::parse(question.subject.first()?)?,
    })
}

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
        words::time(apps.iter().filter_map(|app| app.last_active).max()),
        words::list(apps.iter().filter_map(|app| app.key.as_deref())),
        user.account_status
            .map(|status| status.as_str().to_owned())
            .unwrap_or_default(),
        user.membership_status
            .map(|status| status.as_str().to_owned())
            .unwrap_or_default(),
        user.management_source
            .map(|source| source.as_str().to_owned())
            .unwrap_or_default(),
        words::list(roles.iter().map(PlatformRole::as_str)),
        words::yes_or_no(user.two_step),
        words::yes_or_no(user.email_verified),
        words::time(user.added),
        words::time(user.deactivated),
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
