//! The calls about policies and events.

use rollcall_atlassian::call::auth_policy::{AddToPolicy, GetPolicyTask, GetUserPolicies};
use rollcall_atlassian::call::event::{City, EventFilter, GetEvent, GetEventActions, GetEvents, PollEvents};
use rollcall_atlassian::call::policy::{GetPolicies, GetPolicy, PolicyKind};
use rollcall_atlassian::{AccountId, EventId, PolicyId, TaskId};

use super::{Example, cursor, example, mars, veronica};

const TOKEN: &str = "kloHX1ZQVasDAkx_P48NYQ";
const FROM: i64 = 1_787_245_200_000;
const TO: i64 = 1_787_331_600_000;

pub(super) fn examples(name: &str) -> Option<Vec<Example>> {
    let organization = mars();
    let policy = PolicyId::parse("90781be9-0863-45f0-92b9-1612379ffa5c").unwrap();
    Some(match name {
        "add-to-policy" => vec![example(AddToPolicy {
            organization,
            policy,
            emails: ["vmars@marsinvestigations.com", "kmars@marsinvestigations.com"]
                .map(str::to_owned)
                .into(),
        })],
        "get-policy-task" => vec![example(GetPolicyTask {
            organization,
            task: TaskId::parse("358d916a-aed3-474a-9ae0-17def3bad866").unwrap(),
        })],
        "get-user-policies" => vec![example(GetUserPolicies {
            organization,
            accounts: vec![veronica(), AccountId::parse("637194fa77acd224b33bfae3").unwrap()],
        })],
        "get-policies" => [(None, None), (Some(PolicyKind::IpAllowlist), Some(cursor(TOKEN)))]
            .map(|(kind, cursor)| {
                example(GetPolicies {
                    organization: organization.clone(),
                    kind,
                    cursor,
                })
            })
            .into(),
        "get-policy" => vec![example(GetPolicy { organization, policy })],
        _ => return events(name),
    })
}

fn events(name: &str) -> Option<Vec<Example>> {
    let organization = mars();
    Some(match name {
        "get-events" => vec![
            example(GetEvents {
                organization: organization.clone(),
                filter: EventFilter::default(),
                cursor: None,
            }),
            example(GetEvents {
                organization,
                filter: EventFilter {
                    text: Some("mars".into()),
                    from: Some(FROM),
                    to: Some(TO),
                    action: Some("user_added_to_group".into()),
                    actors: vec![veronica().to_string(), "app-1".into()],
                    ips: vec!["192.0.2.7".into(), "2001:db8::1".into()],
                    cities: vec![City {
                        city: "Neptune".into(),
                        country_name: "United States".into(),
                    }],
                },
                cursor: Some(cursor(TOKEN)),
            }),
        ],
        "poll-events" => [(None, None, None), (Some(FROM), Some(TO), Some(cursor(TOKEN)))]
            .map(|(from, to, cursor)| {
                example(PollEvents {
                    organization: organization.clone(),
                    from,
                    to,
                    cursor,
                })
            })
            .into(),
        "get-event" => vec![example(GetEvent {
            organization,
            event: EventId::parse("8a1b2c3d-0001").unwrap(),
        })],
        "get-event-actions" => vec![example(GetEventActions { organization })],
        _ => return None,
    })
}
