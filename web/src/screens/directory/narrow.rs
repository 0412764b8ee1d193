//! Which rows are on show: how long their accounts have not been active, and all that narrows them, each to be taken away again.

use patternfly_yew::prelude::*;
use rollcall_protocol::{ListingRowFilter, ListingState};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::facets::shown;
use crate::{format, state::directory_view::DirectoryView, widgets::nothing};

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) listing: ListingState,
    pub(super) directory_view: DirectoryView,
    pub(super) on_look: Callback<DirectoryView>,
}

#[component]
pub(super) fn Narrow(props: &Props) -> Html {
    let filters = &props.directory_view.order.row_filters;
    if filters.is_empty() && props.listing.last_active.is_empty() {
        return nothing();
    }
    html! {
        <div class="rc-narrow">
            if !props.listing.last_active.is_empty() {
                <NotActive
                    column={props.listing.last_active.clone()}
                    directory_view={props.directory_view.clone()}
                    on_look={props.on_look.clone()}
                />
            }
            if !filters.is_empty() {
                <ul class="rc-chips" aria-label="Filters of the rows">
                    { for filters.iter().enumerate().map(|(at, filter)| {
                        let message = message(filter, &props.listing);
                        let directory_view = props.directory_view.clone();
                        let remove = props.on_look.reform(move |_: MouseEvent| directory_view.without(at));
                        html! {
                            <li key={at} class="rc-chip">
                                <span>{ message.clone() }</span>
                                <button type="button" aria-label={format!("Remove the filter {message}")} onclick={remove}>{ Icon::Times }</button>
                            </li>
                        }
                    }) }
                </ul>
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct NotActiveProps {
    /// Key of the column.
    column: String,
    directory_view: DirectoryView,
    on_look: Callback<DirectoryView>,
}

#[component]
fn NotActive(props: &NotActiveProps) -> Html {
    let (days, or_unknown) = props.directory_view.not_for_days();
    let on_days = {
        let (directory_view, column) = (props.directory_view.clone(), props.column.clone());
        props.on_look.reform(move |text: String| {
            let days = text.trim().parse().ok();
            directory_view.with_days(&column, days, days.is_some() && or_unknown)
        })
    };
    let on_unknown = {
        let (directory_view, column) = (props.directory_view.clone(), props.column.clone());
        props.on_look.reform(move |event: Event| {
            let input = event.target_dyn_into::<HtmlInputElement>();
            directory_view.with_days(&column, days, input.is_some_and(|input| input.checked()))
        })
    };
    html! {
        <div class="rc-not-active" role="group" aria-label="Not active">
            <label for="not-active">{ "Not active for" }</label>
            <TextInput
                id="not-active"
                r#type={TextInputType::Number}
                autocomplete="off"
                value={days.map(|days| days.to_string()).unwrap_or_default()}
                onchange={on_days}
            />
            <span>{ "days" }</span>
            <label>
                <input type="checkbox" checked={or_unknown} disabled={days.is_none()} onchange={on_unknown} />
                { "or without a date" }
            </label>
        </div>
    }
}

/// A condition in words: "State: inactive or closed".
fn message(filter: &ListingRowFilter, listing: &ListingState) -> String {
    match filter {
        ListingRowFilter::OneOf { column, values } => {
            let title = listing.columns.iter().find(|known| known.key == *column);
            let title = title.map_or(column.as_str(), |column| column.facet.as_str());
            let values: Vec<&str> = values.iter().map(|value| shown(value)).collect();
            format!("{title}: {}", values.join(" or "))
        }
        ListingRowFilter::NotForDays { days, or_unknown, .. } => {
            let unknown = if *or_unknown { ", or without a date" } else { "" };
            format!("Not active for {}{unknown}", format::plural(*days, "day", "days"))
        }
    }
}
