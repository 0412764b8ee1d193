//! The workspaces: apps on sites (Organizations REST API, v2).

use rollcall_atlassian::Call;
use rollcall_atlassian::call::workspace::{SearchWorkspaces, Workspace};

use super::definition::in_rows;
use super::{Column, Listing, Of, Question, texts};

pub(super) static LISTING: Listing = Listing {
    key: "workspaces",
    title: "Workspaces",
    hint: "The apps on your sites, on which people and groups have roles.",
    columns: &[
        Column::text("name", "Name"),
        Column::text("app", "App").pictured(),
        Column::text("url", "Address").wide(),
        Column::text("status", "State"),
        Column::number("usage", "People"),
        Column::number("capacity", "Most people"),
        Column::text("app_key", "App key").hidden(),
        Column::text("workspace_id", "Workspace id").wide(),
    ],
    named_by: &["workspace_id"],
    of: Of::Organization,
    filters: &[],
    counts: &[],
    a_minute: None,
    goes_on: false,
    details: None,
    request: |question, cursor| {
        let call = SearchWorkspaces {
            cursor: cursor.cloned(),
            ..call(question)
        };
        Some(call.request())
    },
    answer: |question, _, response| Ok(in_rows(call(question).answer(response)?, row)),
};

fn call(question: &Question) -> SearchWorkspaces {
    SearchWorkspaces {
        organization: question.organization.clone(),
        text: None,
        cursor: None,
    }
}

fn row(workspace: Workspace) -> Vec<String> {
    vec![
        workspace.name.unwrap_or_default(),
        workspace.app.unwrap_or_default(),
        workspace.url.unwrap_or_default(),
        workspace.status.unwrap_or_default(),
        texts::number(workspace.usage),
        texts::number(workspace.capacity),
        workspace.key.unwrap_or_default(),
        workspace.id.as_str().to_owned(),
    ]
}
