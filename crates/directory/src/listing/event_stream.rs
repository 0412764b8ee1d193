//! All events of the organization, oldest first and continuing into the present (Organizations REST API, Events).

use rollcall_atlassian::Call;
use rollcall_atlassian::call::event::{POLLS_A_MINUTE, PollEvents};

use super::audit_log::{COLUMNS, EVENT_ID, NAMES, WHOLE, row};
use super::definition::in_rows;
use super::{Listing, Of, Question, filter};

pub(super) static LISTING: Listing = Listing {
    key: "events",
    title: "Events as they arrive",
    hint: "What happened in your organization, the oldest first, and what happens while you look. It goes on until you stop it.",
    columns: COLUMNS,
    named_by: &[EVENT_ID],
    of: Of::Organization,
    filters: filter::OF_THE_STREAM,
    counts: NAMES,
    a_minute: Some(POLLS_A_MINUTE),
    goes_on: true,
    details: Some(&WHOLE),
    request: |question, cursor| {
        let call = PollEvents {
            cursor: cursor.cloned(),
            ..call(question)
        };
        Some(call.request())
    },
    answer: |question, _, response| {
        let page = call(question).answer(response)?;
        Ok(in_rows(page, |event| row(question, event)))
    },
};

fn call(question: &Question) -> PollEvents {
    PollEvents {
        organization: question.organization.clone(),
        from: question.events.from,
        to: None,
        cursor: None,
    }
}
