//! The domains that the organization has claimed or wanted to (Organizations REST API, v1).

use rollcall_atlassian::Call;
use rollcall_atlassian::call::domain::{Domain, GetDomains};

use super::{Column, Listing, Of, Question, in_rows, words};

pub(super) static LISTING: Listing = Listing {
    key: "domains",
    title: "Domains",
    hint: "The domains that your organization has claimed, and how far each claim is.",
    columns: &[
        Column::text("domain", "Domain").wide(),
        Column::text("claim", "Claim").pictured(),
        Column::text("domain_id", "Domain id").wide().hidden(),
    ],
    named_by: &["domain"],
    of: Of::Organization,
    filters: &[],
    counts: &[],
    request: |question, cursor| {
        let call = GetDomains {
            cursor: cursor.cloned(),
            ..call(question)
        };
        Some(call.request())
    },
    answer: |question, _, response| Ok(in_rows(call(question).answer(response)?, row)),
};

fn call(question: &Question) -> GetDomains {
    GetDomains {
        organization: question.organization.clone(),
        cursor: None,
    }
}

fn row(domain: Domain) -> Vec<String> {
    vec![
        domain.name,
        domain
            .status
            .map(|status| status.as_str().to_owned())
            .unwrap_or_default(),
        words::number(domain.id),
    ]
}
