//! From a listing to a change file, and on to an action.

use js_sys::{Array, ArrayBuffer};
use patternfly_yew::prelude::*;
use rollcall_protocol::{ListingFile, ListingOrder, ListingState, Saved};
use wasm_bindgen_futures::spawn_local;
use web_sys::Blob;
use yew::prelude::*;

use crate::{
    format,
    state::workbench::{Link, Workbench},
    widgets::{Choice, Field, Select},
};

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) workbench: Workbench,
    pub(super) listing: ListingState,
    pub(super) order: ListingOrder,
    /// Rows that the search shows.
    pub(super) rows: u32,
}

/// The accounts that are shown become a change file, which goes the way of every other one.
#[component]
pub(super) fn Start(props: &Props) -> Html {
    let chosen = use_state_eq(String::new);
    let actions = props
        .workbench
        .state()
        .map(|state| state.actions.clone())
        .unwrap_or_default();
    let action = actions
        .iter()
        .find(|action| action.key == *chosen)
        .or(actions.first())
        .map(|action| action.key.clone())
        .unwrap_or_default();
    let on_choose = {
        let chosen = chosen.setter();
        Callback::from(move |key| chosen.set(key))
    };
    let start = {
        let (link, action) = (props.workbench.link.clone(), action.clone());
        let file = ListingFile {
            listing: props.listing.key.clone(),
            order: props.order.clone(),
            columns: props.listing.change_file.clone(),
            // Where an account has several rows, it is one account.
            once: true,
        };
        Callback::from(move |_| {
            let (link, action, file) = (link.clone(), action.clone(), file.clone());
            spawn_local(async move {
                let Some((saved, bytes)) = link.listing_file(file).await else {
                    return;
                };
                open(&link, action, saved, &bytes);
            });
        })
    };
    html! {
        <section class="rc-panel" aria-labelledby="start-title">
            <h2 id="start-title" class="pf-v6-c-title pf-m-lg">{ "Start an action with these accounts" }</h2>
            <p>{ format!("The {} on show become a change file. You see and check it before anything is sent.", accounts(props)) }</p>
            <div class="rc-listing-start">
                <Field id="listing-action" label="Action">
                    <Select
                        id="listing-action"
                        value={action}
                        choices={actions.iter().map(|action| Choice::new(&action.key, &action.title)).collect::<Vec<_>>()}
                        {on_choose}
                    />
                </Field>
                <Button
                    variant={ButtonVariant::Secondary}
                    label="Make the change file"
                    disabled={props.rows == 0}
                    onclick={start}
                />
            </div>
        </section>
    }
}

fn accounts(props: &Props) -> String {
    match props.listing.per_subject {
        None => format::plural(props.rows, "account", "accounts"),
        // An account has a row for each app or role.
        Some(_) => "accounts".to_owned(),
    }
}

/// Opens a file that was made here, for this action.
pub(super) fn open(link: &Link, action: String, saved: Saved, bytes: &ArrayBuffer) {
    // A browser without room for it has said so already, where the bytes came from.
    if let Ok(blob) = Blob::new_with_buffer_source_sequence(&Array::of1(bytes)) {
        link.open_made_file(action, saved.name, blob);
    }
}
