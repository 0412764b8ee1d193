//! Search, the way to a row, and how much of the file is on show.

use patternfly_yew::prelude::*;
use yew::prelude::*;

use crate::{format, state::filter::Filter, widgets::SearchBox};

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// Rows of the file.
    pub(crate) rows: u32,
    /// Rows that the filter shows, once known.
    pub(crate) shown: Option<u32>,
    pub(crate) filter: Filter,
    pub(crate) on_filter: Callback<Filter>,
    /// To this row, counted from 0.
    pub(crate) on_jump: Callback<u32>,
}

#[component]
pub(crate) fn Toolbar(props: &Props) -> Html {
    let clear = props.on_filter.reform(|_| Filter::default());
    let on_search = {
        let (filter, on_filter) = (props.filter.clone(), props.on_filter.clone());
        Callback::from(move |search| {
            on_filter.emit(Filter {
                search,
                ..filter.clone()
            });
        })
    };
    let shown = match props.shown {
        Some(shown) if props.filter.hides() => {
            format!("{} of {}", format::count(shown), format::rows(props.rows))
        }
        _ => format::rows(props.rows),
    };
    html! {
        <div class="rc-toolbar" role="group" aria-label="Find rows">
            <SearchBox
                id="search"
                label="Search rows"
                placeholder="Name, account id or address"
                value={props.filter.search.clone()}
                {on_search}
            />
            <GoToRow rows={props.rows} on_jump={props.on_jump.clone()} />
            <span class="rc-toolbar__shown" role="status">{ shown }</span>
            if props.filter.hides() {
                <Button variant={ButtonVariant::Link} icon={Icon::Times} label="Show all rows" onclick={clear} />
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct GoToRowProps {
    rows: u32,
    on_jump: Callback<u32>,
}

#[component]
fn GoToRow(props: &GoToRowProps) -> Html {
    let text = use_state(String::new);
    let row = text
        .replace([',', ' '], "")
        .parse::<u32>()
        .ok()
        .filter(|row| (1..=props.rows).contains(row));
    let onchange = {
        let text = text.setter();
        Callback::from(move |typed: String| text.set(typed))
    };
    let onsubmit = {
        let on_jump = props.on_jump.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if let Some(row) = row {
                on_jump.emit(row - 1);
            }
        })
    };
    let state = if row.is_none() && !text.is_empty() {
        InputState::Error
    } else {
        InputState::Default
    };
    html! {
        <form class="rc-toolbar__go" {onsubmit}>
            <label for="go-to-row">{ "Go to row" }</label>
            <TextInput
                id="go-to-row"
                inputmode="numeric"
                autocomplete="off"
                size="8"
                placeholder={format!("1 to {}", format::count(props.rows))}
                {state}
                value={(*text).clone()}
                {onchange}
            />
            <Button r#type={ButtonType::Submit} variant={ButtonVariant::Control} label="Go" disabled={row.is_none()} />
        </form>
    }
}
