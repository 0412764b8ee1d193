//! Searching in what was read, the columns on show, and saving what is shown.

use rollcall_protocol::{ListingFile, ListingState};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::{
    format,
    state::{directory_view::DirectoryView, workbench::Link},
    widgets::{SaveButton, Saving, SearchBox},
};

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) workbench: Link,
    pub(super) listing: ListingState,
    /// Rows read.
    pub(super) rows: u32,
    /// Rows that the search shows, once known.
    pub(super) total: Option<u32>,
    pub(super) directory_view: DirectoryView,
    pub(super) on_look: Callback<DirectoryView>,
}

#[component]
pub(super) fn Toolbar(props: &Props) -> Html {
    let directory_view = &props.directory_view;
    let on_search = {
        let directory_view = directory_view.clone();
        props
            .on_look
            .reform(move |search| directory_view.with_search(search))
    };
    let shown = match props.total {
        Some(total) if directory_view.is_narrowed() => {
            format!("{} of {}", format::count(total), format::rows(props.rows))
        }
        _ => format::rows(props.rows),
    };
    let make = {
        let workbench = props.workbench.clone();
        let file = ListingFile {
            listing: props.listing.key.clone(),
            order: directory_view.order.clone(),
            once: false,
            columns: directory_view
                .shown(&props.listing)
                .into_iter()
                .filter_map(|place| Some(props.listing.columns.get(place)?.key.clone()))
                .collect(),
        };
        Callback::from(move |()| {
            let (workbench, file) = (workbench.clone(), file.clone());
            Box::pin(async move { workbench.listing_file(file).await }) as Saving
        })
    };
    html! {
        <div class="rc-toolbar" role="group" aria-label="Rows that are shown">
            <SearchBox
                id="listing-search"
                label="Search rows"
                placeholder="Any text in a row"
                value={directory_view.order.search.clone()}
                {on_search}
            />
            <Columns
                listing={props.listing.clone()}
                directory_view={directory_view.clone()}
                on_look={props.on_look.clone()}
            />
            <span class="rc-toolbar__shown" role="status" aria-label="Rows shown">{ shown }</span>
            <SaveButton label="Save as CSV" disabled={props.rows == 0} {make} />
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct ColumnsProps {
    listing: ListingState,
    directory_view: DirectoryView,
    on_look: Callback<DirectoryView>,
}

#[component]
fn Columns(props: &ColumnsProps) -> Html {
    let shown = props.directory_view.shown(&props.listing);
    let title = format!("Columns: {} of {}", shown.len(), props.listing.columns.len());
    html! {
        <details class="rc-listing-columns">
            <summary>{ title }</summary>
            <div class="rc-listing-columns__list" role="group" aria-label="Columns">
                { for props.listing.columns.iter().enumerate().map(|(place, column)| {
                    let is_shown = shown.contains(&place);
                    let onchange = {
                        let (directory_view, key) = (props.directory_view.clone(), column.key.clone());
                        props.on_look.reform(move |event: Event| {
                            let input = event.target_dyn_into::<HtmlInputElement>();
                            directory_view.with_column(key.clone(), input.is_none_or(|input| input.checked()))
                        })
                    };
                    html! {
                        <label key={column.key.clone()}>
                            <input
                                type="checkbox"
                                checked={is_shown}
                                // A table without columns shows nothing that could be brought back.
                                disabled={is_shown && shown.len() == 1}
                                {onchange}
                            />
                            { &column.title }
                        </label>
                    }
                }) }
            </div>
        </details>
    }
}
