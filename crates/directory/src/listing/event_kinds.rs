//! The kinds of events that the audit log distinguishes (Organizations REST API, Events).

use rollcall_atlassian::Call;
use rollcall_atlassian::call::event::{EventAction, GetEventActions};

use super::definition::RowPage;
use super::{Column, Listing, NAME, Of, Question};

pub(super) static LISTING: Listing = Listing {
    key: "event-kinds",
    title: "Kinds of events",
    hint: "What the audit log tells apart, with the ids by which it can be asked for one kind alone.",
    columns: &[
        Column::text(NAME, "Kind"),
        Column::text("group", "Group").pictured(),
        Column::text("action", "Id").wide(),
    ],
    named_by: &["action"],
    of: Of::Organization,
    filters: &[],
    counts: &[],
    a_minute: None,
    goes_on: false,
    details: None,
    request: |question, _| Some(call(question).request()),
    answer: |question, _, response| {
        let kinds = call(question).answer(response)?;
        Ok(RowPage::only(kinds.into_iter().map(row).collect()))
    },
};

fn call(question: &Question) -> GetEventActions {
    GetEventActions {
        organization: question.organization.clone(),
    }
}

fn row(kind: EventAction) -> Vec<String> {
    vec![
        kind.name.unwrap_or_default(),
        kind.group.unwrap_or_default(),
        kind.id,
    ]
}
