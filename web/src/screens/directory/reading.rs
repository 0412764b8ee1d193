//! Reading a listing: beginning, stopping, going on, and how far it is.

use std::collections::BTreeMap;

use patternfly_yew::prelude::*;
use rollcall_protocol::{ListingPerSubject, ListingPhase, ListingReading, ListingState};
use yew::prelude::*;

use crate::{format, state::workbench::Link, widgets::nothing};

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) workbench: Link,
    pub(super) listing: ListingState,
    /// What is written in the filters now.
    pub(super) filters: BTreeMap<String, String>,
}

#[component]
pub(super) fn Reading(props: &Props) -> Html {
    let key = &props.listing.key;
    let reading = props.listing.reading.as_ref();
    let phase = reading.map(|reading| reading.phase);
    let anew = {
        let (workbench, key, filters) = (props.workbench.clone(), key.clone(), props.filters.clone());
        Callback::from(move |_| workbench.read_listing(key.clone(), Some(filters.clone())))
    };
    let go_on = {
        let (workbench, key) = (props.workbench.clone(), key.clone());
        Callback::from(move |_| workbench.read_listing(key.clone(), None))
    };
    let stop = {
        let (workbench, key) = (props.workbench.clone(), key.clone());
        Callback::from(move |_| workbench.stop_listing(key.clone()))
    };
    let buttons = match (phase, &props.listing.per_subject) {
        (None, None) => html!(<Button variant={ButtonVariant::Primary} label="Read it" onclick={anew} />),
        (Some(ListingPhase::Reading | ListingPhase::Watching), _) => {
            html!(<Button variant={ButtonVariant::Secondary} label="Stop" onclick={stop} />)
        }
        (Some(ListingPhase::Stopped), None) => html! {
            <>
                <Button variant={ButtonVariant::Primary} label="Go on" onclick={go_on} />
                <Button variant={ButtonVariant::Link} label="Read it from the start" onclick={anew} />
            </>
        },
        (Some(ListingPhase::Stopped), Some(_)) => {
            html!(<Button variant={ButtonVariant::Primary} label="Go on" onclick={go_on} />)
        }
        (Some(ListingPhase::Ended | ListingPhase::Complete), None) => html! {
            <Button variant={ButtonVariant::Secondary} label="Read it again" onclick={anew} />
        },
        // It is read of whom another listing shows: there it begins.
        (_, Some(_)) => nothing(),
    };
    html! {
        <div class="rc-listing-reading" role="group" aria-label="Reading">
            { buttons }
            if let Some(reading) = reading {
                <HowFar reading={reading.clone()} per_subject={props.listing.per_subject.clone()} />
                if reading.filters != props.filters {
                    <p class="rc-subtle">{ "The filters were changed since. They count when it is read from the start." }</p>
                }
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct HowFarProps {
    reading: ListingReading,
    per_subject: Option<ListingPerSubject>,
}

#[component]
fn HowFar(props: &HowFarProps) -> Html {
    let reading = &props.reading;
    let counted = |number: u32| match &props.per_subject {
        None => format::rows(number),
        Some(per_subject) => format::plural(number, &per_subject.one, &per_subject.many),
    };
    let done = counted(reading.done);
    let message = match (reading.phase, reading.of) {
        (ListingPhase::Complete, _) => format!("All read: {done}."),
        (ListingPhase::Ended, Some(of)) if of > reading.done => format!(
            "{} of {} read. The rest could not be read.",
            format::count(reading.done),
            counted(of)
        ),
        (ListingPhase::Ended, _) => format!("{done} read. There may be more."),
        (ListingPhase::Stopped, Some(of)) => format!(
            "Stopped: {} of {} read.",
            format::count(reading.done),
            counted(of)
        ),
        (ListingPhase::Stopped, None) => format!("Stopped: {done} read. There may be more."),
        (ListingPhase::Watching, _) => format!("All read up to now: {done}. What happens next comes here."),
        (ListingPhase::Reading, Some(of)) => format!(
            "Reading: {} of {} …{}",
            format::count(reading.done),
            counted(of),
            left(reading.seconds_left)
        ),
        (ListingPhase::Reading, None) => format!("Reading: {done} so far …"),
    };
    let message = match &reading.waits {
        Some(waits) if reading.phase == ListingPhase::Reading => format!("{message} {waits}"),
        _ => message,
    };
    // A screen reader is told when it begins and ends, not of every page.
    let spoken = match reading.phase {
        ListingPhase::Reading => reading.waits.clone().unwrap_or_else(|| "Reading".to_owned()),
        _ => message.clone(),
    };
    html! {
        <div class="rc-listing-reading__far">
            <p aria-hidden="true">{ message }</p>
            <p class="pf-v6-screen-reader" role="status" aria-label="How far it was read">{ spoken }</p>
            if let Some(of) = reading.of.filter(|&of| of > 0 && reading.phase != ListingPhase::Complete) {
                <progress max={of.to_string()} value={reading.done.to_string()} aria-label="Read so far" />
            }
        </div>
    }
}

/// What is soon over needs no estimate.
fn left(seconds: Option<u32>) -> String {
    match seconds {
        Some(seconds @ 10..) => format!(" {} left", format::duration(seconds.into())),
        _ => String::new(),
    }
}
