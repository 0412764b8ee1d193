//! The domains that the organization has claimed or tried to claim (Organizations REST API, v1).

use rollcall_atlassian::call::domain::{Domain, GetDomain, GetDomains};
use rollcall_atlassian::{Call, DomainId};

use super::definition::in_rows;
use super::{Column, Details, Listing, Of, Question, texts};

pub(super) static LISTING: Listing = Listing {
    key: "domains",
    title: "Domains",
    hint: "The domains that your organization has claimed, and how far each claim is.",
    columns: COLUMNS,
    named_by: &["domain"],
    of: Of::Organization,
    filters: &[],
    counts: &[],
    a_minute: None,
    goes_on: false,
    details: Some(&WHOLE),
    request: |question, cursor| {
        let call = GetDomains {
            cursor: cursor.cloned(),
            ..call(question)
        };
        Some(call.request())
    },
    answer: |question, _, response| Ok(in_rows(call(question).answer(response)?, row)),
};

/// Key of the column with the ids of domains.
const DOMAIN_ID: &str = "domain_id";

static COLUMNS: &[Column] = &[
    Column::text("domain", "Domain").wide(),
    Column::text("claim", "Claim").pictured(),
    Column::text(DOMAIN_ID, "Domain id").wide().hidden(),
];

static WHOLE: Details = Details {
    noun: "domain",
    by: DOMAIN_ID,
    columns: COLUMNS,
    request: |question| Some(one(question)?.request()),
    answer: |question, response| match one(question) {
        Some(call) => Ok(row(call.answer(response)?)),
        None => Ok(Vec::new()),
    },
};

fn call(question: &Question) -> GetDomains {
    GetDomains {
        organization: question.organization.clone(),
        cursor: None,
    }
}

fn one(question: &Question) -> Option<GetDomain> {
    Some(GetDomain {
        organization: question.organization.clone(),
        domain: DomainId::parse(question.subject.first()?)?,
    })
}

fn row(domain: Domain) -> Vec<String> {
    vec![
        domain.name,
        domain
            .status
            .map(|status| status.as_str().to_owned())
            .unwrap_or_default(),
        texts::number(domain.id),
    ]
}
