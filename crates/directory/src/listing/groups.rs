//! The groups of all directories (Organizations REST API, v2; or v1).

use rollcall_atlassian::call::count::{CountGroups, GetGroupStats};
use rollcall_atlassian::call::group::{GetGroup, Group, SearchGroups};
use rollcall_atlassian::call::retired::SearchGroupsV1;
use rollcall_atlassian::{Call, DirectoryId, GroupId};

use super::definition::in_rows;
use super::filter::{OF_GROUPS, Way};
use super::{Column, Count, Counted, DIRECTORY_ID, Details, GROUP_ID, Listing, NAME, Of, Question, texts};

pub(super) static LISTING: Listing = Listing {
    key: "groups",
    title: "Groups",
    hint: "The groups of every directory, with how many people are in each.",
    columns: COLUMNS,
    named_by: &[GROUP_ID],
    of: Of::Organization,
    filters: OF_GROUPS,
    counts: COUNTS,
    a_minute: None,
    goes_on: false,
    details: Some(&WHOLE),
    request: |question, cursor| {
        Some(match (question.way, cursor) {
            (Way::First, Some(cursor)) => first(question).after(cursor).request(),
            (Way::First, None) => first(question).request(),
            (_, Some(cursor)) => call(question).after(cursor).request(),
            (_, None) => call(question).request(),
        })
    },
    answer: |question, _, response| {
        let page = match question.way {
            Way::First => first(question).answer(response)?,
            _ => call(question).answer(response)?,
        };
        Ok(in_rows(page, row))
    },
};

static COLUMNS: &[Column] = &[
    Column::text(NAME, "Name"),
    Column::text("description", "Description").wide(),
    Column::number("users", "People"),
    Column::number("workspaces", "Workspaces"),
    Column::text("managed_by", "Managed by").pictured(),
    Column::text("synced", "Synced").hidden(),
    Column::text("modifiable", "Can be changed").hidden(),
    Column::text(DIRECTORY_ID, "Directory id").wide().hidden(),
    Column::text(GROUP_ID, "Group id").wide(),
];

pub(super) static WHOLE: Details = Details {
    noun: "group",
    by: GROUP_ID,
    columns: COLUMNS,
    request: |question| Some(one(question)?.request()),
    answer: |question, response| match one(question) {
        Some(call) => Ok(row(call.answer(response)?)),
        None => Ok(Vec::new()),
    },
};

static COUNTS: &[Count] = &[
    Count {
        request: |question| Some(count(question).request()),
        answer: |question, response| Ok(vec![Counted::Listed(count(question).answer(response)?)]),
    },
    Count {
        request: |question| Some(stats(question).request()),
        answer: |question, response| {
            let stats = stats(question).answer(response)?;
            let counts = [
                ("managed by something else than Atlassian", stats.managed),
                ("synced from an identity provider", stats.synced),
            ];
            let told = counts
                .into_iter()
                .filter_map(|(of, count)| Some((of.to_owned(), count?)));
            Ok(vec![Counted::By {
                title: "By kind",
                counts: told.collect(),
            }])
        },
    },
];

fn count(question: &Question) -> CountGroups {
    CountGroups {
        organization: question.organization.clone(),
        directory: DirectoryId::every(),
        term: None,
    }
}

fn stats(question: &Question) -> GetGroupStats {
    GetGroupStats {
        organization: question.organization.clone(),
        directory: DirectoryId::every(),
    }
}

fn call(question: &Question) -> SearchGroups {
    SearchGroups::all(question.organization.clone(), DirectoryId::every()).with_counts()
}

fn first(question: &Question) -> SearchGroupsV1 {
    SearchGroupsV1::all(question.organization.clone())
}

fn one(question: &Question) -> Option<GetGroup> {
    Some(GetGroup {
        organization: question.organization.clone(),
        directory: DirectoryId::every(),
        group: GroupId::parse(question.subject.first()?)?,
    })
}

fn row(group: Group) -> Vec<String> {
    vec![
        group.name.unwrap_or_default(),
        group.description.unwrap_or_default(),
        texts::number(group.users),
        texts::number(group.workspaces),
        group
            .managed_by
            .map(|who| who.as_str().to_owned())
            .unwrap_or_default(),
        texts::yes_or_no(group.synced),
        texts::yes_or_no(group.modifiable),
        texts::number(group.directory),
        group.id.to_string(),
    ]
}
