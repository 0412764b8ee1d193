//! A small chart: answers over time, and those that said that calls come too fast.

use rollcall_protocol::Traffic as Columns;
use yew::prelude::*;

use crate::{format, widgets::nothing};

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) traffic: Columns,
}

/// Height of the chart, in its own units.
const HEIGHT: f64 = 40.0;

#[component]
pub(crate) fn Traffic(props: &Props) -> Html {
    let Columns { width, columns } = &props.traffic;
    let most = columns.iter().map(|(calls, _)| *calls).max().unwrap_or_default();
    if columns.len() < 2 || most == 0 {
        return nothing();
    }
    let refused: u32 = columns.iter().map(|(_, refused)| refused).sum();
    let calls: u32 = columns.iter().map(|(calls, _)| calls).sum();
    let seconds = *width as f64 / 1000.0;
    let message = format!(
        "{} answers from Atlassian, {} of them “too fast” (429). One column is {}; the highest has {}.",
        format::count(calls),
        format::count(refused),
        format::duration(seconds),
        format::count(most)
    );
    let bar = |at: usize, class: &'static str, count: u32| {
        let height = f64::from(count) / f64::from(most) * HEIGHT;
        html! {
            <rect
                class={class}
                x={(at * 4).to_string()}
                y={format!("{:.2}", HEIGHT - height)}
                width="3"
                height={format!("{height:.2}")}
            />
        }
    };
    html! {
        <figure class="rc-traffic">
            <svg
                role="img"
                aria-label="Calls over time"
                viewBox={format!("0 0 {} {HEIGHT}", (columns.len() * 4).max(120))}
                preserveAspectRatio="xMinYMax meet"
            >
                { for columns.iter().enumerate().map(|(at, (calls, refused))| html! {
                    <>
                        { bar(at, "rc-traffic__calls", *calls) }
                        { bar(at, "rc-traffic__refused", *refused) }
                    </>
                }) }
            </svg>
            <figcaption class="rc-subtle">{ message }</figcaption>
        </figure>
    }
}
