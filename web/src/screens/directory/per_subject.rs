//! What can be read of each account or group that a listing shows, and whose listings those are.

use patternfly_yew::prelude::*;
use rollcall_protocol::{ListingPerSubject, ListingSource, ListingState};
use yew::prelude::*;

use crate::{
    format,
    state::{directory_view::DirectoryView, workbench::Link},
    widgets::nothing,
};

#[derive(Properties, PartialEq)]
pub(super) struct MoreProps {
    pub(super) workbench: Link,
    pub(super) listing: ListingState,
    /// Everything that can be listed.
    pub(super) listings: Vec<ListingState>,
    pub(super) directory_view: DirectoryView,
    pub(super) on_look: Callback<DirectoryView>,
    /// Rows on show.
    pub(super) rows: u32,
}

/// From the rows on show to what can be read of each of them.
#[component]
pub(super) fn More(props: &MoreProps) -> Html {
    let can_be_read = |listing: &&ListingState| {
        let per_subject = listing.per_subject.as_ref();
        per_subject.is_some_and(|per_subject| per_subject.of.contains(&props.listing.key))
    };
    let more: Vec<&ListingState> = props.listings.iter().filter(can_be_read).collect();
    let Some(per_subject) = more.first().and_then(|listing| listing.per_subject.as_ref()) else {
        return nothing();
    };
    html! {
        <section class="rc-panel" aria-labelledby="more-title">
            <h2 id="more-title" class="pf-v6-c-title pf-m-lg">{ format!("Read more about these {}", per_subject.many) }</h2>
            <p>{ format!("Each of the {} on show is asked about by itself. Reading changes nothing.", format::plural(props.rows, &per_subject.one, &per_subject.many)) }</p>
            <ul class="rc-listing-more">
                { for more.iter().map(|listing| {
                    let read = {
                        let (workbench, key) = (props.workbench.clone(), listing.key.clone());
                        let source = ListingSource {
                            listing: props.listing.key.clone(),
                            order: props.directory_view.order.clone(),
                        };
                        props.on_look.reform(move |_| {
                            workbench.read_listing_of(key.clone(), source.clone());
                            DirectoryView::at(key.clone())
                        })
                    };
                    html! {
                        <li key={listing.key.clone()}>
                            <Button
                                variant={ButtonVariant::Secondary}
                                label={listing.title.clone()}
                                disabled={props.rows == 0}
                                onclick={read}
                            />
                            <span class="rc-subtle">{ duration(listing.per_subject.as_ref(), props.rows) }</span>
                        </li>
                    }
                }) }
            </ul>
        </section>
    }
}

/// How long it takes at least, where Atlassian sets the pace.
fn duration(per_subject: Option<&ListingPerSubject>, rows: u32) -> String {
    match per_subject.and_then(|per_subject| per_subject.a_minute) {
        Some(a_minute) if rows > 0 => {
            let seconds = f64::from(rows) * 60.0 / f64::from(a_minute.max(1));
            format!(
                "At least {}: Atlassian takes {} a minute.",
                format::duration(seconds),
                format::count(a_minute)
            )
        }
        _ => String::new(),
    }
}

#[derive(Properties, PartialEq)]
pub(super) struct OfProps {
    pub(super) per_subject: ListingPerSubject,
    pub(super) title: String,
    pub(super) listings: Vec<ListingState>,
    pub(super) on_look: Callback<DirectoryView>,
}

/// The way from a listing that nobody was chosen for to where they are chosen.
#[component]
pub(super) fn Of(props: &OfProps) -> Html {
    let per_subject = &props.per_subject;
    let sources = props
        .listings
        .iter()
        .filter(|listing| per_subject.of.contains(&listing.key));
    html! {
        <div class="rc-listing-of">
            <p>{ format!(
                "It is read of {} that another listing shows. Read that one, narrow it as you like, and choose “{}” below its rows.",
                per_subject.many, props.title,
            ) }</p>
            <div class="rc-buttons">
                { for sources.map(|source| {
                    let key = source.key.clone();
                    html! {
                        <Button
                            key={source.key.clone()}
                            variant={ButtonVariant::Secondary}
                            label={source.title.clone()}
                            onclick={props.on_look.reform(move |_| DirectoryView::at(key.clone()))}
                        />
                    }
                }) }
            </div>
        </div>
    }
}
