//! IP allowlists, data residency and data security policies (Organizations REST API, Policies). Authentication policies are not among them:
//! no call lists those.

use rollcall_atlassian::call::policy::{GetPolicies, GetPolicy, Policy};
use rollcall_atlassian::{Call, PolicyId};

use super::definition::in_rows;
use super::{Column, Details, Listing, NAME, Of, Question, filter, texts};

pub(super) static LISTING: Listing = Listing {
    key: "policies",
    title: "Policies",
    hint: "Your organization's policies about IP addresses, where data is kept and what may be done with it. Authentication policies are not among them: Atlassian lists those to nobody.",
    columns: COLUMNS,
    named_by: &[POLICY_ID],
    of: Of::Organization,
    filters: filter::OF_POLICIES,
    counts: &[],
    a_minute: None,
    goes_on: false,
    details: Some(&WHOLE),
    request: |question, cursor| {
        let call = GetPolicies {
            cursor: cursor.cloned(),
            ..call(question)
        };
        Some(call.request())
    },
    answer: |question, _, response| Ok(in_rows(call(question).answer(response)?, row)),
};

/// Key of the column with the ids of policies.
const POLICY_ID: &str = "policy_id";

static COLUMNS: &[Column] = &[
    Column::text(NAME, "Name"),
    Column::text("kind", "About").pictured(),
    Column::text("enabled", "Holds"),
    Column::text("allows", "Lets through").wide(),
    Column::text("resources", "On what it holds").wide().hidden(),
    Column::text(POLICY_ID, "Policy id").wide(),
];

static WHOLE: Details = Details {
    noun: "policy",
    by: POLICY_ID,
    columns: COLUMNS,
    request: |question| Some(one(question)?.request()),
    answer: |question, response| match one(question) {
        Some(call) => Ok(row(call.answer(response)?)),
        None => Ok(Vec::new()),
    },
};

fn call(question: &Question) -> GetPolicies {
    GetPolicies {
        organization: question.organization.clone(),
        kind: question.policies.clone(),
        cursor: None,
    }
}

fn one(question: &Question) -> Option<GetPolicy> {
    Some(GetPolicy {
        organization: question.organization.clone(),
        policy: PolicyId::parse(question.subject.first()?)?,
    })
}

fn row(policy: Policy) -> Vec<String> {
    vec![
        policy.name.unwrap_or_default(),
        policy
            .kind
            .map(|kind| kind.as_str().to_owned())
            .unwrap_or_default(),
        texts::yes_or_no(policy.enabled),
        texts::list(policy.allows),
        texts::list(policy.resources),
        policy.id.to_string(),
    ]
}
