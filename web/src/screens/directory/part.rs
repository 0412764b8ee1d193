//! That not all of a list was read, before anything is made of it.

use patternfly_yew::prelude::*;
use rollcall_protocol::{ListingPerSubject, ListingPhase, ListingReading};
use yew::prelude::*;

use crate::{format, widgets::nothing};

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) reading: ListingReading,
    pub(super) per_subject: Option<ListingPerSubject>,
}

/// Draws nothing while it is read: then how far it is stands there already.
#[component]
pub(super) fn Part(props: &Props) -> Html {
    let reading = &props.reading;
    if reading.part.is_none() || reading.phase == ListingPhase::Reading || reading.rows == 0 {
        return nothing();
    }
    let counted = |number: u32| match &props.per_subject {
        None => format::rows(number),
        Some(per_subject) => format::plural(number, &per_subject.one, &per_subject.many),
    };
    let title = match reading.of.filter(|&of| of > reading.done) {
        Some(of) => format!(
            "This is not the whole list: {} of {} were read.",
            format::count(reading.done),
            counted(of)
        ),
        None if reading.phase == ListingPhase::Complete => {
            "This is not the whole list: the one that it was read from was not read to its end.".to_owned()
        }
        None => format!("This may not be the whole list: {} read.", counted(reading.done)),
    };
    html! {
        <div role="note" aria-label="Not the whole list">
            <Alert inline=true r#type={AlertType::Warning} {title}>
                { "A CSV file, a change file or a file for a policy that you make of it has these alone, and says so in its name. Who is \
                   not in it may be in the organization all the same." }
            </Alert>
        </div>
    }
}
