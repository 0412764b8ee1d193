//! By what Atlassian is asked for less than all of a listing.

use patternfly_yew::prelude::*;
use rollcall_protocol::ListingFilter;
use yew::prelude::*;

use crate::{
    format,
    state::directory_view::DirectoryView,
    widgets::{Choice, Field, Select},
};

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) filters: Vec<ListingFilter>,
    pub(super) directory_view: DirectoryView,
    pub(super) on_look: Callback<DirectoryView>,
}

#[component]
pub(super) fn Filters(props: &Props) -> Html {
    let (ways, filters): (Vec<_>, Vec<_>) = props.filters.iter().partition(|filter| filter.chooses_call);
    let is_set = |filter: &&&ListingFilter| props.directory_view.filters.contains_key(&filter.key);
    let title = match filters.iter().filter(is_set).count() as u32 {
        0 => "Ask Atlassian for some of them only".to_owned(),
        set => format!(
            "Ask Atlassian for some of them only: {}",
            format::plural(set, "filter", "filters")
        ),
    };
    let way = ways.iter().find_map(|filter| {
        let chosen = props.directory_view.filters.get(&filter.key)?;
        filter.choices.iter().find(|(value, _)| value == chosen)
    });
    let older = match way {
        None => "Ask an older generation of the API".to_owned(),
        Some((_, title)) => format!("Ask an older generation of the API: {title}"),
    };
    html! {
        <div>
            if !filters.is_empty() {
                { group(props, title, "Filters", &filters) }
            }
            if !ways.is_empty() {
                { group(props, older, "Older generations", &ways) }
            }
        </div>
    }
}

fn group(props: &Props, title: String, label: &'static str, filters: &[&ListingFilter]) -> Html {
    html! {
        <details class="rc-details rc-listing-filters">
            <summary>{ title }</summary>
            <div class="rc-listing-filters__grid" role="group" aria-label={label}>
                { for filters.iter().map(|filter| {
                    let on_write = {
                        let (directory_view, key) = (props.directory_view.clone(), filter.key.clone());
                        props.on_look.reform(move |text: String| directory_view.with_filter(key.clone(), text))
                    };
                    let id = format!("listing-filter-{}", filter.key);
                    let value = props.directory_view.filters.get(&filter.key).cloned().unwrap_or_default();
                    html! {
                        <Field key={filter.key.clone()} id={id.clone()} label={filter.title.clone()} hint={hint(filter)}>
                            if filter.choices.is_empty() {
                                <TextInput {id} autocomplete="off" {value} onchange={on_write} />
                            } else {
                                <Select {id} {value} choices={choices(filter)} on_choose={on_write} />
                            }
                        </Field>
                    }
                }) }
            </div>
        </details>
    }
}

fn hint(filter: &ListingFilter) -> Html {
    if filter.hint.is_empty() {
        Html::default()
    } else {
        html!(filter.hint.clone())
    }
}

fn choices(filter: &ListingFilter) -> Vec<Choice> {
    let all = std::iter::once(Choice::new("", &filter.none));
    all.chain(
        filter
            .choices
            .iter()
            .map(|(value, title)| Choice::new(value, title)),
    )
    .collect()
}
