//! The groups of all directories (Organizations REST API, v2).

use rollcall_atlassian::call::group::{Group, SearchGroups};
use rollcall_atlassian::{Call, DirectoryId};

use super::{Column, Listing, Question, in_rows, words};

pub(super) static LISTING: Listing = Listing {
    key: "groups",
    title: "Groups",
    hint: "The groups of every directory, with how many people are in each.",
    columns: &[
        Column::text("name", "Name"),
        Column::text("description", "Description").wide(),
        Column::number("users", "People"),
        Column::number("workspaces", "Workspaces"),
        Column::text("managed_by", "Managed by").pictured(),
        Column::text("synced", "Synced").hidden(),
        Column::text("modifiable", "Can be changed").hidden(),
        Column::text("directory_id", "Directory id").wide().hidden(),
        Column::text("group_id", "Group id").wide(),
    ],
    named_by: 8,
    filters: &[],
    request: |question, cursor| match cursor {
        Some(cursor) => call(question).after(cursor).request(),
        None => call(question).request(),
    },
    answer: |question, response| Ok(in_rows(call(question).answer(response)?, row)),
};

fn call(question: &Question) -> SearchGroups {
    SearchGroups::all(question.organization.clone(), DirectoryId::every()).with_counts()
}

fn row(group: Group) -> Vec<String> {
    vec![
        group.name.unwrap_or_default(),
        group.description.unwrap_or_default(),
        words::number(group.users),
        words::number(group.workspaces),
        group
            .managed_by
            .map(|who| who.as_str().to_owned())
            .unwrap_or_default(),
        words::yes_or_no(group.synced),
        words::yes_or_no(group.modifiable),
        words::number(group.directory),
        group.id.to_string(),
    ]
}
