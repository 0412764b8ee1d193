//! The directories of the organization (Organizations REST API, v2).

use rollcall_atlassian::Call;
use rollcall_atlassian::call::directory::{Directory, GetDirectories};

use super::definition::in_rows;
use super::{Column, Listing, Of, Question};

pub(super) static LISTING: Listing = Listing {
    key: "directories",
    title: "Directories",
    hint: "The directories of people and groups that your organization has.",
    columns: &[
        Column::text("name", "Name"),
        Column::text("directory_id", "Directory id").wide(),
    ],
    named_by: &["directory_id"],
    of: Of::Organization,
    filters: &[],
    counts: &[],
    a_minute: None,
    goes_on: false,
    details: None,
    request: |question, cursor| {
        let call = GetDirectories {
            cursor: cursor.cloned(),
            ..call(question)
        };
        Some(call.request())
    },
    answer: |question, _, response| Ok(in_rows(call(question).answer(response)?, row)),
};

fn call(question: &Question) -> GetDirectories {
    GetDirectories {
        organization: question.organization.clone(),
        account: None,
        cursor: None,
    }
}

fn row(directory: Directory) -> Vec<String> {
    vec![directory.name.unwrap_or_default(), directory.id.to_string()]
}
