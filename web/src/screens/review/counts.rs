//! The counts, always in view; each shows its rows.

use patternfly_yew::prelude::*;
use rollcall_protocol::{ReviewState, RowState, Severity};
use yew::prelude::*;

use crate::{
    format,
    state::filter::{Filter, Show},
};

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) review: ReviewState,
    pub(crate) filter: Filter,
    pub(crate) on_filter: Callback<Filter>,
}

#[component]
pub(crate) fn Counts(props: &Props) -> Html {
    let review = &props.review;
    let count = |show: Show, title: &'static str, number: u32, icon: Option<Icon>, tone: &'static str| {
        let is_on = props.filter.show == show;
        let onclick = {
            let (filter, on_filter) = (props.filter.clone(), props.on_filter.clone());
            // A second click gives all rows back.
            let show = if is_on { Show::All } else { show };
            Callback::from(move |_: MouseEvent| {
                on_filter.emit(Filter {
                    show,
                    ..filter.clone()
                });
            })
        };
        html! {
            <button
                type="button"
                class={classes!("rc-count", format!("rc-count--{tone}"))}
                aria-pressed={is_on.to_string()}
                {onclick}
            >
                <span class="rc-count__number">
                    if let Some(icon) = icon { { icon }{ " " } }
                    { format::count(number) }
                </span>
                <span class="rc-count__title">{ " " }{ title }</span>
            </button>
        }
    };
    html! {
        <div class="rc-counts" role="group" aria-label="Show rows">
            { count(Show::All, "all", review.rows, None, "all") }
            { count(Show::State(RowState::Ready), "ready", review.ready, Some(Icon::CheckCircle), "ready") }
            { count(Show::Severity(Severity::Error), "errors", review.errors, Some(Icon::ExclamationCircle), "error") }
            { count(Show::Severity(Severity::Warning), "warnings", review.warnings, Some(Icon::ExclamationTriangle), "warning") }
            { count(Show::Severity(Severity::Note), "notes", review.notes, Some(Icon::InfoCircle), "note") }
            { count(Show::State(RowState::LeftOut), "left out", review.left_out, Some(Icon::Ban), "left-out") }
        </div>
    }
}
