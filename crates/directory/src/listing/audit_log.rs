//! The audit log: what happened in the organization, newest first (Organizations REST API, Events).

use rollcall_atlassian::call::event::{
    EVENTS_A_MINUTE, Event, GetEvent, GetEventActions, GetEvents, Subject,
};
use rollcall_atlassian::{Call, EventId};

use super::definition::in_rows;
use super::{Column, Count, Counted, Details, Listing, Of, Question, filter, texts};

pub(super) static LISTING: Listing = Listing {
    key: "audit-log",
    title: "Audit log",
    hint: "What happened in your organization, the newest first. Atlassian takes ten of these calls a minute.",
    columns: COLUMNS,
    named_by: &[EVENT_ID],
    of: Of::Organization,
    filters: filter::OF_EVENTS,
    counts: NAMES,
    // One call of each minute's quota is reserved for the names of the event kinds.
    a_minute: Some(EVENTS_A_MINUTE - 1),
    goes_on: false,
    details: Some(&WHOLE),
    request: |question, cursor| {
        let call = GetEvents {
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

/// Key of the column with the ids of events.
pub(super) const EVENT_ID: &str = "event_id";

pub(super) static COLUMNS: &[Column] = &[
    Column::text("time_utc", "When (UTC)").by_month().pictured(),
    Column::text("what", "What happened").pictured(),
    Column::text("actor_name", "Who did it").pictured(),
    Column::text("actor_email", "Address of who did it")
        .wide()
        .hidden(),
    Column::text("subjects", "To whom or what").wide(),
    Column::text("ip", "IP address"),
    Column::text("city", "City").hidden(),
    Column::text("country", "Country").hidden().pictured(),
    Column::text("containers", "Where").wide().hidden(),
    Column::text("action", "Kind").hidden(),
    Column::text("actor_id", "Id of who did it").wide().hidden(),
    Column::text(EVENT_ID, "Event id").wide().hidden(),
];

pub(super) static WHOLE: Details = Details {
    noun: "event",
    by: EVENT_ID,
    columns: COLUMNS,
    request: |question| Some(one(question)?.request()),
    answer: |question, response| match one(question) {
        Some(call) => Ok(row(question, call.answer(response)?)),
        None => Ok(Vec::new()),
    },
};

/// Called first: events carry only the ids of their kinds, and only this call returns the kinds' names.
pub(super) static NAMES: &[Count] = &[Count {
    request: |question| Some(kinds(question).request()),
    answer: |question, response| {
        let kinds = kinds(question).answer(response)?.into_iter();
        let names = kinds.filter_map(|kind| Some((kind.id, kind.name?)));
        Ok(vec![Counted::Names(names.collect())])
    },
}];

fn kinds(question: &Question) -> GetEventActions {
    GetEventActions {
        organization: question.organization.clone(),
    }
}

fn call(question: &Question) -> GetEvents {
    GetEvents {
        organization: question.organization.clone(),
        filter: question.events.clone(),
        cursor: None,
    }
}

fn one(question: &Question) -> Option<GetEvent> {
    Some(GetEvent {
        organization: question.organization.clone(),
        event: EventId::parse(question.subject.first()?)?,
    })
}

pub(super) fn row(question: &Question, event: Event) -> Vec<String> {
    let action = event.action.unwrap_or_default();
    let what = question.names.get(&action).unwrap_or(&action).clone();
    let (actor_id, actor_name, actor_email) = event.actor.map_or_else(Default::default, |actor| {
        (
            actor.id,
            actor.name.unwrap_or_default(),
            actor.email.unwrap_or_default(),
        )
    });
    vec![
        texts::time(event.time),
        what,
        actor_name,
        actor_email,
        texts::list(event.subjects.iter().map(named)),
        event.ip.unwrap_or_default(),
        event.city.unwrap_or_default(),
        event.country.unwrap_or_default(),
        texts::list(event.containers.iter().map(named)),
        action,
        actor_id,
        event.id.to_string(),
    ]
}

/// `users 557057:4f9acfd2-6155-419b-8de5-5b5cf27a59a0`
fn named(subject: &Subject) -> String {
    let kind = subject.kind.as_deref().unwrap_or_default();
    format!("{kind} {}", subject.id).trim().to_owned()
}
