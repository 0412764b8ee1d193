//! What Atlassian counts itself, beside what was read.

use patternfly_yew::prelude::*;
use rollcall_protocol::{ListingCounts, ListingPhase, ListingReading, Problem};
use yew::prelude::*;

use crate::{
    format,
    widgets::{ProblemAlert, nothing},
};

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) reading: ListingReading,
    /// What is listed: "Users".
    pub(super) title: String,
}

#[component]
pub(super) fn Counts(props: &Props) -> Html {
    let reading = &props.reading;
    let counts = &reading.counts;
    if *counts == ListingCounts::default() {
        return nothing();
    }
    let is_complete = reading.phase == ListingPhase::Complete;
    html! {
        <section class="rc-listing-counts" aria-label="What Atlassian counts">
            if let Some(listed) = counts.listed {
                if is_complete && listed != reading.rows {
                    <ProblemAlert problem={differs(listed, reading.rows)} r#type={AlertType::Warning} />
                } else {
                    <p>{ agrees(listed, is_complete) }</p>
                }
            }
            if !counts.by.is_empty() {
                <details class="rc-details">
                    <summary>{ format!("Atlassian's statistics of all {}", props.title.to_lowercase()) }</summary>
                    <dl class="rc-listing-statistics">
                        { for counts.by.iter().map(|(title, all)| html! {
                            <div key={title.clone()}>
                                <dt>{ title }</dt>
                                <dd>
                                    if all.is_empty() {
                                        { "nothing" }
                                    }
                                    <ul>
                                        { for all.iter().map(|(of, count)| html!(<li key={of.clone()}>{ format!("{of}: {}", format::count(*count)) }</li>)) }
                                    </ul>
                                </dd>
                            </div>
                        }) }
                    </dl>
                </details>
            }
            { for counts.not.iter().enumerate().map(|(at, message)| html! {
                <p key={at} class="rc-subtle">{ format!("Something that Atlassian counts could not be read: {message}") }</p>
            }) }
        </section>
    }
}

fn agrees(listed: u32, is_complete: bool) -> String {
    if is_complete {
        format!(
            "Atlassian counts {}, as many as were read.",
            format::count(listed)
        )
    } else {
        format!("Atlassian counts {}.", format::count(listed))
    }
}

fn differs(listed: u32, read: u32) -> Problem {
    let what = format!(
        "Atlassian counts {}, and {} were read.",
        format::count(listed),
        format::count(read)
    );
    Problem {
        code: "page-count-differs".to_owned(),
        what,
        hint:
            "The list may have changed while it was read, or the count lags behind. Read it again to be sure."
                .to_owned(),
        detail: None,
    }
}
