//! The users, from the user search (Organizations REST API, v2): everybody in a directory, managed or not, and managed accounts that are in
//! no directory.

use rollcall_atlassian::call::count::{CountUsers, GetUserStats};
use rollcall_atlassian::call::directory::{Expand, GetUser, SearchUsers};
use rollcall_atlassian::{AccountId, Call, DirectoryId};

use super::definition::in_rows;
use super::filter::Way;
use super::user_row::{COLUMNS, row};
use super::{ACCOUNT_ID, Count, Counted, Details, Listing, Of, Question, filter, legacy};

pub(super) static WHOLE: Details = Details {
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
    details: Some(&WHOLE),
    request: |question, cursor| match (question.way, cursor) {
        (Way::Today, Some(cursor)) => Some(call(question).after(cursor).request()),
        (Way::Today, None) => Some(call(question).request()),
        (Way::List | Way::First, _) => legacy::request(question, cursor),
    },
    answer: |question, _, response| match question.way {
        Way::Today => Ok(in_rows(call(question).answer(response)?, row)),
        Way::List | Way::First => legacy::answer(question, response),
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
    // The filters were validated when the question was made, so the fallback is never used.
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
